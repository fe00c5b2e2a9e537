"""Memory of the screen, which outlives its citizens: what one visit left is let go, and the machine gets it back."""
from __future__ import annotations

import ctypes
import gc
import mmap
from pathlib import Path

from kivy.core.text import Label

KEPT_FONTS = 64
"""Kivy keeps so many open (kivy/core/text/_text_sdl2.pyx): 2.5 MB each, with the shapes of what was written last, and has no word to
let go of them. Given as many small ones it does."""


def give_back() -> None:
    """Let go of fonts, garbage and code that ran once; takes 35 ms."""
    for size in range(KEPT_FONTS):
        Label(text="", font_name="Roboto", font_size=size + 1).get_extents(" ")
    gc.collect()
    library = ctypes.CDLL(None)
    library.malloc_trim(0)
    for start, length in _code(Path("/proc/self/maps").read_text("utf-8")):
        library.madvise(ctypes.c_void_p(start), ctypes.c_size_t(length), mmap.MADV_DONTNEED)


def _code(maps: str) -> list[tuple[int, int]]:
    """Address and length of every library's code (proc(5), maps).

    The software renderer maps 30 MB of compiler to draw the first frame. Code is never written to, so the kernel may forget that it is
    mapped: what is still used is found again, 64 KiB at a touch, in the file or in the kernel's memory of it (madvise(2)).
    """
    found = []
    for line in maps.splitlines():
        span, rights, *_, name = line.split(maxsplit=5)
        if rights == "r-xp" and name.startswith("/"):
            start, end = (int(part, 16) for part in span.split("-"))
            found.append((start, end - start))
    return found
