"""Form: the fields of the dictionary, one a screen; what was entered is kept when going back."""
from __future__ import annotations

from typing import Any

from catalogue.fields import Address, AnswerWrong, Choice, Count, Digits, IdNumber, RocDate
from catalogue.steps import Form
from kiosk.conversation import Back
from kiosk.identity.number import typed
from kiosk.ui.door import Item, Touch, View
from kiosk.visit import Visit, today

NUMBER_LENGTH = 4


async def run(step: Form, visit: Visit) -> None:
    """Ask every field in order; back goes one field back, from the first one step back."""
    at = 0
    while at < len(step.fields):
        name = step.fields[at]
        field = visit.parts.catalogue.fields[name]
        try:
            if isinstance(field, Choice):
                visit.answers[name] = await _choose(step, visit, name, [(key, f"field.{name}.{key}") for key in field.choices])
            elif isinstance(field, Count):
                keys = [(str(count), "") for count in range(field.least, field.most + 1)]
                visit.answers[name] = int(await _choose(step, visit, name, keys))
            elif isinstance(field, Address):
                visit.answers[name] = await _address(visit, name, field)
            else:
                visit.answers[name] = await _typed(step, visit, name, field)
            at += 1
        except Back:
            if at == 0:
                raise
            at -= 1


def written(visit: Visit, name: str, answer: Any) -> str:
    """An answer in words, as it stands on the review page."""
    talk, field = visit.talk, visit.parts.catalogue.fields[name]
    if isinstance(field, Address):
        return field.written(answer, visit.parts.catalogue.tables, today(), talk.lang)
    if isinstance(field, Choice):
        return talk.word(f"field.{name}.{answer}")
    return str(answer)


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


async def _typed(step: Form, visit: Visit, name: str, field: IdNumber | RocDate | Digits) -> Any:
    talk, entry, note = visit.talk, "", ""
    length = field.length if isinstance(field, Digits) else 10 if isinstance(field, IdNumber) else 7
    pad = "id" if isinstance(field, IdNumber) else "digits"

    def page() -> View:
        return talk.view("form", **_words(step, visit, name), pad=pad, entry=entry,
                         note=talk.word(f"wrong.{note}") if note else "", personal=True, buttons=(talk.button("next", "primary"),))

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


async def _address(visit: Visit, name: str, field: Address) -> dict[str, str]:
    """Township, road, number; one screen each."""
    tables, day = visit.parts.catalogue.tables, today()
    answer: dict[str, str] = {}
    asked = ["town", "road", "number"]
    at = 0
    while at < len(asked):
        try:
            if asked[at] == "number":
                answer["number"] = await _door_number(visit, name)
            else:
                table = tables[field.towns if asked[at] == "town" else field.roads].at(day)
                names = {entry.key: entry.names for entry in table.entries}
                answer[asked[at]] = await _pick(visit, f"field.{name}.{asked[at]}", names, other=asked[at] == "road")
            at += 1
        except Back:
            if at == 0:
                raise
            at -= 1
    return dict(field.check(name, answer, tables, day))


async def _pick(visit: Visit, key: str, names: dict[str, dict[str, str]], other: bool) -> str:
    talk = visit.talk

    def page() -> View:
        items = [Item(key=one, text=name[talk.lang]) for one, name in names.items()]
        if other:
            items.append(Item(key="other", text=talk.word(f"{key}.other")))
        return talk.view("choose", heading=talk.word(key), items=tuple(items))

    while True:
        touch = await talk.ask(page)
        if isinstance(touch, Touch) and touch.name == "item":
            return touch.value


async def _door_number(visit: Visit, name: str) -> str:
    talk, entry = visit.talk, ""

    def page() -> View:
        return talk.view("form", heading=talk.word(f"field.{name}.number"), pad="digits", entry=entry, personal=True,
                         buttons=(talk.button("next", "primary"),))

    while True:
        touch = await talk.ask(page)
        assert isinstance(touch, Touch)
        if touch.name == "key":
            entry = typed(entry, touch.value, NUMBER_LENGTH).lstrip("0")
        elif touch.name == "next" and entry:
            return entry
