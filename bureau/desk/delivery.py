"""A decided case becomes a paper: asked of the register once more, set, sealed, kept, and sent to the visit that waits.

A status is told instead, and the case is closed with that: nothing of it is printed.
"""
from __future__ import annotations

import base64
import hashlib
import logging
from dataclasses import dataclass

import sqlalchemy as sa

from bureau import cases_store as tables
from bureau.cases_store import Asking, Case, IssuedDocument, move_case
from bureau.desk.options import asks, tells
from bureau.desk.post import DeskPost
from bureau.desk.questions import Inquiry
from bureau.desk.writing import Writer
from bureau.documents.content import rows
from bureau.documents.page import Press
from bureau.documents.seal import DocumentSeal
from bureau.registers import Answer, Register
from bureau.store import Store
from catalogue.flow import Flow
from wire.messages import Document, Row

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Issuer:
    """In whose name papers are issued, who writes them, and with what."""

    name: str
    seal: DocumentSeal
    press: Press
    writer: Writer


class Delivery:
    """Makes and sends the documents of one agency."""

    def __init__(self, store: Store, post: DeskPost, register: Register, inquiry: Inquiry, flows: dict[str, Flow], issuer: Issuer) -> None:
        self._store, self._post, self._register, self._inquiry, self._flows, self._issuer = store, post, register, inquiry, flows, issuer

    def makes(self, case: Case) -> bool:
        """Whether this case becomes a paper or is told."""
        return self._flows[case.flow].makes_paper or tells(self._flows[case.flow])

    def deliver(self, case: Case, asking: Asking) -> None:
        """Make and send the document of a decided case, or tell the answer. Blocks for half a second. Raises ``RegisterGone``."""
        flow = self._flows[case.flow]
        answer, person = self._inquiry.answer(case), self._register.person(case.id_no) if case.id_no else None
        if answer.refusal or (answer.empty and asks(flow)) or (person is None and case.id_no):
            self._gone(case, asking, answer.refusal or "nothing-owned")
            return
        if tells(flow):
            self._tell(case, answer)
            return
        paper = self._issuer.writer.paper(flow, case, person, answer)
        pages = self._issuer.press.set(paper)
        pdf = self._issuer.seal.seal(pages.pdf, agency=self._issuer.name)
        kept = IssuedDocument(
            serial=paper.serial, case_id=case.id, asking=asking.request, check_code=paper.check_code, state="valid", why="",
            agency=self._issuer.name, title=paper.title, issued_at=paper.issued.isoformat(), sha256=hashlib.sha256(pdf).hexdigest(),
            pdf=pdf, sheets=pages.sheets,
        )
        seen = _rows(self._issuer.writer.seen(flow, person, answer, paper, asking.lang))
        with self._store.write() as db:
            self._send(db, case, kept, seen)

    def _tell(self, before: Case, answer: Answer) -> None:
        with self._store.write() as db:
            case, asking = self._waiting(db, before)
            if case is None or asking is None:
                return
            self._store.add_leaf("told", case.id, repr(answer.sheets).encode("utf-8"), inside=db)
            tables.set_asking(db, asking.request, state="answered")
            self._post.reply(db, asking, "told", case_no=case.case_no, rows=_rows(rows(answer, asking.lang)), released_by=case.released_by)
            move_case(db, case, "close", "desk")
            log.info("case %s was told", case.case_no)

    def _waiting(self, db: sa.Connection, before: Case) -> tuple[Case | None, Asking | None]:
        """The case and its asking as they are now; nobody where the citizen left meanwhile: it never counted."""
        case, asking = tables.case(db, before.id), tables.asking(db, before.asking)
        gone = case is None or asking is None or (case.state, case.asking) != ("decided", before.asking) or not asking.live
        return (None, None) if gone else (case, asking)

    def _send(self, db: sa.Connection, before: Case, kept: IssuedDocument, seen: tuple[Row, ...]) -> None:
        case, asking = self._waiting(db, before)
        if case is None or asking is None:
            return
        tables.add_document(db, kept)
        self._store.add_leaf("document", kept.serial, kept.pdf, inside=db)
        move_case(db, case, "seal", "desk")
        document = Document(
            pdf=base64.urlsafe_b64encode(kept.pdf).decode("ascii").rstrip("="), sha256=kept.sha256, serial=kept.serial,
            check_code=kept.check_code, sheets=kept.sheets, title=kept.title,
        )
        self._post.reply(db, asking, "document", case_no=case.case_no, rows=seen, document=document, released_by=case.released_by)
        log.info("document %s sealed for case %s", kept.serial, case.case_no)

    def _gone(self, case: Case, asking: Asking, reason: str) -> None:
        """Between decision and delivery the entry left the register: a clerk must look, no paper is made."""
        with self._store.write() as db:
            self._store.add_incident(asking.site, "register-changed", case.case_no, inside=db)
            tables.set_asking(db, asking.request, live=False, state="answered")
            self._post.reply(db, asking, "refused", case_no=case.case_no, reason=reason)


def _rows(told: tuple[tuple[str, str], ...]) -> tuple[Row, ...]:
    return tuple(Row(label=label, value=value) for label, value in told)
