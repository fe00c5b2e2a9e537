"""Acknowledge: sign on the slate, or read what was taken in; then five faces."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import plain
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Picture, Row, Setting
from kiosk.ui.widgets.pads import Slab, faces
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import body, buttons, head
from kiosk.ui.widgets.press import Press
from kiosk.ui.widgets.writing import Writing

SLAB = 4
"""The slate is so many times as high as what the theme calls a stroke."""


def taken_in(on: Setting, view: View, local: Local) -> Page:
    """What happens next, then the number; the sealed letter where there is room for it."""
    scene = Picture(on, view.picture or "parked", "medium")
    return Page(on, sticky=head(on, view), tell=[scene, *body(on, view)], do=plain.lines(on, view), buttons=buttons(on, view.buttons))


def sign(on: Setting, view: View, local: Local) -> Page:
    """The slate, the keys that take a stroke or all of it back; the primary button waits for ink.

    The view's note says that the signature is too short; it stands there only after one was handed in.
    """
    given = tuple(
        button.but(enabled=button.enabled and (local.signed or button.role != "primary")) for button in view.buttons
    )
    keys = [
        Press(on, name, text=view.ear.get(name, ""), icon=icon, style="small", fill="tint", kind="local", enabled=local.signed, spoken=name)
        for name, icon in (("undo", "undo"), ("wipe", "clear"))
    ]
    told = view if local.short else view.but(note="")
    return Writing(
        on,
        head(on, view),
        body(on, told),
        buttons=buttons(on, given),
        pad=lambda tall, wide: [Slab(on, tall * SLAB), Row(keys, on.look.space("tight"))],
        most="stroke",
        across=False,
    )


def rate(on: Setting, view: View, local: Local) -> Page:
    """From unhappy to happy, with words where the view gives them."""
    words = {item.key: item.text for item in view.items}
    return Page(
        on,
        sticky=head(on, view),
        tell=[Picture(on, view.picture or "rate"), *body(on, view)],
        hold=[faces(on, words, local.rated)],
        buttons=buttons(on, view.buttons),
    )
