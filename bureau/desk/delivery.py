"""A decided case becomes a paper: asked of the register once more, set, sealed, kept, and sent to the visit that waits."""
from __future__ import annotations

import base64
import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from bureau import cases_store as tables
from bureau.cases_store import Asking, Case, IssuedDocument, move_case
from bureau.desk.post import DeskPost
from bureau.desk.questions import Inquiry
from bureau.documents.content import Paper, groups, headed, masked
from bureau.documents.page import Press
from bureau.documents.seal import DocumentSeal
from bureau.registers import TAIPEI, Answer, Person, Register
from bureau.store import Store
from catalogue.flow import Flow
from catalogue.words import Words
from wire.messages import Document, Row

log = logging.getLogger(__name__)
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Letters and digits that nobody confuses."""


@dataclass(frozen=True)
class Issuer:
    """In whose name papers are issued, with what, and where they can be checked."""

    name: str
    seal: DocumentSeal
    press: Press
    words: Words
    check_at: str


class Delivery:
    """Makes and sends the documents of one agency."""

    def __init__(self, store: Store, post: DeskPost, register: Register, inquiry: Inquiry, flows: dict[str, Flow], issuer: Issuer) -> None:
        self._store, self._post, self._register, self._inquiry, self._flows, self._issuer = store, post, register, inquiry, flows, issuer

    def makes(self, case: Case) -> bool:
        """Whether this case becomes a paper at all."""
        return self._flows[case.flow].makes_paper

    def deliver(self, case: Case, asking: Asking) -> None:
        """Make the document of one decided case and send it. Blocks for about half a second. Raises ``RegisterGone``."""
        flow = self._flows[case.flow]
        answer, person = self._inquiry.answer(case), self._register.person(case.id_no)
        if answer.refusal or answer.empty or person is None:
            self._gone(case, asking, answer.refusal or "nothing-owned")
            return
        paper = self._paper(flow, case, person, answer)
        pages = self._issuer.press.set(paper)
        pdf = self._issuer.seal.seal(pages.pdf, agency=self._issuer.name)
        kept = IssuedDocument(
            serial=paper.serial, case_id=case.id, asking=asking.request, check_code=paper.check_code, state="valid", why="",
            agency=self._issuer.name, title=paper.title, issued_at=paper.issued.isoformat(), sha256=hashlib.sha256(pdf).hexdigest(),
            pdf=pdf, sheets=pages.sheets,
        )
        seen = tuple(Row(label=label, value=value) for label, value in headed(flow.text(asking.lang, "title"), person, answer, asking.lang))
        with self._store.write() as db:
            self._send(db, case, kept, seen)

    def _send(self, db: sa.Connection, before: Case, kept: IssuedDocument, seen: tuple[Row, ...]) -> None:
        case, asking = tables.case(db, before.id), tables.asking(db, before.asking)
        if case is None or asking is None or (case.state, case.asking) != ("decided", before.asking) or not asking.live:
            return  # the citizen left while the paper was being made; it never counted
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

    def _paper(self, flow: Flow, case: Case, person: Person, answer: Answer) -> Paper:
        assert flow.bureau is not None
        assert flow.bureau.template is not None
        assert flow.bureau.document is not None
        issued = datetime.now(UTC).replace(microsecond=0)
        code = "-".join(_drawn(4) for _ in range(3))
        purpose = case.answers.get("purpose")
        return Paper(
            template=flow.bureau.template, title=flow.bureau.document, agency=self._issuer.name, name=person.name,
            id_masked=masked(person.id_no), address=person.address,
            purpose=self._issuer.words.text("zh-TW", f"field.purpose.{purpose}") if purpose else "",
            serial=f"{issued.astimezone(TAIPEI).year - 1911}-{_drawn(8)}", check_code=code,
            check_url=f"{self._issuer.check_at}/check/{code}", issued=issued, groups=groups(answer),
        )


def _drawn(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))
