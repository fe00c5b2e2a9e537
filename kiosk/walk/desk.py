"""The bureau of a walk: opens what the counter sent, asks whoever sits at the terminal what the answer is, and answers.

Sealed, signed and checked exactly as between counter and bureau; only the keys are made for this one walk, and what a register
would say is said by a person. What is answered is invented and says so.
"""
from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from catalogue.flow import Catalogue, Flow
from catalogue.steps import Choose, Info, Lookup
from kiosk.slip import Leaflet, leaflet_pdf
from kiosk.store import Inbox, OutboxReader
from wire.envelope import Verified, seal, unseal, verify
from wire.keys import PublicSealingKey, SealingKey, SigningKey
from wire.messages import Choice, Collect, Document, Reply, Request, Row, Supplement, subject_digest
from wire.roles import Keyring, Role

POLL_S = 0.1
ASKED = ("request", "collect", "supplement")
Ask = Callable[[str, Sequence[tuple[str, str]]], Awaitable[str]]
ANSWERS = {
    "list": "a list to choose from", "document": "the page is printed", "told": "lines to read", "parked": "an officer must decide",
    "refused": "no", "nothing": "there is nothing in this name",
}


@dataclass(frozen=True)
class Keys:
    """The keys of one walk: every agency has the same two, the counter and the gateway one each."""

    site: str
    device: SigningKey = field(default_factory=SigningKey.generate)
    agency: SigningKey = field(default_factory=SigningKey.generate)
    sealing: SealingKey = field(default_factory=SealingKey.generate)

    def keyring(self, agencies: Sequence[str]) -> Keyring:
        """Who may say what, on both ends of this walk."""
        ring = Keyring()
        ring.add(Role.KIOSK, self.site, self.device.public)
        for agency in agencies:
            ring.add(Role.AGENCY, agency, self.agency.public)
        return ring


class Desk:
    """Everything that is asked of an agency in a walk. ``lang`` is that of the lines invented."""

    def __init__(self, keys: Keys, catalogue: Catalogue, state: Path, ask: Ask, lang: str) -> None:
        self._keys, self._catalogue, self._ask, self._lang = keys, catalogue, ask, lang
        self._ring = keys.keyring(sorted(catalogue.agencies))
        self._outbox, self._inbox = OutboxReader(state), Inbox(state)
        self._inbox.line(True, "walk")
        self._seen: set[str] = set()
        self._asking: tuple[Request | Collect, str] | None = None
        self.heard: list[Request | Collect | Supplement] = []

    async def news(self, patience_s: float) -> None:
        """Answer what was asked since, or wait a moment."""
        fresh = self.take()
        if not fresh:
            await asyncio.sleep(min(patience_s, POLL_S))
        for message in fresh:
            if self._asking is not None:
                await self._answer(*self._asking, chosen=isinstance(message, Supplement))

    def take(self) -> list[Request | Collect | Supplement]:
        """What the counter sent since the last look, opened."""
        fresh: list[Request | Collect | Supplement] = []
        for row in self._outbox.waiting():
            if row.kind not in ASKED or row.id in self._seen:
                continue
            self._seen.add(row.id)
            message, sha256 = unseal(self._verified(row.octets), self._keys.sealing)
            if isinstance(message, Request | Collect):
                self._asking = message, sha256
            if isinstance(message, Request | Collect | Supplement):
                fresh.append(message)
        self.heard += fresh
        return fresh

    def _verified(self, octets: bytes) -> Verified:
        return verify(octets, role=Role.KIOSK, owner=self._keys.site, keyring=self._ring)

    async def _answer(self, asking: Request | Collect, sha256: str, chosen: bool) -> None:
        flow = self._catalogue.flows[asking.flow]
        offered = answers(flow, chosen or not any(one.kind == "certificate" for one in asking.evidence))
        said = await self._ask("the bureau answers", [(word, ANSWERS[word]) for word in offered])
        word, _, reason = said.partition(" ")
        reply = self._reply(flow, asking, sha256, word, reason)
        visit_key = PublicSealingKey.from_visit_text(asking.visit_key)
        envelope = seal("reply", reply, sender=flow.agency, to=self._keys.site, key=self._keys.agency, recipient=visit_key, link=None,
                        at=datetime.now(UTC))
        self._inbox.keep((), [(envelope.header.id, "", envelope.octets)], None)

    def _reply(self, flow: Flow, asking: Request | Collect, sha256: str, word: str, reason: str) -> Reply:
        title = flow.text(self._lang, "title")
        due = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
        id_no = asking.subject.id_no if asking.subject else ""
        return Reply(
            request=asking.request, visit=asking.visit, request_sha256=sha256, subject_digest=subject_digest(asking.request, id_no),
            case_no=asking.case_no or f"{self._keys.site}-000000-00", attempt=1, result="choose" if word == "list" else word,  # type: ignore[arg-type]
            reason=reason, rows=(Row(label=title, value=EXAMPLE),) if word in ("document", "told") else (),
            choices=tuple(Choice(key=str(number), text=f"{EXAMPLE} {number}") for number in (1, 2)) if word == "list" else (),
            document=self._document(flow, title) if word == "document" else None,
            released_by="register" if word == "document" else "", due=due if word == "parked" else "",
        )

    def _document(self, flow: Flow, title: str) -> Document:
        """A page that says that it is none."""
        official = flow.bureau.document if flow.bureau is not None and flow.bureau.document else title
        octets = leaflet_pdf(Leaflet(self._lang, EXAMPLE, official, EXAMPLE, ((title, (EXAMPLE,)),), EXAMPLE))
        return Document(pdf=base64.urlsafe_b64encode(octets).decode().rstrip("="), sha256=hashlib.sha256(octets).hexdigest(),
                        serial="WALK-0001", check_code="0000-0000", sheets=1, title=official)


EXAMPLE = "（試走的例子 EXAMPLE）"


def answers(flow: Flow, nothing_to_choose: bool) -> list[str]:
    """What the bureau may answer at this moment, the good answer first."""
    kinds = {type(step) for step in flow.steps}
    if Lookup in kinds and Choose in kinds and not nothing_to_choose:
        return ["list", *(word for word in ANSWERS if word not in ("list", "told"))]
    told = any(isinstance(step, Info) and step.reply for step in flow.steps)
    papers = any(getattr(step, "paper", None) == "a4" for step in flow.steps)
    good = [word for word, fits in (("document", papers), ("told", told)) if fits]
    return [*good, "parked", "refused", "nothing"]
