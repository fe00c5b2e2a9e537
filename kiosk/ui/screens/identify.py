"""Identify: choose a way in, then a drawing of what goes where, or what the camera sees."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import plain
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import body, buttons, head, item_box


def page(on: Setting, view: View, local: Local) -> Page:
    """The picture stands right below the heading: it says what to do without words."""
    return Page(
        on,
        sticky=head(on, view),
        tell=[*plain.picture(on, view, local), *body(on, view)],
        do=[*plain.lines(on, view), *(item_box(on, item, view.personal, item.icon) for item in view.items)],
        buttons=buttons(on, view.buttons),
    )
