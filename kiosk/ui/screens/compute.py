"""Compute: the result as the heading, what it means, then how it came about, number by number."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import plain
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import body, buttons, head


def page(on: Setting, view: View, local: Local) -> Page:
    """Words first: whoever reads no further has read what matters."""
    return Page(on, sticky=head(on, view), tell=body(on, view), do=plain.lines(on, view), buttons=buttons(on, view.buttons))
