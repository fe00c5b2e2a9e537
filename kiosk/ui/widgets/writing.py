"""A page with a pad: the field, the strip of words and the pad stand together at the bottom, the keys as high as there is room.

Upright: heading, words, field, strip, pad, buttons. Lying: a pad that uses the whole width stands below everything,
the field beside the strip, the heading beside the buttons; a narrow one stands at the right.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.ui.widgets.box import Box, Column, Picture
from kiosk.ui.widgets.marks import Mark, Rect
from kiosk.ui.widgets.pads.keys import least
from kiosk.ui.widgets.page import WIDE, Page, TooTight
from kiosk.ui.widgets.parts import Trail

STEP = 4.0


def no_pad(tall: float, wide: bool) -> list[Box]:
    """None."""
    return []


@dataclass(frozen=True)
class Writing(Page):
    """``pad`` makes the pad for a height of its keys (pixels of the theme), upright or wide; ``across``: wide it takes the whole width."""

    field: Sequence[Box] = ()
    strip: Sequence[Box] = ()
    pad: Callable[[float, bool], list[Box]] = no_pad
    most: str = "key"
    across: bool = True

    def lay(self, area: Rect, number: int, above: Rect | None = None) -> tuple[list[Mark], int]:
        """As every page; the keys shrink before anything is dealt out to pages."""
        wide = area.w > area.h * WIDE
        if wide and self.across:
            return self._bands(area, number)
        tall, low = self.on.look.theme.space[self.most], least(self.on)
        while tall > low and not self._fits(area, tall, wide, above is not None):
            tall -= STEP
        hold = [*self.field, *self.strip, *self.pad(max(tall, low), False)]
        plain = Page(self.on, self.sticky, self.tell, self.do, hold, self.buttons, self.centred, self.gap)
        half = (area.w - self.on.look.space("margin")) / 2
        if wide and self.on.tight and Column([*hold, *self.buttons], self._gap()).height(half) > area.h:
            raise TooTight
        return plain.lay(area, number, above)

    def _fits(self, area: Rect, tall: float, wide: bool, above: bool) -> bool:
        gap = self._gap()
        bottom = [*self.field, *self.strip, *self.pad(tall, False), *self.buttons]
        if wide:
            return Column(bottom, gap).height((area.w - self.on.look.space("margin")) / 2) <= area.h
        told = [box for box in [*(() if above else self.sticky), *self.tell, *self.do] if not isinstance(box, Picture)]
        return Column([*told, *bottom], gap).height(area.w) <= area.h

    def _bands(self, area: Rect, number: int) -> tuple[list[Mark], int]:
        """Heading and buttons, field and strip, pad."""
        gap, half = self._gap(), (area.w - self.on.look.space("margin")) / 2
        pair = [*self.field, *self.strip]
        middle = max((box.height(half if len(pair) > 1 else area.w) for box in pair), default=0.0)
        go = Column(self.buttons, gap)
        said = [box for box in self.tell if not isinstance(box, Picture)]
        heads: list[list[Box]] = [[*self.sticky], [box for box in self.sticky if not isinstance(box, Trail)]]
        for head in heads:
            need = max(Column([*head, *said], gap).height(half), go.height(half))
            tall = self.on.look.theme.space[self.most]
            while tall >= least(self.on):
                pad = Column(self.pad(tall, True), gap)
                top = area.h - pad.height(area.w) - middle - 2 * gap
                if need <= top:
                    return self._set(area, head, said, pad, middle), 1
                tall -= STEP
        if self.on.tight:
            raise TooTight
        pad = Column(self.pad(least(self.on), True), gap)
        top = area.h - pad.height(area.w) - middle - 2 * gap
        marks = self._set(area, [], [], pad, middle)
        told, pages = Page(self.on, heads[1], said).lay(Rect(area.x, area.y, half, max(top, 1.0)), number)
        return told + marks, pages

    def _set(self, area: Rect, head: Sequence[Box], said: Sequence[Box], pad: Column, middle: float) -> list[Mark]:
        gap, margin = self._gap(), self.on.look.space("margin")
        half, right = (area.w - margin) / 2, area.x + (area.w + margin) / 2
        low = pad.height(area.w)
        y = area.bottom - low - gap - middle
        go = Column(self.buttons, gap)
        high = go.height(half)
        made = Column([*head, *said], gap).marks(Rect(area.x, area.y, half, y - gap - area.y))
        made += go.marks(Rect(right, y - gap - high, half, high))
        pair = [*self.field, *self.strip]
        for box, x in zip(pair, (area.x, right), strict=False):
            wide = half if len(pair) > 1 else area.w
            tall = box.height(wide)
            made += box.marks(Rect(x, y + (middle - tall) / 2, wide, tall))
        return made + pad.marks(Rect(area.x, area.bottom - low, area.w, low))
