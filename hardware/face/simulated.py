"""A face matcher that is told who is on the card and who looks into the camera."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware import DeviceGone, FaceError
from hardware.cabinet import Cabinet
from hardware.camera import Frame
from hardware.face import Challenge, FaceVerdict, Pose, rules
from hardware.options import read_options

DRAWER = "face"
SAME, OTHER = 0.31, 0.82  # distances of the recipe's photographs: one person, two persons
OPEN = 0.28  # eye aspect ratio of open eyes, the mean of 95 still photographs


@dataclass(frozen=True)
class Options:
    """``cabinet``: directory of the simulated devices; ``match`` and ``clerk``: upper ends of the bands; ``asked``: in order."""

    cabinet: Path
    match: float = 0.45
    clerk: float = 0.60
    asked: tuple[Challenge, ...] = ()


def open(name: str, options: dict[str, Any]) -> "SimulatedMatcher":
    """Open the matcher. Raises ``OptionWrong``."""
    return SimulatedMatcher(name, read_options(Options, name, options))


class SimulatedMatcher:
    """Compares names instead of faces. By hand: ``card_shows``, ``looks``, ``holds``, ``fail_next("gone" or a hint)``."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._options, self._cabinet = options, Cabinet(options.cabinet)

    def portrait(self, card: Frame) -> Frame:
        """Cut a picture as large as a portrait out of the right of the card. Raises ``FaceError``, ``DeviceGone``."""
        self._fail()
        if not self._cabinet.look(DRAWER).get("card"):
            raise FaceError(self.name, "no-face")
        height, width = card.pixels.shape[:2]
        return Frame(card.pixels[height // 6 : height * 2 // 3, width * 2 // 3 : width * 19 // 20].copy(), card.number)

    def compare(self, portraits: Sequence[Frame], lives: Sequence[Frame]) -> FaceVerdict:
        """Compare who is on the card with who looks. Raises ``FaceError``, ``DeviceGone``."""
        self._fail()
        state = self._cabinet.look(DRAWER)
        if not state.get("live"):
            raise FaceError(self.name, "no-face")
        distance = state.get("distance")
        if distance is None:
            distance = SAME if state["live"] == state.get("card") else OTHER
        return FaceVerdict(rules.band(distance, self._options.match, self._options.clerk), distance)

    def pose(self, live: Frame) -> Pose:
        """How the head is held by hand: straight, eyes open, unless told otherwise. Raises ``FaceError``, ``DeviceGone``."""
        self._fail()
        state = self._cabinet.look(DRAWER)
        if not state.get("live"):
            raise FaceError(self.name, "no-face")
        return Pose(state.get("yaw", 0.0), state.get("eyes", OPEN))

    def challenges(self) -> tuple[Challenge, ...]:
        """Those of kiosk.toml, in their order."""
        return self._options.asked

    def close(self) -> None:
        """Let go of the matcher; who is there stays there."""

    def card_shows(self, person: str) -> None:
        """Tell whose portrait the card bears; '' for none."""
        with self._cabinet.change(DRAWER) as state:
            state["card"] = person

    def looks(self, person: str, distance: float | None = None) -> None:
        """Tell who looks into the camera ('' for nobody), and optionally how far apart portrait and face shall be."""
        with self._cabinet.change(DRAWER) as state:
            state.update(live=person, distance=distance)

    def holds(self, yaw: float = 0.0, eyes: float = OPEN) -> None:
        """Tell how the head is held: turned to the person's left (positive) or right, eyes open or shut (near 0)."""
        with self._cabinet.change(DRAWER) as state:
            state.update(yaw=yaw, eyes=eyes)

    def fail_next(self, code: str) -> None:
        """Let the next call fail: 'gone', or a hint such as 'too-dark'."""
        self._cabinet.fail_next(DRAWER, code)

    def _fail(self) -> None:
        code = self._cabinet.failure(DRAWER)
        if code == "gone":
            raise DeviceGone(self.name, "made to fail")
        if code:
            raise FaceError(self.name, code)
