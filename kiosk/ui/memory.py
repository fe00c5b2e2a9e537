"""Memory of the screen, which outlives its citizens: what one visit left is let go, and the machine gets it back."""
from __future__ import annotations

import ctypes
import gc

from kivy.core.text import Label

KEPT_FONTS = 64
"""Kivy keeps so many open (kivy/core/text/_text_sdl2.pyx): 2.5 MB each, with the shapes of what was written last, and has no word to
let go of them. Given as many small ones it does."""


def give_back() -> None:
    """Let go of fonts and garbage; takes 30 ms."""
    for size in range(KEPT_FONTS):
        Label(text="", font_name="Roboto", font_size=size + 1).get_extents(" ")
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
