"""An address, part by part: township, road, door; one screen each, back goes one part back and keeps the others.

- Townships and roads are picked from a list. More roads than a page or two holds are found by writing how they begin:
  ``matching`` takes characters as they stand, and Bopomofo by what it may mean.
- A road that is not in the list is written; whoever cannot write it skips, and the clerk asks.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date

from catalogue.answers.writing import tidy, writable
from catalogue.fields import ROAD_LONGEST, Address, AnswerWrong
from catalogue.tables import Table
from kiosk.conversation import Back, Conversation
from kiosk.entry.asking import ask_door, ask_text, switches
from kiosk.entry.door import DoorEntry, written
from kiosk.entry.text import TextEntry
from kiosk.ui.door import Item, Touch, View

MANY, FOUND = 48, 6
OTHER = "other"
Names = Mapping[str, Mapping[str, str]]


async def ask_address(
    talk: Conversation, name: str, field: Address, tables: Mapping[str, Table], today: date, before: Mapping[str, str] | None = None,
    lead: Callable[[], str] = str,
) -> dict[str, str]:
    """The address; ``before`` is what was answered earlier, ``lead`` stands over the first part. Raises ``Back`` from that."""
    answer: dict[str, str] = dict(before or {})
    names: dict[str, Names] = {
        part: {entry.key: entry.names for entry in tables[table].at(today).entries}
        for part, table in (("town", field.towns), ("road", field.roads))
    }
    door = DoorEntry(written(answer) if "number" in answer else "")
    asked, at = ["town", "road", "road_name", "door"], 0
    while at < len(asked):
        part, key = asked[at], f"field.{name}.{asked[at]}"
        try:
            if part == "road_name":
                if answer["road"] == OTHER:
                    await _road_name(talk, key, answer)
                else:
                    answer.pop("road_name", None)
            elif part == "door":
                parts = await ask_door(talk, lambda: _words(talk, f"field.{name}.number", f"field.{name}.door"), door)
                answer = {key: answer[key] for key in ("town", "road", "road_name") if key in answer} | parts
            else:
                find = _find if len(names[part]) > MANY else pick
                answer[part] = await find(talk, key, names[part], answer.get(part, ""), part == "road", lead if at == 0 else str)
            at += 1
        except Back:
            if at == 0:
                raise
            at -= 2 if part == "door" and answer["road"] != OTHER else 1
    return dict(field.check(name, answer, tables, today))


async def pick(talk: Conversation, key: str, names: Names, chosen: str, other: bool, lead: Callable[[], str] = str) -> str:
    """One of a list that can be shown."""
    def page() -> View:
        items = [Item(key=one, text=name[talk.lang], chosen=one == chosen) for one, name in names.items()]
        if other:
            items.append(Item(key=OTHER, text=talk.word(f"{key}.other"), chosen=chosen == OTHER))
        body = talk.word("address.not-listed", other=talk.word(f"{key}.other")) if other else lead()
        return talk.view("choose", heading=talk.word(key), body=body, items=tuple(items))

    while True:
        touch = await talk.ask(page)
        if isinstance(touch, Touch) and touch.name == "item":
            return touch.value


async def _find(talk: Conversation, key: str, names: Names, chosen: str, other: bool, lead: Callable[[], str] = str) -> str:
    """One of a long list, found by how it begins."""
    with closing(TextEntry(ROAD_LONGEST)) as entry:
        def page() -> View:
            found = matching(names, talk.lang, entry.entry, entry.candidates())
            items = [Item(key=one, text=names[one][talk.lang], chosen=one == chosen) for one in found[:FOUND]]
            if other:
                items.append(Item(key=OTHER, text=talk.word(f"{key}.other"), chosen=chosen == OTHER))
            pad = entry.pad(talk.lang)
            return talk.view("form", heading=talk.word(key), body=lead() or talk.word("find.how"), items=tuple(items), pad=pad,
                             pads=switches(talk, entry.pads(talk.lang), pad), entry=entry.entry, composing=entry.composing, personal=True)

        while True:
            touch = await talk.ask(page)
            if not isinstance(touch, Touch):
                continue
            if touch.name == "key":
                entry.press(touch.value)
            elif touch.name == "pad":
                entry.switch(touch.value)
            elif touch.name == "item":
                return touch.value


async def _road_name(talk: Conversation, key: str, answer: dict[str, str]) -> None:
    """The name of a road that is in no list; skipped, the clerk asks."""
    def check(text: str) -> str:
        name = tidy(text)
        if not name or not writable(name):
            raise AnswerWrong("road_name", "text-character" if name else "text-empty")
        return name

    entry = TextEntry(ROAD_LONGEST, answer.get("road_name", ""))
    got = await ask_text(talk, lambda: _words(talk, key, f"{key}.hint"), entry, check, skip="skip")
    answer.pop("road_name", None)
    if got is not None:
        answer["road_name"] = got


def _words(talk: Conversation, heading: str, body: str) -> dict[str, str]:
    return {"heading": talk.word(heading), "body": talk.word(body)}


def matching(names: Names, lang: str, typed: str, candidates: tuple[str, ...]) -> list[str]:
    """The keys whose name begins as typed, in the order of the list; the end of what was typed may be any of its candidates."""
    wanted = tidy(typed).casefold()
    if not wanted:
        return []
    starts = (wanted, *(wanted[: len(wanted) - len(word)] + word for word in candidates if len(word) <= len(wanted)))
    return [key for key, name in names.items() if name[lang].casefold().startswith(starts) or name["zh-TW"].startswith(starts)]
