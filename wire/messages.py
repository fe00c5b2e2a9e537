"""Every kind of message that kiosk and bureau exchange, one frozen model a kind.

Two types carry them and the kind decides which, never the sender (``OPEN_UP`` … ``SEALED_DOWN`` below). Models refuse
unknown fields. Times are aware datetimes in UTC; binary values are base64url text without padding. ``opened`` travels
open: it names only ids and must be readable outside a visit, when no visit key lives (docs/adr/0004-opened-is-open.md).
"""
from __future__ import annotations

import hashlib
import hmac
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from wire.codec.ids import Uuid7
from wire.codec.strict import Moment, Sha256
from wire.evidence import CertificateEvidence as CertificateEvidence
from wire.evidence import FaceEvidence as FaceEvidence
from wire.evidence import IdCardEvidence as IdCardEvidence
from wire.evidence import PaperEvidence as PaperEvidence
from wire.evidence import PartOf as PartOf


class Message(BaseModel):
    """Base of everything that stands inside an envelope."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Head(Message):
    """The newest link of a kiosk's chain: epoch, sequence number and the sha256 of that envelope's bytes."""

    epoch: int = 1
    seq: int = 0
    sha256: str = ""


# --- open, up ---------------------------------------------------------------------------


class Hello(Message):
    """A kiosk announces itself; stands outside the chain and carries its head."""

    site: str
    software: str
    flows_sha256: str
    transport_jkt: str = Field(description="RFC 7638 thumbprint of the uplink's transport key")
    counter: int = Field(description="grows with every hello of this kiosk; an older one is refused")
    boot: str = Field(description="UUID of this start of the counter")
    head: Head
    checkpoint: str | None = Field(default=None, description="newest log checkpoint the kiosk has verified")
    revocation: int = Field(default=0, description="number of the newest update of the revocation list it has applied")
    revocation_at: Moment | None = Field(default=None, description="issue time of the revocation list it holds")
    papers_open: int = Field(default=0, description="papers whose end is not known yet")


class Health(Message):
    """What works right now, device by device; outside the chain."""

    head: Head
    devices: dict[str, str] = Field(description="device name → 'ok' or a reason word such as 'out-of-paper'")
    queue: int = Field(description="rows in the outbox not yet opened by the desk")
    checkpoint: str | None = None


class Incident(Message):
    """Something that a person must look at. ``detail`` holds words of ours only, never a datum of the citizen."""

    code: str
    visit: str | None = None
    detail: str = ""


class Wipe(Message):
    """One thing that was forgotten, and how."""

    thing: str
    how: Literal["deleted", "process ended", "buffer overwritten", "not provable"]


class Wiped(Message):
    """After the end of a visit: what was forgotten and how (design: visit, End)."""

    visit: str
    things: tuple[Wipe, ...]


class Void(Message):
    """Stands in the chain for an envelope that can never be sent; whatever it held is lost, and a person must look."""

    envelope: str = Field(description="id of the envelope it stands for")
    sha256: Sha256 = Field(description="of that envelope's octets: the next link names them, and goes on from here")
    kind: str = Field(pattern=r"^[a-z]{2,20}$", description="what it was")
    reason: Literal["damaged"] = Field(description="the octets kept are no longer those that were signed")


# --- open, down -------------------------------------------------------------------------


Verb = Literal["self-test", "drain", "restart"]
"""What an operator may order."""


class Command(Message):
    """An operator's order to one kiosk."""

    id: str
    not_after: Moment
    counter: int
    verb: Verb


class Opened(Message):
    """The desk opened one envelope, or says why it could not; the kiosk then deletes its row."""

    envelope: str
    sha256: str
    result: Literal["opened", "cannot-open"] = "opened"
    reason: str = ""


# --- sealed, up -------------------------------------------------------------------------


class Subject(Message):
    """Whom the request is about, as claimed at the kiosk; the desk decides whether it believes it."""

    id_no: str
    name: str | None = Field(default=None, description="from the certificate; None on the ID-card path")
    how: Literal["scanned", "typed", "health-card"] = Field(description="where the number came from; none of them proves anybody")


class Asking(Message):
    """What :class:`Request` and :class:`Collect` share."""

    request: str = Field(description="UUIDv7 of this request, also what the card signs")
    visit: str
    flow: str
    flow_version: int
    agency: str
    kiosk: str
    lang: str = Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$", description="what the citizen reads, BCP 47")
    subject: Subject | None = Field(description="None where the answer is for everybody and nobody says who they are")
    shown: str = Field(description="the request exactly as the citizen read it on the review page")
    agreed_at: Moment
    evidence: tuple[CertificateEvidence | IdCardEvidence | FaceEvidence | PaperEvidence, ...]
    parts: tuple[PartOf, ...] = Field(default=(), max_length=200, description="its pictures, each in its own envelope")
    visit_key: str = Field(description="public visit key, base64url; replies are sealed to it")
    checkpoint: str | None = Field(default=None, description="newest gateway checkpoint the kiosk holds")
    hand_signature: str | None = Field(default=None, description="PNG of the signature on screen, base64url; where no card signed")
    priority: bool = Field(default=False, description="asked to go first as an elder or a person with a disability; sorts the queue")


