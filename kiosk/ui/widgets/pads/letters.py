"""Letters and digits together: for a PIN, an ID number, a licence plate."""
from __future__ import annotations

from kiosk.ui.widgets.box import Box, Row, Setting
from kiosk.ui.widgets.pads.keys import KeyRows, erase, high_of, key, row
from kiosk.ui.widgets.press import Press

LETTERS = ("ABCDEFGHI", "JKLMNOPQR", "STUVWXYZ")
WIDE = ("ABCDEFGHIJKLM", "NOPQRSTUVWXYZ")


def alphanumeric(on: Setting, tall: float, wide: bool = False, low: bool = False, shift: bool = False, extra: str = "") -> Box:
    """Digits first, letters in the order of the alphabet (nobody is asked to know QWERTY); ``shift`` adds small ones, ``extra`` signs."""
    case = str.lower if low else str.upper
    word = "ABC" if low else "abc"
    change = Press(on, "shift", "", word, style="key", fill="tint", kind="local", pad="snug", spoken=word)
    more = [key(on, sign, fill="tint") for sign in extra]
    rows: list[Row]
    if wide:
        last = [*more, *([change] if shift else []), erase(on)]
        rows = [row(on, [*(key(on, char) for char in "1234567890"), *last], [1.0] * 10 + [3 / len(last)] * len(last))]
        rows += [row(on, [key(on, char) for char in case(line)]) for line in WIDE]
    else:
        beside: list[list[Press]] = [more, [erase(on)]] if more else [[], []]
        rows = [row(on, [*(key(on, char) for char in line), *one]) for line, one in zip(("12345", "67890"), beside, strict=True)]
        ends: list[list[Press]] = [[], [], [] if more else [erase(on)]]
        rows += [row(on, [*(key(on, char) for char in case(line)), *one]) for line, one in zip(LETTERS, ends, strict=True)]
        if shift:
            rows.append(row(on, [change]))
    return KeyRows(on, tuple(rows), high_of(on, len(rows), tall))


def plate(on: Setting, tall: float, wide: bool = False) -> Box:
    """The same with a hyphen, for a plate whose hyphen does not come by itself."""
    return alphanumeric(on, tall, wide, extra="-")
