"""One citizen, from the choice of a service to goodbye: runs the flow's steps in order.

What is known of the person lives in this object and dies with the process that holds it.
"""
from __future__ import annotations

import base64
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any, Literal
from zoneinfo import ZoneInfo

from catalogue.flow import Catalogue, Flow
from catalogue.steps import Form, Step
from catalogue.trouble import Trouble
from hardware import DeviceError
from hardware.camera import Frame, shrunk
from kiosk.cabinet import Cabinet
from kiosk.config import Kiosk
from kiosk.conversation import Back, Conversation, Over
from kiosk.gate import Expected, WrongPerson, pass_gate
from kiosk.post import Post
from kiosk.store import Journal
from kiosk.ui.door import Preview, Touch, View
from wire.certificate import CertificateVerdict
from wire.evidence import Liveness
from wire.keys import VisitKey
from wire.messages import Collect, Incident, PaperEnd, Reply, Request, Status

TAIPEI = ZoneInfo("Asia/Taipei")
UNSEEN = ("sign", "lookup", "choose")  # not on the progress line: part of the step before
PREVIEW_WIDTH = 480
Way = Literal["certificate", "id-card"]


class OtherWay(Exception):
    """The citizen goes on with the ID card instead; every answer is kept."""


@dataclass
class Citizen:
    """What this visit knows of the person in front of it."""

    way: Way | None = None
    id_no: str = ""
    how: Literal["scanned", "typed", "health-card"] = "typed"
    verdict: CertificateVerdict | None = None
    certificate: bytes = b""
    chain: tuple[bytes, ...] = ()
    insertion: int = 0
    stale_revocation: bool = False
    card_frame: Frame | None = None
    portrait: Frame | None = None
    live: Frame | None = None
    face: Literal["match", "clerk", "no-match", "not-compared"] = "not-compared"
    liveness: Liveness = "not checked"


@dataclass(frozen=True)
class Photograph:
    """One picture of a paper: which kind, and its JPEG."""

    paper: str
    jpeg: bytes


@dataclass
class Sent:
    """What was sent, once it was committed; a reply must name exactly this."""

    message: Request | Collect
    plain_sha256: str
    token: str


@dataclass(frozen=True)
class Parts:
    """Everything a visit works with, constructed at the top."""

    config: Kiosk
    catalogue: Catalogue
    cabinet: Cabinet
    post: Post
    journal: Journal
    news: Callable[[float], Awaitable[None]]  # waits until the uplink left something, at most so many seconds


