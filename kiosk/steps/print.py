"""Print: the citizen checks the answer, then the page is printed as a transaction (:mod:`kiosk.paper`)."""
from __future__ import annotations

import asyncio
import time

from catalogue.steps import PaySlip, Print
from catalogue.trouble import Trouble
from kiosk.conversation import Over
from kiosk.goodbye import CALLS_S
from kiosk.paper import Paper, PaperLimits
from kiosk.ui.door import Line, Touch, View
from kiosk.visit import Visit

NEVER_S = 3600.0


async def run(step: Print | PaySlip, visit: Visit) -> None:
    """Return when every sheet was delivered; else the case is parked with what happened. Raises ``Over``."""
    reply = visit.reply
    assert reply is not None
    assert reply.document is not None
    assert visit.document is not None
    await _see_it(step, visit)
    limits = PaperLimits(taken_s=CALLS_S[-1] + visit.parts.config.limits.goodbye_s)
    paper, visit_id = Paper(visit.parts.journal, visit.parts.cabinet.a4.device, limits=limits), visit.id
    heard: asyncio.Queue[str] = asyncio.Queue()
    printing = asyncio.create_task(paper.print(
        visit.document, sha256=reply.document.sha256, serial=reply.document.serial, visit=visit_id, request=reply.request,
        sheets=reply.document.sheets, told=heard.put))
    visit.talk.unbroken = True
    try:
        await _watch(visit, paper, printing, heard)
        ended = await printing
    finally:
        visit.talk.unbroken = False
        printing.cancel()
    visit.papers.append(ended.end)
    visit.note(f"paper.{ended.end.state}", ended.end.serial)
    if ended.end.state != "delivered":
        if ended.end.state != "left":
            await visit.trouble(Trouble.of(ended.problem, Trouble.PRINT_UNKNOWN), "go-on")
        raise Over("parked" if ended.end.state == "not-printed" else "failed", f"paper-{ended.end.state}")


async def _see_it(step: Print | PaySlip, visit: Visit) -> None:
    talk, reply = visit.talk, visit.reply
    assert reply is not None

    def page() -> View:
        lines = tuple(Line(label=row.label, value=row.value) for row in reply.rows)
        return talk.view("reply", **visit.words(step, "reply"), lines=lines, personal=True,
                         buttons=(talk.button("print", "primary"), talk.button("not-me", "danger")))

    while True:
        touch = await talk.ask(page)
        if isinstance(touch, Touch) and touch.name == "print":
            return
        if isinstance(touch, Touch) and touch.name == "not-me":
            await visit.trouble(Trouble.NOT_ME, "end")
            raise Over("refused", Trouble.NOT_ME)


async def _watch(visit: Visit, paper: Paper, printing: "asyncio.Task[object]", heard: "asyncio.Queue[str]") -> None:
    """Show each phase; 'I have it' while the paper lies in the tray says that it was taken. Paper that lies there is called for."""
    talk, phase, called, out_at = visit.talk, "printing", 0, time.monotonic()

    def page() -> View:
        if phase == "out":
            return talk.view("print", **talk.words("print.call" if called else "print.out"), picture="take-paper",
                             aloud="once" if called else "", buttons=(talk.button("taken", "primary"),))
        if phase not in ("printing", ""):
            trouble = Trouble.of(phase, Trouble.PRINTER)
            return talk.view("print", **talk.told(trouble), picture=trouble.value, busy=True)
        return talk.view("print", **talk.words("print.printing"), picture="printing", busy=True)

    while not printing.done():
        news = asyncio.create_task(heard.get())
        call_in = CALLS_S[called] - (time.monotonic() - out_at) if phase == "out" and called < len(CALLS_S) else NEVER_S
        call = asyncio.create_task(asyncio.sleep(max(0.0, call_in)))
        either = asyncio.create_task(_first(printing, news, call))
        try:
            got = await talk.ask(page, until=either, rest=True)
        finally:
            either.cancel()
        if isinstance(got, Touch) and got.name == "taken" and phase == "out":
            paper.taken()
        if news.done():
            phase, called, out_at = news.result(), 0, time.monotonic()
        else:
            news.cancel()
            called += call.done()
        call.cancel()


async def _first(*tasks: "asyncio.Task[object] | asyncio.Task[str] | asyncio.Task[None]") -> None:
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
