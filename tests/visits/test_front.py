"""Before a service and beside it, as a citizen walks through it: finding, what to bring, help in the middle, priority, closed doors."""
from __future__ import annotations

import ssl
import time
from urllib.request import HTTPCookieProcessor, HTTPSHandler, build_opener

import pytest

from catalogue.flow import load_catalogue
from catalogue.words import Words
from kiosk.front.attract import MAINTENANCE
from kiosk.ui.door import View
from rehearsal.box import Box
from rehearsal.clerk import Clerk
from rehearsal.premises import ROOT

LT03, LT05, COLLECT = "changhua-tax.property-list", "changhua-tax.house-registration", "changhua-tax.collect"
WORDS = Words(ROOT / "assets" / "locale")
CATALOGUE = load_catalogue(ROOT / "flows")


class Stroll:
    """Somebody at the counter, step by step: press something, and wait for the screen that it leads to."""

    def __init__(self, box: Box) -> None:
        assert box.doorway is not None
        self._box, self._doorway = box, box.doorway

    def press(self, name: str, value: str = "", *, to: str) -> View:
        """Press it and wait for another view of the screen ``to``."""
        before = len(self._doorway.views)
        self._doorway.press(name, value)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            view = self._doorway.view
            if view is not None and view.screen == to and len(self._doorway.views) > before:
                return view
            time.sleep(0.02)
        raise AssertionError(f"{name} {value} did not lead to {to} but to {self._doorway.look()}")

    def begin(self, lang: str = "zh-TW") -> View:
        """From the waiting screen to the menu, in a language."""
        self.press("start", to="menu")
        return self.press("frame", f"language:{lang}", to="menu")

    def type(self, text: str) -> View:
        """Type into the search and look for it."""
        for char in text:
            self.press("key", char, to="search")
        return self.press("search", to="search")

    def leave(self) -> None:
        """Home, yes, goodbye."""
        self.press("frame", "home", to="leave")
        self.press("end", to="goodbye")
        self.press("end", to="attract")


def keys(view: View) -> list[str]:
    return [item.key for item in view.items]


def the_queue(box: Box) -> str:
    """The clerks' queue page, signed in with the desk's one-time code."""
    trusted = ssl.create_default_context(cafile=str(box.config.uplink.ca))
    browser = build_opener(HTTPSHandler(context=trusted), HTTPCookieProcessor())
    with browser.open(Clerk(box.site, box.log / "desk.log").invitation(), timeout=20) as page:
        return str(page.read().decode())


@pytest.fixture
def stroll(box: Box) -> Stroll:
    return Stroll(box)


def test_the_menu_shows_the_most_used_first_and_the_ways_to_find_the_others(stroll: Stroll) -> None:
    view = stroll.begin()
    assert keys(view)[:2] == [LT03, LT05]
    assert keys(view)[-1] == COLLECT
    assert [button.name for button in view.buttons] == ["find", "life", "every", "bring", "priority"]
    assert "back" not in view.frame
    stroll.leave()


@pytest.mark.parametrize(("lang", "word", "flow"), [
    ("zh-TW", "房屋稅證明", LT05), ("zh-TW", "ㄈㄤˊㄨ ", LT05), ("zh-TW", "領件", COLLECT),
    ("en", "assets", LT03), ("ja", "ローン", LT03), ("en", "hosue", LT05),
])
def test_a_service_is_found_by_a_word_and_begins(stroll: Stroll, lang: str, word: str, flow: str) -> None:
    stroll.begin(lang)
    stroll.press("find", to="search")
    view = stroll.type(word)
    assert flow in keys(view)[:2]
    stroll.press("item", flow, to="consent")
    stroll.leave()


def test_a_question_is_found_by_a_word_and_its_answer_read(stroll: Stroll) -> None:
    stroll.begin("en")
    stroll.press("find", to="search")
    view = stroll.type("forgot PIN")
    assert keys(view)[0] == "question:no-pin"
    answer = stroll.press("item", "question:no-pin", to="answer")
    assert "ID card" in answer.body
    assert keys(stroll.press("another-question", to="search")) == keys(view)
    stroll.leave()


def test_what_is_not_found_is_said_and_three_ways_lead_on(stroll: Stroll) -> None:
    stroll.begin("en")
    stroll.press("find", to="search")
    view = stroll.type("zebra")
    assert view.heading == WORDS.text("en", "search.nothing.heading")
    assert {button.name for button in view.buttons} == {"officer", "every", "search-again"}
    assert stroll.press("search-again", to="search").entry == "zebra"
    stroll.press("search", to="search")
    stroll.press("officer", to="officer")
    stroll.press("back-there", to="search")
    stroll.press("search", to="search")
    assert "changhua-tax" in keys(stroll.press("every", to="every"))
    assert {LT03, LT05, COLLECT} <= set(keys(stroll.press("item", "changhua-tax", to="every")))
    stroll.press("frame", "back", to="every")
    stroll.press("frame", "back", to="menu")
    stroll.leave()


def test_a_service_is_found_by_what_happened_in_life(stroll: Stroll) -> None:
    stroll.begin()
    view = stroll.press("life", to="life")
    assert "moved" in keys(view)
    assert LT05 in keys(stroll.press("item", "moved", to="every"))
    assert keys(stroll.press("frame", "back", to="life")) == keys(view)
    assert LT03 in keys(stroll.press("item", "need-aid", to="every"))
    stroll.press("item", LT03, to="consent")
    assert stroll.press("frame", "back", to="menu").trail == ()
    stroll.leave()


