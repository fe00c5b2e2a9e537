"""Walks plans side by side, each at a counter of its own in this process, and says what went otherwise than planned."""
from __future__ import annotations

import asyncio
import contextlib
import io
import tempfile
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.config import replace
from kiosk.conversation import Back, Conversation, Over
from kiosk.store import Journal
from kiosk.ui.door import EngineEnd, ToScreen, View
from kiosk.walk.hands import Hands
from kiosk.walk.place import Place, made
from kiosk.walk.terminal import Terminal
from rehearsal.paths.plans import Plan
from rehearsal.paths.wayfarer import LANG, Lost, Wayfarer

PATIENCE_S = 90.0
SIDE_BY_SIDE = 24
"""Most of a walk is waiting, of those most who stand still."""
IDLE_S, ANSWER_S = 4, 1
ENDS = {"right": ("delivered",), "wrong": ("delivered",), "back": ("delivered",), "leave": ("abandoned",), "idle": ("abandoned",),
        "bureau": ("parked", "refused", "failed")}


@dataclass(frozen=True)
class Walked:
    """One walk: what is wrong with it, '' for nothing; how it ended; how many wrong answers were told."""

    plan: Plan
    fault: str
    outcome: str = ""
    noted: int = 0


class Scripted(Terminal):
    """The terminal whose lines come from a citizen who sees the view."""

    def __init__(self, run: Path, citizen: Wayfarer, place: Place, hands: object) -> None:
        super().__init__(run, citizen, hands)  # type: ignore[arg-type]  # the hands' own method
        self._citizen = citizen

    def _hear(self, said: ToScreen) -> None:
        if isinstance(said, View):
            self._citizen.view = said
        super()._hear(said)

    async def _act(self) -> bool:
        self._citizen.view = self._view
        if self._citizen.still:
            self._news.clear()
            await self._news.wait()  # until the counter says something else
            return True
        return await super()._act()


async def walk(plan: Plan, like: Place) -> Walked:
    """Walk one plan at a counter like that one."""
    with tempfile.TemporaryDirectory(prefix="path-") as folder:
        place = made(Path(folder), like.config.directory, like)
        limits = replace(place.config.limits, idle_s=IDLE_S if plan.twist == "idle" else place.config.limits.idle_s, idle_answer_s=ANSWER_S)
        place = Place(replace(place.config, limits=limits), place.catalogue, place.words, place.keys)
        try:
            return await asyncio.wait_for(_walked(plan, place), PATIENCE_S)
        except TimeoutError:
            return Walked(plan, f"did not end within {PATIENCE_S:.0f} s")
        except Lost as lost:
            return Walked(plan, str(lost))


async def _walked(plan: Plan, place: Place) -> Walked:
    place.config.site.run.mkdir(parents=True, exist_ok=True)
    journal, cabinet = Journal(place.config.site.state), place.cabinet()
    citizen = Wayfarer(plan, place.catalogue.flows[plan.flow], place.catalogue, place.words)
    terminal = Scripted(place.config.site.run, citizen, place, Hands(cabinet).do)
    door = await EngineEnd.open(place.config.site.run)
    talk = Conversation(door, place.words, place.config, str(uuid.uuid4()), LANG)
    visit = asyncio.create_task(place.visit(talk, plan.flow, journal, cabinet, terminal.ask))
    screen = asyncio.create_task(terminal.run())
    try:
        await asyncio.wait({visit, screen}, return_when=asyncio.FIRST_COMPLETED)
        if not visit.done():
            if (error := screen.exception()) is not None:
                raise error
            return Walked(plan, f"stopped at the screen '{terminal.screen}': {citizen.view.heading if citizen.view else ''}")
        return _judged(plan, visit.result(), journal, citizen)
    finally:
        for task in (visit, screen):
            task.cancel()
            with suppress(asyncio.CancelledError, Back, Over, Exception):
                await task
        await talk.close()
        await door.close()
        await cabinet.close()


def _judged(plan: Plan, told: str, journal: Journal, citizen: Wayfarer) -> Walked:
    outcome = told.splitlines()[0].removeprefix("The visit ended: ").split(" ")[0]
    if outcome not in ENDS[plan.twist]:
        return Walked(plan, f"ended '{told.splitlines()[0]}'; troubles {citizen.codes}", outcome)
    if plan.twist in ("right", "wrong", "back") and "send" in plan.kinds and "the bureau received: " not in told:
        return Walked(plan, "nothing reached the bureau", outcome)
    if plan.twist == "wrong" and citizen.noted < len(citizen.wronged):
        return Walked(plan, f"{len(citizen.wronged)} wrong answers, {citizen.noted} were told: {sorted(citizen.wronged)}", outcome)
    if plan.twist in ("leave", "idle") and "the bureau received: " in told:
        return Walked(plan, "something was sent although the citizen left before", outcome)
    return Walked(plan, "", outcome, citizen.noted)


def walk_all(plans: Sequence[Plan], like: Place) -> list[Walked]:
    """Walk all of them; what they show is thrown away."""
    async def together() -> list[Walked]:
        gate = asyncio.Semaphore(SIDE_BY_SIDE)

        async def one(plan: Plan) -> Walked:
            async with gate:
                return await walk(plan, like)

        return list(await asyncio.gather(*(one(plan) for plan in plans)))

    with contextlib.redirect_stdout(io.StringIO()):
        return asyncio.run(together())
