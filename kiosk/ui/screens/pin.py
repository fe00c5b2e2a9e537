"""PIN: dots only. The characters go to the engine one by one and never come back."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import plain
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.pads import alphanumeric
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import Entry, body, buttons, head


def page(on: Setting, view: View, local: Local) -> Page:
    """Heading, help, dots, the pad with letters."""
    return Page(
        on,
        sticky=head(on, view),
        tell=[*plain.picture(on, view, local, 160, 380), *body(on, view)],
        do=plain.lines(on, view),
        hold=[Entry(on, "", view.masked or 0), alphanumeric(on, local.low, shift=True)],
        buttons=buttons(on, view.buttons),
    )
