"""What the agencies' registers say of every service, as the citizen reads it: asked of the synthetic county by the desk's own code.

Nothing is sent or decided here: a question as the desk asks it, and its answer as the desk writes it for the screen.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bureau.cases_store import Case
from bureau.desk.options import asks, case_choices, choosing, line_choices, tells
from bureau.desk.questions import Inquiry
from bureau.desk.writing import Writer
from bureau.documents.content import rows
from bureau.registers.county import County, engine
from bureau.registers.synthetic import make
from catalogue.flow import Catalogue, Flow
from catalogue.steps import Form
from catalogue.words import Words
from wire.messages import Choice, Reply, Row

CITIZEN, AGENT_OF, MANY, HEIR_OF = "A123456789", "A223456781", "N223456782", "Y123456788"
"""People of the county: one with a bit of everything, one with a business, one with forty parcels, one who has died."""
PLACE = {"town": "lukang", "section": "lukang-test", "lot": "27-3"}
NAMED: tuple[dict[str, Any], ...] = (
    {}, {"decedent_id": HEIR_OF}, {"case_no": "FIL-000001"}, {"transcript": "household"}, {"public_lot": PLACE},
)
"""What is named beside the number, where a register says nothing without it."""
NUMBER = "puxin-01-000123-4"


@dataclass(frozen=True)
class Told:
    """One answer: which flow, asked by whom and how."""

    flow: Flow
    case: Case


class Replies:
    """The registers behind every flow of a catalogue."""

    def __init__(self, folder: Path, catalogue: Catalogue, words: Words) -> None:
        database = engine(f"sqlite:///{folder / 'county.db'}")
        make(database)
        self._catalogue, self._words = catalogue, words
        self._county = County(database)
        self._inquiry = Inquiry(self._county, catalogue)

    def of(self, flow: Flow) -> Iterator[Told]:
        """The answers worth looking at: what the first citizen is told of whom a register knows something, and somebody with many lines."""
        found = False
        for id_no in ("",) if flow.public else (CITIZEN, AGENT_OF, MANY):
            if found and (id_no != MANY or not asks(flow)):
                continue
            told = next((told for named in NAMED if (told := self._asked(flow, id_no, named)) is not None), None)
            if told is not None:
                yield told
                found = True

    def _asked(self, flow: Flow, id_no: str, named: dict[str, Any]) -> Told | None:
        fields = {name for step in flow.steps if isinstance(step, Form) for name in step.fields}
        if set(named) - fields:
            return None
        case = _case(flow, id_no, **named)
        answer = self._inquiry.answer(case)
        return None if answer.refusal or (answer.empty and asks(flow)) else Told(flow, case)

    def choices(self, told: Told, lang: str) -> tuple[Choice, ...]:
        """What may be chosen; nothing where the flow has no choice."""
        sheet = self._inquiry.to_choose(told.case)
        return line_choices(sheet, lang) if sheet is not None else ()

    def rows(self, told: Told, lang: str) -> tuple[Row, ...]:
        """What is read: the lines of a status, or what stands before a paper is printed."""
        answer = self._inquiry.answer(told.case)
        if tells(told.flow):
            return _rows(rows(answer, lang))
        writer = Writer(self._catalogue.agencies[told.flow.agency].names["zh-TW"], self._catalogue, self._words, "https://example.com")
        person = self._county.person(told.case.id_no) if told.case.id_no else None
        return _rows(writer.seen(told.flow, person, answer, writer.paper(told.flow, told.case, person, answer), lang))


def waiting(catalogue: Catalogue, words: Words, flow: Flow, lang: str) -> Reply:
    """What somebody is told who comes back, of the agency's services: papers to choose from, or how far applications are."""
    mine = [one for one in catalogue.flows.values() if one.agency == flow.agency and one.outcome != "status"]
    if flow.outcome == "status":
        applied = [one for one in mine if one.outcome == "receipt"]
        return reply(told=tuple(Row(label=one.text(lang, "title"), value=f"{words.text(lang, f'state.{state}')}　{NUMBER}")
                                for one in applied for state in ("received", "decided", "refused")))
    papers = [one for one in mine if one.makes_paper][:2]
    found = [(replace(_case(one, CITIZEN), id=one.id), one.text(lang, "title"), None, "") for one in papers]
    return reply(choices=case_choices(found, lang))


def _case(flow: Flow, id_no: str, **named: Any) -> Case:
    return Case(id="look", case_no=NUMBER, token_sha256="", agency=flow.agency, flow=flow.id, id_no=id_no, state="decided",
                asking="look", reasons=(), answers={"copies": 3, **named}, received_at="", changed_at="")


def reply(told: tuple[Row, ...] = (), choices: tuple[Choice, ...] = ()) -> Reply:
    """An answer as a counter receives it, without its paper."""
    return Reply(request="look", visit="look", request_sha256="", subject_digest="", case_no=NUMBER, attempt=1,
                 result="choose" if choices else "told", rows=told, choices=choices)


def chooses(flow: Flow) -> bool:
    """Whether something is chosen that a register of the flow's own found."""
    return flow.bureau is not None and choosing(flow) is not None


def _rows(told: tuple[tuple[str, str], ...]) -> tuple[Row, ...]:
    return tuple(Row(label=label, value=value) for label, value in told)
