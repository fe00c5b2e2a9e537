"""Every step of every flow, as somebody meets it who stands in the middle of that flow.

- What shows the same for all flows is walked further for the first flow of its kind only.
- A sum is shown with every verdict that some mix of answers comes to, a form with the words for answers that do not fit together.
- What the agency answers comes from the registers themselves (:mod:`rehearsal.looks.replies`).
"""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

from catalogue.expressions import ExpressionWrong, worked_out
from catalogue.fields import Group, RocDate
from catalogue.flow import Flow
from catalogue.reckoning.almanac import Almanac
from catalogue.steps import (
    Acknowledge,
    Bundle,
    Choose,
    Compute,
    Consent,
    Evidence,
    Form,
    Identify,
    Info,
    PaySlip,
    Print,
    Review,
    Sign,
    Step,
)
from kiosk.conversation import Conversation
from kiosk.steps import form
from kiosk.visit import Photograph, Visit, today
from rehearsal.looks.asking import everything, pressed
from rehearsal.looks.front import none
from rehearsal.looks.insides import Insides
from rehearsal.looks.recorder import Recorder, Room
from rehearsal.looks.replies import Replies, Told, chooses, reply, waiting
from rehearsal.paths.plans import mixes

ALIKE = (Consent, Identify, Sign, Acknowledge)
"""After their first page these go the same way in every flow."""
LONG_AGO = (0, 10, 100, 1000, 10000)
"""Days before today at which the dates of a sum may lie."""


async def steps(recorder: Recorder, insides: Insides) -> None:
    """Walk all of them."""
    walked: set[object] = set()
    replies = Replies(insides.config.site.state, insides.catalogue, insides.words)
    for flow in insides.catalogue.flows.values():
        for step in flow.steps:
            if isinstance(step, (*ALIKE, Form, Review, Bundle)) or (isinstance(step, Info) and not step.reply):
                kind = getattr(step, "purpose", flow.outcome if isinstance(step, Acknowledge) else step.kind)
                deep = 0 if isinstance(step, Form | Review) or kind in walked else 2
                walked.add(kind)
                await recorder.crawl(f"{flow.id} {step.name}", _at(insides, flow, step), pressed, deep=deep)
            if isinstance(step, Form) and any(isinstance(insides.catalogue.fields[name], Group) for name in step.fields):
                await recorder.crawl(f"{flow.id} {step.name} made", _at(insides, flow, step, given=True), none)
            if isinstance(step, Form) and step.check is not None:
                await recorder.crawl(f"{flow.id} {step.name} wrong", _wrong(insides, flow, step), none)
            if isinstance(step, Evidence):
                await evidence(recorder, insides, flow, step)
            if isinstance(step, Compute):
                await sums(recorder, insides, flow, step)
            if flow.bureau is None and (isinstance(step, Choose) or (isinstance(step, Info) and step.reply)):
                await recorder.crawl(f"{flow.id} {step.name} waiting", _waiting(insides, flow, step), none)
        if flow.bureau is not None:
            await answers(recorder, insides, replies, flow)


async def evidence(recorder: Recorder, insides: Insides, flow: Flow, step: Evidence) -> None:
    """The list of papers, each paper under the camera, and the list when each was photographed once."""
    await recorder.crawl(f"{flow.id} {step.name}", _at(insides, flow, step), lambda view: everything(view) if view.items else pressed(view),
                         deep=2)

    def taken(visit: Visit) -> None:
        visit.photographs = [Photograph(paper, b"") for paper in step.papers]

    await recorder.crawl(f"{flow.id} {step.name} taken", _at(insides, flow, step, taken), none)


async def sums(recorder: Recorder, insides: Insides, flow: Flow, step: Compute) -> None:
    """Every verdict; for the first of them also what its buttons do."""
    for at, (verdict, known) in enumerate(verdicts(insides, flow, step).items()):
        def mixed(visit: Visit, known: dict[str, Any] = known) -> None:
            visit.answers = {name: value for name, value in known.items() if name in visit.answers}
            visit.worked = {name: value for name, value in known.items() if name not in visit.answers}

        await recorder.crawl(f"{flow.id} {step.name} {verdict}", _at(insides, flow, step, mixed), pressed, deep=0 if at else 1)


