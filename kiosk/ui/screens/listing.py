"""Menu, language, choose: things to choose from, large, one below the other."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Box, Row, Setting
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import body, buttons, head, item_box

ICONS = {"menu": "document", "language": "language", "choose": ""}
MANY = 7
SHORT = 10
"""Characters of a name that still stands in half a line."""


def page(on: Setting, view: View, local: Local) -> Page:
    """Heading, what to do, the items; many short ones stand in two columns."""
    boxes: list[Box] = [item_box(on, item, view.personal, ICONS.get(view.screen, "")) for item in view.items]
    if len(boxes) >= MANY and on.look.step < 2 and all(len(item.text) <= SHORT and not item.about for item in view.items):
        boxes = [Row(boxes[at : at + 2], on.look.space("tight"), (1, 1)[: len(boxes[at : at + 2])]) for at in range(0, len(boxes), 2)]
    return Page(on, head(on, view), body(on, view), boxes, buttons=buttons(on, view.buttons), gap="list")
