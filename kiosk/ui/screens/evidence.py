"""Evidence: which papers there are; then what the camera sees, or the picture that was taken, as large as there is room."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import identify, listing
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import Camera, body, buttons, head


def page(on: Setting, view: View, local: Local) -> Page:
    """With items a list, with the camera like the ID card."""
    if view.items or not local.camera:
        return listing.page(on, view, local) if view.items else identify.page(on, view, local)
    return Page(on, sticky=head(on, view), tell=[Camera(on, "paper"), *body(on, view)], buttons=buttons(on, view.buttons))
