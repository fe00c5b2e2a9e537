"""The rooms of a service: notice, identifying, every field, review, signing, waiting, paper, thanks, and everything that may go wrong."""
from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, get_args

from catalogue.flow import Flow
from catalogue.steps import Identify, Sign, Step
from catalogue.trouble import PARTS, Trouble
from hardware.face import Challenge
from kiosk import goodbye
from kiosk.conversation import Conversation
from kiosk.identity import card, id_card, number
from kiosk.paper import Paper
from kiosk.steps import print as printing
from kiosk.steps import sign, wait
from kiosk.ui.door import View
from kiosk.visit import Visit
from rehearsal.looks.asking import fields, pressed
from rehearsal.looks.front import asked, none
from rehearsal.looks.insides import Insides
from rehearsal.looks.recorder import Recorder
from rehearsal.looks.steps import steps

T = Trouble
PRINTER = (T.OUT_OF_PAPER, T.PAPER_JAM, T.COVER_OPEN, T.OUT_OF_TONER, T.PRINTER, T.PRINTER_REFUSED, T.PRINT_UNKNOWN, T.GONE, T.DEVICE)
CARD = (T.CARD_PULLED, T.NO_CARD, T.CARD, T.OTHER_CARD, T.CARD_UNKNOWN, T.FACE)
DOUBTED = (T.EXPIRED, T.NOT_YET_VALID, T.REVOKED, T.UNKNOWN_ISSUER, T.WRONG_USAGE, T.MALFORMED, T.BAD_SIGNATURE, T.CARD_UNKNOWN)
COME_WITH: dict[tuple[str, ...], tuple[Trouble, ...]] = {
    ("use-id-card", "retry"): DOUBTED, ("retry", "use-id-card"): (T.ID_MISMATCH,), ("retry",): CARD, ("use-id-card",): (T.GONE,),
    ("use-id-card", "end"): (T.PIN_LOCKED, T.PIN_TRIES_UNKNOWN, T.GONE, T.CARD), ("use-id-card", "try-last"): (T.PIN_LAST_TRY,),
    ("retry", "go-to-clerk"): (T.FACE_NO_MATCH,), ("go-on",): (*PRINTER, T.PORTRAIT_UNREADABLE, T.FACE_TO_CLERK, T.PIN_GUESSABLE),
    ("end",): tuple(Trouble),
}
"""Troubles with the buttons they come with; the last row holds every trouble there is."""


async def service(recorder: Recorder, insides: Insides) -> None:
    """Walk all of them."""
    insides.slips(False)
    await steps(recorder, insides)
    await fields(recorder, insides)
    await identity(recorder, insides)
    await card_signs(recorder, insides)
    await waits(recorder, insides)
    await troubles(recorder, insides)
    await papers(recorder, insides)


async def identity(recorder: Recorder, insides: Insides) -> None:
    """Card in, card out, number, document camera and face camera with every hint."""
    any_flow = sends_first(insides, collects=False)

    def visit(talk: Conversation) -> Visit:
        return insides.visit(talk, any_flow, next(step for step in any_flow.steps if isinstance(step, Identify)))

    for key in ("identify.insert-card", "identify.insert-again"):
        await recorder.crawl(key, lambda talk, key=key: card.insert(visit(talk), key), none)  # type: ignore[misc]  # bound per round
    insides.hands.insert_card()
    await recorder.crawl("take card", lambda talk: card.removed(visit(talk)), none)
    await recorder.crawl("keep card", lambda talk: asked(talk, lambda: _busy(
        visit(talk), "identify", "identify.keep-card", "keep-card")), none, rests=True)
    insides.hands.remove_card()
    await recorder.crawl("number", lambda talk: number.ask_number(visit(talk)), pressed, deep=3)
    for key, picture in (("identify.lay-card", "lay-card"), ("identify.look-here", "look-here")):
        hints = [word.rsplit(".", 1)[1] for word in insides.keys if word.startswith("identify.hint.")]
        for hint in hints:
            if hint.startswith("card-") == (picture == "lay-card"):
                await recorder.crawl(f"{picture} {hint}", _hinted(visit, key, picture, hint), none, settle_s=0.25)
        await recorder.crawl(picture, _hinted(visit, key, picture, ""), none)
    for challenge in get_args(Challenge):
        await recorder.crawl(challenge, _hinted(visit, f"identify.{challenge}", "look-here", ""), none)


def _hinted(visit: Callable[[Conversation], Visit], key: str, picture: str, hint: str) -> Callable[[Conversation], Awaitable[object]]:
    async def look(_: Visit) -> str:
        return hint

    async def run(talk: Conversation) -> None:
        await id_card._watch(visit(talk), key, picture, 40.0, look)

    return run


