"""Acknowledge: signature for receipt on the screen, five faces, the receipt slip."""
from __future__ import annotations

from catalogue.steps import Acknowledge
from kiosk.receipt import print_slip
from kiosk.ui.door import Item, Touch, View
from kiosk.visit import Visit


async def run(step: Acknowledge, visit: Visit) -> None:
    """Ask for both (either may be skipped), then print the slip."""
    talk = visit.talk
    talk.may_go_back = False

    def pad() -> View:
        return talk.view("sign", **visit.words(step, "sign-receipt"), pad="sign", note=talk.word("sign.short"),
                         buttons=(talk.button("done", "primary"), talk.button("skip", "quiet")))

    def faces() -> View:
        items = tuple(Item(key=str(stars), text=talk.word(f"rate.{stars}")) for stars in (5, 4, 3, 2, 1))
        return talk.view("rate", **visit.words(step, "rate"), pad="rate", items=items, buttons=(talk.button("skip", "quiet"),))

    while True:
        touch = await talk.ask(pad)
        assert isinstance(touch, Touch)
        if touch.name == "strokes" and touch.value:
            visit.receipt_signature = touch.value
        if touch.name in ("strokes", "skip"):
            break
    while True:
        touch = await talk.ask(faces)
        assert isinstance(touch, Touch)
        if touch.name == "rate" and touch.value in ("1", "2", "3", "4", "5"):
            visit.rating = int(touch.value)
        if touch.name in ("rate", "skip"):
            break
    await print_slip(visit, parked="")
