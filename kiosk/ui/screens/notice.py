"""Error, idle, parked, left things, interrupted, maintenance, closed, goodbye: what happened, what you can do, the code."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import plain
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import Trail, body, buttons, head, item_box

PICTURES = {
    "idle": "touch", "parked": "parked", "card-left": "card-left", "paper-left": "paper-left", "interrupted": "interrupted",
    "maintenance": "maintenance", "closed": "closed", "goodbye": "thanks", "help": "officer",
}  # fmt: skip
"""What is drawn where the engine names no picture."""


def page(on: Setting, view: View, local: Local) -> Page:
    """Picture, heading, words in the middle; buttons at the bottom."""
    named = view if view.picture else view.but(picture=PICTURES.get(view.screen, "warning"))
    heading = [box for box in head(on, view, align_middle=True) if not isinstance(box, Trail)]
    told = [*plain.picture(on, named, local), *heading, *body(on, view, align_middle=True)]
    do = [*plain.lines(on, view), *(item_box(on, item, view.personal) for item in view.items)]
    return Page(on, (), told, do, (), buttons(on, view.buttons), centred=True)
