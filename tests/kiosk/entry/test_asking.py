"""Half-typed entries on every pad: the language changes, help opens, somebody is long away, back is pressed, and nothing typed is lost."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.fields import Address, AnswerWrong
from catalogue.flow import load_catalogue
from kiosk.conversation import Conversation
from kiosk.entry.address import ask_address
from kiosk.entry.asking import ask_date, ask_door, ask_plate, ask_text
from kiosk.entry.date import DateEntry
from kiosk.entry.door import DoorEntry
from kiosk.entry.plate import PlateEntry
from kiosk.entry.text import TextEntry
from kiosk.front.help import Help
from kiosk.ui.door import View
from tests.kiosk.test_conversation import Screen, talk

CATALOGUE = load_catalogue(Path(__file__).resolve().parents[3] / "flows")
TODAY = date(2026, 11, 25)
LANGUAGES = ("en", "ja", "zh-TW")


class Desk:
    """A citizen at one pad: presses, and the view that comes of it."""

    def __init__(self, conversation: Conversation, screen: Screen) -> None:
        self.talk, self.screen = conversation, screen
        self._asking: asyncio.Task[Any] | None = None

    async def begin(self, asking: Coroutine[Any, Any, Any]) -> View:
        seen = len(self.screen.views)
        self._asking = asyncio.create_task(asking)
        return await self.screen.until(seen + 1)

    async def press(self, name: str, value: str = "") -> View:
        seen = len(self.screen.views)
        self.screen.touch(name, value)
        view = await self.screen.until(seen + 1)
        await asyncio.sleep(0.01)
        return view

    async def type(self, keys: str) -> View:
        for key in keys:
            view = await self.press("key", key)
        return view

    async def answer(self) -> Any:
        assert self._asking is not None
        return await asyncio.wait_for(self._asking, 5)

    async def leave(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._asking


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    screen = Screen(tmp_path)
    conversation = await talk(tmp_path)
    conversation.help = Help(conversation, CATALOGUE).open
    at = Desk(conversation, screen)
    yield at
    await at.leave()
    await conversation.close()


def words(conversation: Conversation) -> Callable[[], dict[str, str]]:
    return lambda: {"heading": conversation.word("field.remark.label"), "body": conversation.word("field.remark.hint")}


def as_it_is(text: str) -> str:
    return text


async def asked(desk: Desk, pad: str) -> View:
    """Begin on one pad and type a half of something."""
    conversation = desk.talk
    if pad in ("zhuyin", "latin", "kana", "signs"):
        await desk.begin(ask_text(conversation, words(conversation), TextEntry(20), as_it_is))
        if pad != "zhuyin":
            conversation.lang = "ja"
            await desk.press("frame", "language:ja")
            await desk.press("pad", pad)
        return await desk.type({"zhuyin": "ㄔㄣˊㄒㄧ", "latin": "Wang X", "kana": "やまだ", "signs": "12，"}[pad])
    if pad == "date":
        await desk.begin(ask_date(conversation, words(conversation), DateEntry(TODAY, 1966, None), as_it_is))
        await desk.press("key", "year+1")
        return await desk.press("key", "month+1")
    if pad == "digits":
        await desk.begin(ask_date(conversation, words(conversation), DateEntry(TODAY, 1966, None), as_it_is))
        await desk.press("pad", "digits")
        return await desk.type("0550")
    if pad == "plate":
        await desk.begin(ask_plate(conversation, words(conversation), PlateEntry(), as_it_is))
        return await desk.type("ABC12")
    await desk.begin(ask_door(conversation, words(conversation), DoorEntry()))
    return await desk.type("12巷3")


PADS = ("zhuyin", "latin", "kana", "signs", "date", "digits", "plate", "door")


def typed(view: View) -> tuple[object, ...]:
    """What stands in the fields, whatever the language writes around it."""
    figures = "".join(char for char in view.entry if char.isdigit()) if view.keys else view.entry
    return figures, view.composing, tuple((dial.name, bool(dial.value)) for dial in view.dials)


@pytest.mark.parametrize("pad", PADS)
async def test_the_language_changes_in_the_middle_of_an_entry_and_nothing_is_lost(desk: Desk, pad: str) -> None:
    before = await asked(desk, pad)
    for lang in (*LANGUAGES, before.lang):
        after = await desk.press("frame", f"language:{lang}")
        assert after.lang == lang
        assert typed(after) == typed(before)
    assert after.entry == before.entry


@pytest.mark.parametrize("pad", PADS)
async def test_help_in_the_middle_of_an_entry_comes_back_to_it(desk: Desk, pad: str) -> None:
    before = await asked(desk, pad)
    assert (await desk.press("frame", "help")).screen == "help"
    after = await desk.press("back-there")
    assert (after.screen, typed(after)) == (before.screen, typed(before))


async def test_an_incomplete_syllable_goes_on_where_it_was_after_a_change_of_language(desk: Desk) -> None:
    await asked(desk, "zhuyin")
    assert (await desk.press("frame", "language:en")).composing == "ㄒㄧ"
    assert (await desk.press("frame", "language:zh-TW")).pad == "zhuyin"
    assert (await desk.type("ㄠˇ")).entry == "陳小"


async def test_somebody_long_away_is_asked_and_finds_the_entry_as_it_was(tmp_path: Path) -> None:
    screen = Screen(tmp_path)
    desk = Desk(await talk(tmp_path, idle_s=1), screen)
    before = await asked(desk, "zhuyin")
    while screen.views[-1].screen != "idle":
        await asyncio.sleep(0.05)
    assert screen.views[-1].countdown_s == 30
    screen.touch("stay")
    while screen.views[-1].screen == "idle":
        await asyncio.sleep(0.05)
    assert typed(screen.views[-1]) == typed(before)
    await desk.leave()
    await desk.talk.close()


async def test_a_wrong_answer_is_told_beside_the_pad_in_the_language_of_the_moment(desk: Desk) -> None:
    def never(text: str) -> str:
        raise AnswerWrong("x", "text-character")

    conversation = desk.talk
    await desk.begin(ask_text(conversation, words(conversation), TextEntry(20), never))
    await desk.type("ㄔㄣˊ")
    told = await desk.press("next")
    assert (told.note, told.body, told.entry) == (conversation.word("wrong.text-character"), "", "陳")
    english = await desk.press("frame", "language:en")
    assert english.note == "One of the characters cannot be used here. Please choose another."
    assert (await desk.press("key", "backspace")).note == ""


async def test_back_through_the_parts_of_an_address_keeps_every_one_of_them(desk: Desk) -> None:
    field = CATALOGUE.fields["house_addr"]
    assert isinstance(field, Address)
    town = await desk.begin(ask_address(desk.talk, "house_addr", field, CATALOGUE.tables, TODAY))
    assert len(town.items) == 26
    road = await desk.press("item", "changhua")
    assert road.items[-1].key == "other"
    await desk.press("item", "other")
    assert (await desk.type("ㄢˉㄌㄨˋ")).entry == "安路"
    await desk.press("next")
    await desk.type("12巷3號")
    name = await desk.press("frame", "back")
    assert name.entry == "安路"
    road = await desk.press("frame", "back")
    assert [item.key for item in road.items if item.chosen] == ["other"]
    town = await desk.press("frame", "back")
    assert [item.key for item in town.items if item.chosen] == ["changhua"]
    await desk.press("frame", "language:en")
    await desk.press("item", "changhua")
    await desk.press("item", "other")
    door = await desk.press("next")
    assert door.entry == "Lane 12, No. 3"
    desk.screen.touch("next")
    assert await desk.answer() == {"town": "changhua", "road": "other", "road_name": "安路", "lane": "12", "number": "3"}
