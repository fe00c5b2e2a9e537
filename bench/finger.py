"""A finger and an eye at an X server: taps by XTEST, sees by XDAMAGE when the picture has become another one.

In one process, with no program to start between (xdotool takes several milliseconds), so that what is measured is the
screen. The eye wakes when the server's picture changes and looks at one small place of it.
"""
from __future__ import annotations

import ctypes
import select
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.measurement import NotMeasured

Picture = NDArray[np.uint8]
"""Height × width × 4, as the server keeps it."""
SIDE = 24
RESTS_S = 0.06
"""So long a finger rests where it taps, rather less than people's do."""
_NON_EMPTY, _Z_PIXMAP, _ALL_PLANES, _LEFT, _EVENT_LONGS = 3, 2, 0xFFFFFFFFFFFFFFFF, 1, 24


class _Image(ctypes.Structure):
    """The head of an XImage (Xlib.h), as far as it is needed."""

    _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("xoffset", ctypes.c_int), ("format", ctypes.c_int),
                ("data", ctypes.c_void_p)]


@dataclass(frozen=True)
class Place:
    """Where to look, in pixels, and what stands there once the awaited picture is drawn."""

    x: int
    y: int
    then: bytes


class Finger:
    """One connection to one display of known size."""

    def __init__(self, display: str, width: int = 1080, height: int = 1920) -> None:
        self._size = width, height
        self._x, self._test, damage = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6"), ctypes.CDLL("libXdamage.so.1")
        for call in (self._x.XOpenDisplay, self._x.XGetImage):
            call.restype = ctypes.c_void_p
        for call in (self._x.XDefaultRootWindow, damage.XDamageCreate):
            call.restype = ctypes.c_ulong
        opened = self._x.XOpenDisplay(display.encode())
        first, error = ctypes.c_int(), ctypes.c_int()
        if not opened or not damage.XDamageQueryExtension(ctypes.c_void_p(opened), ctypes.byref(first), ctypes.byref(error)):
            raise NotMeasured(f"no X server with DAMAGE at {display}")
        self._display = ctypes.c_void_p(opened)
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._seen = ctypes.c_ulong(damage.XDamageCreate(self._display, self._root, _NON_EMPTY))
        self._subtract = damage.XDamageSubtract
        self._line: int = self._x.XConnectionNumber(self._display)

    def close(self) -> None:
        """Let go of the display."""
        self._x.XCloseDisplay(self._display)

    def picture(self) -> Picture:
        """All that the server shows."""
        width, height = self._size
        return np.frombuffer(self._octets(0, 0, width, height), np.uint8).reshape(height, width, 4)

    def tap(self, x: float, y: float) -> float:
        """Press, rest as a finger does, let go; the moment of letting go, by which a touch is told (monotonic seconds)."""
        self._test.XTestFakeMotionEvent(self._display, -1, round(x), round(y), ctypes.c_ulong(0))
        for down in (1, 0):
            lifted = time.monotonic()
            self._test.XTestFakeButtonEvent(self._display, _LEFT, down, ctypes.c_ulong(0))
            self._x.XFlush(self._display)
            if down:
                time.sleep(RESTS_S)
        return lifted

    def until(self, place: Place, patience_s: float) -> bool:
        """Wait until it looks as it shall; False: it does not in time."""
        end = time.monotonic() + patience_s
        while True:
            self._forget()
            if self._octets(place.x, place.y, SIDE, SIDE) == place.then:
                return True
            if time.monotonic() > end:
                return False
            select.select([self._line], [], [], 0.25)

    def _forget(self) -> None:
        event = (ctypes.c_long * _EVENT_LONGS)()
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, event)
        self._subtract(self._display, self._seen, ctypes.c_ulong(0), ctypes.c_ulong(0))

    def _octets(self, x: int, y: int, width: int, height: int) -> bytes:
        asked = self._x.XGetImage(self._display, self._root, x, y, width, height, ctypes.c_ulong(_ALL_PLANES), _Z_PIXMAP)
        image = ctypes.cast(asked, ctypes.POINTER(_Image))
        try:
            return ctypes.string_at(image.contents.data, width * height * 4)
        finally:
            self._x.XFree(ctypes.c_void_p(image.contents.data))
            self._x.XFree(image)


def where_they_differ(before: Picture, after: Picture, later: Picture, touched: float) -> Place:
    """The place where two pictures differ most, at rest afterwards and away from the touched height, where a mark comes at once.

    Raises ``NotMeasured`` where there is none.
    """
    rows, columns = (edge // SIDE for edge in after.shape[:2])

    def changed(one: Picture, other: Picture) -> NDArray[np.int64]:
        differ = (one != other).any(axis=2)[: rows * SIDE, : columns * SIDE]
        count: NDArray[np.int64] = differ.reshape(rows, SIDE, columns, SIDE).sum(axis=(1, 3))
        return count

    score = changed(before, after) * (changed(after, later) == 0)
    near = int(touched) // SIDE
    score[max(0, near - 8): near + 9] = 0
    row, column = (int(part) for part in np.unravel_index(int(score.argmax()), score.shape))
    if not score[row, column]:
        raise NotMeasured("the two screens do not differ anywhere at rest")
    x, y = column * SIDE, row * SIDE
    return Place(x, y, after[y: y + SIDE, x: x + SIDE].tobytes())
