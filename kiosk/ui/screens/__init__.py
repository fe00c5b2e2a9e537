"""The screens by name, each a function from a view to a page; a name not listed here gets the plain page."""
from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.door import View
from kiosk.ui.screens import (
    acknowledge,
    attract,
    bundle,
    compute,
    evidence,
    form,
    identify,
    info,
    listing,
    notice,
    pin,
    plain,
    remark,
    review,
    wait,
)  # fmt: skip
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.page import Page

LAYOUTS: dict[str, Callable[[Setting, View, Local], Page]] = {
    "attract": attract.page,
    "language": listing.page,
    "menu": listing.page,
    "choose": listing.page,
    "consent": review.page,
    "review": review.page,
    "reply": review.page,
    "identify": identify.page,
    "pin": pin.page,
    "form": form.page,
    "search": form.page,
    "compute": compute.page,
    "info": info.page,
    "evidence": evidence.page,
    "bundle": bundle.page,
    "wait": wait.page,
    "print": wait.page,
    "moment": wait.page,
    "acknowledge": acknowledge.taken_in,
    "sign": acknowledge.sign,
    "rate": acknowledge.rate,
    "remark": remark.page,
    **dict.fromkeys(
        ("error", "idle", "leave", "parked", "card-left", "paper-left", "interrupted", "maintenance", "closed", "goodbye", "help"),
        notice.page,
    ),
}


def page_of(on: Setting, view: View, local: Local) -> Page:
    """The page of a view, by its screen's name."""
    return LAYOUTS.get(view.screen, plain.page)(on, view, local)
