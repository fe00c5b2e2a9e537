"""A face matcher that is told who is on the card and who looks into the camera."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware import DeviceGone, FaceError
from hardware.cabinet import Cabinet
from hardware.camera import Frame
from hardware.face import FaceVerdict, rules
from hardware.options import read_options

DRAWER = "face"
SAME, OTHER = 0.31, 0.82  # distances of the recipe's photographs: one person, two persons


@dataclass(frozen=True)
class Options:
    """``cabinet``: directory of the simulated devices; ``match`` and ``clerk``: upper ends of the bands."""

    cabinet: Path
    match: float = 0.45
    clerk: float = 0.60


def open(name: str, options: dict[str, Any]) -> "SimulatedMatcher":
    """Open the matcher. Raises ``OptionWrong``."""
    return SimulatedMatcher(name, read_options(Options, name, options))


class SimulatedMatcher:
    """Compares names instead of faces. By hand: ``card_shows``, ``looks``, ``fail_next("gone" or a hint)``."""

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

    def compare(self, portrait: Frame, live: Frame) -> FaceVerdict:
        """Compare who is on the card with who looks. Raises ``FaceError``, ``DeviceGone``."""
        self._fail()
        state = self._cabinet.look(DRAWER)
        if not state.get("live"):
            raise FaceError(self.name, "no-face")
        distance = state.get("distance")
        if distance is None:
            distance = SAME if state["live"] == state.get("card") else OTHER
        return FaceVerdict(rules.band(distance, self._options.match, self._options.clerk), distance)

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

    def fail_next(self, code: str) -> None:
        """Let the next call fail: 'gone', or a hint such as 'too-dark'."""
        self._cabinet.fail_next(DRAWER, code)

    def _fail(self) -> None:
        code = self._cabinet.failure(DRAWER)
        if code == "gone":
            raise DeviceGone(self.name, "made to fail")
        if code:
            raise FaceError(self.name, code)
