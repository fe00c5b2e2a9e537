"""Search by a typed word, over services and questions; what is not found is said, and a way on is offered.

What was typed is a word for a list, never part of a request; it is kept while the citizen looks at the results.
"""
from __future__ import annotations

from collections.abc import Sequence

from catalogue.answers.writing import tidy
from catalogue.fields import AnswerWrong
from catalogue.flow import LANGUAGES
from kiosk.conversation import Back, Conversation
from kiosk.entry.asking import ask_text
from kiosk.entry.text import TextEntry
from kiosk.front.find import Entry, found
from kiosk.front.offer import Offer, item
from kiosk.front.questions import Questions
from kiosk.ui.door import Item, Touch, View

LONGEST = 60
"""A sentence as people say it."""
MOST = 12


def entry(offer: Offer) -> Entry:
    """A service as something that can be found."""
    texts = {part: {lang: offer.flow.text(lang, part) for lang in LANGUAGES} for part in ("title", "find", "about")}
    return Entry(offer.flow.id, texts["title"], texts["find"], texts["about"])


class Search:
    """One search: words, results, words again."""

    def __init__(self, talk: Conversation, questions: Questions, asked: Sequence[Entry]) -> None:
        self._talk, self._questions, self._asked = talk, questions, asked
        self._typed = ""

    async def run(self, offers: Sequence[Offer]) -> str:
        """Return the id of the service chosen, or ``every`` or ``officer``. Raises ``Back``."""
        services = {offer.flow.id: offer for offer in offers}
        entries = [*(entry(offer) for offer in offers), *self._asked]
        while True:
            await self._type()
            hits = found(self._typed, entries, self._talk.lang, self._talk.word("search.skipped").splitlines())[:MOST]
            try:
                chosen = await self._choose(hits, services) if hits else await self._nothing(bool(services))
            except Back:
                continue
            if chosen:
                return chosen

    async def _type(self) -> None:
        talk = self._talk
        entry = TextEntry(LONGEST, self._typed)
        self._typed = await ask_text(talk, lambda: talk.words("search"), entry, _word, screen="search", go="search") or ""

    async def _choose(self, hits: Sequence[str], services: dict[str, Offer]) -> str:
        talk = self._talk

        def row(key: str) -> Item:
            if key in services:
                return item(talk, services[key])
            return self._questions.item(key.removeprefix("question:"))

        def page() -> View:
            return talk.view("search", **talk.words("search.found"), items=tuple(row(key) for key in hits),
                             buttons=(talk.button("search-again", "secondary"),))

        while True:
            touch = await talk.ask(page)
            assert isinstance(touch, Touch)
            if touch.name == "search-again":
                raise Back
            if touch.value in services and not services[touch.value].hindrance:
                return touch.value
            if touch.name == "item":
                await self._questions.show(touch.value)

    async def _nothing(self, services: bool) -> str:
        talk = self._talk

        def page() -> View:
            buttons = (talk.button("officer"), talk.button("every", "secondary", "button.every" if services else "button.all-questions"),
                       talk.button("search-again", "primary"))
            return talk.view("search", **talk.words("search.nothing"), picture="empty", buttons=buttons)

        touch = await talk.ask(page)
        assert isinstance(touch, Touch)
        return "" if touch.name == "search-again" else touch.name


def _word(typed: str) -> str:
    """What to look for. Raises ``AnswerWrong``."""
    if not tidy(typed):
        raise AnswerWrong("search", "search-empty")
    return tidy(typed)
