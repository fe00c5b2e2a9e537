"""Bundle: whom to tell, large boxes to tick, one below the other."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import listing
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.page import Page


def page(on: Setting, view: View, local: Local) -> Page:
    """A list in which more than one may be chosen; the box says so."""
    return listing.page(on, view, local)
