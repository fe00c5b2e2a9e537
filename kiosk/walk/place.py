"""Where a walk takes place: the counter's parts put together once more, around devices and keys made for this one walk.

The engine's own loop (:mod:`kiosk.engine`) waits for whoever comes and opens the menu; a walk begins at the flow. From there on every
part is the one that serves citizens: :class:`kiosk.visit.Visit`, the steps, the post, the stores, the goodbye.
"""
from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalogue.flow import Catalogue, load_catalogue
from catalogue.words import Words
from hardware.registry import open_device
from kiosk.cabinet import Cabinet, open_cabinet
from kiosk.config import Device, Kiosk, Site, load, replace
from kiosk.conversation import Back, Conversation, Over
from kiosk.goodbye import say_goodbye
from kiosk.post import Greeting, Post, open_post
from kiosk.store import InboxReader, Journal, Outbox
from kiosk.visit import Parts, Visit
from kiosk.walk.citizen import deal, paint
from kiosk.walk.desk import Ask, Desk, Keys
from kiosk.walk.hands import Hands
from wire.keys import VisitKey

SITE = "walk-01"
PATIENT_S = 24 * 3600
"""Nobody at a terminal is asked whether somebody is there."""
GOODBYE_S, POLL_S = 60.0, 0.25


@dataclass(frozen=True)
class Place:
    """A counter to walk at. ``keys``: of a walk that is its own bureau, None where a bureau answers."""

    config: Kiosk
    catalogue: Catalogue
    words: Words
    keys: Keys | None

    def cabinet(self) -> Cabinet:
        """The devices, opened."""
        return open_cabinet(self.config, open_device)

    def hands(self, cabinet: Cabinet) -> Hands:
        """Whoever moves the devices; at a lent counter what lies there stays as it was left."""
        return Hands(cabinet)

    async def visit(self, talk: Conversation, flow: str, journal: Journal, cabinet: Cabinet, ask: Ask) -> str:
        """One visit from the first step of a flow to goodbye; what came of it, in words."""
        post = self._post(journal)
        desk = Desk(self.keys, self.catalogue, self.config.site.state, ask, talk.lang) if self.keys is not None else None
        parts = Parts(self.config, self.catalogue, cabinet, post, journal, desk.news if desk is not None else _waiting(post))
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
        if desk is not None:
            desk.take()
        return summary(outcome, code, last, desk)

    def _post(self, journal: Journal) -> Post:
        if self.keys is None:
            return open_post(self.config, journal)
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


def lent(path: Path) -> Place:
    """The counter of a ``kiosk.toml``. Raises ``ValueError`` where a device is not simulated, ``FileErrors``, ``OSError``."""
    config = load(path)
    real = {"card", "scanner", "face", "camera.document", "camera.face", "printer.a4", "printer.receipt"} - set(config.simulated())
    if config.site.live or real:
        raise ValueError(f"{path}: a walk moves simulated devices only; not simulated: {', '.join(sorted(real)) or 'a live site'}")
    return _placed(replace(config, site=replace(config.site, run=config.site.run / "walk")), None)


def _placed(config: Kiosk, keys: Keys | None) -> Place:
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


def summary(outcome: str, code: str, visit: Visit | None, desk: Desk | None) -> str:
    """How the visit ended, what came out of the printer, what the bureau had to read."""
    lines = [f"The visit ended: {outcome}{f' ({code})' if code else ''}"]
    if visit is not None:
        lines += [f"  paper {paper.serial}: {paper.state}" for paper in visit.papers]
    for message in desk.heard if desk is not None else ():
        lines.append(f"  the bureau received: {type(message).__name__.lower()}")
        lines += [f"    {name} = {answer}" for name, answer in getattr(message, "answers", {}).items()]
        if evidence := ", ".join(one.kind for one in getattr(message, "evidence", ())):
            lines.append(f"    evidence: {evidence}")
    return "\n".join(lines)


def _waiting(post: Post) -> Callable[[float], Awaitable[None]]:
    """Where a bureau answers, its uplink leaves the answers in the inbox."""
    async def news(patience_s: float) -> None:
        await asyncio.sleep(min(patience_s, POLL_S))
        post.settle()

    return news


def _now() -> datetime:
    return datetime.now(UTC)
