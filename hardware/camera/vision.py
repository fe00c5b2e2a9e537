"""Everything that needs OpenCV: capture, reading and writing pictures, and what makes a barcode readable.

Arrays are height × width × 3, uint8, RGB unless a name says grey (height × width).
"""
from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from hardware.camera import Frame

Pixels = NDArray[np.uint8]
BACKENDS = {"v4l2": cv2.CAP_V4L2, "any": cv2.CAP_ANY}
cv2.setNumThreads(1)  # the box has few cores, and a picture is small


def read_picture(path: Path) -> Pixels:
    """Read a picture file. Raises ``OSError``, ``ValueError`` where it is no whole picture."""
    untrusted_bytes = path.read_bytes()
    bgr = cv2.imdecode(np.frombuffer(untrusted_bytes, np.uint8), cv2.IMREAD_COLOR) if untrusted_bytes else None
    if bgr is None:
        raise ValueError(f"{path.name} is not a picture that can be read")
    return _rgb(bgr)


def jpeg(frame: Frame, quality: int = 85) -> bytes:
    """A still as JPEG, without any metadata."""
    done, data = cv2.imencode(".jpg", cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("the frame has no size that JPEG can hold")
    return data.tobytes()


def shrunk(frame: Frame, width: int) -> Frame:
    """The frame at ``width`` pixels at most, for a preview."""
    height_now, width_now = frame.pixels.shape[:2]
    if width_now <= width:
        return frame
    size = (width, max(1, round(height_now * width / width_now)))
    return Frame(cast(Pixels, cv2.resize(frame.pixels, size, interpolation=cv2.INTER_AREA)), frame.number)


def fitted(pixels: Pixels, width: int, height: int, grey: int) -> Pixels:
    """The picture scaled into ``width`` × ``height``, with a grey rim where its shape differs."""
    scale = min(width / pixels.shape[1], height / pixels.shape[0])
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    inner = pixels if size == pixels.shape[1::-1] else cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    whole = np.full((height, width, 3), grey, np.uint8)
    top, left = (height - size[1]) // 2, (width - size[0]) // 2
    whole[top : top + size[1], left : left + size[0]] = inner
    return whole


def readable_otsu(grey: Pixels) -> Pixels:
    """Smoothed and cut into black and white: reads blurred and dark codes that the raw picture hides (90–100 % against 0–47 %)."""
    return cast(Pixels, cv2.threshold(cv2.GaussianBlur(grey, (3, 3), 0), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1])


def readable_raw(grey: Pixels) -> Pixels:
    """The picture as it is: reads uneven light better than one threshold for all."""
    return grey


def readable_smooth(grey: Pixels) -> Pixels:
    """Smoothed and stretched to full contrast (stretching without smoothing makes it worse)."""
    return cast(Pixels, cv2.normalize(cv2.GaussianBlur(grey, (3, 3), 0), None, 0, 255, cv2.NORM_MINMAX))  # type: ignore[call-overload]  # None: a new array


def readable_upright(grey: Pixels) -> Pixels:
    """Averaged along the bars, which takes noise away and leaves their edges."""
    return cast(Pixels, cv2.blur(grey, (1, 9)))


def readable_level(grey: Pixels) -> Pixels:
    """Turned until its lines run level and upright, whichever way up: bars are read across up to 5° askew, so up to 25° (a card that
    lies more askew leaves the picture)."""
    half = cv2.GaussianBlur(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), (3, 3), 0)
    across, down = cv2.Sobel(half, cv2.CV_32F, 1, 0), cv2.Sobel(half, cv2.CV_32F, 0, 1)
    # card, print and bars have edges in two directions at right angles: four times their angle points one way, and the edges are
    # weighed by their strength squared
    along, between, strength = across * across - down * down, 2 * across * down, across * across + down * down + 1e-3
    askew = math.degrees(math.atan2(float(np.sum(2 * along * between / strength)), float(np.sum((along**2 - between**2) / strength)))) / 4
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), askew, 1)
    return cast(Pixels, cv2.warpAffine(grey, turn, (width, height), borderMode=cv2.BORDER_REPLICATE))


def readable_level_otsu(grey: Pixels) -> Pixels:
    """Both."""
    return readable_otsu(readable_level(grey))


Variants = tuple[Callable[[Pixels], Pixels], ...]
"""Ways to make codes readable, the best first."""


def to_grey(pixels: Pixels) -> Pixels:
    """Brightness only."""
    return cast(Pixels, cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


class Capture:
    """One open video device, or with ``backend='any'`` a recording."""

    def __init__(self, source: str, backend: str, width: int, height: int) -> None:
        self._capture = cv2.VideoCapture(source, BACKENDS[backend])
        if backend == "v4l2":
            # MJPG: uncompressed 1280 × 720 exceeds USB 2 and drops to 5–10 pictures a second
            self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
            self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
            self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def skip(self) -> bool:
        """Take one picture and throw it away; False where none came."""
        return bool(self._capture.grab())

    def read(self) -> Pixels | None:
        """The next picture; None where none came."""
        came, bgr = self._capture.read()
        return _rgb(bgr) if came else None

    def close(self) -> None:
        """Let go of the device."""
        self._capture.release()


def _rgb(bgr: object) -> Pixels:
    return cast(Pixels, cv2.cvtColor(cast(Pixels, bgr), cv2.COLOR_BGR2RGB))
