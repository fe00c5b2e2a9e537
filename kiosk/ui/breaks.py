"""Where a line may end (UAX #14), told by Pango: a library of C that setting documents needs anyway.

Written in Python the same rules cost 3 ms for a sentence, here 15 µs (docs/adr/0010-what-is-waited-for.md).
"""
from __future__ import annotations

import ctypes

_pango = ctypes.CDLL("libpango-1.0.so.0")
_MAY_END = 1
"""is_line_break, the first bit of PangoLogAttr (pango-break.h)."""


def units(paragraph: str) -> list[str]:
    """The paragraph in pieces between which a line may end; together they are the paragraph."""
    octets, count = paragraph.encode(), len(paragraph)
    about = (ctypes.c_uint * (count + 1))()  # one for every place between characters
    _pango.pango_get_log_attrs(octets, len(octets), -1, None, about, count + 1)
    ends = [place for place in range(1, count + 1) if about[place] & _MAY_END or place == count]
    return [paragraph[start:end] for start, end in zip([0, *ends], ends, strict=False)]
