"""The voice in the real window: its keys and its buttons, what it says on the loudspeaker and what in the headset only."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.ui.door import Button, Ears, Item, Line
from rehearsal.ear import WORDS, Ear, as_heard, table, view
from rehearsal.gallery import VISIT, Stand


class Listening:
    """A screen, and an ear before it."""

    def __init__(self, stand: Stand, ear: Ear) -> None:
        self.stand, self.ear = stand, ear

    async def key(self, keys: str) -> int:
        """Press keys; what is heard counts from the place returned."""
        self.ear.listen()
        mark = len(self.ear.heard)
        await asyncio.to_thread(self.stand.screen.type, keys)
        return mark

    async def press(self, name: str) -> int:
        """Touch a button; the same."""
        self.ear.listen()
        mark = len(self.ear.heard)
        await asyncio.to_thread(self.stand.screen.press, self.stand.run, name)
        return mark

    async def hears(self, mark: int, text: str, lang: str = "en", where: str = "speaker") -> None:
        """Wait until it is said, and see where it was said."""
        await asyncio.to_thread(self.ear.until, mark, as_heard(text, lang), patience_s=30)
        assert {one.where for one in self.ear.heard[mark:]} == {where}


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Listening]:
    async with Stand(tmp_path, screen=table(tmp_path / "ear")) as stand:
        yield Listening(stand, Ear(tmp_path / "ear"))


async def test_keys_and_buttons_of_the_voice_do_what_they_say(counter: Listening) -> None:
    items = (Item(key="a", text="A house"), Item(key="b", text="A list"))
    await counter.stand.show(view("menu", items=items, buttons=(Button(name="find", text="Search"),)))
    await counter.hears(await counter.key("F4"), "The voice is on. Arrow keys move, Enter chooses")
    await counter.hears(await counter.key("Down"), "A house, 1 of 2")
    await counter.hears(await counter.key("Down"), "A list, 2 of 2")
    await counter.hears(await counter.key("Down"), "Search, button")
    await counter.hears(await counter.press("faster"), "Speed 125 percent")
    await counter.hears(await counter.key("minus"), "Speed 100 percent")
    await counter.hears(await counter.press("repeat"), "Choose")
    await counter.hears(await counter.key("F3"), "A house, 1 of 2")
    await counter.stand.forget()
    assert "repeat" not in {node["name"] for node in (counter.stand.screen.tree(counter.stand.run) or {})["nodes"]}
    counter.ear.listen()
    mark = len(counter.ear.heard)
    await counter.stand.show(view("menu", items=items))
    await counter.key("F3 Down")
    await asyncio.sleep(0.5)
    assert counter.ear.listen() == [], "the voice went with the visit"
    assert len(counter.ear.heard) == mark


async def test_what_is_personal_goes_to_the_headset_and_the_keys_of_a_secret_have_no_name_on_the_loudspeaker(counter: Listening) -> None:
    reply = view("reply", heading="Is this yours?", personal=True, lines=(Line(label="Name", value="王小明"),))
    await counter.stand.show(reply)
    await counter.hears(await counter.key("F4"), WORDS.text("en", "ear.headset"))
    mark = len(counter.ear.heard)
    await counter.stand.door.say(Ears(visit=VISIT, headset=True))
    await counter.hears(mark, "Name, 王小明", where="headset")
    await counter.stand.door.say(Ears(visit=VISIT, headset=False))
    await counter.stand.show(view("pin", heading="PIN", pad="pin", masked=0))
    mark = await counter.key("Down")
    await counter.hears(mark, WORDS.text("en", "ear.headset"))
    mark = await counter.key("7")
    assert (await counter.stand.touched()).name in ("stir", "key")
    counter.stand.number -= 1  # the same question, told again with one character more
    await counter.stand.show(view("pin", heading="PIN", pad="pin", masked=1))
    await asyncio.to_thread(_until_heard, counter.ear, mark)
    assert [one.tone for one in counter.ear.heard[mark:]] == [True]
    assert not [one.text for one in counter.ear.heard if one.where == "speaker" and "王" in one.text]


def _until_heard(ear: Ear, mark: int) -> None:
    for _ in range(300):
        ear.listen()
        if len(ear.heard) > mark:
            return
        asyncio.run(asyncio.sleep(0.05))
    raise AssertionError("nothing was heard")
