"""The talk with a citizen, through a real door: language, idle, home, back, stale touches."""
from __future__ import annotations

import asyncio
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from catalogue.words import Words
from kiosk.config import Device, Kiosk, Limits, Site
from kiosk.conversation import WAITING, Back, Conversation, Over
from kiosk.ui.door import SOCKET, DoorClosed, EngineEnd, ScreenEnd, ToScreen, Touch, View

LOCALE = Path(__file__).resolve().parents[2] / "assets" / "locale"
NOWHERE = Device(driver="simulated", options={})


class Screen:
    """The screen's end of a door, driven by hand."""

    def __init__(self, run: Path) -> None:
        self.views: list[View] = []
        self.end = ScreenEnd(run, self._hear, lambda: None)
        threading.Thread(target=self.end.serve, daemon=True).start()

    def _hear(self, said: ToScreen) -> None:
        if isinstance(said, View):
            self.views.append(said)

    async def until(self, count: int) -> View:
        end = time.monotonic() + 10
        while len(self.views) < count:
            assert time.monotonic() < end, f"only {len(self.views)} of {count} screens came"
            await asyncio.sleep(0.01)
        return self.views[-1]

    def touch(self, name: str, value: str = "", visit: str = "v1", number: int | None = None) -> None:
        number = self.views[-1].number if number is None else number
        self.end.say(Touch(visit=visit, number=number, name=name, value=value))


@pytest.fixture
def screen(tmp_path: Path) -> Screen:
    return Screen(tmp_path)


def kiosk(idle_s: int = 60, answer_s: int = 30) -> Kiosk:
    limits = Limits(idle_s=idle_s, idle_answer_s=answer_s)
    return Kiosk(site=Site(id="test-site", name={"zh-TW": "測試"}), limits=limits, card=NOWHERE, scanner=NOWHERE, face=NOWHERE,
                 camera={"document": NOWHERE, "face": NOWHERE}, printer={"a4": NOWHERE, "receipt": NOWHERE})


async def talk(tmp_path: Path, idle_s: int = 60, answer_s: int = 30) -> Conversation:
    return Conversation(await EngineEnd.open(tmp_path), Words(LOCALE), kiosk(idle_s, answer_s), "v1", "zh-TW")


def page(conversation: Conversation) -> View:
    return conversation.view("consent", **conversation.words("consent"), buttons=(conversation.button("agree", "primary"),))


async def test_a_touch_comes_back_and_a_touch_of_another_visit_does_not(tmp_path: Path, screen: Screen) -> None:
    conversation = await talk(tmp_path)
    asked = asyncio.create_task(conversation.ask(lambda: page(conversation)))
    await screen.until(1)
    screen.touch("agree", visit="somebody-else")
    await asyncio.sleep(0.1)
    assert not asked.done()
    screen.touch("agree")
    assert (await asked).name == "agree"


async def test_the_language_changes_at_any_time_and_the_same_screen_comes_again(tmp_path: Path, screen: Screen) -> None:
    conversation = await talk(tmp_path)
    asked = asyncio.create_task(conversation.ask(lambda: page(conversation)))
    first = await screen.until(1)
    screen.touch("frame", "language:ja")
    second = await screen.until(2)
    assert (first.lang, second.lang) == ("zh-TW", "ja")
    assert first.heading != second.heading
    assert first.screen == second.screen
    asked.cancel()


async def test_a_language_that_the_counter_does_not_speak_changes_nothing(tmp_path: Path, screen: Screen) -> None:
    conversation = await talk(tmp_path)
    asked = asyncio.create_task(conversation.ask(lambda: page(conversation)))
    await screen.until(1)
    screen.touch("frame", "language:xx")
    assert (await screen.until(2)).lang == "zh-TW"
    asked.cancel()


