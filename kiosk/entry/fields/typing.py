"""Typing digits, or capitals and digits, on the pads for them."""
from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from catalogue.fields import AnswerWrong
from kiosk.conversation import Conversation
from kiosk.entry.asking import said
from kiosk.ui.door import Key, Touch, View

T = TypeVar("T")
Words = Callable[[], dict[str, str]]


async def ask_typed(
    talk: Conversation, words: Words, check: Callable[[str], T], *, pad: str, length: int, before: str = "",
    shown: Callable[[str], str] = str, more: str = "",
) -> T:
    """What was typed, once ``check`` takes it. ``shown`` is how it stands in the field, ``more`` are further keys beside the digits."""
    entry, note = before, ""

    def page() -> View:
        told = said(words(), talk.word(f"wrong.{note}") if note else "")
        return talk.view("form", **told, pad=pad, keys=tuple(Key(key=key, text=key) for key in more), entry=shown(entry), personal=True,
                         buttons=(talk.button("next", "primary"),))

    while True:
        touch = await talk.ask(page)
        assert isinstance(touch, Touch)
        if touch.name == "key":
            entry, note = pressed(entry, touch.value, length), ""
        elif touch.name == "next":
            try:
                return check(entry)
            except AnswerWrong as wrong:
                note = wrong.code


def pressed(entry: str, key: str, length: int) -> str:
    """What stands there after a key: a character, ``backspace`` or ``clear``; small letters become capitals."""
    if key == "clear":
        return ""
    if key == "backspace":
        return entry[:-1]
    fits = len(key) == 1 and key.isascii() and (key.isalnum() or key == "-")
    return (entry + key.upper())[:length] if fits else entry
