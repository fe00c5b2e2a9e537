"""The menu: the most used services, and four ways to find one among many: by word, by life event, all of them, by what it needs."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial

from catalogue.flow import Catalogue, Flow
from kiosk.conversation import Back, Conversation
from kiosk.front import priority
from kiosk.front.bring import Bring
from kiosk.front.help import Help
from kiosk.front.offer import Offer, agencies, events, first, item
from kiosk.front.search import Search
from kiosk.ui.door import Item, Touch, View

WAYS = (("find", "find"), ("life", "life"), ("every", "list"), ("bring", "bring"))
FEW = 12
"""Services up to which one list of all of them is clearer than a choice of agencies first."""


class Menu:
    """From the first page to a service. ``offers`` gives what is on offer, the most used first."""

    def __init__(self, talk: Conversation, catalogue: Catalogue, offers: Callable[[], list[Offer]], help: Help, bring: Bring) -> None:
        self._talk, self._catalogue, self._offers, self._help, self._bring = talk, catalogue, offers, help, bring

    async def choose(self) -> Flow:
        """The service that the citizen begins. Raises ``Over``."""
        talk = self._talk
        while True:
            talk.may_go_back = False
            try:
                touch = await talk.ask(self._page)
                assert isinstance(touch, Touch)
                talk.may_go_back = True
                chosen = touch.value if touch.name == "item" else await self._way(touch.name)
            except Back:
                continue
            if (offer := self._offer(chosen)) is not None and not offer.hindrance:
                return offer.flow

    def _page(self) -> View:
        talk = self._talk
        ways = tuple(talk.button(name).but(icon=icon) for name, icon in WAYS)
        ease = talk.button("priority", "quiet", "button.priority-on" if talk.priority else "").but(icon="priority")
        return talk.view("menu", **talk.words("menu"), items=tuple(item(talk, offer) for offer in first(self._offers())),
                         buttons=(*ways, ease))

    async def _way(self, name: str) -> str:
        """Go one of the ways to a service; returns its id, or '' where none was chosen. Raises ``Back``."""
        if name == "find":
            return await self._find()
        if name == "life":
            return await self._life()
        if name == "every":
            return await self._every()
        if name == "bring":
            return await self._what_to_bring()
        if name == "priority":
            await priority.offer(self._talk)
        return ""

    async def _find(self) -> str:
        search = Search(self._talk, self._help.questions, self._help.asked)
        while True:
            chosen = await search.run(self._offers())
            if chosen == "every":
                return await self._every()
            if chosen != "officer":
                return chosen
            try:
                if await self._help.officer.call() == "questions":
                    await self._help.questions.browse(frozenset({"menu"}), self._nowhere)
            except Back:
                continue

    async def _nowhere(self) -> None:
        """From the questions back to the search they were reached by."""
        raise Back

    async def _life(self) -> str:
        talk, known = self._talk, events(self._offers())
        while True:
            event = await self._pick(lambda: talk.view("life", **talk.words("life"), items=tuple(
                Item(key=event, text=talk.word(f"life.{event}"), icon=event) for event in known)))
            try:
                return await self._list(lambda: talk.word("life.found"), partial(_serves, event))
            except Back:
                continue

    async def _every(self) -> str:
        while True:
            agency = await self._agency()
            try:
                return await self._list(partial(self._agency_name, agency), partial(_belongs, agency))
            except Back:
                if not agency:
                    raise

    async def _agency(self) -> str:
        """The agency picked; '' where one list of all services is clear enough. Raises ``Back``."""
        talk, named, count = self._talk, self._catalogue.agencies, agencies(self._offers())
        if len(count) < 2 or sum(count.values()) <= FEW:
            return ""
        return await self._pick(lambda: talk.view("every", **talk.words("every.agency"), items=tuple(
            Item(key=key, text=named[key].names[talk.lang], about=talk.word("every.count", n=many), icon="agency")
            for key, many in count.items())))

    def _agency_name(self, agency: str) -> str:
        return self._catalogue.agencies[agency].names[self._talk.lang] if agency else self._talk.word("every.heading")

    async def _what_to_bring(self) -> str:
        while True:
            agency = await self._agency()
            try:
                return await self._list_to_bring(agency)
            except Back:
                if not agency:
                    raise

    async def _list_to_bring(self, agency: str) -> str:
        while True:
            offer = await self._bring.choose([offer for offer in self._offers() if _belongs(agency, offer)])
            try:
                if await self._bring.show(offer):
                    return offer.flow.id
            except Back:
                continue

    async def _list(self, heading: Callable[[], str], fits: Callable[[Offer], bool]) -> str:
        """A list of services; returns the id of one that can be begun."""
        talk = self._talk

        def page() -> View:
            items = tuple(item(talk, offer) for offer in self._offers() if fits(offer))
            return talk.view("every", heading=heading(), body=talk.word("every.body"), items=items)

        while True:
            chosen = self._offer(await self._pick(page))
            if chosen is not None and not chosen.hindrance:
                return chosen.flow.id

    async def _pick(self, page: Callable[[], View]) -> str:
        while True:
            touch = await self._talk.ask(page)
            if isinstance(touch, Touch) and touch.name == "item":
                return touch.value

    def _offer(self, key: str) -> Offer | None:
        return next((offer for offer in self._offers() if offer.flow.id == key), None)


def _serves(event: str, offer: Offer) -> bool:
    return event in offer.flow.life_events


def _belongs(agency: str, offer: Offer) -> bool:
    return agency in ("", offer.flow.agency)
