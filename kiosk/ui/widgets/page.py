"""The page between the fixed frame: what stays, what may go on over several pages, what is held at the bottom.

Nothing scrolls and nothing is cut. What does not fit is dealt out to pages with two arrows; the
heading, the pad and the buttons stay on each of them. Pictures take what room is left and give
way first.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, runtime_checkable

from kiosk.ui.widgets.box import Box, Column, Picture, Row, Setting, Space, Text
from kiosk.ui.widgets.marks import Mark, Rect
from kiosk.ui.widgets.parts import onward, others
from kiosk.ui.widgets.press import Press


class TooTight(Exception):
    """At this text size pad and buttons leave no room to read; the next smaller size is taken. Never raised where nothing can give way."""


WIDE = 1.25
"""So much wider than high is a page whose two halves stand side by side."""
MIDDLE = 0.38
"""Where what stands alone on a page is put: above the middle, as on a title page."""


@runtime_checkable
class Apart(Protocol):
    """A box that can be taken apart where a page is too low for it."""

    def apart(self) -> list[Text]:
        """Its texts, one after the other."""
        ...


@dataclass(frozen=True)
class Page:
    """One page: ``sticky`` on top, ``tell`` and ``do`` in the middle, ``hold`` (pad, entry) and ``buttons`` at the bottom."""

    on: Setting
    sticky: Sequence[Box] = ()
    tell: Sequence[Box] = ()
    do: Sequence[Box] = ()
    hold: Sequence[Box] = ()
    buttons: Sequence[Box] = ()
    centred: bool = False
    gap: str = "gap"
    sides: Sequence[Box] = field(default_factory=tuple)

    def lay(self, area: Rect, number: int, above: Rect | None = None) -> tuple[list[Mark], int]:
        """Lay out into an area; returns the marks of page ``number`` and how many pages there are.

        ``above`` is room over the reach of a hand: what only is read may stand there.
        """
        if above is not None and self.sticky:
            said = [box for box in self.tell if not isinstance(box, Picture)]
            for read in ([*self.sticky, *said], self.sticky):
                top = Column(read, self._gap())
                high = top.height(above.w)
                if high <= above.h:
                    marks = top.marks(Rect(above.x, above.y + (above.h - high) / 2, above.w, high))
                    left = [box for box in self.tell if not any(box is one for one in read)]
                    rest, pages = replace(self, sticky=(), tell=left).lay(area, number)
                    return marks + rest, pages
        if area.w > area.h * WIDE:
            try:
                return self._wide(area, number)
            except TooTight:  # two columns are too narrow for these letters: one, from side to side
                pass
        flow, bottom = [*self.tell, *self.do], [*self.hold, *self.buttons]
        few = [*flow, *(more for box in self.buttons for more in others(box))]
        onwards: list[Box] = [*self.hold, *map(onward, self.buttons)]
        ways = [(self.sticky, flow, bottom), (self.sticky, few, onwards), ((), [*self.sticky, *few], onwards)]
        if _crowded(area, self.sticky, flow, bottom, self._gap()):  # all but the one that goes on stand among the rest, page by page
            ways = ways[1:]
        for at, (sticky, told, held) in enumerate(ways):
            try:
                return _fill(self.on, area, sticky, told, held, self._gap(), number, self.centred)
            except TooTight:
                if at + 1 == len(ways):
                    raise
        raise TooTight

    def _wide(self, area: Rect, number: int) -> tuple[list[Mark], int]:
        """Landscape: what is told at the left, what is done at the right; the buttons below what is told, where that leaves them room.

        A picture stands where more room is left.
        """
        gap, space = self._gap(), self.on.look.space("margin")
        half = (area.w - space) / 2
        pictures = [box for box in self.tell if isinstance(box, Picture)]
        told = [box for box in self.tell if not isinstance(box, Picture)]
        foot = Column(self.buttons, gap)
        low = foot.height(half) + gap if self.buttons and not self.hold else 0.0
        if Column([*self.sticky, *told], gap).height(half) + low > area.h:
            low = 0.0
        bottom = [*self.hold, *(() if low else self.buttons)]
        done = [*self.do]
        if not low and _crowded(Rect(0, 0, half, area.h), (), done, bottom, gap):
            done, bottom = [*done, *(more for box in self.buttons for more in others(box))], [*self.hold, *map(onward, self.buttons)]
        above = low + Column([*self.sticky, *told], gap).height(half) < Column([*bottom, *done], gap).height(half)
        left, side = Rect(area.x, area.y, half, area.h - low), Rect(area.x + half + space, area.y, half, area.h)
        read, done = [*(pictures if above else ()), *told], [*(() if above else pictures), *done]
        right, more = _fill(self.on, side, (), done, bottom, gap, number, False)
        made, pages = _fill(self.on, left, self.sticky, read, (), gap, number, self.centred, more)
        if pages > 1 and more > 1:  # one pair of arrows turns both columns
            right, more = _fill(self.on, side, (), done, bottom, gap, number, False, 0)
            made, pages = _fill(self.on, left, self.sticky, read, (), gap, number, self.centred, more)
        last = foot.marks(Rect(area.x, area.bottom - low + gap, half, low - gap)) if low else []
        return made + last + right, max(pages, more)

    def _gap(self) -> float:
        return self.on.look.space(self.gap)


def _crowded(area: Rect, sticky: Sequence[Box], flow: Sequence[Box], bottom: Sequence[Box], gap: float) -> bool:
    """Whether the buttons leave no room for two of the things to choose from, and the arrows."""
    items = [box for box in flow if isinstance(box, Press)]
    if not items:
        return False
    highest = sum(sorted(box.height(area.w) for box in items)[-2:]) + items[0].on.look.space("target") + 4 * gap
    return Column(sticky, gap).height(area.w) + highest + Column(bottom, gap).height(area.w) > area.h


def _fill(
    on: Setting, area: Rect, sticky: Sequence[Box], flow: Sequence[Box], bottom: Sequence[Box], gap: float, number: int, centred: bool,
    at_most: int = 1,
) -> tuple[list[Mark], int]:
    """One column of a page; ``at_most`` as for ``_paged``."""
    top, foot = Column(sticky, gap), Column(bottom, gap)
    high, low = top.height(area.w), foot.height(area.w)
    middle = Rect(area.x, area.y + high + (gap if sticky else 0), area.w, 0)
    room = area.bottom - low - (gap if bottom else 0) - middle.y
    made, last = list[Mark](), foot.marks(Rect(area.x, area.bottom - low, area.w, low))
    fixed = [box for box in flow if not isinstance(box, Picture)]
    wanted = Column(fixed, gap).height(area.w)
    whole = max((box.height(area.w) for box in fixed if not isinstance(box, Text | Apart)), default=0.0)
    if on.tight and (room < 0 or wanted > room) and room < on.look.space("target") + gap + max(2 * on.look.style("body").pitch, whole):
        raise TooTight
    if wanted > room and fixed:
        made += top.marks(Rect(area.x, area.y, area.w, high))
        paged, pages = _paged(on, Rect(middle.x, middle.y, middle.w, room), fixed, gap, number, at_most)
        return made + paged + last, pages
    boxes, used = _stretched(flow, area.w, room, gap)
    shift = max(0.0, (room - used) * MIDDLE) if centred else 0.0
    made += top.marks(Rect(area.x, area.y + shift, area.w, high))
    return made + Column(boxes, gap).marks(Rect(middle.x, middle.y + shift, middle.w, used)) + last, 1


def _stretched(flow: Sequence[Box], width: float, room: float, gap: float) -> tuple[list[Box], float]:
    """Give the pictures the room that is left, or leave them out where it is too little; then let what is chosen from grow."""
    spare = room - Column(flow, gap).height(width)
    least = min((box.height(width) for box in flow if isinstance(box, Picture)), default=0.0)
    boxes: list[Box] = []
    for box in flow:
        if not isinstance(box, Picture):
            boxes.append(box)
        elif spare >= -least / 2:
            high = min(box.on.look.picture(box.size)[1], box.height(width) + spare)
            spare -= max(0.0, high - box.height(width))
            boxes.append(replace(box, shown=high))
    items = [box for box in boxes if isinstance(box, Press)]
    if items and spare > 0:
        more = min(items[0].on.look.space("more"), spare / len(items))
        boxes = [replace(box, more=more) if isinstance(box, Press) else box for box in boxes]
    return boxes, Column(boxes, gap).height(width)


def _paged(
    on: Setting, area: Rect, flow: Sequence[Box], gap: float, number: int, at_most: int = 1
) -> tuple[list[Mark], int]:
    """Deal the boxes out to pages and show one of them above the arrows; ``at_most``: pages the other column has, 0: it has the arrows."""
    high = on.look.space("target") if at_most else -gap
    pages = dealt(flow, area.w, max(area.h - high - gap, 1.0), gap)
    shown = min(number, len(pages) - 1)
    made = Column(pages[shown], gap).marks(area)
    if len(pages) == 1 and at_most <= 1:
        return made, 1
    number = min(number, max(at_most, len(pages)) - 1)
    if at_most:
        row = arrows(on, number, max(at_most, len(pages)), area.w)
        made += row.marks(Rect(area.x, area.bottom - high, area.w, high))
    return made, len(pages)


def arrows(on: Setting, number: int, count: int, width: float) -> Row:
    """The row that turns pages: back, which of how many, on."""
    high = on.look.space("target")
    word = Text(on, f"{number + 1} / {count}", "title", "ink", "center")
    return Row(
        [
            Press(on, "page", "previous", icon="previous", kind="local", enabled=number > 0, edge="edge" if number else "line"),
            Column([Space(max(0.0, (high - word.height(width)) / 2)), word]),
            Press(on, "page", "next", icon="next", kind="local", enabled=number + 1 < count, fill="tint"),
        ],
        on.look.space("gap"),
        (1, 1, 1),
    )


def dealt(flow: Sequence[Box], width: float, room: float, gap: float) -> list[list[Box]]:
    """Boxes dealt out to pages of a height."""
    pages: list[list[Box]] = [[]]
    free = room
    for box in flow:
        for part in _parts(box, width, room, free):
            high = part.height(width)
            if high > free and pages[-1]:
                pages.append([])
                free = room
            pages[-1].append(part)
            free -= high + gap
    return [page for page in pages if page] or [[]]


def _parts(box: Box, width: float, room: float, free: float) -> list[Box]:
    """A text that does not fit goes on over pages, line by line; all else stays whole."""
    if isinstance(box, Apart) and box.height(width) > room:
        return [part for piece in box.apart() for part in _parts(piece, width, room, room)]
    if not isinstance(box, Text) or box.height(width) <= free:
        return [box]
    pitch = box.on.look.style(box.style).pitch
    total, at, parts = box.lines_at(width), 0, list[Box]()
    fits = int(free // pitch)
    if fits < 2:
        fits = max(1, int(room // pitch))
    while at < total:
        parts.append(replace(box, first=at, count=min(fits, total - at)))
        at, fits = at + fits, max(1, int(room // pitch))
    return parts
