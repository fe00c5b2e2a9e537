"""A list that the citizen makes: add one, take one off, go on; each is asked field by field.

What was typed is not lost by one touch: a touch marks, the button that comes then takes off.
"""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.conversation import Back, Conversation
from kiosk.entry.asking import said
from kiosk.ui.door import Item, Touch, View

Words = Callable[[], dict[str, str]]
Made = dict[str, Any]


@dataclass(frozen=True)
class Asking:
    """How one is asked and written, and whether it is ``among`` those made before."""

    one: Callable[[], Awaitable[Made]]
    written: Callable[[Made], str]
    among: Callable[[Made, Sequence[Made]], bool]
    most: int


async def ask_group(talk: Conversation, words: Words, asking: Asking, before: Sequence[Made] = ()) -> list[Made]:
    """The list, at least one; the first is asked for at once. What stands there already is not added again. Raises ``Back``.

    On the screen they are counted from 1; ``marked`` 0 is none.
    """
    made, marked, note = list(before), 0, ""
    if not made:
        made.append(await asking.one())

    def page() -> View:
        told = said(words(), talk.word(note) if note else "")
        items = tuple(Item(key=str(at), text=asking.written(one), chosen=at == marked, icon="box",
                           about="" if at == marked else talk.word("group.touch")) for at, one in enumerate(made, 1))
        return talk.view("choose", heading=told["heading"], body=told.get("note") or told["body"], items=items, personal=True, buttons=(
            talk.button("add-another").but(enabled=len(made) < asking.most), *((talk.button("take-off"),) if marked else ()),
            talk.button("next", "primary").but(enabled=bool(made))))

    while True:
        touch = await talk.ask(page)
        assert isinstance(touch, Touch)
        note = ""
        if touch.name == "item" and touch.value in map(str, range(1, len(made) + 1)):
            marked = 0 if int(touch.value) == marked else int(touch.value)
        elif touch.name == "take-off" and marked:
            made.pop(marked - 1)
            marked = 0
        elif touch.name == "add-another" and len(made) < asking.most:
            marked = 0
            note = await _added(asking, made)
        elif touch.name == "next" and made:
            return made


async def _added(asking: Asking, made: list[Made]) -> str:
    """Ask for one more; the key of the note for one that stands there already."""
    try:
        one = await asking.one()
    except Back:
        return ""
    if asking.among(one, made):
        return "group.twice"
    made.append(one)
    return ""
