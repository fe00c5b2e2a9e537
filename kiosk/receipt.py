"""The receipt slip of a visit: what stands on it, and getting it out of the receipt printer.

A slip that cannot be printed never ends a visit: its case number is shown on the screen instead.
"""
from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import date
from hashlib import sha256

from catalogue.flow import Flow
from catalogue.roc import to_roc_words
from hardware import DeviceError
from hardware.printer import Phase, Printer
from kiosk.cabinet import Worked
from kiosk.slip import Slip, SlipPaper, slip_pdf
from kiosk.steps.bundle import told
from kiosk.ui.door import View
from kiosk.visit import TAIPEI, Visit, now
from wire.messages import Request

PATIENCE_S = 20.0


async def print_slip(visit: Visit, parked: str) -> bool:
    """Print the slip; ``parked`` is the reason code where the case waits at the bureau. True: it came out."""
    if visit.sent is None:
        return False
    talk = visit.talk

    def page() -> View:
        return talk.view("print", **talk.words("print.slip"), picture="printing", busy=True)

    return await talk.during(page, _bring_out(visit, parked))


async def _bring_out(visit: Visit, parked: str) -> bool:
    octets = await asyncio.to_thread(lambda: slip_pdf(slip(visit, parked)))
    return await come_out(visit.parts.cabinet.receipt, octets, visit.note)


async def come_out(printer: Worked[Printer], octets: bytes, note: Callable[..., None], name: str = "slip") -> bool:
    """Print a small page and watch it come out; what happened is noted under ``<name>.…``. False: it did not, or nobody knows."""
    try:
        job = await printer.do(printer.device.submit, octets, secrets.token_hex(8))
        note(f"{name}.spooled", sha256(octets).hexdigest())
        for _ in range(int(PATIENCE_S / 0.25)):
            state = await printer.do(printer.device.job, job)
            if state.phase is Phase.OUT:
                note(f"{name}.out")
                return True
            if state.phase in (Phase.FAILED, Phase.UNKNOWN):
                break
            await asyncio.sleep(0.25)
        await printer.do(printer.device.cancel, job)
    except DeviceError as error:
        note("trouble", error.code)
    note(f"{name}.not-printed")
    return False


def slip(visit: Visit, parked: str) -> Slip:
    """What stands on the slip, in the language of the visit; no name, no number of a person."""
    talk, sent, reply = visit.talk, visit.sent, visit.reply
    assert sent is not None
    papers: list[SlipPaper] = []
    if reply is not None and reply.document is not None and visit.papers:
        state = visit.papers[-1].state
        lines = [(talk.word("slip.serial"), reply.document.serial), (talk.word("slip.check-code"), reply.document.check_code)]
        if state != "delivered":
            lines.append((talk.word("slip.state"), talk.word("slip.void")))
        papers.append(SlipPaper(reply.document.title, tuple(lines)))
    if parts := told(visit, case_no(visit)):
        papers.append(SlipPaper(talk.word("slip.parts"), tuple((short, part.case_no) for part, short, _ in parts)))
    checkpoint = visit.parts.post.checkpoint_short()
    moment = now().astimezone(TAIPEI)
    return Slip(
        lang=talk.lang, place=visit.parts.config.site.called(talk.lang), title=talk.word("slip.title"),
        case_label=talk.word("slip.case-no"), case_no=case_no(visit) or "—",
        time=f"{to_roc_words(moment.date(), talk.lang)} {moment:%H:%M}",
        next_heading=talk.word("slip.next"), next_steps=tuple(next_steps(visit, parked)),
        qr=sent.token, qr_words=talk.word("slip.qr"), papers=tuple(papers),
        proof=tuple((talk.word(f"slip.{name}"), value) for name, value in checkpoint.items()), foot=talk.word("slip.foot"),
    )


def case_no(visit: Visit) -> str:
    """The number that the citizen asks by; '' where there is none."""
    message = visit.sent.message if visit.sent is not None else None
    if isinstance(message, Request):
        return message.case_no
    return visit.reply.case_no if visit.reply is not None else ""


def _tells_progress(flow: Flow, agency: str) -> bool:
    """Whether it says how far a case is: to whoever made it, or to whoever has its number."""
    return (flow.agency, flow.outcome) == (agency, "status") and (flow.collects or flow.public)


def next_steps(visit: Visit, parked: str) -> list[str]:
    """What happens next and by when, a sentence each."""
    talk, flow = visit.talk, visit.flow
    if not parked and flow.outcome == "receipt":
        promised = talk.word(f"slip.next.{flow.promise[-1]}", n=int(flow.promise[:-1]))
        asked_by = next((one for one in visit.parts.catalogue.flows.values() if _tells_progress(one, flow.agency)), None)
        return [promised, talk.word("slip.next.progress", title=asked_by.text(talk.lang, "title"))] if asked_by else [promised]
    if not parked:
        return [talk.word("slip.next.told" if flow.outcome == "status" else "slip.next.done")]
    due = visit.reply.due if visit.reply is not None else ""
    steps = [talk.word("slip.next.parked"), talk.word("slip.next.collect")]
    return [*steps, talk.word("slip.next.by", date=to_roc_words(date.fromisoformat(due), talk.lang))] if due else steps
