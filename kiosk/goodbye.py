"""Goodbye: the end that every visit has. Waits for the card and the page, then lets go.

Some time after the last call the visit ends anyway and an incident is sent; a card that stays is
never read again until it was taken out (design: visit, Goodbye).
"""
from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from functools import partial
from itertools import pairwise

from catalogue.trouble import Trouble, told_by_bureau
from hardware import DeviceError
from kiosk.aftermath import CARD_LEFT, PAPER_LEFT
from kiosk.cabinet import Cabinet
from kiosk.conversation import Build, Conversation, Over, end
from kiosk.post import Post
from kiosk.receipt import print_slip
from kiosk.store import Journal, StoreError
from kiosk.ui.door import Line, Touch, View
from kiosk.visit import Visit
from wire.messages import Incident, Request

THANKS_S, READ_S = 6.0, 30.0
CALLS_S = (5.0, 15.0, 30.0)
"""Seconds after which a card or a page that stays is called for; after the last call ``limits.goodbye_s`` more."""
POLL_S = 0.25


async def say_goodbye(talk: Conversation, visit: Visit | None, cabinet: Cabinet, post: Post, journal: Journal, outcome: str, code: str,
                      patience_s: float) -> None:
    """Parked: say so and print the slip. Then paper, card, thanks. ``patience_s``: from the last call on. Raises ``DoorClosed``.

    Who presses home or falls asleep on the way out is on the way out already: what comes next comes.
    """
    talk.may_go_back, talk.leaving, talk.at = False, True, -1
    if outcome == "parked" and visit is not None and visit.sent is not None:
        with suppress(Over):
            await _parked(talk, visit, code)
    if visit is not None and any(paper.state == "left" for paper in visit.papers):
        _note(post, journal, Incident(code="paper-left", visit=talk.visit), PAPER_LEFT)
        await _left(talk, Trouble.PAPER_LEFT)
    if (outcome, code) in (("abandoned", Trouble.POWER), ("failed", Trouble.BOX_FULL)):
        await _left(talk, Trouble(code), THANKS_S if code == Trouble.POWER else READ_S)
    await _card(talk, cabinet, post, journal, patience_s)
    with suppress(Over):
        await talk.pause(lambda: talk.view("goodbye", **talk.words("goodbye"), picture="thanks",
                                           buttons=(talk.button("end", "primary", "button.finish"),)), THANKS_S)


def _note(post: Post, journal: Journal, incident: Incident, word: str) -> None:
    """Tell the bureau and whoever comes next; a box that can keep nothing more says it to the citizen alone."""
    with suppress(StoreError):
        journal.remember(word, "yes")
        post.send("incident", incident)


async def _left(talk: Conversation, trouble: Trouble, stands_s: float = THANKS_S) -> None:
    """Say once that something stayed behind, or why the visit ends, aloud, naming nobody."""
    screen = trouble.value if trouble in (Trouble.CARD_LEFT, Trouble.PAPER_LEFT) else "error"
    with suppress(Over):
        await talk.pause(lambda: talk.view(screen, **talk.told(trouble, phone=talk.phone), picture=trouble.value, aloud="once",
                                           buttons=(talk.button("ok", "primary"),)), stands_s)


async def _parked(talk: Conversation, visit: Visit, code: str) -> None:
    assert visit.sent is not None
    printed = await print_slip(visit, parked=code)
    trouble = told_by_bureau(code, Trouble.CLERK_NEEDED)
    message = visit.sent.message
    case_no = message.case_no if isinstance(message, Request) else ""

    def page() -> View:
        lines = (Line(label=talk.word("slip.case-no"), value=case_no),) if case_no else ()
        note = talk.word(f"parked.{'slip' if printed else 'no-slip'}")
        words, told = talk.words("parked"), talk.told(trouble)
        words["body"] = "\n".join((told["heading"], told["body"], words["body"]))
        return talk.view("parked", **words, note=note, code=trouble, lines=lines,
                         picture="take-paper" if printed else trouble.value, buttons=(talk.button("ok", "primary"),))

    talk_touch = await talk.ask(page)
    assert isinstance(talk_touch, Touch)


async def _card(talk: Conversation, cabinet: Cabinet, post: Post, journal: Journal, patience_s: float) -> None:
    """Wait until no card lies in the reader, calling louder and louder; a card that stays is said, not named, and never read again."""
    try:
        await cabinet.card.do(cabinet.card.device.reset)
        if not (await cabinet.card.do(cabinet.card.device.state)).present:
            return
    except DeviceError:
        return

    async def gone() -> None:
        while (await cabinet.card.do(cabinet.card.device.state)).present:
            await asyncio.sleep(POLL_S)

    began, wait = time.monotonic(), asyncio.create_task(gone())
    try:
        for call, (_, after) in enumerate(pairwise((0.0, *CALLS_S, CALLS_S[-1] + patience_s))):
            left = CALLS_S[-1] + patience_s - (time.monotonic() - began)
            if await _called(talk, wait, began + after, partial(_page, talk, call, left)):
                return
        _note(post, journal, Incident(code="card-left", visit=talk.visit), CARD_LEFT)
        await _left(talk, Trouble.CARD_LEFT)
    except DeviceError:
        pass
    finally:
        await end(wait)


async def _called(talk: Conversation, wait: "asyncio.Task[None]", until: float, page: Build) -> bool:
    """Show one call until the card is gone (True) or the next call is due. Raises ``DeviceError``."""
    due = asyncio.create_task(asyncio.sleep(max(0.0, until - time.monotonic())))
    either = asyncio.create_task(_first(wait, due))
    try:
        while not either.done():
            with suppress(Over):
                await talk.ask(page, either, rest=True)
    finally:
        await end(either)
        await end(due)
    if wait.done():
        wait.result()
    return wait.done()


def _page(talk: Conversation, call: int, left_s: float) -> View:
    """The first words are quiet; each call is spoken, whether the voice is on or not."""
    if call == 0:
        return talk.view("identify", **talk.words("identify.take-card"), picture="take-card")
    return talk.view("identify", **talk.words("goodbye.call", s=round(left_s)), picture="take-card", aloud="once")


async def _first(*tasks: "asyncio.Task[None]") -> None:
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
