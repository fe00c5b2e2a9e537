"""The slides of the counter that waits: every one in every language, nothing that moves, one question whatever stands there."""
from __future__ import annotations

import asyncio
from pathlib import Path

from catalogue.trouble import Trouble
from catalogue.words import Words
from kiosk.front.attract import SLIDE_S, SLIDES, Attract, slide_at
from kiosk.store import Journal
from kiosk.ui.door import Button, View
from kiosk.ui.pictures.scenes import SCENES, moves
from tests.kiosk.test_conversation import Screen, kiosk, talk

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh-TW", "en", "ja")
WORDS = Words(ROOT / "assets" / "locale")


def test_a_slide_comes_in_every_language_before_the_next_one_and_all_come_round() -> None:
    turns = [slide_at(turn, LANGUAGES) for turn in range(len(LANGUAGES) * len(SLIDES))]
    assert [lang for lang, _ in turns[:3]] == list(LANGUAGES)
    assert len({slide for _, slide in turns[:3]}) == 1
    assert set(turns) == {(lang, slide) for lang in LANGUAGES for slide in SLIDES}
    assert slide_at(len(turns), LANGUAGES) == turns[0]


def test_every_slide_has_its_words_for_eye_and_ear_in_every_language() -> None:
    missing = [(lang, key, part) for lang in LANGUAGES for key, _ in SLIDES for part in ("heading", "body", "say")
               if not WORDS.has(lang, f"{key}.{part}")]
    assert missing == []


def test_nothing_moves_on_the_screen_that_waits_and_each_slide_stands_for_several_seconds() -> None:
    assert [picture for _, picture in SLIDES if picture not in SCENES or moves(picture, busy=False)] == []
    assert SLIDE_S >= 5


def test_a_touch_counts_whatever_slide_stands_there() -> None:
    def slide(lang: str, picture: str, visit: str = "v") -> View:
        return View(visit=visit, screen="attract", lang=lang, heading=picture, picture=picture, buttons=(Button(name="start", text="x"),))

    assert slide("en", "officer").asks_like(slide("en", "counter"))
    assert slide("en", "officer").asks_like(slide("ja", "private"))
    assert not slide("en", "officer").asks_like(slide("en", "officer", visit="another"))


async def test_who_touches_while_devices_are_looked_at_waits_for_none_of_them(tmp_path: Path) -> None:
    screen = Screen(tmp_path)
    conversation = await talk(tmp_path)
    looks, stuck = 0, asyncio.Event()

    async def look() -> None:
        nonlocal looks
        looks += 1
        if looks > 1:
            await stuck.wait()  # a device that does not answer

    async def nothing_left() -> bool:
        return False

    attract = Attract(conversation, kiosk(), Journal(tmp_path), list, look, lambda: None, nothing_left)
    waiting = asyncio.create_task(attract.wait())
    await screen.until(1)
    while looks < 2:
        await asyncio.sleep(0.05)
    screen.touch("start")
    assert (await asyncio.wait_for(waiting, 1)).name == "start"
    assert not stuck.is_set()


async def test_a_closed_counter_opens_as_soon_as_the_bureau_has_answered_and_keeps_its_language_meanwhile(tmp_path: Path) -> None:
    screen = Screen(tmp_path)
    conversation = await talk(tmp_path)
    answers: list[Trouble | None] = [Trouble.CLOSED_UNKNOWN, Trouble.CLOSED_UNKNOWN, None]

    async def look() -> None:
        """Nothing is asked."""

    async def nothing_left() -> bool:
        return False

    attract = Attract(conversation, kiosk(), Journal(tmp_path), list, look, lambda: answers.pop(0) if answers else None, nothing_left)
    waiting = asyncio.create_task(attract.wait())
    await asyncio.wait_for(screen.until(2), SLIDE_S / 2)
    assert [(view.screen, view.lang) for view in screen.views] == [("closed", "zh-TW"), ("attract", "zh-TW")]
    screen.touch("start")
    assert (await asyncio.wait_for(waiting, 1)).name == "start"
