"""The screens by name, each a function from a view to a page; a name not listed here gets the plain page.

A start waits for one of them only, so each is loaded when it is first shown, or a little after the first one (:func:`rest`).
"""
from __future__ import annotations

from importlib import import_module

from kiosk.ui.door import View
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.page import Page

LAYOUTS = {
    "attract": "attract.page",
    "language": "listing.page",
    "menu": "listing.page",
    "choose": "listing.page",
    "consent": "review.page",
    "review": "review.page",
    "reply": "review.page",
    "identify": "identify.page",
    "pin": "pin.page",
    "form": "form.page",
    "search": "form.page",
    "compute": "compute.page",
    "info": "info.page",
    "evidence": "evidence.page",
    "bundle": "bundle.page",
    "wait": "wait.page",
    "print": "wait.page",
    "moment": "wait.page",
    "acknowledge": "acknowledge.taken_in",
    "sign": "acknowledge.sign",
    "rate": "acknowledge.rate",
    "remark": "remark.page",
    **dict.fromkeys(
        ("error", "idle", "leave", "parked", "card-left", "paper-left", "interrupted", "maintenance", "closed", "goodbye", "help"),
        "notice.page",
    ),
}


def page_of(on: Setting, view: View, local: Local) -> Page:
    """The page of a view, by its screen's name."""
    file, _, name = LAYOUTS.get(view.screen, "plain.page").partition(".")
    page: Page = getattr(import_module(f"{__name__}.{file}"), name)(on, view, local)
    return page


def rest() -> None:
    """Load the screens that no start waits for."""
    for layout in set(LAYOUTS.values()):
        import_module(f"{__name__}.{layout.partition('.')[0]}")
