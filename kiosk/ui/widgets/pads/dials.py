"""A date on three dials: large plus and minus keys, the value between; ten at once for years and days."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.ui.door import Dial, Key
from kiosk.ui.widgets.box import Box, Setting, Text
from kiosk.ui.widgets.marks import Mark, Plate, Rect
from kiosk.ui.widgets.pads.keys import KeyRows, high_of, least, row, switches
from kiosk.ui.widgets.press import Press

TENS = ("year", "day")
STEPS = (10, 1)
SHARES = {"year": 1.25, "month": 0.8, "day": 1.25}


@dataclass(frozen=True)
class Spinner:
    """One dial. Upright: plus above, minus below; lying: minus left, plus right."""

    on: Setting
    dial: Dial
    tall: float
    lying: bool = False

    def height(self, width: float) -> float:
        """Label, keys, value."""
        look = self.on.look
        high = self._value_high(self._between(width)) if self.lying else self._upright(width)
        return self._label().height(width) + look.space("tight") + high

    def marks(self, rect: Rect) -> list[Mark]:
        """The label on top, below it keys and value."""
        look = self.on.look
        label, gap = self._label(), look.space("tight")
        high = label.height(rect.w)
        made = label.marks(Rect(rect.x, rect.y, rect.w, high))
        below = Rect(rect.x, rect.y + high + gap, rect.w, rect.h - high - gap)
        steps = STEPS if self.dial.name in TENS else (1,)
        minus, plus = [self._key(-step) for step in steps], [self._key(step) for step in (reversed(steps) if self.lying else steps)]
        if self.lying:
            side = (below.w - self._between(below.w)) / 2 - gap
            made += row(self.on, minus).marks(Rect(below.x, below.y, side, below.h))
            made += row(self.on, plus).marks(Rect(below.right - side, below.y, side, below.h))
            return made + self._shown(Rect(below.x + side + gap, below.y, below.w - 2 * side - 2 * gap, below.h))
        tall = look.px(self.tall)
        made += row(self.on, plus).marks(Rect(below.x, below.y, below.w, tall))
        made += self._shown(Rect(below.x, below.y + tall + gap, below.w, self._value_high(below.w)))
        return made + row(self.on, minus).marks(Rect(below.x, below.bottom - tall, below.w, tall))

    def _shown(self, rect: Rect) -> list[Mark]:
        look = self.on.look
        made: list[Mark] = [Plate(rect, look.colour("card"), look.space("radius"), look.colour("accent"), look.space("field"))]
        value = Text(self.on, self.dial.value or "－", "entry", "ink" if self.dial.value else "soft", "center", "entry", private=True)
        also = Text(self.on, self.dial.also, "small", "soft", "center", private=True)
        high = value.height(rect.w) + (also.height(rect.w) if self.dial.also else 0)
        y = rect.y + (rect.h - high) / 2
        made += value.marks(Rect(rect.x, y, rect.w, value.height(rect.w)))
        return made + also.marks(Rect(rect.x, y + value.height(rect.w), rect.w, high))

    def _key(self, step: int) -> Press:
        text = f"{'+' if step > 0 else '−'}{abs(step) if abs(step) > 1 else ''}"
        said = f"{self.dial.label} {'+' if step > 0 else '−'}{abs(step)}"
        return Press(self.on, "key", f"{self.dial.name}{step:+d}", text, style="key", fill="tint", kind="key", pad="snug", spoken=said)

    def _label(self) -> Text:
        return Text(self.on, self.dial.label, "small", "soft", "center")

    def _between(self, width: float) -> float:
        """The width between the keys of a lying dial."""
        gap, count = self.on.look.space("tight"), len(STEPS) if self.dial.name in TENS else 1
        key = max(self.on.look.space("key_least"), (width * 0.6 - gap * 2 * count) / (2 * count))
        return width - 2 * (key * count + gap * count)

    def _value_high(self, width: float) -> float:
        look = self.on.look
        also = max(look.style("small").pitch, Text(self.on, self.dial.also, "small").height(width))
        return look.style("entry").pitch + also + 2 * look.space("tight")

    def _upright(self, width: float) -> float:
        return 2 * self.on.look.px(self.tall) + 2 * self.on.look.space("tight") + self._value_high(width)


def dials(on: Setting, given: Sequence[Dial], pads: Sequence[Key], tall: float, lying: bool) -> list[Box]:
    """The three dials side by side, below them the row to switch to digits."""
    spinners = row(on, [Spinner(on, dial, tall, lying) for dial in given], [SHARES[dial.name] for dial in given])
    return [spinners, KeyRows(on, (row(on, switches(on, pads)),), high_of(on, 1, max(tall * 0.8, least(on))))]
