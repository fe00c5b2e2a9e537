"""The engine of one visit: takes the devices over, waits for a citizen, serves, forgets by ending.

It is light to start: what is needed only once a citizen stands there is loaded afterwards (:func:`rest`).
Before a citizen touches the screen it ends what its predecessor left behind (:mod:`kiosk.aftermath`)
and watches the devices' health. Its exit status is 0 when its visit ended in order, ``ANEW`` when the counter is to start anew.
"""
from __future__ import annotations

import asyncio
import os
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from catalogue.flow import Catalogue, load_catalogue
from catalogue.trouble import Trouble
from catalogue.words import Words
from hardware.registry import open_device
from kiosk import aftermath
from kiosk.cabinet import Cabinet, ears, open_cabinet
from kiosk.config import Kiosk, under
from kiosk.contact import Contact
from kiosk.conversation import Back, Conversation, Over, end
from kiosk.front.attract import Attract
from kiosk.front.offer import Offer, ordered
from kiosk.health import hindrance, look, voice
from kiosk.lifeline import ANEW
from kiosk.post import Post, open_post
from kiosk.store import Journal, StoreError
from kiosk.store.wake import COUNTER, Bell
from kiosk.ui.door import DoorClosed, Ears, EngineEnd, Forget, View
from kiosk.watch.door import DoorOpened, DoorWatch
from kiosk.watch.lamps import Lamps
from kiosk.watch.life import beating, file_of
from kiosk.watch.orders import Orders, StartAnew
from kiosk.watch.power import PowerWatch
from kiosk.watch.room import Room, ended
from wire.messages import Incident, Outcome

if TYPE_CHECKING:
    from kiosk.visit import Visit

PICTURES = 12
"""Every so many looks (a minute) each camera takes a picture; the looks between ask only whether it is there."""
CAMERAS = ("camera.document", "camera.face")