async def card_signs(recorder: Recorder, insides: Insides) -> None:
    """The PIN: tries known and unknown, after a wrong one, some of it typed; then the card at work."""
    flow = sends_first(insides, collects=False)
    step = next(step for step in flow.steps if isinstance(step, Sign))
    for name, left, wrong in (("three", 3, False), ("unknown", None, False), ("wrong", 2, True)):
        def pin(talk: Conversation, left: int | None = left, wrong: bool = wrong) -> Awaitable[object]:
            return sign._ask_pin(insides.visit(talk, flow, step, "certificate"), bytearray(), left, wrong)

        await recorder.crawl(f"pin {name}", pin, pressed, deep=1)
    await recorder.crawl("signing", lambda talk: asked(talk, lambda: _busy(
        insides.visit(talk, flow, step, "certificate"), "identify", "signing", "keep-card")), none, rests=True)


def _busy(visit: Visit, screen: str, key: str, picture: str) -> View:
    return visit.talk.view(screen, **visit.talk.words(key), picture=picture, busy=True)


async def waits(recorder: Recorder, insides: Insides) -> None:
    """Waiting and looking up with every state a case may have and with the line cut; of the other flows what they say themselves."""
    states = ["", *(word.split(".", 1)[1] for word in insides.keys if word.startswith("progress."))]
    walked: set[str] = set()
    for flow in insides.catalogue.flows.values():
        for step in (step for step in flow.steps if step.kind in ("wait", "lookup")):
            for state in states[:1] if step.kind in walked else states:
                insides.line(state != "offline")
                await recorder.crawl(f"{flow.id} {step.kind} {state}", _waiting(insides, flow, step, state), none, rests=True)
            walked.add(step.kind)
    for flow in (sends_first(insides, collects=False), sends_first(insides, collects=True)):
        send = next(step for step in flow.steps if step.kind == "send")
        for key in ("sending", "asking" if flow.collects else "kept"):
            await recorder.crawl(f"{flow.id} {key}", _sending(insides, flow, send, key), none, rests=True)


def sends_first(insides: Insides, collects: bool) -> Flow:
    """The first flow that sends something, or that collects what was sent earlier."""
    return next(flow for flow in insides.catalogue.flows.values() if flow.collects == collects and any(
        step.kind == "send" for step in flow.steps))


def _sending(insides: Insides, flow: Flow, step: Step, key: str) -> Callable[[Conversation], Awaitable[object]]:
    def page(talk: Conversation) -> View:
        insides.visit(talk, flow, step)
        return talk.view("wait", **talk.words(key), picture="sending", busy=key == "sending")

    return lambda talk: asked(talk, lambda: page(talk))


def _waiting(insides: Insides, flow: Flow, step: Any, state: str) -> Callable[[Conversation], Awaitable[object]]:
    async def run(talk: Conversation) -> None:
        visit = insides.sent(insides.visit(talk, flow, step))
        visit.progress = state if state != "offline" else ""
        await asked(talk, wait._page(step, visit, "waiting" if step.kind == "wait" else "looking-up"), False)

    return run


async def troubles(recorder: Recorder, insides: Insides) -> None:
    """Every trouble there are words for, with the buttons it comes with; and parked for every reason."""
    flow = sends_first(insides, collects=False)
    for buttons, said in COME_WITH.items():
        for code in said:
            if wordy(insides, code):
                await recorder.crawl(f"trouble {code} {' '.join(buttons)}", _trouble(insides, flow, code, buttons), none)
    for reason in (one for one in Trouble if wordy(insides, one)):
        await recorder.crawl(f"parked {reason}", _parked(insides, flow, reason), none)
    insides.slips(True)
    await recorder.crawl("parked with a slip", _parked(insides, flow, "reply-late"), none)


def wordy(insides: Insides, code: Trouble) -> bool:
    """Whether its words need nothing filled in: those that do stand on screens of their own."""
    return not any("{" in insides.words.text("zh-TW", f"error.{code}.{part}", n="{", phone="{", device="{", s="{") for part in PARTS)


def _trouble(insides: Insides, flow: Flow, code: Trouble, buttons: tuple[str, ...]) -> Callable[[Conversation], Awaitable[object]]:
    async def run(talk: Conversation) -> None:
        await insides.visit(talk, flow).trouble(code, *buttons)

    return run


def _parked(insides: Insides, flow: Flow, code: str) -> Callable[[Conversation], Awaitable[object]]:
    async def run(talk: Conversation) -> None:
        await goodbye._parked(talk, insides.sent(insides.visit(talk, flow)), code)

    return run


async def papers(recorder: Recorder, insides: Insides) -> None:
    """The page: printing, every fault of the printer, in the tray, called for."""
    flow = sends_first(insides, collects=False)
    for phase in ("", "out", *PRINTER):
        async def run(talk: Conversation, phase: str = phase) -> None:
            visit, heard = insides.sent(insides.visit(talk, flow)), asyncio.Queue[str]()
            if phase:
                heard.put_nowait(phase)
            await printing._watch(visit, Paper(insides.journal, insides.cabinet.a4.device), asyncio.create_task(asyncio.sleep(60)), heard)

        await recorder.crawl(f"paper {phase}", run, none, rests=True, settle_s=0.1)
