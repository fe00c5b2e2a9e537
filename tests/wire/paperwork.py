"""Keys, messages and envelopes that the wire's tests share; every person in them is invented."""
from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from wire import messages
from wire.chain import next_link
from wire.codec.ids import uuid7
from wire.codec.jws import sign_flat
from wire.codec.strict import b64
from wire.envelope import Envelope, seal, sign_open
from wire.keys import SUITE, SealingKey, SigningKey, VisitKey
from wire.messages import Head, Message
from wire.roles import GATEWAY_OWNER, OPEN, OPERATOR_OWNER, SEALED, Keyring, Role

NOW = datetime(2026, 11, 21, 2, 40, tzinfo=UTC)
SITE, AGENCY = "changhua-puxin-1", "changhua-tax"
OWNERS = {Role.KIOSK: SITE, Role.GATEWAY: GATEWAY_OWNER, Role.AGENCY: AGENCY, Role.OPERATOR: OPERATOR_OWNER}
REQUEST_ID, PART_ID = uuid7(NOW), uuid7(NOW)
PICTURE = b"\xff\xd8\xff\xd9"
"""The shortest of all JPEGs."""
ASKING: dict[str, Any] = {
    "request": REQUEST_ID, "visit": "v1", "flow": "changhua-tax.house-registration", "flow_version": 1, "agency": AGENCY, "kiosk": SITE,
    "lang": "zh-TW", "subject": messages.Subject(id_no="A123456789", name="王小明", how="typed"), "shown": "房屋稅籍證明\n王小明",
    "agreed_at": NOW, "evidence": (),
}
EXAMPLES: dict[str, Message] = {
    "hello": messages.Hello(site=SITE, software="0.1.0", flows_sha256="0" * 64, transport_jkt="x", counter=1, boot="b", head=Head()),
    "health": messages.Health(head=Head(), devices={"printer.a4": "ok"}, queue=0),
    "incident": messages.Incident(code="paper-unknown"),
    "wiped": messages.Wiped(visit="v1", things=(messages.Wipe(thing="visit key", how="process ended"),)),
    "void": messages.Void(envelope=REQUEST_ID, sha256="0" * 64, kind="request", reason="damaged"),
    "command": messages.Command(id=REQUEST_ID, not_after=NOW, counter=1, verb="drain"),
    "opened": messages.Opened(envelope=REQUEST_ID, sha256="0" * 64),
    "part": messages.Part(id=PART_ID, request=REQUEST_ID, visit="v1", octets=b64(PICTURE)),
    "supplement": messages.Supplement(request=REQUEST_ID, visit="v1", answers={"house": "all"}),
    "withdraw": messages.Withdraw(request=REQUEST_ID, visit="v1"),
    "outcome": messages.Outcome(visit="v1", request=REQUEST_ID, outcome="delivered"),
    "call": messages.Call(visit="v1", sdp="v=0"),
    "notice": messages.Notice(request=REQUEST_ID, visit="v1", missing=("戶籍謄本",)),
    "status": messages.Status(request=REQUEST_ID, visit="v1", state="received"),
    "reply": messages.Reply(
        request=REQUEST_ID, visit="v1", request_sha256="0" * 64, subject_digest=messages.subject_digest(REQUEST_ID, "A123456789"),
        case_no="1", attempt=1, result="parked",
    ),
}
OPEN_KINDS = (*messages.OPEN_UP, *messages.OPEN_DOWN)
SEALED_KINDS = tuple(dict.fromkeys((*messages.SEALED_UP, *messages.SEALED_DOWN)))


@dataclass
class Parties:
    """One kiosk, one bureau, and a transport key that has no say."""

    keys: dict[Role, SigningKey] = field(default_factory=lambda: {role: SigningKey.generate() for role in Role})
    transport: SigningKey = field(default_factory=SigningKey.generate)
    agency_seal: SealingKey = field(default_factory=SealingKey.generate)
    visit: VisitKey = field(default_factory=VisitKey.generate)

    def __post_init__(self) -> None:
        self.keyring = Keyring()
        for role, key in self.keys.items():
            self.keyring.add(role, OWNERS[role], key.public)

    def example(self, kind: str) -> Message:
        """A message of this kind."""
        if kind == "request":
            asking = ASKING | {"evidence": (messages.PaperEvidence(paper="household", still=""),), "parts": (messages.PartOf(
                envelope=PART_ID, place="evidence/0/still", sha256=hashlib.sha256(PICTURE).hexdigest(), keep="case"),)}
            return messages.Request(**asking, visit_key=self.visit.public_text(), case_no="1", token_sha256="0" * 64, answers={"copies": 1})
        return messages.Collect(**ASKING, visit_key=self.visit.public_text()) if kind == "collect" else EXAMPLES[kind]

    def up(self, kind: str, head: Head | None = None) -> Envelope:
        """What the kiosk sends."""
        chained = None if kind in messages.OUTSIDE_CHAIN else next_link(head or Head())
        common: dict[str, Any] = {"sender": SITE, "to": AGENCY, "key": self.keys[Role.KIOSK], "link": chained, "at": NOW}
        if kind in messages.OPEN_UP:
            return sign_open(kind, self.example(kind), **common)
        return seal(kind, self.example(kind), recipient=self.agency_seal.public, **common)

    def down(self, kind: str) -> Envelope:
        """What agency or operator send."""
        role = Role.OPERATOR if kind == "command" else Role.AGENCY
        common: dict[str, Any] = {"sender": OWNERS[role], "to": SITE, "key": self.keys[role], "link": None, "at": NOW}
        if kind in messages.OPEN_DOWN:
            return sign_open(kind, self.example(kind), **common)
        return seal(kind, self.example(kind), recipient=self.visit.public, **common)


def header(key: SigningKey, role: Role, kind: str, /, **changed: Any) -> dict[str, Any]:
    """A protected header as a dict, to be spoilt: ``changed`` members replace, None removes."""
    sealed = kind not in OPEN_KINDS
    whole: dict[str, Any] = {
        "typ": SEALED if sealed else OPEN, "alg": "ES256", "kid": key.kid, "id": REQUEST_ID, "from": OWNERS[role], "to": SITE, "kind": kind,
    }
    if role is Role.KIOSK and kind not in messages.OUTSIDE_CHAIN:
        whole |= {"epoch": 1, "seq": 1, "prev": ""}
    whole |= {"at": "2026-11-21T02:40:00Z"} | ({"suite": SUITE, "rkid": "A" * 43} if sealed else {})
    whole |= changed
    return {name: value for name, value in whole.items() if value is not None}


def forge(key: SigningKey, head: dict[str, Any] | str, payload: bytes = b"{}") -> bytes:
    """Sign whatever is given as a protected header."""
    text = head if isinstance(head, str) else json.dumps(head, separators=(",", ":"))
    return sign_flat(b64(text.encode("utf-8")).encode("ascii"), payload, key)
