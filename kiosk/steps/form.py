"""Form: the fields of the dictionary, one a screen; what was entered is kept when going back."""
from __future__ import annotations

from datetime import date
from typing import Any

from catalogue.fields import Address, Amount, AnswerWrong, Choice, Count, Digits, IdNumber, Plate, RocDate, Text
from catalogue.roc import to_roc_words
from catalogue.steps import Form
from kiosk.conversation import Back
from kiosk.entry.address import ask_address
from kiosk.entry.asking import ask_date, ask_plate, ask_text, said
from kiosk.entry.date import DateEntry
from kiosk.entry.plate import PlateEntry
from kiosk.entry.text import TextEntry
from kiosk.identity.number import typed
from kiosk.ui.door import Item, Touch, View
from kiosk.visit import Visit, today


async def run(step: Form, visit: Visit) -> None:
    """Ask every field in order; back goes one field back, from the first one step back."""
    at = 0
    while at < len(step.fields):
        name = step.fields[at]
        try:
            visit.answers[name] = await _ask(step, visit, name)
            at += 1
        except Back:
            if at == 0:
                raise
            at -= 1


async def _ask(step: Form, visit: Visit, name: str) -> Any:
    """One field, on the screen of its kind; an answer given before stands there."""
    talk, field, before, tables = visit.talk, visit.parts.catalogue.fields[name], visit.answers.get(name), visit.parts.catalogue.tables

    def words() -> dict[str, str]:
        return _words(step, visit, name)

    def check(answer: Any) -> Any:
        return field.check(name, answer, tables, today())

    if isinstance(field, Choice):
        return await _choose(step, visit, name, [(key, f"field.{name}.{key}") for key in field.choices])
    if isinstance(field, Count):
        return int(await _choose(step, visit, name, [(str(count), "") for count in range(field.least, field.most + 1)]))
    if isinstance(field, Address):
        return await ask_address(talk, name, field, tables, today(), before)
    if isinstance(field, RocDate):
        entry = DateEntry(today(), today().year - field.years_ago, date.fromisoformat(before) if before else None)
        return await ask_date(talk, words, entry, check)
    if isinstance(field, Plate):
        return await ask_plate(talk, words, PlateEntry(before or ""), check)
    if isinstance(field, Text):
        return await ask_text(talk, words, TextEntry(field.longest, before or ""), check)
    return await _typed(step, visit, name, field)


def written(visit: Visit, name: str, answer: Any) -> str:
    """An answer in words, as it stands on the review page."""
    talk, field = visit.talk, visit.parts.catalogue.fields[name]
    if isinstance(field, Address):
        return field.written(answer, visit.parts.catalogue.tables, today(), talk.lang)
    if isinstance(field, Choice):
        return talk.word(f"field.{name}.{answer}")
    if isinstance(field, RocDate):
        return to_roc_words(date.fromisoformat(answer), talk.lang)
    if isinstance(field, Amount):
        return talk.word("unit.nt", n=f"{answer:,}")
    if isinstance(field, Digits):
        return grouped(answer, field.group)
    return str(answer)


def grouped(digits: str, group: tuple[int, ...]) -> str:
    """Digits as they are read aloud: 0912 345 678."""
    parts, at = [], 0
    for size in (*group, len(digits)):
        parts.append(digits[at : at + size])
        at += size
    return " ".join(part for part in parts if part)


def _words(step: Form, visit: Visit, name: str) -> dict[str, str]:
    """The field's label and hint; the flow may say it better where the step asks nothing else."""
    talk = visit.talk
    own = {part: visit.flow.text(talk.lang, f"{step.name}.{part}") for part in ("heading", "body") if len(step.fields) == 1}
    return {"heading": own.get("heading") or talk.word(f"field.{name}.label"), "body": own.get("body") or talk.word(f"field.{name}.hint")}


async def _choose(step: Form, visit: Visit, name: str, keys: list[tuple[str, str]]) -> str:
    talk = visit.talk

    def page() -> View:
        answered = str(visit.answers.get(name, ""))
        items = tuple(Item(key=key, text=talk.word(word) if word else key, chosen=answered == key) for key, word in keys)
        return talk.view("choose", **_words(step, visit, name), items=items)

    while True:
        touch = await talk.ask(page)
        if isinstance(touch, Touch) and touch.name == "item":
            return touch.value


async def _typed(step: Form, visit: Visit, name: str, field: IdNumber | Digits | Amount) -> Any:
    talk, entry, note = visit.talk, str(visit.answers.get(name, "")), ""
    length = field.length if isinstance(field, Digits) else len(str(field.most)) if isinstance(field, Amount) else 10
    pad = "id" if isinstance(field, IdNumber) else "digits"

    def page() -> View:
        shown = talk.word("unit.nt", n=f"{int(entry):,}") if isinstance(field, Amount) and entry else entry
        shown = grouped(entry, field.group) if isinstance(field, Digits) else shown
        told = said(_words(step, visit, name), talk.word(f"wrong.{note}") if note else "")
        return talk.view("form", **told, pad=pad, entry=shown, personal=True, buttons=(talk.button("next", "primary"),))

    while True:
        touch = await talk.ask(page)
        assert isinstance(touch, Touch)
        if touch.name == "key":
            entry, note = typed(entry, touch.value, length), ""
        elif touch.name == "next":
            try:
                return field.check(name, entry, visit.parts.catalogue.tables, today())
            except AnswerWrong as wrong:
                note = wrong.code
