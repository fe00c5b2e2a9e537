"""Send: build the request from what was shown and signed, seal it and its pictures, commit them; only then say that it is kept safely."""
from __future__ import annotations

import asyncio
import hashlib
import secrets
from typing import Any

from catalogue.steps import Send
from hardware.camera import Frame, jpeg
from kiosk.steps.review import as_text, lines
from kiosk.ui.door import View
from kiosk.visit import Sent, Visit, now
from wire.codec.ids import uuid7
from wire.codec.strict import b64
from wire.messages import Collect, FaceEvidence, IdCardEvidence, PaperEvidence, Request, Subject
from wire.parts import divide

KEPT_S = 1.5


async def run(step: Send, visit: Visit) -> None:
    """Commit the request and its pictures with one fsync and tell so. Raises ``StoreError``: nothing was sent (:mod:`kiosk.watch.room`)."""
    talk, parts = visit.talk, visit.parts
    token = secrets.token_urlsafe(16)
    if visit.flow.public:
        _unsigned(visit)

    def page() -> View:
        return talk.view("wait", **talk.words("sending"), picture="sending", busy=True)

    message, apart = divide(build(visit, token, parts.journal.next_case_no(parts.config.site.id)), now())
    kind = "request" if isinstance(message, Request) else "collect"
    parts.journal.visit_asks(visit.id, message.request, message.case_no)
    visit.note("asked", visit.flow.agency)
    said = [*(("part", one, visit.flow.agency) for one in apart), (kind, message, visit.flow.agency)]
    posted = (await talk.during(page, asyncio.to_thread(parts.post.send_all, said)))[-1]
    visit.sent = Sent(message, posted.plain_sha256, token)
    talk.may_go_back = False
    visit.note("sent", posted.id)
    await talk.pause(lambda: talk.view("wait", **talk.words("asking" if visit.flow.collects else "kept"), picture="sending"), KEPT_S)


def _unsigned(visit: Visit) -> None:
    """What everybody may know is asked for by nobody: nothing is agreed to or signed; what is asked stands there all the same."""
    visit.request = uuid7(now())
    visit.parts.post.settle()
    visit.checkpoint = visit.parts.post.line().checkpoint
    visit.shown, visit.agreed_at = as_text(lines(visit)), now()


def build(visit: Visit, token: str, case_no: str) -> Request | Collect:
    """The message, exactly as it will be sealed."""
    citizen, flow, config = visit.citizen, visit.flow, visit.parts.config
    assert visit.agreed_at is not None
    shared: dict[str, Any] = {
        "request": visit.request, "visit": visit.id, "flow": flow.id, "flow_version": flow.version, "agency": flow.agency,
        "kiosk": config.site.id, "lang": visit.talk.lang, "shown": visit.shown, "agreed_at": visit.agreed_at,
        "subject": None if flow.public else _subject(visit),
        "evidence": (*(visit.evidence if citizen.way == "certificate" else () if flow.public else pictures(visit)),
                     *(PaperEvidence(paper=one.paper, still=b64(one.jpeg)) for one in visit.photographs)),
        "visit_key": visit.key.public_text(), "checkpoint": visit.checkpoint, "hand_signature": visit.hand_signature,
        "priority": visit.talk.priority,
    }
    if flow.bureau is None:
        return Collect(**shared)
    return Request(**shared, case_no=case_no, token_sha256=hashlib.sha256(token.encode()).hexdigest(), answers=visit.answers)


def _subject(visit: Visit) -> Subject:
    citizen = visit.citizen
    name = citizen.verdict.name if citizen.verdict and citizen.way == "certificate" else None
    return Subject(id_no=citizen.id_no, name=name, how=citizen.how)


def pictures(visit: Visit) -> tuple[IdCardEvidence | FaceEvidence, ...]:
    """The stills for the clerk; what could not be taken is left out and said so by its absence."""
    citizen = visit.citizen

    def still(frame: Frame | None) -> str:
        return b64(jpeg(frame)) if frame is not None else ""

    return (
        IdCardEvidence(barcode_read=citizen.how == "scanned", card_still=still(citizen.card_frame), portrait_still=still(citizen.portrait)),
        FaceEvidence(live_still=still(citizen.live), verdict=citizen.face, liveness=citizen.liveness),
    )
