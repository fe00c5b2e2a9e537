"""Face matchers: one interface, ``face_recognition`` (a child process) and ``simulated`` behind it.

One to one only: the portrait printed on the card against live pictures. Templates and
distances stay in the matcher's memory; only the band leaves, and how a head was turned.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from hardware.camera import Frame

Challenge = Literal["turn-left", "turn-right", "close-eyes"]
"""What a living person can do when asked, and a photograph cannot; left and right are the person's own."""


@dataclass(frozen=True)
class FaceVerdict:
    """``band`` by the thresholds of kiosk.toml: distance ≤ match → 'match', ≤ clerk → 'clerk', above → 'no-match'.

    Where a presentation-attack backend saw an attack, 'match' became 'clerk'. ``best``: which of the live pictures is the sharpest
    usable one. ``distance`` never leaves the engine.
    """

    band: Literal["match", "clerk", "no-match"]
    distance: float
    best: int = 0


@dataclass(frozen=True)
class Pose:
    """How a head is held. ``yaw``: how far the nose stands from the middle of the eyes, in distances of the eyes, positive to the
    person's own left; ``eyes``: how open they are (eye aspect ratio), None where the landmarks do not tell.
    """

    yaw: float
    eyes: float | None = None


class FaceMatcher(Protocol):
    """One matcher. Calls block (up to a second)."""

    def portrait(self, card: "Frame") -> "Frame":
        """Crop the portrait from a picture of the card. Raises ``FaceError`` (hint), ``DeviceGone``."""
        ...

    def compare(self, portraits: Sequence["Frame"], lives: Sequence["Frame"]) -> FaceVerdict:
        """Compare pictures of one printed portrait with live pictures of one face, at least one of each.

        Live pictures that cannot be used are left out. Raises ``FaceError`` (hint) where none can, ``DeviceGone`` when the child is gone.
        """
        ...

    def pose(self, live: "Frame") -> Pose:
        """How the head is held on a live picture. Raises ``FaceError`` (hint), ``DeviceGone``."""
        ...

    def challenges(self) -> tuple[Challenge, ...]:
        """What this person is asked to do, in an order drawn anew each time; empty where kiosk.toml wants none."""
        ...

    def close(self) -> None:
        """End the child process; all templates end with it."""
        ...
