"""What the desk does with each message a counter sent, one transaction an envelope.

- Every answer is held against the field dictionary; one that does not fit is an incident, and nothing is done with the request.
- A request id is used once; a second use with other octets is an incident and changes nothing.
- A citizen's signature that is not over this very request, counter and visit key is an incident, and releases nothing.
- The level is recomputed from evidence verified here; the flow's release rules decide who may release.
- By the register: at once, after the citizen has chosen where there is a choice.
- By a clerk with an ID card: the citizen waits at the counter. With a certificate that needs a second look: parked.
- A status that a register knows is told on the screen, by the same rules as a paper is released.
- Whoever enters the number of a case that came in at a counter is told how far it is; other numbers the register answers.
- An application that makes no paper is taken in and decided later; nobody waits.
- Nothing met: refused with the reason.
"""
from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from bureau import cases_store as tables
from bureau.agencies import approve, told_by_number
from bureau.cases import OPEN
from bureau.cases_store import Asking, Case, move_case
from bureau.desk.answers import hold
from bureau.desk.collect import Collecting
from bureau.desk.ending import end
from bureau.desk.evidence import Examined, Examiner
from bureau.desk.options import ALL, asks, choosing, due_day, line_choices, tells
from bureau.desk.post import DeskPost
from bureau.desk.questions import Inquiry
from bureau.registers import TAIPEI
from bureau.store import EnvelopeRow, Store
from catalogue.assurance import Release, release
from catalogue.flow import Catalogue, Flow, spoken
from catalogue.words import Words
from wire import messages
from wire.codec.errors import NotAllowed, WireError
from wire.keys import PublicSealingKey
from wire.messages import Collect, Message, Outcome, Request, Supplement, Withdraw

log = logging.getLogger(__name__)


