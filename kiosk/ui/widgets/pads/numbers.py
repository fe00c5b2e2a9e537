"""Digits as on a telephone, with further keys beside them where a number has units."""
from __future__ import annotations

from collections.abc import Sequence

from kiosk.ui.door import Key
from kiosk.ui.widgets.box import Box, Setting
from kiosk.ui.widgets.pads.keys import KeyRows, erase, high_of, key, row, switches
from kiosk.ui.widgets.press import Press


def digits(on: Setting, tall: float, keys: Sequence[Key] = (), pads: Sequence[Key] = ()) -> Box:
    """Four rows; units stand at the right of the digits, two a row; a row to switch below."""
    units = [key(on, one.key, one.text, one.say, "tint", one.enabled, "small" if len(one.text) > 1 else "key") for one in keys]
    clear = Press(on, "key", "clear", icon="clear", style="key", fill="tint", edge="edge", kind="key", pad="snug", spoken="C")
    per_row = -(-len(units) // 3)
    rows = []
    for at, line in enumerate(("123", "456", "789")):
        beside = units[at * per_row : (at + 1) * per_row]
        rows.append(row(on, [*(key(on, char) for char in line), *beside]))
    rows.append(row(on, [clear, key(on, "0"), erase(on)]))
    if pads:
        rows.append(row(on, switches(on, pads)))
    return KeyRows(on, tuple(rows), high_of(on, len(rows), tall))
