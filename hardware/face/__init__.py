"""Face matchers: one interface, ``face_recognition`` (a child process) and ``simulated`` behind it.

One to one only: the portrait printed on the card against a live picture. Templates and
distances stay in the matcher's memory; only the band leaves.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from hardware.camera import Frame


@dataclass(frozen=True)
class FaceVerdict:
    """``band`` by the thresholds of kiosk.toml: distance ≤ match → 'match', ≤ clerk → 'clerk', above → 'no-match'.

    ``distance`` never leaves the engine.
    """

    band: Literal["match", "clerk", "no-match"]
    distance: float


class FaceMatcher(Protocol):
    """One matcher. Calls block (up to a second)."""

    def portrait(self, card: "Frame") -> "Frame":
        """Crop the portrait from a picture of the card. Raises ``FaceError`` (hint), ``DeviceGone``."""
        ...

    def compare(self, portrait: "Frame", live: "Frame") -> FaceVerdict:
        """Compare two pictures of one face each. Raises ``FaceError`` (hint) for the live one, ``DeviceGone`` when the child is gone."""
        ...

    def close(self) -> None:
        """End the child process; all templates end with it."""
        ...
