"""Every kind of field of the dictionary: the screens that ask for it, and how its answer stands on the review page."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from catalogue.answers.writing import tidy
from catalogue.fields import (
    Address,
    Amount,
    BankAccount,
    Choice,
    Code,
    Count,
    Digits,
    Email,
    FieldBase,
    Group,
    IdNumber,
    Parcel,
    Plate,
    RocDate,
    Several,
    Text,
    Ubn,
    Year,
)
from catalogue.fields.typed import MAIL_LONGEST
from catalogue.flow import Catalogue
from catalogue.roc import EPOCH, to_roc_words
from kiosk.conversation import Back, Conversation
from kiosk.entry.address import ask_address
from kiosk.entry.asking import ask_date, ask_plate, ask_text
from kiosk.entry.date import DateEntry
from kiosk.entry.fields.account import ask_account
from kiosk.entry.fields.group import Asking, ask_group
from kiosk.entry.fields.parcel import ask_parcel
from kiosk.entry.fields.ticking import ask_several
from kiosk.entry.fields.typing import ask_id, ask_typed
from kiosk.entry.mail import MailEntry
from kiosk.entry.plate import PlateEntry
from kiosk.entry.text import TextEntry
from kiosk.ui.door import Item, Touch, View
from kiosk.visit import today

Words = Callable[[], dict[str, str]]
IN_PARTS = (Address, Parcel, BankAccount)
"""Asked part by part, each with words of its own; what the flow says of the whole leads over the first part."""


async def ask_field(talk: Conversation, catalogue: Catalogue, name: str, field: FieldBase, words: Words, before: Any = None) -> Any:
    """A good answer; ``before`` is the one given earlier. Raises ``Back``, ``Over``, ``DoorClosed``."""
    tables = catalogue.tables

    def check(answer: Any) -> Any:
        return field.check(name, answer, tables, today())

    def lead() -> str:
        return "\n".join(filter(None, words().values()))

    if isinstance(field, Choice | Count | Year | Several):
        return check(await _chosen(talk, catalogue, name, field, words, before))
    if isinstance(field, Address):
        return await ask_address(talk, name, field, tables, today(), before, lead)
    if isinstance(field, Parcel):
        return await ask_parcel(talk, name, field, tables, today(), before, lead)
    if isinstance(field, BankAccount):
        return await ask_account(talk, name, field, before, lead)
    if isinstance(field, Group):
        return await _group(talk, catalogue, name, field, words, before)
    if isinstance(field, RocDate):
        entry = DateEntry(today(), today().year - field.years_ago, date.fromisoformat(before) if before else None)
        return await ask_date(talk, words, entry, check)
    if isinstance(field, Plate):
        return await ask_plate(talk, words, PlateEntry(before or ""), check)
    if isinstance(field, Text | Email):
        entered = TextEntry(field.longest, before or "") if isinstance(field, Text) else MailEntry(MAIL_LONGEST, before or "", talk.word)
        return await ask_text(talk, words, entered, check)
    return await _typed(talk, field, words, check, str(before if before is not None else ""))


async def _typed(talk: Conversation, field: FieldBase, words: Words, check: Callable[[str], Any], before: str) -> Any:
    if isinstance(field, Amount):
        return await ask_typed(talk, words, check, pad="digits", length=len(str(field.most)), before=before,
                               shown=lambda entry: talk.word("unit.nt", n=f"{int(entry):,}") if entry else "")
    if isinstance(field, Digits):
        return await ask_typed(talk, words, check, pad="digits", length=field.length, before=before,
                               shown=lambda entry: grouped(entry, field.group))
    if isinstance(field, Ubn):
        return await ask_typed(talk, words, check, pad="digits", length=8, before=before, shown=lambda entry: grouped(entry, (4, 4)))
    if isinstance(field, Code):
        return await ask_typed(talk, words, check, pad="plate", length=field.length, before=before)
    assert isinstance(field, IdNumber), f"nobody knows how to ask for a {field.type}"
    return await ask_id(talk, words, check, before)


async def _chosen(
    talk: Conversation, catalogue: Catalogue, name: str, field: Choice | Count | Year | Several, words: Words, before: Any,
) -> Any:
    def offered() -> dict[str, str]:
        if isinstance(field, Count):
            return {str(count): str(count) for count in range(field.least, field.most + 1)}
        if isinstance(field, Year):
            return {str(year): year_words(talk, year) for year in field.years(catalogue.tables, today())}
        return {key: talk.word(f"field.{name}.{key}") for key in field.choices}

    def page() -> View:
        items = tuple(Item(key=key, text=text, chosen=str(before) == key) for key, text in offered().items())
        return talk.view("choose", **words(), items=items)

    number = isinstance(field, Count | Year)
    if isinstance(field, Several) or (isinstance(field, Year) and field.many):
        ticked = await ask_several(talk, words, offered, [str(one) for one in before or ()])
        return [int(one) for one in ticked] if number else ticked
    while True:
        touch = await talk.ask(page)
        if isinstance(touch, Touch) and touch.name == "item" and touch.value in offered():
            return int(touch.value) if number else touch.value


async def _group(talk: Conversation, catalogue: Catalogue, name: str, field: Group, words: Words, before: Any) -> list[dict[str, Any]]:
    async def one() -> dict[str, Any]:
        made: dict[str, Any] = {}
        at = 0
        while at < len(field.fields):
            part = field.fields[at]
            try:
                made[part] = await ask_field(talk, catalogue, part, field.members[part], lambda part=part: {  # type: ignore[misc]  # bound per round
                    "heading": talk.word(f"field.{part}.label"), "body": talk.word(f"field.{part}.hint")}, made.get(part))
                at += 1
            except Back:
                if at == 0:
                    raise
                at -= 1
        return made

    def told(made: dict[str, Any]) -> str:
        return "　".join(written(talk, catalogue, part, made[part]) for part in field.fields)

    made = await ask_group(talk, words, Asking(one, told, field.among, field.most), before or ())
    return field.check(name, made, catalogue.tables, today())


def written(talk: Conversation, catalogue: Catalogue, name: str, answer: Any) -> str:
    """An answer in words, as it stands on the review page; an account is masked."""
    field = catalogue.fields[name]
    if isinstance(field, Address | Parcel):
        return field.written(answer, catalogue.tables, today(), talk.lang)
    if isinstance(field, Choice):
        return talk.word(f"field.{name}.{answer}")
    if isinstance(field, Several):
        return comma(talk).join(talk.word(f"field.{name}.{one}") for one in answer)
    if isinstance(field, Year):
        return comma(talk).join(year_words(talk, one) for one in (answer if field.many else (answer,)))
    if isinstance(field, Group):
        between = "; " if talk.lang not in ("zh-TW", "ja") else "；"
        return between.join(" ".join(written(talk, catalogue, part, one[part]) for part in field.fields) for one in answer)
    if isinstance(field, BankAccount):
        return field.written(answer)
    if isinstance(field, RocDate):
        return to_roc_words(date.fromisoformat(answer), talk.lang)
    if isinstance(field, Amount):
        return talk.word("unit.nt", n=f"{answer:,}")
    if isinstance(field, Digits):
        return grouped(answer, field.group)
    return tidy(str(answer))


def year_words(talk: Conversation, year: int) -> str:
    """A ROC year as a language says it."""
    return talk.word("unit.year", n=year, ce=year + EPOCH)


def comma(talk: Conversation) -> str:
    """What stands between the things of a list."""
    return ", " if talk.lang not in ("zh-TW", "ja") else "、"


def grouped(digits: str, group: tuple[int, ...]) -> str:
    """Digits as they are read aloud: 0912 345 678."""
    parts, at = [], 0
    for size in (*group, len(digits)):
        parts.append(digits[at : at + size])
        at += size
    return " ".join(part for part in parts if part)
