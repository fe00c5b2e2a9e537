"""Spoilt pictures of ID cards before the camera scanner: read within ten frames, and never wrong.

A scene is one card, spoilt one way, in ten frames; both readers see the same. The first number that a scanner makes of them counts as
read; the frames that are left go to further scanners, so that every frame may be misread.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from rehearsal.soak.campaign import Campaign, Played

if TYPE_CHECKING:
    from hardware.camera import Frame
    from rehearsal.degraded import Pixels

FRAMES = 10
LEAST = 0.97
"""Of the scenes of one piece, at least so many are read: a piece has few of them, and one lost is 1 %; the whole must have 99."""


def play(seed: int, count: int) -> Played:
    """``count`` frames, ten a scene, through either reader."""
    import numpy as np

    from rehearsal.degraded import WAYS, frames, number

    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for scene in range(seed, seed + count, FRAMES):
        chance = np.random.default_rng(scene)
        way, id_no = list(WAYS)[scene // FRAMES % len(WAYS)], number(chance)
        shown = [one for one, _ in zip(frames(way, id_no, chance), range(FRAMES), strict=False)]
        for reader in ("zbar", "zxing"):
            made = list(_read(reader, shown))
            counts[f"{reader}: scenes"] += 1
            counts[f"{reader}: frames"] += len(shown)
            counts[f"{reader}: numbers"] += len(made)
            counts[f"{reader}: {'read' if made else 'not read'}, {way}"] += 1
            wrong += [f"{reader} read a wrong number at {way} (scene {scene})" for text in made if text != id_no]
    for reader in ("zbar", "zxing"):
        lost = sum(many for name, many in counts.items() if name.startswith(f"{reader}: not read"))
        if lost > (1 - LEAST) * counts[f"{reader}: scenes"] + 1:
            wrong.append(f"{reader} read all but {lost} of {counts[f'{reader}: scenes']} scenes")
    return Played({name: many for name, many in counts.items() if many}, {}, tuple(wrong))


def _read(reader: str, shown: "list[Pixels]") -> Iterator[str]:
    """What scanners, one after the other, make of these frames."""
    from catalogue.fields import id_kind
    from hardware import DeviceGone
    from hardware.scanner.camera import CameraScanner, Options

    feed = _Feed(shown)
    with suppress(DeviceGone):
        while True:
            scanner = CameraScanner("scanner", Options(feed, reader=reader))  # type: ignore[arg-type]  # of a camera only frames are asked
            scan = scanner.read(600, lambda text: id_kind(text) is not None)
            if scan is not None:
                yield scan.text


class _Feed:
    """A camera with these frames, then none."""

    def __init__(self, shown: "list[Pixels]") -> None:
        self._shown, self._looked = shown, 0

    def frame(self) -> "Frame":
        from hardware import DeviceGone
        from hardware.camera import Frame

        self._looked += 1
        if self._looked > len(self._shown):
            raise DeviceGone("camera.document", "the frames are over")
        return Frame(self._shown[self._looked - 1], self._looked)


CAMPAIGN = Campaign(
    name="scans", what="spoilt pictures of ID cards before the camera scanner: read within ten frames, never wrong", whole=10_000, step=200,
    unit="frames", play=play, sources=(
        "hardware/scanner/__init__.py", "hardware/scanner/camera.py", "hardware/scanner/zbar.py", "hardware/scanner/zxing.py",
        "hardware/camera/vision.py", "rehearsal/degraded.py", "rehearsal/pictures.py",
    ),
)
