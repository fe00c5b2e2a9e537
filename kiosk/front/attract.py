"""Between two visits: what can be done now, in one language after the other, until somebody touches.

- One slide after the other, each in every language before the next: that the counter is open, that help is at hand, that nothing
  stays here. Below each the services that can be finished now. Nothing moves between two slides, and no slide knows of anybody.
- Closed (the bureau has not accepted, the box is full) and under maintenance (the site keeper's file) say why, until when and
  whom to phone; nobody is served then.
- A card that an earlier citizen left is said, not read, until it was taken out.
- What was left behind by a crash is told first: a minute, or a touch.
"""
from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

from catalogue.trouble import Trouble
from kiosk.config import Kiosk
from kiosk.conversation import Conversation, Over, end
from kiosk.front.offer import Offer, first, item
from kiosk.store import Journal
from kiosk.ui.door import Item, Touch, View

SLIDE_S = 10.0
"""So long a slide stands: time to read it slowly. Then devices and line are looked at, and the next one comes."""
CLOSED_S = 1.0
"""So soon a counter that serves nobody looks again: the answer to its first hello comes within a second."""
SLIDES = (("attract", "counter"), ("attract.help", "officer"), ("attract.private", "private"))
"""The words and the picture of each."""
MOST = 4
MAINTENANCE = "maintenance"
"""The site keeper's file in the run directory; in it, where it is known, the time of the end as ``HH:MM``."""


class Attract:
    """The screen that waits. ``look`` asks the devices and the line anew; ``closed`` says why nobody can be served, if so."""

    def __init__(self, talk: Conversation, config: Kiosk, journal: Journal, offers: Callable[[], list[Offer]],
                 look: Callable[[], Awaitable[None]], closed: Callable[[], Trouble | None],
                 card_left: Callable[[], Awaitable[bool]]) -> None:
        self._talk, self._config, self._journal, self._offers = talk, config, journal, offers
        self._look, self._closed, self._card_left = look, closed, card_left

    async def notice(self, trouble: Trouble) -> None:
        """A word about what was left behind, nothing personal, on the screen of its name; a touch or a minute ends it."""
        talk = self._talk
        talk.may_go_back = False
        self._journal.note(None, "screen", trouble.value)
        with suppress(Over):  # home, then leave: no visit has begun that could end
            await talk.pause(lambda: talk.view(trouble.value, **talk.told(trouble, phone=talk.phone), picture=trouble.value,
                                               buttons=(talk.button("ok", "primary"),)), self._config.limits.idle_s)

    async def wait(self) -> Touch:
        """Until somebody touches a counter that serves."""
        talk, turn, told = self._talk, -1, View(visit="", screen="", lang="", heading="")
        ends = 0.0
        talk.may_go_back = False
        touched: asyncio.Task[Touch] | None = None
        try:
            while True:
                inviting = touched if told.screen == "attract" else None
                left = await self._looked(inviting)
                if inviting is not None and inviting.done():
                    return inviting.result()  # somebody was quicker than this look, and may have chosen a language
                if time.monotonic() >= ends:
                    turn, ends = turn + 1, time.monotonic() + SLIDE_S
                talk.lang, slide = slide_at(turn, self._config.site.languages)
                page = self._page(left, slide)
                if page != told or touched is None:
                    told = page
                    await talk.tell(page)
                    touched = touched or asyncio.create_task(talk.next_touch())
                done, _ = await asyncio.wait({touched}, timeout=max(0.0, ends - time.monotonic()) if page.screen == "attract" else CLOSED_S)
                if done and page.screen == "attract":
                    return touched.result()
                if done:
                    turn, ends = self._chosen(touched.result(), turn), time.monotonic() + SLIDE_S
                    touched = None
        finally:
            if touched is not None and not touched.done():
                await end(touched)

    async def _looked(self, touched: asyncio.Task[Touch] | None) -> bool:
        """Ask devices and line; whether a card was left. Who touches meanwhile does not wait for a device that is slow to answer."""
        async def ask() -> bool:
            await self._look()
            return await self._card_left()

        asking = asyncio.create_task(ask())
        try:
            await asyncio.wait({asking} if touched is None else {asking, touched}, return_when=asyncio.FIRST_COMPLETED)
            return asking.result() if asking.done() else False
        finally:
            if not asking.done():
                await end(asking)

    async def closed(self) -> None:
        """Say why nobody is served, in every language once; nobody is waited for."""
        for lang in self._config.site.languages:
            self._talk.lang = lang
            await self._talk.tell(self._page(False, SLIDES[0]))
            await asyncio.sleep(CLOSED_S)

    def _chosen(self, touch: Touch, turn: int) -> int:
        """On a closed counter a language chip shows that language next."""
        languages = self._config.site.languages
        return languages.index(self._talk.lang) if touch.name == "frame" and self._talk.lang in languages else turn

    def _page(self, card_left: bool, slide: tuple[str, str]) -> View:
        talk = self._talk
        until = maintenance(self._config.site.run)
        if until is not None:
            told = talk.told(Trouble.MAINTENANCE)
            when = talk.word("maintenance.until", time=until) if until else talk.word("maintenance.soon")
            return talk.view("maintenance", **told | {"body": f"{told['body']}\n{when}"}, note=talk.word("closed.phone", phone=talk.phone))
        closed = self._closed()
        if closed is not None:
            told = talk.told(closed)
            return talk.view("closed", heading=talk.word("closed.heading"), body=f"{told['heading']}\n{told['body']}", code=closed,
                             picture="closed", note=talk.word("closed.phone", phone=talk.phone))
        if card_left:
            return talk.view("card-left", **talk.told(Trouble.CARD_LEFT, phone=talk.phone), picture="card-left")
        offers = self._offers()
        items = [item(talk, offer).but(about="") for offer in first(offers, MOST)]
        if len(offers) > len(items):
            items.append(Item(key="more", text=talk.word("attract.more", n=len(offers) - len(items)), icon="list"))
        words, picture = slide
        return talk.view("attract", **talk.words(words), picture=picture, items=tuple(items), buttons=(talk.button("start", "primary"),))


def slide_at(turn: int, languages: Sequence[str]) -> tuple[str, tuple[str, str]]:
    """The language and the slide of a turn: a slide in every language, then the next one."""
    return languages[turn % len(languages)], SLIDES[turn // len(languages) % len(SLIDES)]


def maintenance(run: Path) -> str | None:
    """None: no maintenance. Else until when (``HH:MM``), '' where the keeper did not say."""
    try:
        untrusted_words = (run / MAINTENANCE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(r"\b([01]\d|2[0-3]):[0-5]\d\b", untrusted_words[:200])
    return found[0] if found else ""
