"""Acknowledge: signature for receipt on the screen, five faces, a word to the bureau, the receipt slip.

Where an application was taken in, nothing was handed over to sign for: the slip comes first, then the screen says the same.
Where something was only told, there is neither.
"""
from __future__ import annotations

from catalogue.fields import Text
from catalogue.steps import Acknowledge
from kiosk.entry.asking import ask_text
from kiosk.entry.text import TextEntry
from kiosk.receipt import case_no, next_steps, print_slip
from kiosk.steps.bundle import told
from kiosk.ui.door import Item, Line, Touch, View
from kiosk.visit import Visit, today


async def run(step: Acknowledge, visit: Visit) -> None:
    """Ask for each (one press leaves it out) and print the slip. Who gave no rating is not asked for words either."""
    talk = visit.talk
    talk.may_go_back = False
    handed_over = visit.flow.outcome not in ("receipt", "status")
    if visit.flow.outcome == "receipt":
        await _taken_in(step, visit, await print_slip(visit, parked=""))
    if handed_over:
        await _signed_for(step, visit)
    await _rated(visit)
    if visit.rating is not None:
        await _remark(visit)
    if handed_over:
        await print_slip(visit, parked="")


async def _taken_in(step: Acknowledge, visit: Visit, printed: bool) -> None:
    """The case number, by when, and what happens meanwhile, as on the slip."""
    talk = visit.talk

    def page() -> View:
        words = visit.words(step, "taken-in")
        number = case_no(visit)
        parts = told(visit, number)
        before = () if parts else (words.get("body", ""),)  # where several are told, their numbers say it, and need the room
        words["body"] = "\n".join((*before, *next_steps(visit, "")))
        lines = (Line(label=talk.word("slip.case-no"), value=number),
                 *(Line(label=short, value=part.case_no) for part, short, _ in parts))
        return talk.view("acknowledge", **words, lines=lines, note=talk.word("parked.slip" if printed else "parked.no-slip"),
                         buttons=(talk.button("go-on", "primary"),))

    while True:
        touch = await talk.ask(page)
        if isinstance(touch, Touch) and touch.name == "go-on":
            return


async def _signed_for(step: Acknowledge, visit: Visit) -> None:
    talk = visit.talk

    def pad() -> View:
        return talk.view("sign", **visit.words(step, "sign-receipt"), pad="sign", note=talk.word("sign.short"),
                         buttons=(talk.button("done", "primary"), talk.button("skip", "quiet")))

    while True:
        touch = await talk.ask(pad)
        assert isinstance(touch, Touch)
        if touch.name == "strokes" and touch.value:
            visit.receipt_signature = touch.value
        if touch.name in ("strokes", "skip"):
            return


async def _rated(visit: Visit) -> None:
    talk = visit.talk

    def faces() -> View:
        items = tuple(Item(key=str(stars), text=talk.word(f"rate.{stars}")) for stars in (5, 4, 3, 2, 1))
        return talk.view("rate", **talk.words("rate"), pad="rate", items=items, buttons=(talk.button("skip", "quiet"),))

    while True:
        touch = await talk.ask(faces)
        assert isinstance(touch, Touch)
        if touch.name == "rate" and touch.value in ("1", "2", "3", "4", "5"):
            visit.rating = int(touch.value)
        if touch.name in ("rate", "skip"):
            return


async def _remark(visit: Visit) -> None:
    """The citizen's own words about the visit, '' where there are none; they go sealed with the outcome."""
    talk, catalogue = visit.talk, visit.parts.catalogue
    field = catalogue.fields["remark"]
    assert isinstance(field, Text)

    def page() -> View:
        return talk.view("remark", **talk.words("remark"), picture="remark",
                         buttons=(talk.button("write"), talk.button("no-remark", "primary")))

    touch = await talk.ask(page)
    if isinstance(touch, Touch) and touch.name == "write":
        visit.remark = await ask_text(
            talk, lambda: talk.words("remark.write"), TextEntry(field.longest),
            lambda text: field.check("remark", text, catalogue.tables, today()), screen="remark", go="hand-in", skip="skip") or ""