def test_what_to_bring_is_read_and_printed_before_anybody_says_who_they_are(box: Box, stroll: Stroll) -> None:
    before = len(box.hands.received("receipt"))
    stroll.begin("ja")
    stroll.press("bring", to="every")
    stroll.press("item", "changhua-tax", to="bring")
    view = stroll.press("item", LT05, to="bring")
    assert [line.label for line in view.lines][:2] == [WORDS.text("ja", "bring.either"), WORDS.text("ja", "bring.or")]
    assert "PIN" in view.lines[0].value
    stroll.press("print-list", to="print")
    box.until("bring")
    assert stroll.press("frame", "language:en", to="bring").note == WORDS.text("en", "bring.printed")
    assert len(box.hands.received("receipt")) == before + 1
    stroll.press("start-this", to="consent")
    stroll.leave()


def test_help_in_the_middle_of_a_form_comes_back_with_the_entry_kept(stroll: Stroll) -> None:
    stroll.begin("en")
    stroll.press("item", LT03, to="consent")
    stroll.press("agree", to="identify")
    stroll.press("item", "id-card", to="identify")
    stroll.press("type-number", to="form")
    for char in "A1234":
        view = stroll.press("key", char, to="form")
    assert view.entry == "A1234"
    helped = stroll.press("frame", "help", to="help")
    assert helped.body == WORDS.text("en", "help.form.body")
    assert keys(helped) == ["officer", "questions", "read", "end"]
    listed = stroll.press("item", "questions", to="questions")
    near = {question.key for question in CATALOGUE.questions if "form" in question.near}
    assert {key.removeprefix("question:") for key in keys(listed)[: len(near)]} == near
    stroll.press("item", "question:wrong-entry", to="answer")
    stroll.press("frame", "back", to="questions")
    stroll.press("frame", "language:zh-TW", to="questions")
    stroll.press("back-there", to="help")
    officer = stroll.press("item", "officer", to="officer")
    assert "04-" in officer.body
    back = stroll.press("back-there", to="form")
    assert (back.entry, back.lang) == ("A1234", "zh-TW")
    stroll.press("frame", "help", to="help")
    read = stroll.press("item", "read", to="form")
    assert (read.entry, read.aloud) == ("A1234", "on")
    assert stroll.press("key", "5", to="form").aloud == ""
    stroll.press("frame", "help", to="help")
    stroll.press("item", "end", to="goodbye")
    stroll.press("end", to="attract")


def test_help_from_the_waiting_screen_leads_to_help_first(stroll: Stroll) -> None:
    helped = stroll.press("frame", "help", to="help")
    assert helped.body == WORDS.text(helped.lang, "help.menu.body")
    stroll.press("back-there", to="menu")
    stroll.leave()


def test_priority_means_more_ease_and_the_front_of_the_desks_queue(box: Box, stroll: Stroll) -> None:
    def parked(priority: bool) -> str:
        citizen = box.citizen(flow=LT03, priority=priority)
        citizen.come()
        assert box.outcome(citizen.visit) == "parked"
        return citizen.visit

    with box.stale_list():
        usual, elder = parked(False), parked(True)
    assert box.doorway is not None
    eased = {view.ease for view in box.doorway.views if view.visit == elder and view.screen not in ("attract", "menu")}
    assert eased == {True}
    assert {view.ease for view in box.doorway.views if view.visit == usual} == {False}
    asked = dict(box.rows("SELECT visit, priority FROM askings WHERE visit IN (?, ?)", usual, elder))
    assert asked == {usual: 0, elder: 1}
    queue = the_queue(box)
    numbers = "SELECT a.visit, c.case_no FROM askings a JOIN cases c ON c.id = a.case_id WHERE a.visit IN (?, ?)"
    cases = dict(box.rows(numbers, usual, elder))
    assert queue.index(cases[elder]) < queue.index(cases[usual])
    assert queue.count("敬老優先") == 1


def test_priority_can_be_declined_and_the_voice_be_had_with_it(stroll: Stroll) -> None:
    stroll.begin()
    view = stroll.press("priority", to="priority")
    assert view.ease
    assert not stroll.press("priority-off", to="menu").ease
    stroll.press("priority", to="priority")
    menu = stroll.press("read-aloud", to="menu")
    assert (menu.ease, menu.aloud) == (True, "on")
    stroll.leave()


def test_maintenance_says_until_when_in_every_language_and_serves_nobody(box: Box, stroll: Stroll) -> None:
    assert box.doorway is not None
    flag = box.config.site.run / MAINTENANCE
    flag.write_text("until 06:30, new roller\n")
    try:
        box.until("maintenance")
        seen: dict[str, View] = {}
        until = time.monotonic() + 30
        while len(seen) < 3 and time.monotonic() < until:
            view = box.doorway.view
            if view is not None and view.screen == "maintenance":
                seen.setdefault(view.lang, view)
            time.sleep(0.05)
        assert set(seen) == {"zh-TW", "en", "ja"}
        assert all("06:30" in view.body and "roller" not in view.body and "04-000-0000" in view.note for view in seen.values())
        box.doorway.press("stir")
        stroll.press("frame", "language:ja", to="maintenance")
    finally:
        flag.unlink()
    box.until("attract")
