"""A camera as scanner: a reader over its frames.

Which reader is the site's choice (``reader`` in its table): ``zbar`` or ``zxing``, each with the picture made readable in the ways that
serve it. A narrow bar needs 3.5 px, so the camera sees 1280 × 720 at least. Code 39 has no checksum and is misread now and then,
hence two frames and ``accept``. Figures: docs/performance.md.
"""
from __future__ import annotations

import importlib
import itertools
import time
from dataclasses import dataclass
from typing import Any

from hardware.camera import Camera, vision
from hardware.options import OptionWrong, nearest, read_options
from hardware.scanner import Accept, Scan

READERS = ("zbar", "zxing")


@dataclass(frozen=True)
class Options:
    """``camera``: the open camera (in kiosk.toml its name, which the caller replaces); ``symbologies``: fewer are faster."""

    camera: Camera
    symbologies: tuple[str, ...] = ("CODE39", "CODE128")
    reader: str = "zbar"


def open(name: str, options: dict[str, Any]) -> "CameraScanner":
    """Open the scanner. Raises ``OptionWrong``."""
    ready = read_options(Options, name, options)
    if isinstance(ready.camera, str):
        raise OptionWrong(f"{name}: the camera {ready.camera!r} must be opened before its scanner")
    if ready.reader not in READERS:
        raise OptionWrong(f"{name}: unknown reader {ready.reader!r}{nearest(ready.reader, READERS)}")
    scanner = CameraScanner(name, ready)
    for symbology in ready.symbologies:
        if symbology not in scanner.symbologies:
            raise OptionWrong(f"{name}: unknown symbology {symbology!r}{nearest(symbology, scanner.symbologies)}")
    return scanner


class CameraScanner:
    """Reads codes in the frames of a camera that others may use too, one after the other."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._camera, self._wanted = options.camera, options.symbologies
        self._reader: Any = importlib.import_module(f"hardware.scanner.{options.reader}")
        self.symbologies = tuple(self._reader.SYMBOLOGIES)

    def read(self, timeout_s: float, accept: Accept) -> Scan | None:
        """Wait for a code that ``accept`` takes and that two frames agree on; None when the time is over. Raises ``DeviceGone``."""
        end = time.monotonic() + timeout_s
        first, *more = self._reader.READABLE
        others = itertools.cycle(more)
        before: Scan | None = None
        while True:
            grey = vision.to_grey(self._camera.frame().pixels)
            now = self._found(first(grey), accept) or self._found(next(others)(grey), accept)
            if now is not None and now == before:
                return now
            before = now or before
            if time.monotonic() >= end:
                return None

    def close(self) -> None:
        """Let go of the scanner; the camera belongs to whoever opened it."""

    def _found(self, grey: vision.Pixels, accept: Accept) -> Scan | None:
        """The first code ``accept`` takes; the card carries other numbers too."""
        scans: list[Scan] = self._reader.read(grey, self._wanted)
        return next((scan for scan in scans if accept(scan.text)), None)
