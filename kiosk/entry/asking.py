"""The screens that ask: each shows an entry until the citizen goes on, and gives back what was entered.

All raise ``Back``, ``Over`` and ``DoorClosed`` as the talk does. ``words`` is asked anew for every screen, as the
language may change at any moment; ``check`` turns an entry into an answer or raises ``AnswerWrong``, whose code chooses the note.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any, TypeVar

from catalogue.answers.plate import doubts
from catalogue.fields import AnswerWrong
from catalogue.roc import to_roc_words
from kiosk.conversation import Conversation
from kiosk.entry.date import DateEntry
from kiosk.entry.door import UNITS, DoorEntry
from kiosk.entry.plate import PlateEntry
from kiosk.entry.text import TextEntry
from kiosk.ui.door import Button, Dial, Key, Strip, Touch, View

ROC = 1911
T = TypeVar("T")
Words = Callable[[], dict[str, str]]


async def ask_text(
    talk: Conversation, words: Words, entry: TextEntry, check: Callable[[str], T], screen: str = "form", go: str = "next",
    skip: str = "",
) -> T | None:
    """The citizen's own words. ``go`` and ``skip`` name buttons; None: skipped."""
    wrong = ""

    def page() -> View:
        shown, at, count = entry.strip()
        buttons: tuple[Button, ...] = (talk.button(go, "primary"),)
        if skip:
            buttons = (talk.button(skip, "quiet"), *buttons)
        pad = entry.pad(talk.lang)
        told = said(words(), talk.word(f"wrong.{wrong}", n=entry.longest) if wrong else "")
        return talk.view(screen, **told, pad=pad, pads=switches(talk, entry.pads(talk.lang), pad), entry=entry.entry,
                         composing=entry.composing, strip=Strip(words=shown, page=at, pages=count), personal=True, buttons=buttons)

    with closing(entry):
        while True:
            touch = await _touch(talk, page)
            wrong = ""
            if touch.name == "key":
                entry.press(touch.value)
            elif touch.name == "word":
                entry.choose(touch.value)
            elif touch.name == "pad":
                entry.switch(touch.value)
            elif skip and touch.name == skip:
                return None
            elif touch.name == go:
                try:
                    return check(entry.entry)
                except AnswerWrong as error:
                    wrong = error.code


async def ask_date(talk: Conversation, words: Words, entry: DateEntry, check: Callable[[str], T]) -> T:
    """A day on dials, or typed: the citizen switches between the two."""
    wrong, pad = "", "date"

    def page() -> View:
        told = to_roc_words(entry.value, talk.lang) if entry.value else ""
        parts = words()
        if pad == "digits":
            parts["body"] = talk.word("date.typed")
        shown = told if pad == "date" else entry.typed or told
        note = talk.word(f"wrong.{wrong}") if wrong else told if pad == "digits" and entry.typed else ""
        return talk.view("form", **said(parts, note), pad=pad, pads=switches(talk, ("date", "digits"), pad), entry=shown,
                         dials=dials(talk, entry) if pad == "date" else (), personal=True, buttons=(talk.button("next", "primary"),))

    while True:
        touch = await _touch(talk, page)
        wrong = ""
        if touch.name == "key":
            entry.press(touch.value)
        elif touch.name == "pad" and touch.value in ("date", "digits"):
            pad = touch.value
        elif touch.name == "next":
            try:
                return check(entry.digits)
            except AnswerWrong as error:
                wrong = "date-parts" if pad == "date" and error.code == "roc-date" else error.code


def said(words: dict[str, str], note: str) -> dict[str, str]:
    """The words of a pad's screen. A note takes the body's place: so it stands beside the pad in the largest letters too."""
    return {"heading": words["heading"], "note": note} if note else words


def switches(talk: Conversation, pads: Sequence[str], now: str) -> tuple[Key, ...]:
    """The keys that switch from pad to pad."""
    return tuple(Key(key=pad, text=talk.word(f"pad.{pad}"), say=talk.word(f"pad.{pad}.say"), chosen=pad == now) for pad in pads)


def dials(talk: Conversation, entry: DateEntry) -> tuple[Dial, ...]:
    """Year, month and day as a language shows them: ROC years in Chinese, CE years elsewhere, the other one beside it."""
    year = Dial(name="year", label=talk.word("dial.year"))
    if entry.year is not None:
        shown, other = (entry.year - ROC, entry.year) if talk.lang == "zh-TW" else (entry.year, entry.year - ROC)
        year = Dial(name="year", label=year.label, value=str(shown), also=talk.word("dial.also", n=other))
    month = Dial(name="month", label=talk.word("dial.month"), value=str(entry.month or ""))
    return year, month, Dial(name="day", label=talk.word("dial.day"), value=str(entry.day or ""))


async def ask_plate(talk: Conversation, words: Words, entry: PlateEntry, check: Callable[[str], T]) -> T:
    """A plate; a doubt about a letter is said, nothing more."""
    wrong = ""

    def page() -> View:
        doubt = next(iter(doubts(entry.value or entry.entry)), "")
        note = talk.word(f"wrong.{wrong}") if wrong else talk.word(f"doubt.plate-{doubt}") if doubt else ""
        if entry.choices and not wrong:
            note = talk.word("plate.choose")
        return talk.view("form", **said(words(), note), pad="plate", entry=entry.entry, strip=Strip(words=entry.choices), personal=True,
                         buttons=(talk.button("next", "primary"),))

    while True:
        touch = await _touch(talk, page)
        wrong = ""
        if touch.name == "key":
            entry.press(touch.value)
        elif touch.name == "word":
            entry.choose(touch.value)
        elif touch.name == "next":
            try:
                return check(entry.value)
            except AnswerWrong as error:
                wrong = error.code


async def ask_door(talk: Conversation, words: Words, entry: DoorEntry) -> dict[str, str]:
    """The number of a house, with lane, alley and floor where it has them."""
    wrong = False

    def page() -> View:
        keys = tuple(Key(key=unit, text=talk.word(f"door.{at}"), enabled=entry.may(unit)) for at, unit in enumerate(UNITS))
        return talk.view("form", **said(words(), talk.word("wrong.number") if wrong else ""), pad="digits", keys=keys,
                         entry=entry.shown(talk.lang), personal=True, buttons=(talk.button("next", "primary"),))

    while True:
        touch = await _touch(talk, page)
        wrong = False
        if touch.name == "key":
            entry.press(touch.value)
        elif touch.name == "next":
            parts = entry.value()
            if parts is not None:
                return parts
            wrong = True


async def _touch(talk: Conversation, page: Callable[[], View]) -> Touch:
    touch: Any = await talk.ask(page)
    assert isinstance(touch, Touch)
    return touch

