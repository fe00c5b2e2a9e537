"""Codes in a picture, read by zbar: slower, and best on a picture cut into black and white."""
from __future__ import annotations

from pyzbar.pyzbar import ZBarSymbol, decode

from hardware.camera import vision
from hardware.scanner import Scan

SYMBOLOGIES = {"CODE39": ZBarSymbol.CODE39, "CODE128": ZBarSymbol.CODE128, "QRCODE": ZBarSymbol.QRCODE}
READABLE: vision.Variants = (vision.readable_otsu, vision.readable_level_otsu, vision.readable_raw, vision.readable_smooth,
                             vision.readable_upright)
"""The first in every frame, the others in turns."""


def read(grey: vision.Pixels, symbologies: tuple[str, ...]) -> list[Scan]:
    """Every code of these symbologies."""
    symbols = [SYMBOLOGIES[one] for one in symbologies]  # fewer are faster: 18–23 ms a frame, all 26–70
    return [Scan(untrusted_code.data.decode("ascii", "replace"), untrusted_code.type) for untrusted_code in decode(grey, symbols=symbols)]
