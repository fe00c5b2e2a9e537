"""The engine of one visit: takes the devices over, waits for a citizen, serves, forgets by ending.

Before a citizen touches the screen it ends what its predecessor left behind (:mod:`kiosk.aftermath`)
and watches the devices' health. Its exit status is 0 when its visit ended in order.
"""
from __future__ import annotations

import asyncio
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path

from catalogue.flow import Catalogue, Flow, load_catalogue
from catalogue.words import Words
from hardware.registry import open_device
from kiosk import aftermath
from kiosk.cabinet import Cabinet, ears, open_cabinet
from kiosk.config import Kiosk
from kiosk.contact import Contact
from kiosk.conversation import Back, Conversation, Over, end
from kiosk.goodbye import say_goodbye
from kiosk.health import hindrance, look
from kiosk.post import Post, open_post
from kiosk.store import Journal
from kiosk.store.wake import COUNTER, Bell
from kiosk.ui.door import DoorClosed, Ears, EngineEnd, Forget, Item, Touch, View
from kiosk.visit import Parts, Visit
from wire.keys import VisitKey
from wire.messages import Outcome

WATCH_S = 5.0
LOCALE = Path(__file__).parent.parent / "assets" / "locale"


class Engine:
    """Everything of one engine process, constructed at the top."""

    def __init__(self, config: Kiosk, catalogue: Catalogue, words: Words, door: EngineEnd, cabinet: Cabinet, post: Post, journal: Journal,
                 bell: Bell) -> None:
        self._config, self._catalogue, self._door, self._words = config, catalogue, door, words
        self._cabinet, self._post, self._journal, self._bell = cabinet, post, journal, bell
        self.id = str(uuid.uuid4())
        self._talk = Conversation(door, words, config, self.id, config.site.languages[0])
        self._talk.moved = lambda screen: journal.note(self.id, "screen", screen) if screen not in ("idle", "attract") else None
        self._devices: dict[str, str] = {}
        self._contact = Contact(post, journal, config, catalogue.sha256)

    async def serve(self, boot: str) -> None:
        """End the predecessor's affairs, wait, serve one citizen, forget."""
        listening = asyncio.create_task(ears(self._cabinet.sound, lambda headset: self._door.say(Ears(visit=self.id, headset=headset))))
        left = await aftermath.settle(self._journal, self._post, self._cabinet, boot)
        if left.interrupted:
            await self._notice("interrupted")
        if left.tray_uncertain:
            await self._notice("paper-left")
        await self._attract(boot)
        self._journal.visit_begins(self.id)
        started = time.monotonic()
        outcome, code = "abandoned", ""
        visit: Visit | None = None
        try:
            flow = await self._menu()
            parts = Parts(self._config, self._catalogue, self._cabinet, self._post, self._journal, self._news)
            visit = Visit(parts, self._talk, flow, self.id, VisitKey.generate())
            await visit.run()
            outcome = "delivered"
        except Over as over:
            outcome, code = over.outcome, over.code
        whole_s = time.monotonic() - started
        self._journal.note(self.id, "over", f"{outcome} {code}".strip())
        self._journal.note(self.id, "machine", str(round((whole_s - self._talk.human_s) * 1000)))
        with suppress(DoorClosed):
            await say_goodbye(self._talk, visit, self._cabinet, self._post, outcome, code)
        self._finish(visit, outcome)
        with suppress(DoorClosed):
            await self._door.say(Forget(visit=self.id))
        await end(listening)
        await self._cabinet.close()

    def _finish(self, visit: Visit | None, outcome: str) -> None:
        """Seal the outcome first; only then is the visit over in the journal."""
        if visit is not None and visit.sent is not None:
            self._post.send("outcome", Outcome.model_validate({
                "visit": self.id, "request": visit.request, "attempt": visit.reply.attempt if visit.reply else None, "outcome": outcome,
                "papers": tuple(visit.papers), "rating": visit.rating, "receipt_signature": visit.receipt_signature,
            }), visit.flow.agency)
        self._journal.remember("to-wipe", self.id)
        self._journal.visit_ends(self.id, outcome)

    async def _news(self, patience_s: float) -> None:
        await self._bell.wait(patience_s)  # a lost ring costs the patience, nothing else
        self._post.settle()

    async def _notice(self, key: str) -> None:
        """A word about what was left behind, nothing personal; a touch or a minute ends it."""
        talk = self._talk
        self._journal.note(None, "screen", key)
        await talk.pause(lambda: talk.view(key, **talk.words(key, phone=self._config.site.phone), picture="warning",
                                           buttons=(talk.button("ok", "primary"),)), self._config.limits.idle_s)

    async def _attract(self, boot: str) -> Touch:
        """Show what can be done now until somebody touches; keep the devices, the line and the tray in view."""
        talk, shown, turn = self._talk, ("", ""), 0
        touched: asyncio.Task[Touch] | None = None
        try:
            while True:
                self._devices = await look(self._cabinet)
                self._contact.keep(boot, self._devices)
                aftermath.tray_cleared(self._journal, self._config.site.run)
                closed = self._contact.closed()
                if not closed:
                    talk.lang = self._config.site.languages[turn % len(self._config.site.languages)]
                    turn += 1
                if shown != (closed, talk.lang) or touched is None:
                    shown = (closed, talk.lang)
                    await talk.tell(self._front(closed))
                    touched = touched or asyncio.create_task(talk.next_touch())
                done, _ = await asyncio.wait({touched}, timeout=WATCH_S)
                if done and closed:
                    touched = None
                elif done:
                    return touched.result()
        finally:
            if touched is not None and not touched.done():
                await end(touched)

    def _front(self, closed: str) -> View:
        talk = self._talk
        if closed:
            return talk.view("closed", heading=talk.word("closed.heading"), body=talk.word(f"closed.{closed}"), code=closed,
                             picture="closed", note=talk.word("closed.phone", phone=self._config.site.phone))
        items = tuple(Item(key=flow.id, text=flow.text(talk.lang, "title"), icon=icon(flow)) for flow in self._flows())
        return talk.view("attract", **talk.words("attract"), items=items, buttons=(talk.button("start", "primary"),))

    def _flows(self) -> list[Flow]:
        """Services first, the collection of what they left last."""
        return sorted(self._catalogue.flows.values(), key=lambda flow: flow.bureau is None)

    async def _menu(self) -> Flow:
        aftermath.tray_cleared(self._journal, self._config.site.run)  # the keeper's word of this moment counts
        talk, tray = self._talk, aftermath.tray_uncertain(self._journal)
        hindered = {flow.id: hindrance(flow, self._devices, tray) for flow in self._flows()}

        def page() -> View:
            items = tuple(
                Item(key=flow.id, text=flow.text(talk.lang, "title"), about=flow.text(talk.lang, "about"), icon=icon(flow),
                     enabled=not hindered[flow.id],
                     reason=talk.word(f"menu.reason.{hindered[flow.id]}") if hindered[flow.id] else "")
                for flow in self._flows()
            )
            return talk.view("menu", **talk.words("menu"), items=items)

        while True:
            try:
                touch = await talk.ask(page)
            except Back:
                continue
            if isinstance(touch, Touch) and touch.name == "item" and hindered.get(touch.value, "unknown") == "":
                return self._catalogue.flows[touch.value]


def icon(flow: Flow) -> str:
    """The sign beside a service's name."""
    return "tray" if flow.bureau is None else "list" if flow.outcome == "list" else "house" if flow.bureau.register_name == "houses" else ""


async def run(config: Kiosk) -> int:
    """Stand by until told to go, then serve one visit."""
    catalogue, words = load_catalogue(config.flows), Words(LOCALE)
    boot = (await asyncio.to_thread(sys.stdin.readline)).strip()
    if not boot:
        return 0  # the counter is going down
    bell = Bell(config.site.run / COUNTER)
    journal = Journal(config.site.state)
    post = open_post(config, journal)
    cabinet = open_cabinet(config, open_device)
    door = await EngineEnd.open(config.site.run)
    await Engine(config, catalogue, words, door, cabinet, post, journal, bell).serve(boot)
    await door.close()
    return 0


def main(config: Kiosk) -> int:
    """Run one engine to its end."""
    try:
        return asyncio.run(run(config))
    except DoorClosed as closed:
        print(f"engine: {closed}", file=sys.stderr)
        return 1
