"""A whole visit by keypad and ears only: the citizen sees nothing, hears what was really played, and presses keys.

What to press next is decided by what was heard: nothing here looks at the screen, its tree or its pixels.
"""
from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from catalogue.flow import load_catalogue
from kiosk.config import load
from rehearsal.deck import PIN
from rehearsal.ear import WORDS, Ear, as_heard, plain, table
from rehearsal.headless import ROOT, Rehearsal
from rehearsal.needles import Needles
from rehearsal.rows import read_rows
from rehearsal.traces import search_memory, survivors

pytestmark = pytest.mark.real
FLOW = "changhua-tax.property-list"
ID_NO, NAME = "A123456789", "王小明"
FLOWS = load_catalogue(ROOT / "flows")
MOST_STEPS = 40


@pytest.fixture(autouse=True)
def open_counter() -> None:
    """Takes the place of the neighbours' counter, which has no window."""


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    site: Path = tmp_path_factory.mktemp("ear")
    opened = Rehearsal(site, "simulated", site / "log")
    toml = site / "kiosk.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + table(site / "ear"), encoding="utf-8")
    opened.config = load(toml)
    try:
        opened.start()
        yield opened
    finally:
        opened.stop()


class Blind:
    """Somebody who knows what they came for, in one language."""

    def __init__(self, rehearsal: Rehearsal, lang: str) -> None:
        self.rehearsal, self.lang = rehearsal, lang
        self.ear = Ear(rehearsal.site / "ear")
        self.ear.listen()
        self.mark = self.came = len(self.ear.heard)

    def sounds(self, key: str, **values: object) -> str:
        """How a word of the counter sounds."""
        return as_heard(WORDS.text(self.lang, key, **values), self.lang)

    def hears(self, *wanted: str) -> str:
        """Listen until one of these is said."""
        return self.ear.until(self.mark, *wanted)

    def keys(self, words: str) -> None:
        """Press keys; what is heard from now on counts."""
        self.ear.listen()
        self.mark = len(self.ear.heard)
        self.rehearsal.screen.type(words)

    def walk_to(self, wanted: str, key: str = "Down", button: bool = False) -> None:
        """Move from thing to thing until this one is said, then press it."""
        wanted += self.sounds("ear.button") if button else ""
        for _ in range(MOST_STEPS):
            self.keys(key)
            end, said = time.monotonic() + 20, ""
            while time.monotonic() < end and not said:
                self.ear.listen()
                said = self._whole()
                time.sleep(0.03)
            if said.startswith(wanted) or self.last() == wanted:  # the end of an earlier sentence may come before
                self.keys("Return")
                return
        raise AssertionError(f"walked {MOST_STEPS} steps without hearing {wanted}; last: {said}")

    def quiet(self, seconds: float = 1.5) -> None:
        """Listen until nothing more is said."""
        last = time.monotonic()
        while time.monotonic() - last < seconds:
            last = time.monotonic() if self.ear.listen() else last
            time.sleep(0.05)

    def last(self) -> str:
        """The last piece that was heard: "Disagree" ends like "Agree", but is another."""
        return plain(self.ear.heard[-1].text)

    def _whole(self) -> str:
        """What was said of one thing, once it is quiet again."""
        if len(self.ear.heard) == self.mark:
            return ""
        count = 0
        while count != len(self.ear.heard):
            count = len(self.ear.heard)
            time.sleep(0.35)
            self.ear.listen()
        return self.ear.words_since(self.mark)


def visit(citizen: Blind) -> None:
    """From the headset to the way out, by what is heard."""
    hands, lang = citizen.rehearsal.hands, citizen.lang
    hands.plug_headset()
    citizen.hears(citizen.sounds("ear.start"))
    citizen.keys("Return")
    citizen.hears(citizen.sounds("menu.say"))
    citizen.walk_to(as_heard(FLOWS.flows[FLOW].text(lang, "title"), lang))
    citizen.hears(citizen.sounds("consent.say"))
    citizen.walk_to(citizen.sounds("button.agree"), button=True)
    citizen.hears(citizen.sounds("identify.heading"))
    citizen.walk_to(citizen.sounds("identify.way.certificate"))
    citizen.hears(citizen.sounds("identify.insert-card.heading"))
    hands.insert_card()
    citizen.hears(citizen.sounds("identify.scan.heading"))
    citizen.walk_to(citizen.sounds("button.type-number"), button=True)
    for heading in ("identify.type.heading", "identify.type-again.heading"):
        citizen.hears(citizen.sounds(heading))
        citizen.walk_to(as_heard(ID_NO[0], lang), key="Right")
        for digit in ID_NO[1:]:
            citizen.keys(digit)
            citizen.hears(as_heard(digit, lang))
        citizen.keys("Return")
    citizen.hears(citizen.sounds("field.purpose.label"), as_heard(FLOWS.flows[FLOW].text(lang, "what.heading"), lang))
    citizen.walk_to(citizen.sounds("field.purpose.own-records"))
    citizen.hears(citizen.sounds("review.say"))
    citizen.hears(as_heard(ID_NO, lang))
    citizen.walk_to(citizen.sounds("button.agree"), button=True)
    citizen.hears(citizen.sounds("pin.say"))
    secret(citizen)
    citizen.hears(citizen.sounds("reply.say"))
    citizen.hears(as_heard(NAME, lang))
    citizen.walk_to(citizen.sounds("button.print"), button=True)
    citizen.hears(citizen.sounds("print.out.say"))
    taken(citizen)
    citizen.walk_to(citizen.sounds("button.skip"), button=True)
    citizen.hears(citizen.sounds("rate.heading"))
    citizen.walk_to(citizen.sounds("rate.5"))
    citizen.hears(citizen.sounds("remark.heading"))
    citizen.walk_to(citizen.sounds("button.no-remark"), button=True)
    citizen.hears(citizen.sounds("identify.take-card.heading"), citizen.sounds("goodbye.call.say"))
    hands.remove_card()
    citizen.hears(citizen.sounds("goodbye.say"))
    hands.unplug_headset()


