"""A change told once: the agencies that were ticked each get a sub-case of their own, and each says for itself that it is done.

- Sub-cases begin when the receiving office has approved the whole; who asked was verified there, once.
- A sub-case is claimed and decided like any case: done (*closed*) or refused with a reason; the others go on.
- Where the counter printed the slip of a fee, what was paid for is a sub-case of the same agency: made there and marked done.
- When every sub-case has ended, the whole is closed. Where nobody was to be told, the application goes into the agency's register
  (:mod:`bureau.desk.filing`) and is closed with that.
- A sub-case tells nobody at the counter anything: the citizen sees all of them together when asking how far it is.
"""
from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from bureau import cases_store as tables
from bureau.cases import ENDED
from bureau.cases_store import Case, move_case
from catalogue.flow import Catalogue, Flow
from catalogue.steps import Bundle, Part
from catalogue.words import Words
from wire.messages import Row

LATEST = 4
"""So many of a person's cases are told, the newest first."""
MADE = "paid-for"
"""The item of a sub-case in which an agency makes what a fee was paid for."""


def parts(flow: Flow, case: Case) -> tuple[Part, ...]:
    """The sub-cases that the citizen ticked, in the order of the flow."""
    step = next((step for step in flow.steps if isinstance(step, Bundle)), None)
    untrusted_ticked = case.answers.get(step.name) if step is not None else None
    return step.parts(case.case_no, untrusted_ticked) if step is not None and isinstance(untrusted_ticked, list) else ()


def approve(db: sa.Connection, case: Case, flow: Flow) -> None:
    """A case that makes no paper was released: tell the agencies, let it be filed, or else close it. Raises ``NotNow``."""
    told = parts(flow, case)
    for part in told:
        _begin(db, case, part)
    if not told and not files(flow, case):
        move_case(db, case, "close", "desk")


def files(flow: Flow, case: Case) -> bool:
    """Whether what was approved goes into the agency's own register: an application that is not passed on to others."""
    return flow.outcome == "receipt" and not case.parent and not flow.makes_paper and not parts(flow, case)


def slip_taken(db: sa.Connection, case: Case, flow: Flow) -> None:
    """The citizen took the paper away: close the case, or begin what its slip pays for. Raises ``NotNow``."""
    if flow.made_once_paid:
        _begin(db, case, Part(MADE, case.agency, f"{case.case_no}-1"))
    else:
        move_case(db, case, "close", "desk")


def _begin(db: sa.Connection, case: Case, part: Part) -> None:
    tables.add_case(db, replace(
        case, id=f"{case.id}.{part.item}", case_no=part.case_no, agency=part.agency, state="received", parent=case.id, clerk="",
        released_by="", fact="", token_sha256=""))


def ended(db: sa.Connection, case: Case) -> None:
    """A sub-case has ended: with the last of them the whole is closed."""
    whole = tables.case(db, case.parent)
    if whole is not None and whole.state in ("decided", "delivered") and all(one.state in ENDED for one in tables.parts_of(db, whole.id)):
        move_case(db, whole, "close", "desk")


def told(db: sa.Connection, agency: str, id_no: str, lang: str, catalogue: Catalogue, words: Words) -> tuple[Row, ...]:
    """How far this person's cases at an agency are: a line a case, below it a line for each agency that was told."""
    return _lines(db, tables.cases_of(db, agency, id_no), lang, catalogue, words)


def told_by_number(db: sa.Connection, agency: str, case_no: str, lang: str, catalogue: Catalogue, words: Words) -> tuple[Row, ...]:
    """The same of the one case with this number, told to whoever holds the slip: what was asked for and how far it is, no name."""
    return _lines(db, tables.cases_numbered(db, agency, case_no), lang, catalogue, words)


def _lines(db: sa.Connection, found: list[Case], lang: str, catalogue: Catalogue, words: Words) -> tuple[Row, ...]:
    cases = [case for case in found if not case.parent and catalogue.flows[case.flow].outcome == "receipt"]
    rows: list[Row] = []
    for case in cases[:LATEST]:
        flow = catalogue.flows[case.flow]
        rows.append(Row(label=flow.text(lang, "title"), value=f"{words.text(lang, f'state.{case.state}')}　{case.case_no}"))
        states = {one.id: one.state for one in tables.parts_of(db, case.id)}
        for part in parts(flow, case):
            state: str = states.get(f"{case.id}.{part.item}", "refused" if case.state == "refused" else "not-yet")
            state = "told" if state == "received" else state
            rows.append(Row(label=f"　{catalogue.agencies[part.agency].short[lang]}", value=words.text(lang, f"state.{state}")))
    return tuple(rows)