class Intake:
    """Opens envelopes for one agency and lets their messages happen."""

    def __init__(self, store: Store, post: DeskPost, catalogue: Catalogue, inquiry: Inquiry, examiner: Examiner, words: Words) -> None:
        self._store, self._post, self._catalogue, self._inquiry, self._examiner = store, post, catalogue, inquiry, examiner
        self._words = words
        self._collecting = Collecting(post, catalogue, inquiry, words)

    def take(self, row: EnvelopeRow) -> bool:
        """Deal with one envelope; False for one that lacks a picture and stays on the pile. Raises ``RegisterGone``: it is tried again."""
        parts: list[EnvelopeRow] = []
        try:
            listed, plain_sha256 = self._post.open(row)
            parts = self._post.parts(row, listed)
            untrusted = self._post.whole(listed, parts)
            if untrusted is None:
                return False
            examined = self._examine(untrusted, row)
            with self._store.write() as db:
                self._happen(db, row, untrusted, plain_sha256, examined)
                self._post.opened(db, row)
                self._post.opened_parts(db, parts)
        except WireError as error:
            log.warning("an envelope of %s cannot be opened: %s", row.site, error.code)
            with self._store.write() as db:
                self._store.add_incident(row.site, "cannot-open", error.code, inside=db)
                for each in (row, *parts):
                    self._post.opened(db, each, error.code)
        return True

    def _examine(self, message: Message, row: EnvelopeRow) -> Examined | None:
        """Hold an asking against its envelope, then verify its evidence. Raises ``NotAllowed``, ``Malformed``."""
        if not isinstance(message, Request | Collect):
            return None
        flow = self._catalogue.flows.get(message.flow)
        if flow is None or flow.version != message.flow_version or flow.agency != message.agency:
            raise NotAllowed("flow-not-offered", "deploy the same flows at both ends")
        if message.agency != self._post.agency or message.kiosk != row.site or (flow.bureau is None) != isinstance(message, Collect):
            raise NotAllowed("asking-differs-from-envelope")
        if (message.subject is None) != flow.public:
            raise NotAllowed("subject-differs-from-flow", "somebody must say who they are, or nobody may")
        if isinstance(message, Request):
            hold(flow, message.answers, self._catalogue, message.agreed_at.astimezone(TAIPEI).date())
        PublicSealingKey.from_visit_text(message.visit_key)
        return self._examiner.examine(message, row.received_at)

    def _happen(self, db: sa.Connection, row: EnvelopeRow, message: Message, plain_sha256: str, examined: Examined | None) -> None:
        if isinstance(message, Request | Collect) and examined is not None:
            known = tables.asking(db, message.request)
            if known is None:
                asking = _asking(message, plain_sha256, row.received_at, examined)
                if "bad-signature" in asking.facts.certificate_reasons:  # no card and no counter of ours makes such a thing
                    self._store.add_incident(row.site, "signature-not-for-this", message.request, inside=db)
                self._request(db, message, asking) if isinstance(message, Request) else self._collecting.begin(db, asking)
            elif known.request_sha256 != plain_sha256:
                self._store.add_incident(row.site, "request-used-twice", message.request, inside=db)
        elif isinstance(message, Supplement):
            self._supplement(db, row, message)
        elif isinstance(message, Outcome):
            end(self._store, db, row.site, message, self._catalogue.flows)
        elif isinstance(message, Withdraw):
            self._withdraw(db, row, message)
        else:
            raise NotAllowed("kind-not-served", row.kind)

    # --- request

    def _request(self, db: sa.Connection, request: Request, asking: Asking) -> None:
        flow = self._catalogue.flows[request.flow]
        decision = release(flow.release, asking.facts)
        tables.add_asking(db, asking)
        case = Case(
            id=request.request, case_no=request.case_no, token_sha256=request.token_sha256, agency=request.agency, flow=flow.id,
            id_no=asking.id_no, state="received", asking=request.request, reasons=decision.reasons, answers=request.answers,
            received_at=asking.received_at, changed_at=asking.received_at, priority=asking.priority,
            due=due_day(flow.promise, datetime.now(TAIPEI).date(), self._catalogue.tables).isoformat(),
        )
        tables.add_case(db, case)
        if decision.by == "no":
            self._refuse(db, case, asking, _why_not(decision, asking))
        elif not (flow.makes_paper or tells(flow)):
            self._post.status(db, asking, "received")
            if decision.by == "register" and decision.ready:
                approve(db, move_case(db, case, "release", "register", released_by="register"), flow)
        elif decision.by == "register" and decision.ready:
            if not (flow.public and self._own(db, case, asking)):
                self._by_register(db, case, asking, flow)
        elif asking.facts.certificate:
            self._post.reply(db, asking, "parked", case_no=case.case_no, reason=next(iter(decision.reasons), "parked"), due=case.due)
        else:
            move_case(db, case, "wait", "desk")
            self._post.status(db, asking, "waiting-now")

    def _own(self, db: sa.Connection, case: Case, asking: Asking) -> bool:
        """Tell how far the case is whose number was entered, where it came in at a counter of ours."""
        untrusted_number = case.answers.get("case_no")
        number = untrusted_number if isinstance(untrusted_number, str) else ""
        told = told_by_number(db, case.agency, number, asking.lang, self._catalogue, self._words) if number else ()
        if told:
            self._store.add_leaf("told", case.id, repr(told).encode("utf-8"), inside=db)
            done = move_case(db, case, "release", "register", released_by="register")
            tables.set_asking(db, asking.request, state="answered")
            self._post.reply(db, asking, "told", case_no=case.case_no, rows=told, released_by=done.released_by)
            move_case(db, done, "close", "desk")
        return bool(told)

    def _by_register(self, db: sa.Connection, case: Case, asking: Asking, flow: Flow) -> None:
        answer, step, sheet = self._inquiry.ask(case), choosing(flow), self._inquiry.to_choose(case)
        choices = line_choices(sheet, asking.lang) if sheet is not None else ()
        if answer.refusal:
            self._refuse(db, case, asking, answer.refusal)
        elif (answer.empty and asks(flow)) or (sheet is not None and not choices):
            self._refuse(db, case, asking, "nothing-owned", "nothing")
        elif step is not None and len(choices) > 1:
            move_case(db, case, "wait", "desk")
            offered = [*([ALL] if step.all else ()), *(choice.key for choice in choices)]
            tables.set_asking(db, asking.request, state="choosing", offered=offered)
            self._post.reply(db, asking, "choose", case_no=case.case_no, choices=choices)
        else:
            move_case(db, case, "release", "register", released_by="register")
            self._post.status(db, asking, "decided")

    def _refuse(self, db: sa.Connection, case: Case, asking: Asking, reason: str, result: str = "refused") -> None:
        move_case(db, case, "refuse", "desk", refusal=reason)
        self._post.reply(db, asking, result, case_no=case.case_no, reason=reason)

    # --- further messages of a visit

    def _supplement(self, db: sa.Connection, row: EnvelopeRow, supplement: Supplement) -> None:
        asking = tables.asking(db, supplement.request)
        if asking is None or (asking.visit, asking.site) != (supplement.visit, row.site):
            raise NotAllowed("supplement-of-nothing")
        step = choosing(self._catalogue.flows[asking.flow])
        if step is None or asking.state != "choosing" or set(supplement.answers) != {step.field}:
            raise NotAllowed("supplement-not-asked")
        key = supplement.answers[step.field]
        if not isinstance(key, str) or key not in asking.offered:
            raise NotAllowed("choice-not-offered")
        if asking.kind == "collect":
            self._collecting.chosen(db, asking, key)
            return
        case = tables.case(db, asking.case_id or "")
        if case is None or case.state not in OPEN:
            raise NotAllowed("case-already-decided")
        tables.set_asking(db, asking.request, state="case")
        move_case(db, case, "release", "register", released_by="register", chosen=[] if key == ALL else [key])
        self._post.status(db, asking, "decided")

    def _withdraw(self, db: sa.Connection, row: EnvelopeRow, withdraw: Withdraw) -> None:
        asking = tables.asking(db, withdraw.request)
        case = tables.case(db, asking.case_id or "") if asking is not None else None
        if asking is None or case is None or (asking.visit, asking.site) != (withdraw.visit, row.site) or case.state not in OPEN:
            raise NotAllowed("nothing-to-withdraw")
        move_case(db, case, "withdraw", "citizen")


def _why_not(decision: Release, asking: Asking) -> str:
    reason = next(iter(decision.reasons), "no-evidence")
    return "person-unknown" if reason == "id-mismatch" and asking.person == "unknown" else reason


def _asking(message: messages.Asking, plain_sha256: str, received_at: datetime, examined: Examined) -> Asking:
    return Asking(
        request=message.request, kind="collect" if isinstance(message, Collect) else "request",
        case_id=None if isinstance(message, Collect) else message.request, agency=message.agency, site=message.kiosk, visit=message.visit,
        visit_key=message.visit_key, request_sha256=plain_sha256, id_no=message.subject.id_no if message.subject else "",
        flow=message.flow, lang=spoken(message.lang),
        received_at=received_at.isoformat(), message=json.dumps(message.model_dump(mode="json"), ensure_ascii=False),
        facts=replace(examined.facts), person=examined.person, state="case", priority=message.priority,
    )
