"""Wait, print, moment: what happens now, calmly; nothing is asked."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import plain
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Box, Setting
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import Trail, body, buttons, head


def page(on: Setting, view: View, local: Local) -> Page:
    """The trail stays on top; picture and words in the middle of the page."""
    boxes = head(on, view, align_middle=True)
    trail: list[Box] = [box for box in boxes if isinstance(box, Trail)]
    heading = [box for box in boxes if not isinstance(box, Trail)]
    scene: list[Box] = [plain.scene(on, view, local, view.picture or "waiting")]
    if local.left_s is not None:
        scene = plain.picture(on, view, local)
    told = [*scene, *heading, *body(on, view, align_middle=True)]
    return Page(on, trail, told, plain.lines(on, view), buttons=buttons(on, view.buttons), centred=not trail)
