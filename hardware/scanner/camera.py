"""A camera as scanner: zbar over its frames.

Figures behind the order of variants and the 3.5 px a narrow bar needs: blurred, dark and
skewed Code 39 at 1280 × 720 is read raw in 0–47 %, smoothed and cut by Otsu in 90–100 %.
Code 39 has no checksum and is misread now and then, hence two frames and ``accept``.
"""
from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import Any

from pyzbar.pyzbar import ZBarSymbol, decode

from hardware.camera import Camera, vision
from hardware.options import OptionWrong, nearest, read_options
from hardware.scanner import Accept, Scan

SYMBOLOGIES = {"CODE39": ZBarSymbol.CODE39, "CODE128": ZBarSymbol.CODE128, "QRCODE": ZBarSymbol.QRCODE}


@dataclass(frozen=True)
class Options:
    """``camera``: the open camera (in kiosk.toml its name, which the caller replaces); ``symbologies``: fewer are faster."""

    camera: Camera
    symbologies: tuple[str, ...] = ("CODE39", "CODE128")


def open(name: str, options: dict[str, Any]) -> "CameraScanner":
    """Open the scanner. Raises ``OptionWrong``."""
    ready = read_options(Options, name, options)
    if isinstance(ready.camera, str):
        raise OptionWrong(f"{name}: the camera {ready.camera!r} must be opened before its scanner")
    for symbology in ready.symbologies:
        if symbology not in SYMBOLOGIES:
            raise OptionWrong(f"{name}: unknown symbology {symbology!r}{nearest(symbology, SYMBOLOGIES)}")
    return CameraScanner(name, ready)


class CameraScanner:
    """Reads codes in the frames of a camera that others may use too, one after the other."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._camera = options.camera
        self._symbols = [SYMBOLOGIES[symbology] for symbology in options.symbologies]

    def read(self, timeout_s: float, accept: Accept) -> Scan | None:
        """Wait for a code that ``accept`` takes and that two frames agree on; None when the time is over. Raises ``DeviceGone``."""
        end = time.monotonic() + timeout_s
        others = itertools.cycle(vision.READABLE[1:])
        before: Scan | None = None
        while True:
            grey = vision.to_grey(self._camera.frame().pixels)
            now = self._found(vision.READABLE[0](grey), accept) or self._found(next(others)(grey), accept)
            if now is not None and now == before:
                return now
            before = now or before
            if time.monotonic() >= end:
                return None

    def close(self) -> None:
        """Let go of the scanner; the camera belongs to whoever opened it."""

    def _found(self, grey: vision.Pixels, accept: Accept) -> Scan | None:
        """The first code ``accept`` takes; the card carries other numbers too."""
        for untrusted_code in decode(grey, symbols=self._symbols):
            text = untrusted_code.data.decode("ascii", "replace")
            if accept(text):
                return Scan(text, untrusted_code.type)
        return None