class Request(Asking):
    """An application or a question to an agency."""

    case_no: str = Field(description="made by the kiosk: site-sequence-check; printed on the slip")
    token_sha256: str = Field(description="sha256 hex of the 128-bit token in the slip's QR")
    answers: dict[str, Any]


class Collect(Asking):
    """The citizen came back: hand over what waits for this person (optionally one case)."""

    case_no: str | None = None


class Part(Message):
    """One picture of a request or collect, sealed by itself (:mod:`wire.parts`)."""

    id: Uuid7 = Field(description="also the id of the envelope that it travels in; the request names it")
    request: str
    visit: str
    octets: str = Field(description="JPEG, base64url")


class Supplement(Message):
    """A further answer inside the same visit and request: the house chosen, the case to collect."""

    request: str
    visit: str
    answers: dict[str, Any]


class Withdraw(Message):
    """The citizen takes a request back."""

    request: str
    visit: str


class PaperEnd(Message):
    """How one printed document ended (design: visit, Paper is a transaction)."""

    serial: str
    printer: str
    sheets: int
    sha256: str
    state: Literal["delivered", "not-printed", "unknown", "left"]


class Outcome(Message):
    """The end of a visit's request, sent before anything is forgotten; chained like every envelope."""

    visit: str
    request: str | None
    attempt: int | None = Field(default=None, description="which delivery of the reply was used")
    outcome: Literal["delivered", "parked", "refused", "abandoned", "failed", "interrupted"]
    papers: tuple[PaperEnd, ...] = ()
    rating: int | None = Field(default=None, ge=1, le=5)
    remark: str = Field(default="", max_length=200, description="the citizen's own words about the visit, as typed")
    receipt_signature: str | None = Field(default=None, description="PNG of the signature for receipt, base64url")


class Call(Message):
    """Signalling of a video call (its room comes later); both ways."""

    visit: str
    sdp: str


# --- sealed, down -----------------------------------------------------------------------


class Row(Message):
    """One line the citizen reads: label and value."""

    label: str
    value: str


class Choice(Message):
    """One thing the citizen can choose from: a house, a waiting case."""

    key: str
    text: str
    about: str = ""


class Document(Message):
    """A sealed PDF, ready to print. ``pdf`` is base64url; ``sha256`` is over the PDF's octets."""

    pdf: str
    sha256: str
    serial: str
    check_code: str
    sheets: int
    title: str


class Reply(Message):
    """The desk's answer to one request, sealed to the visit key that asked."""

    request: str
    visit: str
    request_sha256: str = Field(description="sha256 hex of the exact plaintext octets of the Request or Collect")
    subject_digest: str = Field(description="wire.messages.subject_digest(request, id_no)")
    case_no: str
    attempt: int
    result: Literal["document", "choose", "told", "parked", "refused", "nothing"]
    reason: str = Field(default="", description="reason code; the kiosk holds its words in three languages")
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = Field(default=(), description="what the citizen checks before the page is printed, or is told")
    document: Document | None = None
    released_by: Literal["register", "clerk", ""] = ""
    due: str = Field(default="", description="ISO date by which the agency answers, where parked")


class Status(Message):
    """Progress of a case while the citizen waits."""

    request: str
    visit: str
    state: str


class Notice(Message):
    """A supplement notice: all missing papers at once."""

    request: str
    visit: str
    missing: tuple[str, ...]


OPEN_UP: dict[str, type[Message]] = {"hello": Hello, "health": Health, "incident": Incident, "wiped": Wiped, "void": Void}
OPEN_DOWN: dict[str, type[Message]] = {"command": Command, "opened": Opened}
SEALED_UP: dict[str, type[Message]] = {
    "request": Request, "part": Part, "supplement": Supplement, "collect": Collect, "withdraw": Withdraw, "outcome": Outcome,
    "call": Call,
}
SEALED_DOWN: dict[str, type[Message]] = {"reply": Reply, "notice": Notice, "status": Status, "call": Call}
OUTSIDE_CHAIN = frozenset({"hello", "health"})


def subject_digest(request: str, id_no: str) -> str:
    """Hex HMAC-SHA256 of the ID number under the request id: names the person to both ends, to nobody else."""
    return hmac.new(request.encode("ascii"), id_no.encode("utf-8"), hashlib.sha256).hexdigest()
