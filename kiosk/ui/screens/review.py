"""Consent, review, reply: labels and values to read before agreeing."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import plain
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import body, buttons, head, item_box


def page(on: Setting, view: View, local: Local) -> Page:
    """No picture here: the lines are what matters."""
    return Page(
        on,
        sticky=head(on, view),
        tell=body(on, view),
        do=[*plain.lines(on, view), *(item_box(on, item, view.personal) for item in view.items)],
        buttons=buttons(on, view.buttons),
        gap="close",
    )
