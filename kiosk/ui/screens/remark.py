"""Remark: whether one would like to say something, then the pad to write it on."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import form, notice
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.page import Page


def page(on: Setting, view: View, local: Local) -> Page:
    """A question like a notice; with a pad a page to write on."""
    return form.page(on, view, local) if view.pad else notice.page(on, view, local)