@dataclass
class Visit:
    """One citizen with one flow. ``run`` ends normally (delivered) or raises ``Over``.

    ``given`` names answers that came with the citizen from the service before this one: a form that asks only for these is left out.
    ``worked``: what steps that compute came to; conditions use it, it is never sent.
    ``following``: the citizen goes on to the service named in the flow's ``[then]``.
    """

    parts: Parts
    talk: Conversation
    flow: Flow
    id: str
    key: VisitKey
    citizen: Citizen = field(default_factory=Citizen)
    answers: dict[str, Any] = field(default_factory=dict)
    worked: dict[str, Any] = field(default_factory=dict)
    photographs: list[Photograph] = field(default_factory=list)
    given: frozenset[str] = frozenset()
    following: bool = False
    shown: str = ""
    agreed_at: datetime | None = None
    hand_signature: str | None = None
    evidence: list[Any] = field(default_factory=list)
    request: str = ""
    checkpoint: str | None = None
    sent: Sent | None = None
    reply: Reply | None = None
    progress: str = ""
    document: bytes | None = None
    papers: list[PaperEnd] = field(default_factory=list)
    rating: int | None = None
    remark: str = ""
    receipt_signature: str | None = None

    @property
    def as_it_is(self) -> str:
        """The outcome if it ended now: delivered where its paper was, parked where it was sent, else nothing was kept."""
        if any(paper.state == "delivered" for paper in self.papers):
            return "delivered"
        return "parked" if self.sent is not None else "abandoned"

    async def run(self, at: int = 0) -> None:
        """Run the steps from the one at ``at``; back goes one step back until something was sent.

        Raises ``Over``, ``Back`` (before the first), ``DoorClosed``.
        """
        self.talk.agency = self.flow.agency
        self.talk.name_agency = lambda agency: self.parts.catalogue.agencies[agency].short[self.talk.lang]
        self.talk.name_step = self._name_step
        while at < len(steps := self.steps()):
            step = steps[at]
            self.talk.trail = tuple(dict.fromkeys(one.kind for one in steps if one.kind not in UNSEEN))
            self.talk.at = self.talk.trail.index(step.kind) if step.kind in self.talk.trail else self.talk.at
            self.talk.may_go_back = self.sent is None
            started = time.monotonic()
            try:
                at += await self._done(step)
            except Back:
                if at == 0:
                    raise
                at -= 1
            except OtherWay:
                self.citizen, self.evidence = Citizen(way="id-card"), []
                at = next(place for place, one in enumerate(self.steps()) if one.kind == "identify")
            finally:
                self.note(f"step.{step.kind}", str(round((time.monotonic() - started) * 1000)))

    async def _done(self, step: Step) -> bool:
        """Run a step; False: a device failed, the step has no way around it, and the citizen would try again. Raises ``Over``, ``Back``."""
        try:
            await import_module(f"kiosk.steps.{step.kind.replace('-', '_')}").run(step, self)
            return True
        except DeviceError as error:
            code = Trouble.of(error.code, Trouble.DEVICE)
            if await self.trouble(code, "retry", "end") == "end":
                raise Over("abandoned" if self.sent is None else "parked", code) from None
            return False

    def steps(self) -> list[Step]:
        """The steps that apply to what is known by now."""
        steps = self.flow.steps_for(self.citizen.way == "certificate", {**self.worked, **self.answers})
        return [step for step in steps if not (isinstance(step, Form) and self.given.issuperset(step.fields))]

    def _name_step(self, kind: str) -> str:
        """A step on the progress line; where nothing is handed over it has another name."""
        own = f"trail.{kind}.{self.flow.outcome}"
        return self.talk.word(own if self.talk.knows(own) else f"trail.{kind}")

    def next(self) -> "Visit | None":
        """The service that the citizen goes on to, with every answer; None where the visit ends here."""
        then = self.flow.then
        if then is None or not self.following:
            return None
        flow = self.parts.catalogue.flows[then.flow]
        return Visit(self.parts, self.talk, flow, self.id, self.key, answers=dict(self.answers), given=frozenset(self.answers))

    def words(self, step: Step, key: str, **values: object) -> dict[str, str]:
        """Heading, body, spoken form: the flow's own words where it has any, else the shared ones under ``key``."""
        return self.talk.flow_words(self.flow, step.name, key, **values)

    def note(self, event: str, detail: str = "", durable: bool = False) -> None:
        """Write to the journal: words of ours and numbers, never a datum of the person."""
        self.parts.journal.note(self.id, event, detail, durable=durable)

    async def trouble(self, code: Trouble, *buttons: str) -> str:
        """Show what happened and what can be done; returns the button pressed."""
        self.note("trouble", code)
        talk = self.talk

        def page() -> View:
            return talk.view("error", **talk.told(code), picture=code.value,
                             buttons=tuple(talk.button(name, "primary" if name == buttons[0] else "secondary") for name in buttons))

        while True:
            touch = await talk.ask(page)
            if isinstance(touch, Touch) and touch.name in buttons:
                return touch.name

    async def preview(self, frame: Frame, width: int = PREVIEW_WIDTH) -> None:
        """Let the citizen see what the counter sees: a small picture of at most ``width`` pixels."""
        small = shrunk(frame, width).pixels
        await self.talk.show_preview(Preview(visit=self.id, width=small.shape[1], height=small.shape[0],
                                             rgb=base64.b64encode(small.tobytes()).decode()))

    async def next_reply(self, at_most_s: float) -> Reply | None:
        """The desk's next reply to this request through the gate; None when the time is over. Raises ``WrongPerson`` at the gate."""
        assert self.sent is not None
        message = self.sent.message
        expected = Expected(self.id, message.request, self.sent.plain_sha256, message.subject.id_no if message.subject else "")
        until = time.monotonic() + at_most_s
        while True:
            for said in self.parts.post.answers(self.key, self.id):
                if isinstance(said, Status) and said.request == message.request:
                    self.progress = said.state
                if isinstance(said, Reply):
                    try:
                        self.document = pass_gate(said, expected)
                    except WrongPerson as wrong:
                        self.parts.post.send("incident", Incident(code="wrong-person", visit=self.id, detail=" ".join(wrong.fields)))
                        raise
                    self.reply = said
                    return said
            left = until - time.monotonic()
            if left <= 0:
                return None
            await self.parts.news(min(left, 1.0))


def now() -> datetime:
    """The time of day, aware, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is where the counter stands, whatever zone the box is set to."""
    return now().astimezone(TAIPEI).date()
