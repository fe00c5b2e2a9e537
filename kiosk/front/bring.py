"""What to bring for a service: readable before anybody says who they are, and printable as a small list with nothing personal on it."""
from __future__ import annotations

import asyncio
from functools import partial

from kiosk.cabinet import Cabinet
from kiosk.config import Kiosk
from kiosk.conversation import Conversation
from kiosk.front.offer import Offer, item
from kiosk.receipt import come_out
from kiosk.slip import Leaflet, leaflet_pdf
from kiosk.store import Journal
from kiosk.ui.door import Line, Touch, View

PARTS = ("bring", "bring.either", "bring.first", "bring.then")
LABELS = {"bring": "bring.all"}


class Bring:
    """The lists of this counter's services."""

    def __init__(self, talk: Conversation, config: Kiosk, cabinet: Cabinet, journal: Journal) -> None:
        self._talk, self._config, self._cabinet, self._journal = talk, config, cabinet, journal

    async def choose(self, offers: list[Offer]) -> Offer:
        """Which service it is about; one that cannot be finished now can be read about all the same. Raises ``Back``."""
        talk = self._talk

        def page() -> View:
            items = tuple(item(talk, Offer(offer.flow)).but(about="") for offer in offers)
            return talk.view("bring", **talk.words("bring.choose"), items=items)

        while True:
            touch = await talk.ask(page)
            chosen = next((offer for offer in offers if isinstance(touch, Touch) and offer.flow.id == touch.value), None)
            if chosen is not None:
                return chosen

    async def show(self, offer: Offer) -> bool:
        """Show the list of one service; True: begin it now. Raises ``Back``."""
        talk, note = self._talk, ""

        def page() -> View:
            start = talk.button("start-this", "primary").but(enabled=not offer.hindrance)
            said = talk.word(note) if note else talk.word(f"menu.reason.{offer.hindrance}") if offer.hindrance else ""
            return talk.view("bring", heading=offer.flow.text(talk.lang, "title"), body=talk.word("bring.body"), lines=lines(talk, offer),
                             note=said, buttons=(talk.button("print-list", "secondary"), start))

        while True:
            touch = await talk.ask(page)
            assert isinstance(touch, Touch)
            if touch.name == "start-this" and not offer.hindrance:
                return True
            if touch.name == "print-list":
                note = "bring.printed" if await self._print(offer) else "bring.no-print"

    async def _print(self, offer: Offer) -> bool:
        talk = self._talk

        def page() -> View:
            return talk.view("print", heading=talk.word("bring.printing"), picture="printing", busy=True)

        octets = await asyncio.to_thread(lambda: leaflet_pdf(self._leaflet(offer)))
        return await talk.during(page, come_out(self._cabinet.receipt, octets, partial(self._journal.note, talk.visit), "list"))

    def _leaflet(self, offer: Offer) -> Leaflet:
        talk, parts = self._talk, dict[str, list[str]]()
        label = ""
        for line in lines(talk, offer):
            label = line.label if line.label not in ("", talk.word("bring.or")) else label
            parts.setdefault(label, []).append(line.value)
        return Leaflet(talk.lang, self._config.site.called(talk.lang), talk.word("bring.title"), offer.flow.text(talk.lang, "title"),
                       tuple((heading, tuple(things)) for heading, things in parts.items()), talk.word("bring.foot"))


def lines(talk: Conversation, offer: Offer) -> tuple[Line, ...]:
    """The list, a thing a line; the label stands at the first of its kind, 'or' at what may be brought instead."""
    flow, made = offer.flow, list[Line]()
    for part in PARTS:
        for at, thing in enumerate(flow.text(talk.lang, part).splitlines()):
            again = talk.word("bring.or") if part == "bring.either" else ""
            made.append(Line(label=again if at else talk.word(LABELS.get(part, part)), value=thing))
    made.append(Line(label=talk.word("bring.who"), value=flow.text(talk.lang, "bring.who") or talk.word("bring.who.self")))
    made.append(Line(label=talk.word("bring.time"), value=talk.word(f"bring.time.{flow.promise[-1]}", n=int(flow.promise[:-1]))))
    return tuple(made)
