"""The one call, ``POST /exchange``: its two bodies, and the request's HTTP Message Signature (RFC 9421, RFC 9530).

Exactly one form of signature is made and accepted: label ``counter``, components
``@method``, ``@target-uri`` and ``content-digest`` in this order, parameters ``created``,
``keyid``, ``alg`` and ``tag`` in this order. One fixed form leaves nothing to negotiate and
needs the verifier's own clock, which the http-message-signatures library does not take;
that library judges this module in the tests.
"""
from __future__ import annotations

import base64
import hashlib
import random
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from wire.codec.errors import Malformed, NotAllowed, NotGenuine, StaleClock
from wire.codec.strict import Moment, read_model
from wire.keys import PublicKey, SigningKey

TOLERANCE_S = 300
"""How far ``created`` may lie from the gateway's clock, in seconds, both ways."""
LONGEST_WAIT_S = 50
CAP_S = 60.0
"""The longest that a kiosk waits by itself before it tries again, in seconds."""
_TAG = "counter-exchange+1"
_COVERED = '("@method" "@target-uri" "content-digest")'
_INPUT = re.compile(
    r'counter=(?P<params>\("@method" "@target-uri" "content-digest"\);created=(?P<created>[1-9][0-9]{0,11});'
    r'keyid="(?P<kid>[A-Za-z0-9_-]{43})";alg="ecdsa-p256-sha256";tag="counter-exchange\+1")\Z'
)
_SIGNATURE = re.compile(r"counter=:(?P<signature>[A-Za-z0-9+/]{86}==):\Z")


class LineDown(Exception):
    """No answer that can be used; ``retry_s`` where the gateway named a time."""

    def __init__(self, reason: str, retry_s: float = 0.0) -> None:
        super().__init__(reason)
        self.retry_s = retry_s


def backoff(failures: int, asked_s: float, chance: random.Random | None = None) -> float:
    """Seconds until the next try: doubling from 1 s to a cap, half of it by chance, never less than asked."""
    spread = (chance or random).uniform(0.5, 1.0)  # spreads load, guards nothing
    return max(asked_s, spread * min(CAP_S, 2.0 ** min(failures, 10) / 2))


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TransportJwk(_Body):
    """The public transport key; must have the thumbprint that the hello beside it names."""

    kty: Literal["EC"] = "EC"
    crv: Literal["P-256"] = "P-256"
    x: str
    y: str


class Exchange(_Body):
    """What a kiosk sends. Envelopes are JSON strings of their exact octets (all ASCII)."""

    hello: str | None = Field(default=None, description="a hello envelope")
    transport: TransportJwk | None = Field(default=None, description="beside a hello: the transport key it introduces")
    up: tuple[str, ...] = Field(default=(), description="other envelopes, oldest first")
    got: tuple[str, ...] = Field(default=(), description="ids of envelopes that came down and are stored")
    wait: int = Field(default=0, ge=0, le=LONGEST_WAIT_S, description="seconds the answer may wait for something to send down")

    def octets(self) -> bytes:
        """The body of the request."""
        return self.model_dump_json(exclude_none=True).encode("utf-8")

    @classmethod
    def read(cls, untrusted: bytes) -> Exchange:
        """Read a request's body. Raises ``Malformed``."""
        return read_model(cls, untrusted)


class Next(_Body):
    """What the gateway asks for from now on."""

    heartbeat: int = Field(default=60, ge=1, description="seconds between healths")
    retry: int = Field(default=2, ge=0, description="seconds to wait at least before the next exchange")
    time: Moment
    checkpoint: str | None = Field(default=None, description="newest log checkpoint, a record of wire.log")


class ExchangeAnswer(_Body):
    """What the gateway answers."""

    hello_answer: str | None = Field(default=None, description="record of wire.receipts.HelloAnswer")
    receipts: tuple[str, ...] = Field(default=(), description="records of wire.receipts.Receipt")
    down: tuple[str, ...] = Field(default=(), description="envelopes for this kiosk")
    next: Next

    def octets(self) -> bytes:
        """The body of the answer."""
        return self.model_dump_json(exclude_none=True).encode("utf-8")

    @classmethod
    def read(cls, untrusted: bytes) -> ExchangeAnswer:
        """Read an answer's body. Raises ``Malformed``."""
        return read_model(cls, untrusted)


def content_digest(body: bytes) -> str:
    """Write the Content-Digest field (RFC 9530 §2)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode('ascii')}:"


def _signature_base(method: str, url: str, digest: str, params: str) -> bytes:
    """RFC 9421 §2.5."""
    lines = (f'"@method": {method}', f'"@target-uri": {url}', f'"content-digest": {digest}', f'"@signature-params": {params}')
    return "\n".join(lines).encode("ascii")


def sign_request(method: str, url: str, body: bytes, key: SigningKey, created: datetime) -> dict[str, str]:
    """Give the header fields to send along; ``url`` is the whole target URI, ``key`` the transport key."""
    digest = content_digest(body)
    params = f'{_COVERED};created={int(created.timestamp())};keyid="{key.kid}";alg="ecdsa-p256-sha256";tag="{_TAG}"'
    signature = base64.b64encode(key.sign(_signature_base(method, url, digest, params))).decode("ascii")
    return {"Content-Digest": digest, "Signature-Input": f"counter={params}", "Signature": f"counter=:{signature}:"}


def claimed_key(headers: Mapping[str, str]) -> str | None:
    """Which transport key a request says it was signed with, so that keys can be looked up together; nothing is verified here."""
    untrusted = _INPUT.match(next((value for name, value in headers.items() if name.lower() == "signature-input"), ""))
    return untrusted["kid"] if untrusted is not None else None


def verify_request(
    method: str, url: str, headers: Mapping[str, str], body: bytes, key_lookup: Callable[[str], PublicKey | None], now: datetime,
) -> str:
    """Verify a request and give the id of the transport key that signed it; ``now`` is aware.

    Raises ``Malformed``, ``NotAllowed``, ``NotGenuine``, and ``StaleClock`` for a genuine request more than 300 s away from ``now``.
    """
    untrusted = {name.lower(): value for name, value in headers.items()}
    for name in ("content-digest", "signature-input", "signature"):
        if name not in untrusted:
            raise Malformed("missing-header", name)
    untrusted_input = _INPUT.match(untrusted["signature-input"])
    untrusted_signature = _SIGNATURE.match(untrusted["signature"])
    if untrusted_input is None or untrusted_signature is None:
        raise NotAllowed("signature-form", "not the one form of this exchange")
    if untrusted["content-digest"] != content_digest(body):
        raise NotGenuine("digest-differs")
    kid = untrusted_input["kid"]
    key = key_lookup(kid)
    if key is None or key.kid != kid:
        raise NotGenuine("unknown-key", "no such transport key")
    try:
        base = _signature_base(method, url, untrusted["content-digest"], untrusted_input["params"])
    except UnicodeEncodeError:
        raise Malformed("target-not-ascii") from None
    key.verify(base64.b64decode(untrusted_signature["signature"]), base)
    signed_at = datetime.fromtimestamp(int(untrusted_input["created"]), UTC)
    if abs((signed_at - now).total_seconds()) > TOLERANCE_S:
        raise StaleClock(signed_at, now)
    return kid
