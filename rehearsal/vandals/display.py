"""The X server as hands and eyes outside the counter: pointer and keys by XTEST, a window manager's requests, windows, pixels.

The floor of the display is painted in a colour that no screen of ours has: where it shows, the desktop shows.
"""
from __future__ import annotations

import ctypes
from ctypes import byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p
from dataclasses import dataclass
from types import TracebackType

import numpy as np

FLOOR = 0xFF00FF
VIEWABLE = 2
ALL_PLANES, Z_PIXMAP = 2**64 - 1, 2
CLIENT_MESSAGE = 33
LEFT = 1


class _Attributes(ctypes.Structure):
    """``XWindowAttributes`` (Xlib.h)."""

    _fields_ = (
        ("x", c_int), ("y", c_int), ("width", c_int), ("height", c_int), ("border_width", c_int), ("depth", c_int), ("visual", c_void_p),
        ("root", c_ulong), ("class", c_int), ("bit_gravity", c_int), ("win_gravity", c_int), ("backing_store", c_int),
        ("backing_planes", c_ulong), ("backing_pixel", c_ulong), ("save_under", c_int), ("colormap", c_ulong), ("map_installed", c_int),
        ("map_state", c_int), ("all_event_masks", c_long), ("your_event_mask", c_long), ("do_not_propagate_mask", c_long),
        ("override_redirect", c_int), ("screen", c_void_p),
    )


class _Image(ctypes.Structure):
    """The head of ``XImage`` (Xlib.h)."""

    _fields_ = (("width", c_int), ("height", c_int), ("xoffset", c_int), ("format", c_int), ("data", c_void_p))


class _Message(ctypes.Structure):
    """``XClientMessageEvent`` (Xlib.h), as long as an ``XEvent``."""

    _fields_ = (
        ("type", c_int), ("serial", c_ulong), ("send_event", c_int), ("display", c_void_p), ("window", c_ulong), ("message_type", c_ulong),
        ("format", c_int), ("data", c_long * 5), ("rest", c_long * 12),
    )


@dataclass(frozen=True)
class Pane:
    """One window that is shown directly on the floor: its id, and x, y, width, height."""

    id: int
    place: tuple[int, int, int, int]


class Display:
    """One connection to an X server; a context manager. Raises ``OSError`` where none answers."""

    def __init__(self, name: str) -> None:
        self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype, self._x.XOpenDisplay.argtypes = c_void_p, [c_char_p]
        self._x.XDefaultRootWindow.restype = self._x.XInternAtom.restype = self._x.XStringToKeysym.restype = c_ulong
        self._x.XGetImage.restype = ctypes.POINTER(_Image)
        self._quiet = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)(lambda *_: 0)
        self._x.XSetErrorHandler(self._quiet)  # a window that is gone meanwhile is no reason to end, as Xlib thinks
        opened = self._x.XOpenDisplay(name.encode())
        if not opened:
            raise OSError(f"no X server answers at {name}")
        self._to = c_void_p(opened)
        self._floor = c_ulong(self._x.XDefaultRootWindow(self._to))
        self.size = self._x.XDisplayWidth(self._to, 0), self._x.XDisplayHeight(self._to, 0)
        low, high = c_int(), c_int()
        self._x.XDisplayKeycodes(self._to, byref(low), byref(high))
        self.keycodes = range(low.value, high.value + 1)

    def __enter__(self) -> Display:
        self._x.XSetWindowBackground(self._to, self._floor, c_ulong(FLOOR))
        self._x.XClearWindow(self._to, self._floor)
        self.flush()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._x.XCloseDisplay(self._to)

    # --- hands

    def point(self, x: float, y: float) -> None:
        """Move the pointer."""
        self._test.XTestFakeMotionEvent(self._to, -1, round(x), round(y), c_ulong(0))

    def button(self, down: bool, number: int = LEFT) -> None:
        """Press or let go of a button; 4 to 7 are the wheel."""
        self._test.XTestFakeButtonEvent(self._to, c_uint(number), int(down), c_ulong(0))

    def key(self, code: int, down: bool) -> None:
        """Press or let go of a key, by its code."""
        self._test.XTestFakeKeyEvent(self._to, c_uint(code), int(down), c_ulong(0))

    def code(self, name: str) -> int:
        """The code of a key, by the name of what stands on it (keysymdef.h); 0 where this keyboard has none."""
        return int(self._x.XKeysymToKeycode(self._to, c_ulong(self._x.XStringToKeysym(name.encode()))))

    def ask_window(self, pane: Pane, what: str, kind: str = "WM_PROTOCOLS") -> None:
        """Send a window what a window manager would: ``WM_DELETE_WINDOW`` is its cross, Alt-F4, its menu."""
        message = _Message(CLIENT_MESSAGE, 0, 1, self._to, pane.id, self._atom(kind), 32)
        message.data[0] = self._atom(what)
        self._x.XSendEvent(self._to, c_ulong(pane.id), 0, c_long(0), byref(message))

    def focus(self, pane: Pane | None) -> None:
        """Give the keyboard to a window, or to nobody."""
        self._x.XSetInputFocus(self._to, c_ulong(pane.id if pane else 0), 1, c_ulong(0))

    def flush(self) -> None:
        """Let the server see what was done, and wait until it has."""
        self._x.XSync(self._to, 0)

    # --- eyes

    def panes(self) -> list[Pane]:
        """The windows that are shown, from the lowest to the uppermost."""
        root, parent, found, count = c_ulong(), c_ulong(), ctypes.POINTER(c_ulong)(), c_uint()
        self._x.XQueryTree(self._to, self._floor, byref(root), byref(parent), byref(found), byref(count))
        panes, seen = [], _Attributes()
        for number in found[:count.value]:
            if self._x.XGetWindowAttributes(self._to, c_ulong(number), byref(seen)) and seen.map_state == VIEWABLE:
                panes.append(Pane(number, (seen.x, seen.y, seen.width, seen.height)))
        if count.value:
            self._x.XFree(found)
        return panes

    def floor_shows(self, y: int) -> bool:
        """Whether the floor is seen anywhere in one row of pixels."""
        image = self._x.XGetImage(self._to, self._floor, 0, y, self.size[0], 1, c_ulong(ALL_PLANES), Z_PIXMAP)
        pixels = np.ctypeslib.as_array(ctypes.cast(image.contents.data, ctypes.POINTER(ctypes.c_uint32)), (self.size[0],))
        shows = bool(((pixels & 0xFFFFFF) == FLOOR).any())
        self._x.XDestroyImage(image)
        return shows

    def _atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._to, name.encode(), 0))