def verdicts(insides: Insides, flow: Flow, step: Compute) -> dict[str, dict[str, Any]]:
    """What a sum may come to, and from which answers."""
    found: dict[str, dict[str, Any]] = {}
    before = flow.steps[: flow.steps.index(step)]
    almanac = Almanac(insides.catalogue.tables, today())
    for mix in _mixes(insides, flow):
        known = {**insides.answers(flow), **mix, "certificate": True}
        try:
            for one in (*(one for one in before if isinstance(one, Compute)), step):
                known |= worked_out(one.values, known, almanac)
        except ExpressionWrong:
            continue
        found.setdefault(str(known[step.says]), {name: value for name, value in known.items() if name not in step.values})
    return found


def _mixes(insides: Insides, flow: Flow) -> Iterator[dict[str, Any]]:
    dates = [name for name in insides.answers(flow) if isinstance(insides.catalogue.fields[name], RocDate)]
    for mix in mixes(flow, insides.catalogue):
        for days in LONG_AGO if dates else LONG_AGO[:1]:
            yield mix | {name: (today() - timedelta(days=days)).isoformat() for name in dates}


async def answers(recorder: Recorder, insides: Insides, replies: Replies, flow: Flow) -> None:
    """What the agency tells, lets choose, or has the citizen read before it is printed."""
    for step in flow.steps:
        if isinstance(step, Print | PaySlip | Choose) or (isinstance(step, Info) and step.reply):
            for told in replies.of(flow):
                if not isinstance(step, Choose) or chooses(flow):
                    await recorder.crawl(f"{flow.id} {step.name} {told.case.id_no}", _told(insides, replies, told, step), none)


def _told(insides: Insides, replies: Replies, told: Told, step: Step) -> Room:
    async def run(talk: Conversation) -> None:
        visit = insides.sent(insides.visit(talk, told.flow, step))
        choices = replies.choices(told, talk.lang) if isinstance(step, Choose) else ()
        visit.reply = reply(() if choices else replies.rows(told, talk.lang), choices)
        await _page(step)(step, visit)

    return run


def _waiting(insides: Insides, flow: Flow, step: Step) -> Room:
    async def run(talk: Conversation) -> None:
        visit = insides.sent(insides.visit(talk, flow, step))
        visit.reply = waiting(insides.catalogue, insides.words, flow, talk.lang)
        await _page(step)(step, visit)

    return run


def _page(step: Step) -> Callable[[Any, Visit], Awaitable[object]]:
    """The part of a step that shows its page."""
    module = import_module(f"kiosk.steps.{step.kind.replace('-', '_')}")
    if isinstance(step, Print | PaySlip):
        module = import_module("kiosk.steps.print")
    found: Callable[[Any, Visit], Awaitable[object]] = getattr(module, "_see_it" if isinstance(step, Print | PaySlip) else "run")
    return found


def _at(insides: Insides, flow: Flow, step: Step, change: Callable[[Visit], None] = lambda visit: None, given: bool = False) -> Room:
    """Somebody at a step: whoever signs by hand came with an ID card, everybody else with a certificate."""
    async def run(talk: Conversation) -> None:
        visit = insides.visit(talk, flow, step, "id-card" if isinstance(step, Sign) else "certificate")
        if isinstance(step, Identify):
            visit.citizen.way = None
        if isinstance(step, Form) and not given:
            visit.answers = {name: value for name, value in visit.answers.items() if name not in step.fields}
        if isinstance(step, Acknowledge):
            insides.sent(visit)
        change(visit)
        await _page(step)(step, visit)

    return run


def _wrong(insides: Insides, flow: Flow, step: Form) -> Room:
    async def run(talk: Conversation) -> None:
        await form._ask(step, insides.visit(talk, flow, step), step.fields[-1], True)

    return run
