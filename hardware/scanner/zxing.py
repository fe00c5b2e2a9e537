"""Codes in a picture, read by ZXing-C++: a third of zbar's time, and at home in uneven light."""
from __future__ import annotations

import zxingcpp

from hardware.camera import vision
from hardware.scanner import Scan

SYMBOLOGIES = {"CODE39": zxingcpp.BarcodeFormat.Code39, "CODE128": zxingcpp.BarcodeFormat.Code128, "QRCODE": zxingcpp.BarcodeFormat.QRCode}
READABLE: vision.Variants = (vision.readable_raw, vision.readable_level, vision.readable_otsu, vision.readable_smooth)
"""The first in every frame, the others in turns."""
_NAMES = {symbol: name for name, symbol in SYMBOLOGIES.items()}


def read(grey: vision.Pixels, symbologies: tuple[str, ...]) -> list[Scan]:
    """Every code of these symbologies."""
    formats = zxingcpp.BarcodeFormats([SYMBOLOGIES[one] for one in symbologies])
    return [Scan(untrusted_code.text, _NAMES.get(untrusted_code.format, "")) for untrusted_code in zxingcpp.read_barcodes(grey, formats)]
