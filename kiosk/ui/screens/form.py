"""Form: one field a screen, written on a pad or picked from items."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.screens import listing, plain
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Box, Setting
from kiosk.ui.widgets.pads import Candidates, Lines, alphanumeric, dials, digits, plate, writing
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import Entry, body, buttons, head
from kiosk.ui.widgets.writing import Writing

TEXT = ("zhuyin", "latin", "kana", "signs")
ENDS = (".", "?", "!")


def page(on: Setting, view: View, local: Local) -> Page:
    """With items it is a list, with a pad a page to write on."""
    if view.pad in ("", "sign", "rate"):
        return listing.page(on, view, local) if view.items else plain.page(on, view, local)
    text = view.pad in TEXT
    field: list[Box] = [Lines(on, view.entry, view.composing) if text else Entry(on, view.entry, view.masked)]
    strip: list[Box] = [Candidates(on, view.strip)] if view.strip is not None else []
    return Writing(
        on, head(on, view), body(on, view), plain.lines(on, view), (), buttons(on, view.buttons),
        field=field if view.pad != "date" else [], strip=strip, pad=lambda tall, wide: pad(on, view, local, tall, wide),
        most="digit" if view.pad == "digits" else "key", across=view.pad != "digits",
    )  # fmt: skip


def pad(on: Setting, view: View, local: Local, tall: float, wide: bool) -> list[Box]:
    """The keys of a view's pad."""
    if view.pad in TEXT:
        start = not view.entry or view.entry.rstrip().endswith(ENDS)
        caps = local.low or (view.pad == "latin" and start)
        return [writing(on, view.pad, view.pads, tall, wide, caps, local.low)]
    if view.pad == "date":
        return dials(on, view.dials, view.pads, tall, wide)
    if view.pad == "digits":
        return [digits(on, tall, view.keys, view.pads)]
    if view.pad == "plate":
        return [plate(on, tall, wide)]
    return [alphanumeric(on, tall, wide, local.low, shift=view.pad == "pin")]
