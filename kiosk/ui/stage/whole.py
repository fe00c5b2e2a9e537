"""A whole screen: the fixed frame and the page of a view, as marks. No Kivy in here, so tests can look at every layout."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiosk.ui.door import View
from kiosk.ui.pictures.scenes import moves
from kiosk.ui.screens import page_of
from kiosk.ui.stage.local import Local
from kiosk.ui.stage.reach import within
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.frame import Frame
from kiosk.ui.widgets.marks import Mark, Plate, Rect, Scene
from kiosk.ui.widgets.page import TooTight


def whole(
    on: Setting, view: View, local: Local, area: Rect, place: str, languages: tuple[str, ...], voice: bool | None = None
) -> tuple[list[Mark], int]:
    """All marks of a screen in an area, the page's before the frame's as they are read, and how many pages its words take.

    Where a large text and the row of the voice leave too little room, first that row goes (its keys still work), then the text
    of the page is a size smaller, last the whole screen stands in the default size.
    """
    lower = within(area, on.look)
    ground, above = _above(on, Rect(area.x, area.y, area.w, area.h - lower.h))
    for step in range(on.look.step, 0, -1) or (0,):
        for row in (True, False) if voice else (False,):
            frame, inside = Frame(on, place, languages if view.frame else (), view.frame, voice, row).lay(lower)
            sized = replace(on, look=replace(on.look, step=step), may_yield=row or on.look.step > 0)
            try:
                page, pages = page_of(sized, view, local).lay(inside, local.page, above)
                return ground + page + frame, pages
            except TooTight:
                continue
    return whole(replace(on, look=replace(on.look, step=0)), view, local, area, place, languages, voice)


def _above(on: Setting, free: Rect) -> tuple[list[Mark], Rect | None]:
    """What stands above the reach of somebody who sits: a quiet ground for the heading, nothing to touch."""
    look = on.look
    if free.h < look.space("above"):
        return [], None
    edge = look.space("line")
    ground = Plate(free, look.colour("tint"))
    line = Plate(Rect(free.x, free.bottom - edge, free.w, edge), look.colour("line"))
    return [ground, line], free.inset(look.space("margin"), look.space("gap"))


def moment(theme: Theme) -> View:
    """The screen while no engine speaks: neutral, in all languages at once."""
    first, *rest = theme.moment.items()
    return View(visit="", screen="moment", lang=first[0], heading=first[1], body="\n".join(words for _, words in rest), picture="waiting")


def alive(marks: Sequence[Mark], view: View, still: bool) -> bool:
    """Whether something on this screen changes by itself: a scene that moves, a countdown."""
    moving = not still and any(isinstance(mark, Scene) and moves(mark.name, view.busy) for mark in marks)
    return moving or view.countdown_s is not None
