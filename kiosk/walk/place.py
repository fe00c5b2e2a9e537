"""Where a walk takes place: the counter's parts put together once more, around devices and keys made for this one walk.

The engine's own loop (:mod:`kiosk.engine`) waits for whoever comes and opens the menu; a walk begins at the flow. From there on every
part is the one that serves citizens: :class:`kiosk.visit.Visit`, the steps, the post, the stores, the goodbye.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalogue.flow import Catalogue, load_catalogue
from catalogue.words import Words
from hardware.registry import open_device
from kiosk.cabinet import Cabinet, open_cabinet
from kiosk.config import Device, Kiosk, Site, replace
from kiosk.conversation import Back, Conversation, Over
from kiosk.goodbye import say_goodbye
from kiosk.post import Greeting, Post
from kiosk.store import InboxReader, Journal, Outbox
from kiosk.visit import Parts, Visit
from kiosk.walk.citizen import deal, paint
from kiosk.walk.desk import Ask, Desk, Keys
from wire.keys import VisitKey

SITE = "walk-01"
PATIENT_S = 24 * 3600
"""Nobody at a terminal is asked whether somebody is there."""
GOODBYE_S = 60.0


@dataclass(frozen=True)
class Place:
    """A counter to walk at. ``keys``: those of the counter and of the bureau that the walk is for itself."""

    config: Kiosk
    catalogue: Catalogue
    words: Words
    keys: Keys

    def cabinet(self) -> Cabinet:
        """The devices, opened."""
        return open_cabinet(self.config, open_device)

    async def visit(self, talk: Conversation, flow: str, journal: Journal, cabinet: Cabinet, ask: Ask) -> str:
        """One visit from the first step of a flow to goodbye; what came of it, in words."""
        post = self._post(journal)
        desk = Desk(self.keys, self.catalogue, self.config.site.state, ask, talk.lang)
        parts = Parts(self.config, self.catalogue, cabinet, post, journal, desk.news)
        journal.visit_begins(talk.visit)
        visits = [Visit(parts, talk, self.catalogue.flows[flow], talk.visit, VisitKey.generate())]
        outcome, code = "abandoned", ""
        try:
            outcome = await _walked(visits)
        except Over as over:
            outcome, code = over.outcome, over.code
        last = visits[-1] if visits else None
        await say_goodbye(talk, last, cabinet, post, journal, outcome, code, GOODBYE_S)
        journal.visit_ends(talk.visit, outcome)
        desk.take()
        return summary(outcome, code, last, desk)

    def _post(self, journal: Journal) -> Post:
        site, keys, agencies = self.config.site, self.keys, sorted(self.catalogue.agencies)
        greeting = Greeting(site=site.id, transport_jkt=keys.device.kid, journal=journal, clock=_now)
        return Post(site=site.id, outbox=Outbox(site.state), inbox=InboxReader(site.state), journal=journal, key=keys.device,
                    keyring=keys.keyring(agencies), sealing={agency: keys.sealing.public for agency in agencies},
                    trust=self.config.uplink.trust, greeting=greeting, wake=lambda: None, clock=_now)


def made(folder: Path, flows: Path, like: Place | None = None) -> Place:
    """A counter of this walk alone, in an empty directory; ``like`` another one, whose flows and words are not read again.

    Raises ``FileErrors``.
    """
    cabinet, trust = folder / "cabinet", folder / "trust"
    deal(cabinet / "cards", trust / "citizen-ca")
    paint(cabinet / "pictures")
    device = Device(driver="simulated", options={"cabinet": cabinet})
    names = {"zh-TW": "試走的櫃檯", "en": "Counter of a walk", "ja": "試用カウンター"}
    site = Site(id=SITE, name=names, state=folder / "state", run=folder / "run")
    config = Kiosk(site=site, card=device, scanner=device, camera={"document": device, "face": device}, face=device,
                   printer={"a4": device, "receipt": device}, directory=flows)
    site.state.mkdir(parents=True)
    trusting = replace(config, uplink=replace(config.uplink, trust=trust))
    return _placed(trusting, Keys(SITE)) if like is None else Place(_patient(trusting), like.catalogue, like.words, Keys(SITE))


def _placed(config: Kiosk, keys: Keys) -> Place:
    words = Words(config.locale, None)
    words.speak(config.site.languages)
    return Place(_patient(config), words.also_in(load_catalogue(config.flows)), words, keys)


def _patient(config: Kiosk) -> Kiosk:
    return replace(config, limits=replace(config.limits, idle_s=PATIENT_S))


async def _walked(visits: list[Visit]) -> str:
    """A service and those that follow it, as in the engine. Raises ``Over``."""
    at = 0
    while True:
        try:
            await visits[-1].run(at)
        except Back:
            if len(visits) == 1:
                return "abandoned"
            visits.pop()
            at = len(visits[-1].steps()) - 1
            continue
        following = visits[-1].next()
        if following is None:
            return "delivered"
        visits.append(following)
        at = 0


def summary(outcome: str, code: str, visit: Visit | None, desk: Desk) -> str:
    """How the visit ended, what came out of the printer, what the bureau had to read."""
    lines = [f"The visit ended: {outcome}{f' ({code})' if code else ''}"]
    if visit is not None:
        lines += [f"  paper {paper.serial}: {paper.state}" for paper in visit.papers]
    for message in desk.heard:
        lines.append(f"  the bureau received: {type(message).__name__.lower()}")
        lines += [f"    {name} = {answer}" for name, answer in getattr(message, "answers", {}).items()]
        if evidence := ", ".join(one.kind for one in getattr(message, "evidence", ())):
            lines.append(f"    evidence: {evidence}")
    return "\n".join(lines)


def _now() -> datetime:
    return datetime.now(UTC)
