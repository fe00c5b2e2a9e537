"""A list that the citizen makes: add one, take one away, go on; each is asked field by field."""
from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from kiosk.conversation import Back, Conversation
from kiosk.ui.door import Item, Touch, View

Words = Callable[[], dict[str, str]]
Made = dict[str, Any]


async def ask_group(
    talk: Conversation, words: Words, ask_one: Callable[[], Awaitable[Made]], written: Callable[[Made], str],
    check: Callable[[list[Made]], list[Made]], most: int, before: list[Made] | None = None,
) -> list[Made]:
    """The list; the first is asked for at once. ``check`` raises nothing for what was added here, twice the same is not added.

    Raises ``Back`` from the first one.
    """
    made = list(before or [])
    if not made:
        made.append(await ask_one())

    def page() -> View:
        items = tuple(Item(key=str(at), text=written(one), about=talk.word("group.take-away")) for at, one in enumerate(made))
        more = talk.button("add-another").but(enabled=len(made) < most)
        return talk.view("choose", **words(), items=items, personal=True,
                         buttons=(more, talk.button("next", "primary").but(enabled=bool(made))))

    while True:
        touch = await talk.ask(page)
        assert isinstance(touch, Touch)
        if touch.name == "item" and touch.value.isascii() and touch.value.isdigit() and int(touch.value) < len(made):
            made.pop(int(touch.value))
        elif touch.name == "add-another" and len(made) < most:
            try:
                one = await ask_one()
            except Back:
                continue
            if one not in made:
                made.append(one)
        elif touch.name == "next" and made:
            return check(made)
