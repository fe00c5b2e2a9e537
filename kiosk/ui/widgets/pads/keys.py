"""What pads are made of: single keys, rows of them in a given height, the row that switches between pads."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.ui.door import Key
from kiosk.ui.widgets.box import Box, Row, Setting
from kiosk.ui.widgets.marks import Mark, Rect
from kiosk.ui.widgets.press import Press


def least(on: Setting) -> float:
    """What a key may shrink to, in pixels of the theme."""
    return on.look.theme.space["key_least"]


def key(on: Setting, char: str, shown: str = "", spoken: str = "", fill: str = "card", enabled: bool = True, style: str = "key") -> Press:
    """One key of a pad."""
    word, say = shown or char, spoken or shown or char
    ink, plate, edge = ("ink", fill, "edge") if enabled else ("soft", "off", "line")
    return Press(on, "key", char, word, style=style, fill=plate, ink=ink, edge=edge, kind="key", pad="snug", spoken=say, enabled=enabled)


def erase(on: Setting) -> Press:
    """The key that takes the last character away."""
    return Press(on, "key", "backspace", icon="backspace", style="key", fill="tint", edge="edge", kind="key", pad="snug", spoken="⌫")


def space(on: Setting) -> Press:
    """The key between words."""
    return key(on, " ", "␣", fill="tint")


def switches(on: Setting, pads: Sequence[Key]) -> list[Press]:
    """One key a pad; the one in use is filled."""
    return [
        Press(
            on, "pad", one.key, one.text, style="small", fill="accent" if one.chosen else "tint", kind="key", pad="snug", chosen=one.chosen,
            ink="on_accent" if one.chosen else "ink", edge="accent" if one.chosen else "edge", spoken=one.say or one.text,
        )
        for one in pads
    ]  # fmt: skip


@dataclass(frozen=True)
class KeyRows:
    """Rows of keys in a height of ``high`` pixels; the last row is ``last`` pixels high, the others share the rest."""

    on: Setting
    rows: tuple[Row, ...]
    high: float
    last: float = 0.0

    def height(self, width: float) -> float:
        """The height it was made for."""
        return self.high

    def marks(self, rect: Rect) -> list[Mark]:
        """Row below row."""
        gap, made, y = self.on.look.space("tight"), list[Mark](), rect.y
        shared = len(self.rows) - bool(self.last)
        each = (rect.h - gap * (len(self.rows) - 1) - self.last) / max(shared, 1)
        for at, row in enumerate(self.rows):
            high = self.last if self.last and at == len(self.rows) - 1 else each
            made += row.marks(Rect(rect.x, y, rect.w, high))
            y += high + gap
        return made


def row(on: Setting, keys: Sequence[Box], shares: Sequence[float] = ()) -> Row:
    """Keys side by side."""
    return Row(keys, on.look.space("tight"), shares)


def high_of(on: Setting, rows: int, tall: float) -> float:
    """The height of so many rows of keys that are ``tall`` pixels of the theme."""
    return rows * on.look.px(tall) + (rows - 1) * on.look.space("tight")
