"""Form: one field a screen, typed on a pad or picked from items."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import listing, plain
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.page import Page


def page(on: Setting, view: View, local: Local) -> Page:
    """With items it is a list, with a pad the plain page."""
    return listing.page(on, view, local) if view.items and not view.pad else plain.page(on, view, local)