async def test_nobody_there_is_asked_first_and_then_the_visit_ends(tmp_path: Path, screen: Screen) -> None:
    conversation = await talk(tmp_path, idle_s=1, answer_s=2)
    asked = asyncio.create_task(conversation.ask(lambda: page(conversation)))
    with pytest.raises(Over) as over:
        await asked
    assert (over.value.outcome, over.value.code) == ("abandoned", "idle")
    asked_idle = [view for view in screen.views if view.screen == "idle"]
    assert [(view.countdown_s, view.aloud) for view in asked_idle] == [(2, "once"), (1, "")], "asked aloud, once"


async def test_an_answer_to_the_idle_question_goes_on_where_one_was(tmp_path: Path, screen: Screen) -> None:
    conversation = await talk(tmp_path, idle_s=1, answer_s=5)
    asked = asyncio.create_task(conversation.ask(lambda: page(conversation)))
    while (await screen.until(1)).screen != "idle":
        await asyncio.sleep(0.05)
    screen.touch("stay")
    while screen.views[-1].screen != "consent":
        await asyncio.sleep(0.02)
    screen.touch("agree")
    assert (await asked).name == "agree"


async def test_the_clock_rests_while_the_machine_works(tmp_path: Path, screen: Screen) -> None:
    conversation = await talk(tmp_path, idle_s=1, answer_s=1)
    assert await conversation.during(lambda: page(conversation), asyncio.sleep(2.2, "done")) == "done"
    assert {view.screen for view in screen.views} == {"consent"}


async def test_home_asks_before_it_gives_the_visit_up(tmp_path: Path, screen: Screen) -> None:
    conversation = await talk(tmp_path)
    asked = asyncio.create_task(conversation.ask(lambda: page(conversation)))
    await screen.until(1)
    screen.touch("frame", "home")
    await screen.until(2)
    screen.touch("stay")
    assert (await screen.until(3)).screen == "consent"
    screen.touch("frame", "home")
    await screen.until(4)
    screen.touch("end")
    with pytest.raises(Over):
        await asked


async def test_back_goes_back_until_something_was_sent(tmp_path: Path, screen: Screen) -> None:
    conversation = await talk(tmp_path)
    asked = asyncio.create_task(conversation.ask(lambda: page(conversation)))
    await screen.until(1)
    screen.touch("frame", "back")
    with pytest.raises(Back):
        await asked
    conversation.may_go_back = False
    again = asyncio.create_task(conversation.ask(lambda: page(conversation)))
    await screen.until(2)
    assert "back" not in screen.views[-1].frame
    screen.touch("frame", "back")
    screen.touch("agree")
    assert (await again).name == "agree"


async def test_a_touch_meant_for_the_screen_before_agrees_to_nothing_on_the_next(tmp_path: Path, screen: Screen) -> None:
    conversation = await talk(tmp_path)
    first = asyncio.create_task(conversation.ask(lambda: page(conversation)))
    shown = await screen.until(1)
    screen.touch("agree")
    assert (await first).name == "agree"
    review = asyncio.create_task(conversation.ask(lambda: conversation.view(
        "review", **conversation.words("review"), buttons=(conversation.button("agree", "primary"),))))
    assert (await screen.until(2)).number > shown.number
    screen.touch("agree", number=shown.number)  # the second half of a double tap, under way while the screen changed
    await asyncio.sleep(0.1)
    assert not review.done()
    screen.touch("agree")
    assert (await review).name == "agree"


async def test_what_is_typed_ahead_is_kept(tmp_path: Path, screen: Screen) -> None:
    conversation, entry = await talk(tmp_path), ""
    def pad() -> View:
        return conversation.view("form", heading="?", pad="digits", entry=entry, buttons=(conversation.button("next", "primary"),))

    asked = asyncio.create_task(conversation.ask(pad))
    await screen.until(1)
    for digit in "0912345678":
        screen.touch("key", digit, number=screen.views[0].number)
    for _ in range(10):
        touch = await asked
        assert isinstance(touch, Touch)
        entry += touch.value
        asked = asyncio.create_task(conversation.ask(pad))
    assert entry == "0912345678"
    asked.cancel()


