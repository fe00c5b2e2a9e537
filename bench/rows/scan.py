"""A frame of a spoilt ID card, 1280 × 720, through the camera scanner: processor time, and how many frames say nothing.

Ours: one frame through :class:`hardware.scanner.camera.CameraScanner`, with the ways its reader has to make a picture readable.
Peer: the same library on the same frame as it is, the same two symbologies. The frames are those of the campaign ``scans``: eight ways
to spoil a card, as many frames of each. The figure of a round is its median over the frames; ``missed`` is the share of frames in
which nothing was found, percent (a scanner looks at the next one then; two alike make a number).
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from time import process_time

import numpy as np
import zxingcpp
from pyzbar.pyzbar import ZBarSymbol, decode

from bench.measurement import Measurement
from catalogue.fields import id_kind
from hardware.camera import Frame, vision
from hardware.scanner.camera import CameraScanner, Options
from rehearsal.degraded import WAYS, Pixels, frames, number

EACH = 3
"""Frames of each way in a round."""


class Lying:
    """A camera under which one frame lies."""

    pixels: Pixels

    def frame(self) -> Frame:
        """That frame."""
        return Frame(self.pixels, 1)


def _zbar(pixels: Pixels) -> list[str]:
    return [code.data.decode() for code in decode(vision.to_grey(pixels), symbols=[ZBarSymbol.CODE39, ZBarSymbol.CODE128])]


_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code39, zxingcpp.BarcodeFormat.Code128])


def _zxing(pixels: Pixels) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(vision.to_grey(pixels), _FORMATS)]


def measure(rounds: int) -> Iterator[Measurement]:
    """Both readers, each against its library alone, on the same frames in turns."""
    for reader, plain in (("zbar", _zbar), ("zxing", _zxing)):
        camera = Lying()
        took: tuple[list[float], list[float]] = ([], [])
        missed: tuple[list[float], list[float]] = ([], [])
        scanner = CameraScanner("scanner", Options(camera, reader=reader))  # type: ignore[arg-type]  # of a camera only frames are asked
        found: list[str] = []

        def ours(pixels: Pixels, camera: Lying = camera, scanner: CameraScanner = scanner, found: list[str] = found) -> bool:
            camera.pixels = pixels
            found.clear()

            def accept(text: str) -> bool:
                found.extend([text] if id_kind(text) is not None else [])
                return bool(found)

            scanner.read(0, accept)
            return bool(found)

        def peer(pixels: Pixels, plain: Callable[[Pixels], list[str]] = plain) -> bool:
            return any(id_kind(text) is not None for text in plain(pixels))

        for turn in range(rounds):
            chance = np.random.default_rng(turn)
            shown = [one for way in WAYS for one, _ in zip(frames(way, number(chance), chance), range(EACH), strict=False)]
            for place in (0, 1) if turn % 2 else (1, 0):
                ms, none = _looked((ours, peer)[place], shown)
                took[place].append(ms)
                missed[place].append(none)
        name = "pyzbar, the frame as it is" if reader == "zbar" else "zxing-cpp, the frame as it is"
        yield Measurement("ms CPU a frame", name, (tuple(took[0]), tuple(took[1])), reader)
        yield Measurement("% of frames missed", name, (tuple(missed[0]), tuple(missed[1])), f"{reader}-missed")


def _looked(look: Callable[[Pixels], bool], shown: list[Pixels]) -> tuple[float, float]:
    """Median milliseconds of a frame, and percent of the frames that say nothing."""
    times, none = [], 0
    for pixels in shown:
        began = process_time()
        none += not look(pixels)
        times.append((process_time() - began) * 1e3)
    return median(times), 100 * none / len(shown)
