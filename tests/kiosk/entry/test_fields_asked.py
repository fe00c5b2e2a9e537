"""Every kind of field on its screens: typed, ticked, added, taken off; back and a change of language lose nothing."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from catalogue.fields import Year
from catalogue.flow import load_catalogue
from kiosk.conversation import Back
from kiosk.entry.fields import ask_field, written
from kiosk.ui.door import View
from kiosk.ui.voice.reading import runs
from kiosk.visit import today
from tests.kiosk.entry.test_asking import Desk
from tests.kiosk.test_conversation import Screen, talk

CATALOGUE = load_catalogue(Path(__file__).resolve().parents[3] / "flows")
FATHER, MOTHER = "A123456789", "A800000014"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    screen = Screen(tmp_path)
    at = Desk(await talk(tmp_path), screen)
    yield at
    await at.leave()
    await at.talk.close()


async def begin(desk: Desk, name: str, before: Any = None) -> View:
    """Ask for one field of the dictionary, in its own words."""
    def words() -> dict[str, str]:
        return {"heading": desk.talk.word(f"field.{name}.label"), "body": desk.talk.word(f"field.{name}.hint")}

    return await desk.begin(ask_field(desk.talk, CATALOGUE, name, CATALOGUE.fields[name], words, before))


async def end(desk: Desk, name: str = "next", value: str = "") -> Any:
    """The touch that ends the asking, and the answer."""
    desk.screen.touch(name, value)
    return await desk.answer()


def items(view: View) -> list[tuple[str, bool]]:
    return [(item.text, item.chosen) for item in view.items]


def button(view: View, name: str) -> bool:
    """Whether a button can be pressed."""
    return any(one.name == name and one.enabled for one in view.buttons)


@pytest.mark.parametrize(("name", "wrong", "code", "right", "kept"), [
    ("ubn", "12345678", "ubn", "04595252", "04595252"), ("house_tax_no", "n07", "code", "n07010000001", "N07010000001"),
    ("building_no", "12-", "code", "123-4", "123-4"), ("email", "wang@", "email", "Wang@mail.tw", "wang@mail.tw"),
])
async def test_what_does_not_fit_is_told_beside_the_pad_and_typed_again(
    desk: Desk, name: str, wrong: str, code: str, right: str, kept: str,
) -> None:
    await begin(desk, name)
    await desk.type(wrong)
    assert (await desk.press("next")).note == desk.talk.word(f"wrong.{code}")
    cleared = await desk.press("key", "clear")
    assert (cleared.note, cleared.entry) == ("", "")
    await desk.type(right)
    assert await end(desk) == kept


async def test_a_pad_takes_no_more_than_fits_and_no_character_that_is_none_of_its_own(desk: Desk) -> None:
    await begin(desk, "ubn")
    assert (await desk.type("0459525７7")).entry == "0459 5257"
    assert (await desk.press("key", "1")).entry == "0459 5257"
    assert (await desk.press("key", "ß")).entry == "0459 5257"
    assert await end(desk) == "04595257"


async def test_the_id_number_of_somebody_else_is_typed_twice(desk: Desk) -> None:
    await begin(desk, "decedent_id")
    await desk.type("A123456788")
    assert (await desk.press("next")).note == desk.talk.word("wrong.id-number")
    await desk.press("key", "backspace")
    await desk.type("9")
    again = await desk.press("next")
    assert (again.heading, again.entry) == (desk.talk.word("identify.type-again.heading"), "")
    await desk.type("A123456798")
    differ = await desk.press("next")
    assert (differ.note, differ.entry) == (desk.talk.word("identify.type.differ"), "")
    await desk.type(FATHER)
    await desk.press("next")
    first = await desk.press("frame", "back")
    assert (first.heading, first.entry) == (desk.talk.word("field.decedent_id.label"), FATHER)
    await desk.press("next")
    await desk.type(FATHER)
    assert await end(desk) == FATHER


async def test_an_id_number_that_stood_there_is_not_typed_again_unless_it_changes(desk: Desk) -> None:
    assert (await begin(desk, "decedent_id", FATHER)).entry == FATHER
    assert await end(desk) == FATHER
    await begin(desk, "decedent_id", FATHER)
    await desk.press("key", "clear")
    await desk.type(MOTHER)
    assert (await desk.press("next")).heading == desk.talk.word("identify.type-again.heading")


async def test_several_are_ticked_and_unticked_and_at_least_one_goes_on(desk: Desk) -> None:
    view = await begin(desk, "tax_kinds")
    assert items(view) == [("房屋稅", False), ("地價稅", False), ("使用牌照稅", False)]
    assert not button(view, "next")
    seen = await desk.press("item", "vehicle")
    assert button(seen, "next")
    assert not button(await desk.press("item", "vehicle"), "next")
    await desk.press("tick-all")
    view = await desk.press("frame", "language:en")
    assert [(item.text[:5], item.chosen) for item in view.items] == [("House", True), ("Land ", True), ("Vehic", True)]
    await desk.press("tick-none")
    await desk.press("item", "vehicle")
    await desk.press("item", "nonsense")
    await desk.press("item", "house")
    assert await end(desk) == ["house", "vehicle"]


async def test_ticks_stand_there_again_after_going_back(desk: Desk) -> None:
    assert [chosen for _, chosen in items(await begin(desk, "tax_kinds", ["land"]))] == [False, True, False]
    with pytest.raises(Back):
        await end(desk, "frame", "back")


async def test_years_are_offered_newest_first_in_the_calendar_of_the_language(desk: Desk) -> None:
    field: Any = CATALOGUE.fields["income_years"]
    assert isinstance(field, Year)
    last = field.years(CATALOGUE.tables, today())[0]
    view = await begin(desk, "income_years")
    assert view.items[0].text == desk.talk.word("unit.year", n=last, ce=last + 1911)
    await desk.press("item", str(last))
    await desk.press("item", str(last - 1))
    assert await end(desk) == [last, last - 1]
    assert len((await begin(desk, "tax_year", last)).items) == 6
    assert await end(desk, "item", str(last)) == last


async def test_an_account_is_asked_in_three_parts_and_back_keeps_them(desk: Desk) -> None:
    await begin(desk, "bank_account")
    await desk.type("70")
    assert (await desk.press("next")).note == desk.talk.word("wrong.account-bank")
    await desk.type("0")
    branch = await desk.press("next")
    assert branch.heading == desk.talk.word("field.bank_account.branch")
    await desk.type("0021")
    await desk.press("next")
    assert (await desk.press("frame", "back")).entry == "0021"
    assert (await desk.press("frame", "back")).entry == "700"
    await desk.press("next")
    await desk.press("next")
    await desk.type("00012345678901")
    kept = await end(desk)
    assert kept == {"bank": "700", "branch": "0021", "account": "00012345678901"}
    assert written(desk.talk, CATALOGUE, "bank_account", kept) == "700-0021-…8901"


async def test_a_parcel_is_picked_down_to_its_section_and_its_number_typed(desk: Desk) -> None:
    towns = await begin(desk, "land_lot")
    assert towns.heading == desk.talk.word("field.land_lot.town")
    sections = await desk.press("item", "changhua")
    assert sections.items
    assert all(item.key.startswith("changhua-") for item in sections.items)
    section = sections.items[-1].key
    lot = await desk.press("item", section)
    assert [key.key for key in lot.keys] == ["-"]
    await desk.type("27-")
    assert (await desk.press("next")).note == desk.talk.word("wrong.lot")
    assert [item.key for item in (await desk.press("frame", "back")).items if item.chosen] == [section]
    assert [item.key for item in (await desk.press("frame", "back")).items if item.chosen] == ["changhua"]
    await desk.press("item", "changhua")
    await desk.press("item", section)
    await desk.type("27-3")
    assert await end(desk) == {"town": "changhua", "section": section, "lot": "27-3"}


async def test_every_address_can_be_typed_whatever_pad_is_out(desk: Desk) -> None:
    view = await begin(desk, "email")
    assert [pad.key for pad in view.pads] == ["latin", "signs"]
    assert view.strip is not None
    assert view.strip.words == ("@ 小老鼠", "_ 底線", ".com")
    at, underscore, com = "0", "1", "2"
    await desk.type("Wang")
    await desk.press("word", underscore)
    await desk.press("pad", "signs")
    await desk.type("9，")
    await desk.press("word", at)
    await desk.press("frame", "language:ja")
    await desk.type("mail")
    view = await desk.press("word", com)
    assert view.entry == "wang_9@mail.com"
    await desk.press("key", "backspace")
    await desk.press("key", "m")
    assert await end(desk) == "wang_9@mail.com"


async def person(desk: Desk, number: str, relation: str) -> View:
    """Type a number twice and choose who that is."""
    await desk.type(number)
    await desk.press("next")
    await desk.type(number)
    await desk.press("next")
    return await desk.press("item", relation)


async def test_a_list_of_people_grows_and_shrinks_and_nobody_goes_by_one_touch(desk: Desk) -> None:
    first = await begin(desk, "household_members")
    assert (first.heading, first.pad) == (desk.talk.word("field.id_no.label"), "id")
    view = await person(desk, FATHER, "parent")
    assert items(view) == [(f"{FATHER}　父母", False)]
    await desk.press("add-another")
    view = await person(desk, MOTHER, "self")
    assert len(view.items) == 2
    marked = await desk.press("item", "1")
    assert [chosen for _, chosen in items(marked)] == [True, False]
    assert button(marked, "take-off")
    assert not button(await desk.press("item", "1"), "take-off")
    await desk.press("item", "1")
    left = await desk.press("take-off")
    assert [text for text, _ in items(left)] == [f"{MOTHER}　我本人"]
    assert not button(left, "take-off")
    assert await end(desk) == [{"id_no": MOTHER, "relation": "self"}]


async def test_who_is_on_the_list_already_is_not_added_again_and_an_empty_list_does_not_go_on(desk: Desk) -> None:
    await begin(desk, "household_members")
    await person(desk, FATHER, "parent")
    await desk.press("add-another")
    view = await person(desk, FATHER, "spouse")
    assert (len(view.items), view.body) == (1, desk.talk.word("group.twice"))
    await desk.press("item", "1")
    empty = await desk.press("take-off")
    assert (empty.items, button(empty, "next"), empty.body) == ((), False, desk.talk.word("field.household_members.hint"))
    desk.screen.touch("next")
    await asyncio.sleep(0.1)
    await desk.press("add-another")
    await person(desk, FATHER, "child")
    assert await end(desk) == [{"id_no": FATHER, "relation": "child"}]


async def test_back_in_the_middle_of_a_further_one_leads_to_the_list_as_it_was(desk: Desk) -> None:
    before = [{"id_no": FATHER, "relation": "parent"}]
    assert len((await begin(desk, "household_members", before)).items) == 1
    await desk.press("add-another")
    await desk.type(MOTHER)
    await desk.press("next")
    await desk.type(MOTHER)
    assert (await desk.press("next")).heading == desk.talk.word("field.relation.label")
    assert (await desk.press("frame", "back")).entry == MOTHER
    assert len((await desk.press("frame", "back")).items) == 1
    assert await end(desk) == before
    assert before == [{"id_no": FATHER, "relation": "parent"}]


async def test_a_full_list_takes_no_more(desk: Desk) -> None:
    before = [{"plate_no": f"ABC-123{digit}"} for digit in "12345"]
    view = await begin(desk, "plates", before)
    assert not button(view, "add-another")
    desk.screen.touch("add-another")
    assert len((await desk.press("frame", "language:en")).items) == 5
    assert await end(desk) == before


WRITTEN: list[tuple[str, Any, Callable[[str], bool]]] = [
    ("tax_kinds", ["house", "vehicle"], lambda text: "、" in text), ("ubn", "04595257", lambda text: text == "04595257"),
    ("plates", [{"plate_no": "ABC-1231"}, {"plate_no": "ABC-1232"}], lambda text: text == "ABC-1231；ABC-1232"),
    ("household_members", [{"id_no": FATHER, "relation": "parent"}], lambda text: text == f"{FATHER} 父母"),
    ("tax_year", 115, lambda text: text == "115 年（2026）"), ("income_years", [113, 112], lambda text: text.count("年") == 2),
]


@pytest.mark.parametrize(("name", "answer", "fits"), WRITTEN)
async def test_an_answer_stands_on_the_review_page_as_people_read_it(
    desk: Desk, name: str, answer: Any, fits: Callable[[str], bool],
) -> None:
    text = written(desk.talk, CATALOGUE, name, answer)
    assert fits(text), text
    for lang in ("en", "ja"):
        desk.talk.lang = lang
        assert not any(sign in written(desk.talk, CATALOGUE, name, answer) for sign in ("{", "None", "['"))


@pytest.mark.parametrize("lang", ["zh-TW", "en", "ja"])
async def test_what_the_strip_of_an_address_offers_has_a_sound_and_a_masked_account_none_for_its_mask(desk: Desk, lang: str) -> None:
    desk.talk.lang = lang
    view = await begin(desk, "email")
    assert view.strip is not None
    for word in view.strip.words:
        assert any(char.isalnum() for _, run in runs(word, lang) for char in run), word
    account = written(desk.talk, CATALOGUE, "bank_account", {"bank": "700", "branch": "0021", "account": "00012345678901"})
    assert "*" not in account
    assert account.endswith("…8901")