def taken(citizen: Blind) -> None:
    """Say that the paper was taken; where a call for it came just then, the key met another screen, and is pressed again."""
    for last in (False, False, True):
        citizen.walk_to(citizen.sounds("button.taken"), button=True)
        with suppress(*([] if last else [TimeoutError])):
            citizen.ear.until(citizen.mark, citizen.sounds("sign-receipt.heading"), patience_s=12)
            return


def secret(citizen: Blind) -> None:
    """Type the PIN: a tone a key, no words; one too many is taken back, and that sounds otherwise."""
    citizen.quiet()
    tones = []
    for key in (*PIN, "1", "BackSpace"):
        citizen.keys(key)
        end = time.monotonic() + 20
        while time.monotonic() < end and not citizen.ear.listen():
            time.sleep(0.02)
        [heard] = citizen.ear.heard[citizen.mark:]
        assert heard.tone
        tones.append(heard.octets)
    assert len(set(tones[:-1])) == 1, "every character sounds alike"
    assert tones[-1] != tones[0]
    citizen.keys("Return")


def outcome(rehearsal: Rehearsal, patience_s: float = 20.0) -> str | None:
    """How the last visit ended."""
    journal, end = rehearsal.config.site.state / "journal.db", time.monotonic() + patience_s
    while time.monotonic() < end:
        [(said,)] = read_rows(journal, "SELECT outcome FROM visit ORDER BY begun_at DESC LIMIT 1")
        if said is not None:
            return str(said)
        time.sleep(0.1)
    return None


@pytest.fixture(autouse=True)
def tidy(rehearsal: Rehearsal) -> None:
    """Whatever became of the visit before, nothing of it lies about."""
    rehearsal.hands.remove_card()
    rehearsal.hands.unplug_headset()


@pytest.mark.parametrize("lang", ["zh-TW", "en", "ja"])
def test_a_property_list_is_had_by_keypad_and_ears_only(rehearsal: Rehearsal, lang: str) -> None:
    rehearsal.until_open()
    before = [len(rehearsal.hands.received(printer)) for printer in ("a4", "receipt")]
    citizen = Blind(rehearsal, lang)
    visit(citizen)
    assert outcome(rehearsal) == "delivered"
    after = [len(rehearsal.hands.received(printer)) for printer in ("a4", "receipt")]
    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 1], "one page and one receipt"
    assert [one.text for one in citizen.ear.heard[citizen.came:] if one.where == "speaker"] == [], "nothing went to the loudspeaker"


def test_nothing_that_was_heard_stays_in_the_memory_of_the_screen(rehearsal: Rehearsal) -> None:
    ear = Ear(rehearsal.site / "ear")
    heard = {plain(one.text): one for one in ear.listen()}
    names = as_heard(NAME, "zh-TW"), as_heard(NAME, "ja")
    spoken = next(one for words, one in heard.items() if any(name in words for name in names))
    said = [path for path in (rehearsal.site / "ear" / "said").glob("*.text") if path.read_text(encoding="utf-8") == spoken.text]
    sound = next(path.with_suffix(".wav").read_bytes() for path in said if path.with_suffix(".wav").exists())  # not where it was cut short
    loud = max(range(0, len(sound) - 128, 2), key=lambda at: abs(int.from_bytes(sound[at:at + 2], "little", signed=True)))
    secrets: dict[str, str | bytes] = {
        "number": ID_NO, "name": NAME, "name in pinyin": "wang2 xiao3 ming2", "name in kana": "オーショーメー",
        "digits": "yi1 er4 san1 si4 wu3 liu4 qi1 ba1 jiu3", "sound of the name": sound[loud:loud + 64],
    }
    assert rehearsal.premises is not None
    screen = [process for process in survivors(rehearsal.premises.counter.pid, rehearsal.premises.uplink.pid) if "screen" in process.role]
    assert len(screen) == 1
    traces = search_memory(screen, Needles(secrets), depth=0)
    assert [(trace.place, trace.hit.secret, trace.hit.shape) for trace in traces] == []
