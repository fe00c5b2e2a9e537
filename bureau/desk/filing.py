"""An approved application goes into the agency's register, exactly once, and its case is closed with the number it has there.

Rules (design: bureau, registers)

- The intent is committed before the register is asked to do anything.
- Before any further try the register is asked whether it has it already. One that cannot say ends in *unknown*: a clerk looks, and nobody
  files a second time by guessing.
- A register that is gone now is tried again; the case waits, no other does.
"""
from __future__ import annotations

import logging
from collections.abc import Mapping

import sqlalchemy as sa

from bureau import cases_store as tables
from bureau import filings
from bureau.agencies import files
from bureau.cases_store import Case, move_case
from bureau.registers import Application, Register, RegisterGone, today
from bureau.store import Store
from catalogue.flow import Flow

log = logging.getLogger(__name__)


class Filing:
    """Files for every agency of the house."""

    def __init__(self, store: Store, register: Register, flows: Mapping[str, Flow]) -> None:
        self._store, self._register, self._flows = store, register, flows
        self._kinds = [flow.id for flow in flows.values() if flow.outcome == "receipt"]

    def once(self) -> None:
        """File what waits; what the register will not take now waits on."""
        with self._store.read() as db:
            waiting = filings.to_file(db, self._kinds)
            cases = [case for key in waiting if (case := tables.case(db, key)) is not None and files(self._flows[case.flow], case)]
        for case in cases:
            try:
                self._file(case)
            except RegisterGone as error:
                log.warning("case %s is filed later: %s", case.case_no, error)

    def _file(self, case: Case) -> None:
        with self._store.write() as db:
            row = filings.intend(db, case.id)
        if row.state != "intended":
            return
        number: str | None = None
        if row.tries > 1:
            if not self._register.finds:
                self._unknown(case)
                return
            number = self._register.find(case.id)
        if number is None:
            number = self._register.file(Application(case.id, case.flow, case.case_no, case.id_no, case.answers, today()))
        with self._store.write() as db:
            record(self._store, db, case, number)

    def _unknown(self, case: Case) -> None:
        with self._store.write() as db:
            filings.settle(db, case.id, "unknown")
            asking = tables.asking(db, case.asking)
            self._store.add_incident(asking.site if asking is not None else "", "filing-unknown", case.case_no, inside=db)
        log.warning("case %s may be in the register or not; a clerk must look", case.case_no)


def record(store: Store, db: sa.Connection, case: Case, number: str) -> None:
    """The register has it under this number: keep that, and close the case."""
    filings.settle(db, case.id, "filed", number)
    store.add_leaf("filed", case.id, number.encode(), inside=db)
    now = tables.case(db, case.id)
    if now is not None and now.state == "decided":
        move_case(db, now, "close", "desk")
    log.info("case %s is filed as %s", case.case_no, number)
