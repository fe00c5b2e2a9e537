"""The clerks' pages: sign-in, queue, case, collect. Every view of a case is a leaf of the log."""
from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bureau import cases_store as tables
from bureau.cases import NotNow, turn
from bureau.desk.clerks.case_file import case_file, item_words, stills, worth
from bureau.desk.clerks.decide import (
    FACTS,
    REASONS,
    CannotDecide,
    Decision,
    claim,
    hand_over,
    look_up_filing,
    put_back,
    refuse_case,
    release_case,
    tell_how_far,
)
from bureau.desk.clerks.sign_in import COOKIE, Session, same_token
from bureau.desk.options import hands_out
from bureau.filings import unknown
from bureau.registers import TAIPEI, RegisterGone

if TYPE_CHECKING:
    from bureau.desk.clerks.web import Counterpart, Sheets

BADGES = {"waiting-now": "櫃臺等候 here now", "claimed": "審核中 claimed", "received": "已收件 received", "decided": "登錄待查 look up"}
OPEN_STATES = ("waiting-now", "claimed", "received")


class Pages:
    """The routes behind the sign-in."""

    def __init__(self, desk: "Counterpart", sheets: "Sheets") -> None:
        self._desk, self._sheets = desk, sheets

    def routes(self) -> list[Route]:
        """Everything a clerk can reach."""
        return [
            Route("/", self.queue), Route("/sign-in", self.sign_in), Route("/sign-out", self.sign_out, methods=["POST"]),
            Route("/case/{id}", self.case), Route("/case/{id}/{act}", self.act, methods=["POST"]),
            Route("/collect/{id}", self.collect), Route("/collect/{id}/hand-over", self.collected, methods=["POST"]),
        ]

    async def sign_in(self, request: Request) -> Response:
        """Spend a one-time code for a session."""
        key = self._desk.doorkeeper.admit(request.query_params.get("code", ""))
        if key is None:
            return self._sheets.page("sign-in.html", 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, key, secure=True, httponly=True, samesite="strict", path="/")
        return answer

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        self._desk.doorkeeper.leave(request.cookies.get(COOKIE, ""))
        return self._sheets.page("sign-in.html")

    async def queue(self, request: Request) -> Response:
        """Everything open, in the order of :func:`bureau.cases.turn`; what a clerk has claimed comes last."""
        session = self._session(request)
        if session is None:
            return self._sheets.page("sign-in.html", 401)

        titles = {flow.id: flow.text("zh-TW", "title") for flow in self._desk.catalogue.flows.values()}
        today = datetime.now(TAIPEI).date()

        def look() -> list[Waiting]:
            with self._desk.store.read() as db:
                return [*(_of_case(case, self._title(case), today) for case in tables.cases(db, states=OPEN_STATES)),
                        *(_of_case(case, self._title(case), today) for case in unknown(db)),
                        *(_of_collect(asking, titles, today) for asking in tables.collects_for_clerk(db))]

        waiting = sorted(await asyncio.to_thread(look), key=lambda one: one.turn)
        return self._sheets.page("queue.html", session=session, waiting=waiting)

    def _title(self, case: tables.Case) -> str:
        """What a case is called in the queue; a sub-case by its agency and what it changes."""
        flow, agencies = self._desk.catalogue.flows[case.flow], self._desk.catalogue.agencies
        parts = [agencies[case.agency].short["zh-TW"], item_words(flow, case.id.removeprefix(f"{case.parent}."))] if case.parent else []
        return " · ".join((flow.text("zh-TW", "title"), *parts))

    async def case(self, request: Request) -> Response:
        """One case with its evidence."""
        session = self._session(request)
        return self._sheets.page("sign-in.html", 401) if session is None else await self._case(request, session)

    async def _case(self, request: Request, session: Session, fault: str = "") -> Response:
        def look() -> object:
            with self._desk.store.write() as db:
                case = tables.case(db, request.path_params["id"])
                if case is None:
                    return None
                self._desk.store.add_leaf("view", case.id, session.clerk.encode(), inside=db)
                return case_file(db, case, self._desk.catalogue, self._desk.register, self._desk.words)

        try:
            found = await asyncio.to_thread(look)
        except RegisterGone:
            return self._sheets.page("fault.html", 503, session=session, fault="登記系統目前無法查詢 the register cannot be reached")
        if found is None:
            return self._sheets.page("fault.html", 404, session=session, fault="查無此案 no such case")
        return self._sheets.page("case.html", 409 if fault else 200, session=session, file=found, facts=FACTS, reasons=REASONS, fault=fault)

    async def act(self, request: Request) -> Response:
        """Claim, put back, release or refuse."""
        session = self._session(request)
        if session is None:
            return self._sheets.page("sign-in.html", 401)
        untrusted_form = await request.form()
        if not same_token(session, untrusted_form.get("token")):
            return self._sheets.page("fault.html", 403, session=session, fault="表單已失效，請重新載入 this form is too old")
        decision = Decision(session.clerk, untrusted_form.get("seen") == "yes", str(untrusted_form.get("fact", "")),
                            str(untrusted_form.get("house", "all")), str(untrusted_form.get("number", "")).strip())
        reason = str(untrusted_form.get("reason", ""))

        def work() -> None:
            with self._desk.store.write() as db:
                case = tables.case(db, request.path_params["id"])
                if case is None:
                    raise CannotDecide("查無此案 no such case")
                self._do(db, request.path_params["act"], case, decision, reason)

        fault = await self._tried(work)
        if fault:
            return await self._case(request, session, fault)
        self._desk.decided()
        return RedirectResponse(f"/case/{request.path_params['id']}", 303)

    def _do(self, db: sa.Connection, act: str, case: tables.Case, decision: Decision, reason: str) -> None:
        owner = case if not case.parent else tables.case(db, case.parent)
        assert owner is not None  # a part belongs to a case
        post, store = self._desk.posts[owner.agency], self._desk.store
        if act == "claim":
            claimed = claim(db, case, decision.clerk)
            asking = tables.asking(db, claimed.asking)
            if asking is not None and asking.live and not case.parent:
                post.status(db, asking, "claimed")
        elif act == "put-back":
            put_back(db, case, decision.clerk)
        elif act == "release":
            release_case(store, db, case, post, self._desk.catalogue, decision)
        elif act == "refuse":
            refuse_case(store, db, case, post, decision.clerk, reason)
        elif act == "filed" and not decision.number:
            raise CannotDecide("請輸入登錄號碼 enter the number")
        elif act in ("filed", "not-filed"):
            look_up_filing(store, db, case, decision.clerk, decision.number if act == "filed" else "")
        else:
            raise CannotDecide("沒有這個動作 no such action")

    async def collect(self, request: Request) -> Response:
        """Somebody came back without a good certificate: the stills, and what waits for the number they named."""
        session = self._session(request)
        return self._sheets.page("sign-in.html", 401) if session is None else await self._collect(request, session)

    async def _collect(self, request: Request, session: Session, fault: str = "") -> Response:
        def look() -> dict[str, object] | None:
            with self._desk.store.write() as db:
                asking = tables.asking(db, request.path_params["id"])
                if asking is None or asking.kind != "collect":
                    return None
                self._desk.store.add_leaf("view", asking.request, session.clerk.encode(), inside=db)
                cases = tables.cases(db, states=(*OPEN_STATES, "decided", "sealed"), agency=asking.agency, id_no=asking.id_no)
                flows = self._desk.catalogue.flows
                telling = flows[asking.flow].outcome == "status"
                cases = [case for case in cases if hands_out(flows[case.flow], case) and not telling]
                return {"asking": asking, "cases": cases, "telling": telling, "worth": worth(asking),
                        "stills": stills(json.loads(asking.message)),
                        "person": self._desk.register.person(asking.id_no)}

        found = await asyncio.to_thread(look)
        if found is None:
            return self._sheets.page("fault.html", 404, session=session, fault="查無此案 no such case")
        titles = {flow.id: flow.text("zh-TW", "title") for flow in self._desk.catalogue.flows.values()}
        return self._sheets.page("collect.html", 409 if fault else 200, session=session, facts=FACTS, fault=fault, titles=titles, **found)

    async def collected(self, request: Request) -> Response:
        """Hand one case over to the person at the counter."""
        session = self._session(request)
        if session is None:
            return self._sheets.page("sign-in.html", 401)
        untrusted_form = await request.form()
        if not same_token(session, untrusted_form.get("token")):
            return self._sheets.page("fault.html", 403, session=session, fault="表單已失效，請重新載入 this form is too old")
        decision = Decision(session.clerk, untrusted_form.get("seen") == "yes", str(untrusted_form.get("fact", "")))

        def work() -> None:
            with self._desk.store.write() as db:
                asking = tables.asking(db, request.path_params["id"])
                if asking is not None and self._desk.catalogue.flows[asking.flow].outcome == "status":
                    post, words = self._desk.posts[asking.agency], self._desk.words
                    tell_how_far(self._desk.store, db, asking, post, self._desk.catalogue, words, decision)
                    return
                case = tables.case(db, str(untrusted_form.get("case", "")))
                if asking is None or case is None:
                    raise CannotDecide("請選擇案件 choose a case")
                hand_over(self._desk.store, db, asking, case, self._desk.posts[case.agency], self._desk.catalogue, decision)

        fault = await self._tried(work)
        if fault:
            return await self._collect(request, session, fault)
        self._desk.decided()
        return RedirectResponse("/", 303)

    async def _tried(self, work: Callable[[], None]) -> str:
        try:
            await asyncio.to_thread(work)
        except (CannotDecide, NotNow) as error:
            return str(error)
        return ""

    def _session(self, request: Request) -> Session | None:
        return self._desk.doorkeeper.session(request.cookies.get(COOKIE))


@dataclass(frozen=True)
class Waiting:
    """One line of the queue. ``turn`` sorts it."""

    path: str
    badge: str
    title: str
    about: str
    received_at: str
    here: bool
    priority: bool
    turn: tuple[bool, tuple[str, bool, bool, str]]


def _of_case(case: tables.Case, title: str, today: date) -> Waiting:
    here, about = case.state == "waiting-now", " · ".join(part for part in (case.case_no, case.clerk) if part)
    at = (case.state == "claimed", turn(case.due, here, case.priority, case.received_at, today))
    return Waiting(f"/case/{case.id}", BADGES[case.state], title, about, case.received_at, here, case.priority, at)


def _of_collect(asking: tables.Asking, titles: dict[str, str], today: date) -> Waiting:
    at = (False, turn("", True, asking.priority, asking.received_at, today))
    return Waiting(f"/collect/{asking.request}", BADGES["waiting-now"], titles[asking.flow], asking.site, asking.received_at, True,
                   asking.priority, at)
