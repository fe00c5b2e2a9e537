"""Identify: choose a way in, then a drawing of what goes where, or what the camera sees."""
from __future__ import annotations

from dataclasses import replace

from kiosk.ui.door import Item, View
from kiosk.ui.screens import plain
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import body, buttons, head, item_box
from kiosk.ui.widgets.press import Press

CARDS = {"certificate": "certificate", "id-card": "id-card"}
"""The ways in that have a picture of the card they need; where letters are large, a small sign leaves the words more room."""


def page(on: Setting, view: View, local: Local) -> Page:
    """The picture stands right below the heading: it says what to do without words."""
    return Page(
        on,
        sticky=head(on, view),
        tell=[*plain.picture(on, view, local), *body(on, view)],
        do=[*plain.lines(on, view), *(_way(on, item, view.personal) for item in view.items)],
        buttons=buttons(on, view.buttons),
    )


def _way(on: Setting, item: Item, private: bool) -> Press:
    box = item_box(on, item, private, item.icon)
    return replace(box, picture=CARDS[item.key], tall="choice") if item.key in CARDS and on.look.step < 2 else box