async def test_of_a_flood_only_the_first_touches_wait(tmp_path: Path, screen: Screen) -> None:
    conversation = await talk(tmp_path)
    await conversation.tell(page(conversation))
    await screen.until(1)
    for _ in range(20 * WAITING):
        screen.touch("stir")
    screen.touch("frame", "language:ja")
    await conversation.next_touch()
    waited = 1
    with suppress(TimeoutError):
        while True:
            await asyncio.wait_for(conversation.next_touch(), 0.3)
            waited += 1
    assert WAITING <= waited < 20 * WAITING  # how many were taken out meanwhile depends on the moment; most were not kept


async def test_an_engine_that_does_not_listen_does_not_hold_the_screen(tmp_path: Path) -> None:
    screen = Screen(tmp_path)
    deaf = socket.socket(socket.AF_UNIX)
    deaf.connect(str(tmp_path / SOCKET))
    deaf.setblocking(False)
    heard = b""
    while not heard:  # until the screen took the line; from then on nobody reads
        screen.touch("stir", number=1)
        await asyncio.sleep(0.01)
        with suppress(BlockingIOError):
            heard = deaf.recv(1)
    began = time.monotonic()
    await asyncio.to_thread(lambda: [screen.end.say(Touch(visit="v1", number=1, name="stir")) for _ in range(20_000)])
    assert time.monotonic() - began < 5
    deaf.close()


async def test_a_word_that_is_none_ends_the_talk_and_the_next_engine_is_heard(tmp_path: Path, screen: Screen) -> None:
    for nonsense in (b"{}\n", b"[1,\n", b'{"kind":"view","visit":"' + "陳小明".encode() + b'"}\n', b"\xff\xfe\n"):
        reader, writer = await asyncio.open_unix_connection(str(tmp_path / SOCKET))
        writer.write(nonsense)
        await asyncio.wait_for(reader.read(), 5)  # the screen hangs up
        writer.close()
    conversation = await talk(tmp_path)
    await conversation.tell(page(conversation))
    assert (await screen.until(1)).screen == "consent"


async def test_home_pressed_again_and_again_asks_once_and_one_answer_leads_back(tmp_path: Path, screen: Screen) -> None:
    conversation = await talk(tmp_path)
    asked = asyncio.create_task(conversation.ask(lambda: page(conversation)))
    await screen.until(1)
    for presses in range(1, 40):
        screen.touch("frame", "home")
        assert (await screen.until(1 + presses)).screen == "leave"
    screen.touch("stay")
    assert (await screen.until(41)).screen == "consent"
    screen.touch("frame", "home")
    await screen.until(42)
    screen.touch("frame", "back")
    assert (await screen.until(43)).screen == "consent", "back leads out of the question, not a step back"
    screen.touch("agree")
    assert (await asked).name == "agree"


async def test_home_over_the_languages_of_the_question_that_leaves_comes_back_to_it(tmp_path: Path, screen: Screen) -> None:
    conversation = await talk(tmp_path)
    asked = asyncio.create_task(conversation.ask(lambda: page(conversation)))
    await screen.until(1)
    for count, (value, to) in enumerate([("home", "leave"), ("language", "language"), ("language", "language"), ("home", "leave")], 2):
        screen.touch("frame", value)
        assert (await screen.until(count)).screen == to
    screen.touch("end")
    with pytest.raises(Over) as over:
        await asked
    assert over.value.code == "home"


@pytest.mark.parametrize("word", [b"[" * 5000 + b"\n", b"{}\n", b"nonsense\n"], ids=["deep", "empty", "none"])
async def test_what_is_no_word_ends_the_talk_and_the_next_engine_is_heard(tmp_path: Path, word: bytes) -> None:
    screen = Screen(tmp_path)
    _, writer = await asyncio.open_unix_connection(str(tmp_path / SOCKET))
    writer.write(word)
    await writer.drain()
    end = await EngineEnd.open(tmp_path)
    await end.say(View(visit="v1", screen="menu", lang="en", heading="x"))
    await screen.until(1)
    screen.end._engine.sendall(word)  # type: ignore[union-attr]  # a screen that has lost its mind
    with pytest.raises(DoorClosed):
        await end.hear()
