"""Typing digits, or capitals and digits, on the pads for them; an ID number twice.

Of single-digit slips in an ID number 7 of 81 pass its checksum, and the last two digits changed about always do (handbook §2.1).
"""
from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from catalogue.fields import AnswerWrong
from kiosk.conversation import Back, Conversation
from kiosk.entry.asking import said
from kiosk.ui.door import Key, Touch, View

T = TypeVar("T")
Words = Callable[[], dict[str, str]]
ID_LENGTH = 10


async def ask_typed(
    talk: Conversation, words: Words, check: Callable[[str], T], *, pad: str, length: int, before: str = "",
    shown: Callable[[str], str] = str, more: str = "", note: str = "",
) -> T:
    """What was typed, once ``check`` takes it.

    ``shown`` is how it stands in the field, ``more`` are further keys beside the digits, ``note`` is the key of a note to begin with.
    """
    entry = before

    def page() -> View:
        told = said(words(), talk.word(note) if note else "")
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
                note = f"wrong.{wrong.code}"


async def ask_id(talk: Conversation, words: Words, check: Callable[[str], str], before: str = "") -> str:
    """An ID number, typed twice; one that stood there before and was left as it is is not asked for again. Raises ``Back``."""
    stands, note = before, ""
    while True:
        first = await ask_typed(talk, words, check, pad="id", length=ID_LENGTH, before=stands, note=note)
        if first == before:
            return first
        try:
            again = await ask_typed(talk, lambda: talk.words("identify.type-again"), str, pad="id", length=ID_LENGTH)
        except Back:
            stands, note = first, ""
            continue
        if again == first:
            return first
        stands, note = "", "identify.type.differ"


def pressed(entry: str, key: str, length: int) -> str:
    """What stands there after a key: a character, ``backspace`` or ``clear``; small letters become capitals."""
    if key == "clear":
        return ""
    if key == "backspace":
        return entry[:-1]
    fits = len(key) == 1 and key.isascii() and (key.isalnum() or key == "-")
    return (entry + key.upper())[:length] if fits else entry