class Engine:
    """Everything of one engine process, constructed at the top."""

    def __init__(self, config: Kiosk, catalogue: Catalogue, words: Words, door: EngineEnd, cabinet: Cabinet, post: Post, journal: Journal,
                 bell: Bell) -> None:
        self._config, self._catalogue, self._door, self._words = config, catalogue, door, words
        self._cabinet, self._post, self._journal, self._bell = cabinet, post, journal, bell
        self.id = str(uuid.uuid4())
        self._talk = Conversation(door, words, config, self.id, config.site.languages[0])
        self._talk.moved = self._moved
        self._devices, self._waits = dict[str, str](), dict[str, float]()
        self._looked, self._dark = 0, set[str]()
        self._contact = Contact(post, journal, config, catalogue.sha256)
        self._orders = Orders(post.commands, journal, self._test)
        self._room = Room(config.site.state, config.limits.room_mib, lambda code: post.send("incident", Incident(code=code)))
        self._boot, self._serving = "", False
        self._halting: asyncio.Task[None] | None = None
        self._visit: Visit | None = None
        self._lamps, self._door_watch = Lamps(cabinet.lights), DoorWatch(cabinet.tamper, journal, config.site.run)
        self._power = PowerWatch(cabinet.power, config, self._battery_ends)
        self._attract = Attract(self._talk, config, journal, self._offers, self._look, self._closed,
                                partial(aftermath.card_left, journal, cabinet))

    async def serve(self, boot: str) -> None:
        """End the predecessor's affairs, wait, serve one citizen, forget. Raises ``DoorOpened`` the moment the cabinet is."""
        self._boot = boot
        beside = [asyncio.create_task(one) for one in (
            ears(self._cabinet.sound, lambda headset: self._door.say(Ears(visit=self.id, headset=headset))),
            beating(file_of(self._config.site.run, "engine")), self._lamps.watch(), self._power.watch())]
        guard, served = asyncio.create_task(self._door_watch.watch()), asyncio.create_task(self._served(boot))
        await asyncio.wait({guard, served}, return_when=asyncio.FIRST_COMPLETED)
        if guard.done():
            guard.result()
        await served
        for task in (guard, *beside):
            await end(task)
        await self._cabinet.close()

    async def _served(self, boot: str) -> None:
        while (left := await self._settled(boot)) is None:
            await self._attract.closed()
        if left.interrupted:
            await self._attract.notice(Trouble.INTERRUPTED)
        if left.paper:
            await self._attract.notice(Trouble.PAPER_LEFT)
        begun = False
        while not begun:
            touch = await self._attract.wait()
            while self._power.supply != "mains":  # it failed since the devices were looked at
                touch = await self._attract.wait()
            with self._room.trying():
                self._journal.visit_begins(self.id)
                begun = True
        self._serving, started = True, time.monotonic()
        outcome, code = "abandoned", ""
        try:
            await self._serve(at_once="help" if (touch.name, touch.value) == ("frame", "help") else "")
            outcome = "delivered"
        except (Over, StoreError) as error:
            over = error if isinstance(error, Over) else ended(self._visit, error)
            outcome, code = over.outcome, over.code
        visit, self._serving = self._visit, False
        self._journal.note(self.id, "over", f"{outcome} {code}".strip())
        self._journal.note(self.id, "machine", str(round((time.monotonic() - started - self._talk.human_s) * 1000)))
        from kiosk.goodbye import say_goodbye

        with suppress(DoorClosed):
            patience_s = 0.0 if code == Trouble.POWER else float(self._config.limits.goodbye_s)  # a battery does not last for more calls
            await say_goodbye(self._talk, visit, self._cabinet, self._post, self._journal, outcome, code, patience_s)
        with self._room.trying():  # else it stays unfinished, and whoever comes next tells the bureau that it was interrupted
            self._finish(visit, outcome)
        with suppress(DoorClosed):
            await self._door.say(Forget(visit=self.id))

    async def _settled(self, boot: str) -> aftermath.Left | None:
        """What the predecessor left; None where the box can keep nothing, and it must be tried again."""
        with self._room.trying():
            left = await aftermath.settle(self._journal, self._post, self._cabinet, boot)
            if self._door_watch.untold():
                self._post.send("incident", Incident(code="cabinet-opened"))
                self._door_watch.told()
            return left
        return None

    async def _serve(self, at_once: str) -> None:
        """The menu, then the service chosen; back from its first step leads to the menu again. Raises ``Over``."""
        from kiosk.front.bring import Bring
        from kiosk.front.help import Help
        from kiosk.front.menu import Menu
        from kiosk.visit import Parts, Visit
        from wire.keys import VisitKey

        helping = Help(self._talk, self._catalogue)
        self._talk.help = helping.open
        menu = Menu(self._talk, self._catalogue, self._offers, helping, Bring(self._talk, self._config, self._cabinet, self._journal))
        if at_once == "help":
            await helping.open(self._talk.view("menu", heading=""))
        parts = Parts(self._config, self._catalogue, self._cabinet, self._post, self._journal, self._news)
        while True:
            flow = await menu.choose()
            try:
                await self._walk(Visit(parts, self._talk, flow, self.id, VisitKey.generate()))
                return
            except Back:
                self._visit, self._talk.agency, self._talk.trail, self._talk.at = None, "", (), -1

    async def _walk(self, first: Visit) -> None:
        """A service and those that follow it; back leads to the last page of the one before. Raises ``Back`` before the first, ``Over``."""
        visits, at = [first], 0
        while visits:
            self._visit = visits[-1]
            try:
                await visits[-1].run(at)
                following = visits[-1].next()
                if following is None:
                    return
                visits.append(following)
                at = 0
            except Back:
                visits.pop()
                at = len(visits[-1].steps()) - 1 if visits else 0
        raise Back

    def _finish(self, visit: Visit | None, outcome: str) -> None:
        """Seal the outcome first; only then is the visit over in the journal."""
        if visit is not None and visit.sent is not None:
            self._post.send("outcome", Outcome.model_validate({
                "visit": self.id, "request": visit.request, "attempt": visit.reply.attempt if visit.reply else None, "outcome": outcome,
                "papers": tuple(visit.papers), "rating": visit.rating, "remark": visit.remark,
                "receipt_signature": visit.receipt_signature,
            }), visit.flow.agency)
        self._journal.remember("to-wipe", self.id)
        self._journal.visit_ends(self.id, outcome)

    async def _news(self, patience_s: float) -> None:
        await self._bell.wait(patience_s)  # a lost ring costs the patience, nothing else
        self._post.settle()

    async def _look(self) -> None:
        """Ask the devices, the line and the keeper anew."""
        looked, self._looked = self._looked, self._looked + 1
        pictures = looked % PICTURES == 1  # the first look is what a start waits for
        devices = await look(self._cabinet, pictures)
        self._dark = {name for name in devices if name in CAMERAS and devices[name] != "ok"} if pictures else self._dark
        watched = self._power.health | self._door_watch.health | self._lamps.health
        self._devices = devices | {name: "gone" for name in self._dark} | voice(self._config) | watched
        if self._power.supply == "ending" and self._halting is None:
            self._halting = asyncio.create_task(self._power.halt())
        with self._room.trying():
            self._contact.keep(self._boot, self._devices | self._orders.health(self._boot) | self._room.look())
            self._waits = self._post.waits()
            self._orders.obey(self._boot)
            aftermath.tray_cleared(self._journal, self._config.site.run)

    def _test(self) -> None:
        """Let the next look prove every device, pictures and all, and tell the bureau whatever it finds."""
        self._looked = 1
        self._contact.tell_again()

    def _offers(self) -> list[Offer]:
        """What is on offer this moment, the most used first; the keeper's word about the tray counts at once."""
        with suppress(StoreError):  # the next look tells of a store that refuses
            aftermath.tray_cleared(self._journal, self._config.site.run)
        tray = aftermath.tray_uncertain(self._journal)
        return ordered(Offer(flow, hindrance(flow, self._devices, tray, self._waits.get(flow.agency, 0.0)))
                       for flow in self._catalogue.flows.values())

    def _moved(self, view: View) -> None:
        self._lamps.follow(view)
        if view.screen not in ("idle", "attract"):
            self._journal.note(self.id, "screen", view.screen)

    def _closed(self) -> Trouble | None:
        """Why nobody can be served now."""
        if self._door_watch.locked():
            return Trouble.CLOSED_TAMPER
        if self._power.supply != "mains":
            return Trouble.CLOSED_POWER
        return self._room.closed() or self._orders.closed(self._boot) or self._contact.closed()

    def _battery_ends(self) -> None:
        """The visit under way, if any, ends: delivered where its paper was, parked where it was sent, else not kept."""
        def over() -> Over:
            return Over(self._visit.as_it_is if self._visit is not None else "abandoned", Trouble.POWER)

        if self._serving:
            self._journal.note(self.id, "trouble", Trouble.POWER)
            self._talk.break_off(over)


