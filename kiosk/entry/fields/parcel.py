"""A parcel of land, part by part: township, section, number; back goes one part back and keeps the others."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from catalogue.fields import Parcel
from catalogue.tables import Table
from kiosk.conversation import Back, Conversation
from kiosk.entry.address import pick
from kiosk.entry.fields.typing import ask_typed

LONGEST = 9


async def ask_parcel(
    talk: Conversation, name: str, field: Parcel, tables: Mapping[str, Table], today: date, before: Mapping[str, str] | None = None,
    lead: Callable[[], str] = str,
) -> dict[str, str]:
    """The parcel; ``before`` is what was answered earlier, ``lead`` stands over the first part. Raises ``Back`` from that."""
    answer, at = dict(before or {}), 0
    towns = {entry.key: entry.names for entry in tables[field.towns].at(today).entries
             if field.in_town(entry.key, tables, today)}

    def lot(typed: str) -> Any:
        return field.check(name, {**answer, "lot": typed}, tables, today)

    while True:
        try:
            if at == 0:
                answer["town"] = await pick(talk, f"field.{name}.town", towns, answer.get("town", ""), False, lead)
            elif at == 1:
                sections = field.in_town(answer["town"], tables, today)
                answer["section"] = await pick(talk, f"field.{name}.section", sections, answer.get("section", ""), False)
            else:
                return dict(await ask_typed(
                    talk, lambda: {"heading": talk.word(f"field.{name}.lot"), "body": talk.word(f"field.{name}.lot.hint")}, lot,
                    pad="digits", length=LONGEST, before=answer.get("lot", ""), more="-"))
            at += 1
        except Back:
            if at == 0:
                raise
            at -= 1
