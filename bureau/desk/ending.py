"""The counter's outcome: what became of an asking and of every sheet it printed.

- A delivered sheet closes its case, unless it is the slip of a fee for something still to be made; a sheet not printed, of unknown
  fate or left behind is void.
- A document that was sent but has no sheet at all is void too: the next delivery makes a new one.
- A sheet of a document that was void before is an incident: somebody holds a paper that does not count.
"""
from __future__ import annotations

import logging
from collections.abc import Mapping

import sqlalchemy as sa

from bureau import cases_store as tables
from bureau.agencies import slip_taken
from bureau.cases_store import Case, move_case
from bureau.store import Store
from catalogue.flow import Flow
from wire.codec.errors import NotAllowed
from wire.messages import Outcome, PaperEnd

log = logging.getLogger(__name__)


def end(store: Store, db: sa.Connection, site: str, outcome: Outcome, flows: Mapping[str, Flow]) -> None:
    """Let an outcome happen to its asking and case. Raises ``NotAllowed``."""
    if outcome.request is None:
        return
    asking = tables.asking(db, outcome.request)
    if asking is None or (asking.visit, asking.site) != (outcome.visit, site):
        raise NotAllowed("outcome-of-nothing")
    tables.set_asking(db, asking.request, live=False, outcome=outcome.model_dump_json())
    case = tables.case(db, asking.case_id or "")
    if asking.kind == "collect":
        tables.forget_faces(db, asking.request)  # who went home before a clerk looked will be looked at anew
    if case is None or case.asking != asking.request:
        return
    if case.state == "waiting-now":
        move_case(db, case, "leave", "counter")
    if case.state == "sealed":
        _papers(store, db, site, case, outcome, flows[case.flow])


def _papers(store: Store, db: sa.Connection, site: str, case: Case, outcome: Outcome, flow: Flow) -> None:
    delivered = [paper for paper in outcome.papers if paper.state == "delivered" and _counts(store, db, site, case, paper)]
    if delivered:
        slip_taken(db, move_case(db, case, "deliver", "counter"), flow)
        return
    why = next((paper.state for paper in outcome.papers), "not-printed")
    void(store, db, case, why)
    move_case(db, case, "void", "counter")


def _counts(store: Store, db: sa.Connection, site: str, case: Case, paper: PaperEnd) -> bool:
    document = tables.document(db, paper.serial)
    good = document is not None and document.case_id == case.id and document.sha256 == paper.sha256 and document.state == "valid"
    if not good:
        store.add_incident(site, "void-paper-delivered", paper.serial[:40], inside=db)
    return good


def void(store: Store, db: sa.Connection, case: Case, why: str) -> None:
    """Void every valid document of a case, with a leaf in the log."""
    for serial in tables.void_documents(db, case.id, why):
        store.add_leaf("void", serial, why.encode("utf-8"), inside=db)
        log.info("document %s is void: %s", serial, why)
