"""A page with a pad: the field, the strip of words and the pad stand together at the bottom, the keys as high as there is room.

Upright: heading, words, field, strip, pad, buttons. Lying: a pad that uses the whole width stands below everything,
the field beside the strip, the heading beside the buttons; a narrow one stands at the right.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kiosk.ui.widgets.box import Box, Column, Picture, Row
from kiosk.ui.widgets.marks import Mark, Rect
from kiosk.ui.widgets.pads.field import Lines
from kiosk.ui.widgets.pads.keys import least
from kiosk.ui.widgets.page import WIDE, Page, TooTight, arrows, dealt
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
        plain = Page(replace(self.on, may_yield=True), self.sticky, self.tell, self.do, hold, self.buttons, self.centred, self.gap)
        half = (area.w - self.on.look.space("margin")) / 2
        try:
            if not wide or Column([*hold, *self.buttons], self._gap()).height(half) <= area.h:
                return plain.lay(area, number, above)
        except TooTight:
            pass
        if above is not None and not wide and (brought := self._reading_above(area, number, above, low)) is not None:
            return brought
        return self._in_turn(area, number, above, lambda here, turn: self._pad_page(here, turn, hold, wide))

    def _reading_above(self, area: Rect, number: int, above: Rect, low: float) -> tuple[list[Mark], int] | None:
        """Heading and field over the reach of a hand, what is touched in it; None where they find no room there."""
        gap = self._gap()
        top = Column([*self.sticky, *self.field], gap)
        if top.height(above.w) > above.h:
            return None
        made = top.marks(Rect(above.x, above.bottom - top.height(above.w), above.w, 0))
        rest = replace(self, sticky=(), field=())
        told = [box for box in [*self.tell, *self.do] if not isinstance(box, Picture)]
        hold = [*self.strip, *self.pad(low, False)]
        if told or Column([*hold, *self.buttons], gap).height(area.w) > area.h:
            marks, pages = rest._in_turn(area, number, None, lambda here, turn: rest._pad_page(here, turn, hold, False))
            return made + marks, pages
        return made + rest._pad_page(area, [], hold, False), 1

    def _in_turn(
        self, area: Rect, number: int, above: Rect | None, place: Callable[[Rect, list[Box]], list[Mark]],
    ) -> tuple[list[Mark], int]:
        """First what is to be read, page by page, then the pad alone: both as large as they are meant to be."""
        gap, high, made = self._gap(), self.on.look.space("target"), list[Mark]()
        read = [box for box in [*self.sticky, *self.tell, *self.do] if not isinstance(box, Picture)]
        if above is not None and (top := Column(self.sticky, gap)).height(above.w) <= above.h:
            made = top.marks(Rect(above.x, above.bottom - top.height(above.w), above.w, top.height(above.w)))
            read = read[len(self.sticky) :]
        pages = dealt(read, area.w, max(area.h - high - gap, 1.0), gap)
        count = len(pages) + 1
        number = min(number, count - 1)
        row = arrows(self.on, number, count, area.w)
        if number == len(pages):
            return made + place(area, [row]), count
        made += Column(pages[number], gap).marks(area)
        return made + row.marks(Rect(area.x, area.bottom - high, area.w, high)), count

    def _lines(self, boxes: Sequence[Box]) -> list[Box]:
        """Where room is short the field shows one line, the last."""
        return [replace(box, lines=1) if isinstance(box, Lines) else box for box in boxes]

    def _pad_page(self, area: Rect, turn: list[Box], hold: Sequence[Box], wide: bool) -> list[Mark]:
        gap = self._gap()
        if not wide:
            foot: list[Box] = [Row([*turn, Column(self.buttons, gap)], gap)] if turn and self.buttons else [*turn, *self.buttons]
            whole = Column([*hold, *foot], gap)
            if whole.height(area.w) > area.h:
                whole = Column([*self._lines(hold), *foot], self.on.look.space("tight"))
            if self.on.tight and whole.height(area.w) > area.h:
                raise TooTight
            return whole.marks(Rect(area.x, area.bottom - whole.height(area.w), area.w, 0))
        half = (area.w - self.on.look.space("margin")) / 2
        left, right = Column([*self.buttons, *turn], gap), Column(hold, gap)
        if self.on.tight and max(left.height(half), right.height(half)) > area.h:
            raise TooTight
        made = left.marks(Rect(area.x, area.bottom - left.height(half), half, 0))
        return made + right.marks(Rect(area.right - half, area.bottom - right.height(half), half, 0))

    def _fits(self, area: Rect, tall: float, wide: bool, above: bool) -> bool:
        gap = self._gap()
        bottom = [*self.field, *self.strip, *self.pad(tall, False), *self.buttons]
        if wide:
            return Column(bottom, gap).height((area.w - self.on.look.space("margin")) / 2) + gap <= area.h
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
        return self._in_turn(area, number, None, lambda here, turn: self._pad_band(here, turn))

    def _pad_band(self, area: Rect, turn: list[Box]) -> list[Mark]:
        half, keys = (area.w - self.on.look.space("margin")) / 2, self.pad(least(self.on), True)
        need = max(Column(turn).height(half), Column(self.buttons).height(half))
        tight = replace(self, field=self._lines(self.field), gap="tight")
        for page in (self, tight):
            pair = [*page.field, *page.strip]
            middle = max((box.height(half if len(pair) > 1 else area.w) for box in pair), default=0.0)
            pad = Column(keys, page._gap())
            if need <= area.h - pad.height(area.w) - middle - 2 * page._gap():
                return page._set(area, turn, [], pad, middle)
        if self.on.tight:
            raise TooTight
        return tight._set(area, turn, [], pad, middle)

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