@dataclass(frozen=True)
class Common:
    """What all visits have in common, read and checked once."""

    config: Kiosk
    catalogue: Catalogue
    words: Words


def common(config: Kiosk) -> Common:
    """Read flows and words. Raises ``FileErrors`` with every fault."""
    config.site.run.mkdir(parents=True, exist_ok=True)
    words = Words(config.locale, config.site.run / "words.json")
    words.speak(config.site.languages)
    catalogue = words.also_in(load_catalogue(config.flows))
    return Common(under(config, catalogue.orders.limits if catalogue.orders is not None else {}), catalogue, words)


def rest(common: Common) -> None:
    """Load what an engine needs only once a citizen stands there."""
    kinds = {step.kind for flow in common.catalogue.flows.values() for step in flow.steps}
    for module in ("visit", "front.menu", "front.bring", "goodbye", *(f"steps.{kind.replace('-', '_')}" for kind in sorted(kinds))):
        import_module(f"kiosk.{module}")


async def _serve(common: Common, boot: str) -> None:
    config = common.config
    bell = Bell(config.site.run / COUNTER)
    journal = Journal(config.site.state)
    post = open_post(config, journal, common.catalogue.orders)
    cabinet = open_cabinet(config, open_device)
    door = await EngineEnd.open(config.site.run)
    try:
        await Engine(config, common.catalogue, common.words, door, cabinet, post, journal, bell).serve(boot)
    except DoorOpened:
        print("engine: the cabinet was opened", file=sys.stderr, flush=True)
        os._exit(1)  # at once: no goodbye, nothing of this visit goes on
    except StartAnew:
        print("engine: an operator has ordered a new start", file=sys.stderr, flush=True)
        os._exit(ANEW)
    await door.close()


def serve(common: Common, boot: str) -> int:
    """Serve one visit; ``boot`` names this start of the counter. The exit status."""
    try:
        asyncio.run(_serve(common, boot))
    except (DoorClosed, StoreError) as error:
        print(f"engine: {error}", file=sys.stderr)
        return 1
    return 0


def main(config: Kiosk) -> int:
    """Run one engine without a counter: ready, it waits for its word on standard input, the name of this start."""
    ready = common(config)
    boot = sys.stdin.readline().strip()
    return serve(ready, boot) if boot else 0
