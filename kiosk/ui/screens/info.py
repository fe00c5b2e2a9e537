"""Info: a picture, a heading, a few words; or the lines that an agency answered."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import plain, review
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.page import Page


def page(on: Setting, view: View, local: Local) -> Page:
    """Lines are read like a reply; without any the picture has the room."""
    return review.page(on, view, local) if view.lines else plain.page(on, view, local)
