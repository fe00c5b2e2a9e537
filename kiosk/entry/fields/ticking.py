"""Ticking several of a list: one screen, each touch ticks or unticks, at least one goes on."""
from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from kiosk.conversation import Conversation
from kiosk.ui.door import Item, Touch, View

Words = Callable[[], dict[str, str]]


async def ask_several(
    talk: Conversation, words: Words, offered: Callable[[], Mapping[str, str]], before: Collection[str] = (),
) -> list[str]:
    """Keys of the ticked ones, in the order offered; ``offered`` is their words by key, in the language of the moment."""
    ticked = set(before)

    def page() -> View:
        shown = offered()
        items = tuple(Item(key=key, text=text, chosen=key in ticked, icon="box") for key, text in shown.items())
        every = talk.button("tick-none" if len(ticked) == len(shown) else "tick-all")
        return talk.view("bundle", **words(), items=items, personal=True,
                         buttons=(every, talk.button("next", "primary").but(enabled=bool(ticked))))

    while True:
        touch = await talk.ask(page)
        assert isinstance(touch, Touch)
        if touch.name == "item":
            ticked ^= {touch.value} & set(offered())
        elif touch.name in ("tick-all", "tick-none"):
            ticked = set(offered()) if touch.name == "tick-all" else set()
        elif touch.name == "next" and ticked:
            return [key for key in offered() if key in ticked]
