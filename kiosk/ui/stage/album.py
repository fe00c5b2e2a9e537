"""The album: illustrations and signs as finished pixels, each drawn once and found again, also after a start.

They lie in the run directory (memory, gone with the power), under a name made of what they show, how large, in which colours,
and of the octets of the files that draw them, so an old drawing is never taken for a new one. Nothing of a citizen is among
them: they are drawn from the product's own shapes alone. The album is bounded; what is not kept is drawn again.
"""
from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from kiosk.ui.pictures.pen import Pen
from kiosk.ui.theme import Colour

MOST_OCTETS = 24 * 1024 * 1024
DRAWN_BY = Path(__file__).parents[1] / "pictures"


class Album:
    """Pixels by what they show; ``folder`` None: nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder, self._octets = None if folder is None else folder / _stamp(), 0
        if self._folder is None or folder is None:
            return
        for old in folder.glob("*"):
            if old != self._folder:
                shutil.rmtree(old, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._octets = sum(file.stat().st_size for file in self._folder.iterdir())

    def pixels(self, what: tuple[object, ...], draw: Callable[[], Pen], grid: tuple[float, float], size: tuple[int, int],
               colours: Mapping[str, Colour]) -> bytes:
        """RGBA octets, rows from the top, of what ``draw`` draws on a grid; ``what`` names it."""
        if self._folder is None:
            return _drawn(draw(), grid, size, colours)
        key = hashlib.sha256(repr((what, size, sorted(colours.items()))).encode()).hexdigest()
        path = self._folder / key
        try:
            octets = path.read_bytes()
        except OSError:
            octets = b""
        if len(octets) == size[0] * size[1] * 4:
            return octets
        octets = _drawn(draw(), grid, size, colours)
        if self._octets + len(octets) <= MOST_OCTETS:
            part = path.with_suffix(".part")
            part.write_bytes(octets)
            os.replace(part, path)
            self._octets += len(octets)
        return octets


def _drawn(pen: Pen, grid: tuple[float, float], size: tuple[int, int], colours: Mapping[str, Colour]) -> bytes:
    from kiosk.ui.stage.raster import pixels  # the picture library: only where something must be drawn

    return pixels(pen, grid, size, colours)


def _stamp() -> str:
    """What the drawing files are, in one word."""
    sums = hashlib.sha256()
    for file in [*sorted(DRAWN_BY.glob("*.py")), Path(__file__).with_name("raster.py")]:
        sums.update(file.read_bytes())
    return sums.hexdigest()[:16]
