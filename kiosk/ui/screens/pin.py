"""PIN: dots only. The characters go to the engine one by one and never come back."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import form, plain
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import Entry, body, buttons, head
from kiosk.ui.widgets.writing import Writing


def page(on: Setting, view: View, local: Local) -> Page:
    """Heading, help, dots, the pad with letters."""
    return Writing(
        on,
        head(on, view),
        [*plain.picture(on, view, local, "small"), *body(on, view)],
        plain.lines(on, view),
        buttons=buttons(on, view.buttons),
        field=[Entry(on, "", view.masked or 0)],
        pad=lambda tall, wide: form.pad(on, view.but(pad="pin"), local, tall, wide),
    )
