"""The plain page: every field of a view at its usual place."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.pictures.scenes import moves
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Box, Picture, Setting
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import Camera, Count, Pair, body, buttons, head, item_box
from kiosk.ui.widgets.press import Press


def page(on: Setting, view: View, local: Local) -> Page:
    """Heading, picture, words, lines, items; buttons at the bottom."""
    return Page(
        on,
        sticky=head(on, view),
        tell=[*picture(on, view, local), *body(on, view)],
        do=[*lines(on, view), *(item_box(on, item, view.personal) for item in view.items)],
        buttons=buttons(on, view.buttons),
    )


def picture(on: Setting, view: View, local: Local, size: str = "large") -> list[Box]:
    """The countdown, the camera or the illustration, whichever there is."""
    if local.left_s is not None:
        return [Count(on, local.left_s)]
    if local.camera:
        return [Camera(on)]
    return [scene(on, view, local, view.picture, size)] if view.picture else []


def scene(on: Setting, view: View, local: Local, name: str, size: str = "large") -> Picture:
    """An illustration that moves only while the act it shows is awaited, with the key that stops it."""
    if not moves(name, view.busy) or local.signed:
        return Picture(on, name, size)
    still = on.look.still
    word, sign = ("move", "play") if still else ("still", "pause")
    stop = Press(
        on, "still", "", view.frame.get(word, ""), icon=sign, style="small", fill="ground", kind="local", chosen=still, pad="beside",
    )  # fmt: skip
    return Picture(on, name, size, None if still else local.turn, stop=stop if word in view.frame else None)


def lines(on: Setting, view: View) -> list[Box]:
    """Labels and values."""
    return [Pair(on, line.label, line.value, view.personal) for line in view.lines]
