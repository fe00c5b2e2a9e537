"""The screens of every field of the dictionary keep the rules of looks: three languages, four text sizes, upright, lying, brought down."""
from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from catalogue.fields import Group, Parcel
from catalogue.flow import load_catalogue
from kiosk.ui.door import View
from kiosk.ui.theme import SIZES
from kiosk.visit import today
from rehearsal.looks.every import faults
from rehearsal.looks.laying import STANDS, lay
from tests.kiosk.entry.test_asking import LANGUAGES, Desk
from tests.kiosk.entry.test_fields_asked import FATHER, MOTHER, begin
from tests.kiosk.test_conversation import Screen, talk

CATALOGUE = load_catalogue(Path(__file__).resolve().parents[3] / "flows")
FIELDS = CATALOGUE.fields
PEOPLE = [{"id_no": FATHER, "relation": "grandparent"}, {"id_no": MOTHER, "relation": "self"}]
ACCOUNT = {"bank": "700", "branch": "0021", "account": "00012345678901"}


def lot(name: str) -> dict[str, str]:
    """A parcel with the longest name of a section and the longest number."""
    field = FIELDS[name]
    assert isinstance(field, Parcel)
    longest = max(CATALOGUE.tables[field.sections].at(today()).entries, key=lambda entry: len(entry.names["en"]))
    return {"town": longest.key.rpartition("-")[0], "section": longest.key, "lot": "1234-1234"}


def before(name: str) -> Any:
    """An answer as long as it may be, for the fields whose screens are more than one."""
    field = FIELDS[name]
    if isinstance(field, Parcel):
        return lot(name)
    if isinstance(field, Group):
        if field.fields == ("plate_no",):
            return [{"plate_no": f"ABC-123{digit}"} for digit in "12345"][: field.most]
        if field.fields == ("house_tax_no",):
            return [{"house_tax_no": f"N07010000{digit}001"} for digit in "12345"][: field.most]
        return PEOPLE if "relation" in field.fields else [{part: lot(part) for part in field.fields}] * 2
    return {"bank_account": ACCOUNT, "email": f"{'wang.xiao-ming_' * 4}@mail.example.com.tw", "case_no": "PUXIN-01-000123-4"}.get(name)


async def every(desk: Desk, _: View) -> list[View]:
    """The same screen in all languages."""
    return [await desk.press("frame", f"language:{lang}") for lang in LANGUAGES]


async def first(desk: Desk, name: str) -> list[View]:
    """The first screen of a field, and what comes of going on with nothing."""
    seen = await every(desk, await begin(desk, name))
    if seen[-1].screen == "form" and any(button.name == "next" for button in seen[-1].buttons):
        seen += await every(desk, await desk.press("next"))
    return seen


async def further(desk: Desk, name: str) -> list[View]:
    """With an answer, each further part."""
    answer = before(name)
    seen = await every(desk, await begin(desk, name, answer))
    if isinstance(FIELDS[name], Group):
        seen += await every(desk, await desk.press("item", "1"))
    if isinstance(FIELDS[name], Parcel):
        seen += await every(desk, await desk.press("item", answer["town"]))
        seen += await every(desk, await desk.press("item", answer["section"]))
    if name == "bank_account":
        seen += await every(desk, await desk.press("next"))
        seen += await every(desk, await desk.press("next"))
    return seen


ASKED = [(name, show) for name in FIELDS.names() if name != "remark" for show in (first, further) if show is first or before(name)]


@pytest.mark.parametrize(("name", "show"), ASKED)
async def test_every_screen_of_a_field_keeps_the_rules(
    name: str, show: Callable[[Desk, str], Awaitable[list[View]]], tmp_path: Path,
) -> None:
    screen = Screen(tmp_path)
    desk = Desk(await talk(tmp_path), screen)
    seen = await show(desk, name)
    await desk.leave()
    await desk.talk.close()
    assert {view.lang for view in seen} == set(LANGUAGES)
    found = [what for view in seen for step in range(SIZES) for stand in STANDS for what in faults(lay(name, view, step, stand))]
    assert found == []
