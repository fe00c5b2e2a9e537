"""Whoever calls the gateway in its tests: an HTTP client, and what its answers are held against."""
from __future__ import annotations

import ssl
from datetime import UTC, datetime

import httpx

from rehearsal.line import AGENCY, SITE, Line
from wire.chain import Link, next_link
from wire.envelope import Envelope, seal, sign_open
from wire.exchange import Exchange, ExchangeAnswer, TransportJwk, sign_request
from wire.keys import SigningKey
from wire.messages import Head, Hello
from wire.roles import Keyring, Role


class Caller:
    """Whoever calls the gateway: an HTTP client with some transport key and some device key."""

    def __init__(self, line: Line) -> None:
        self.line, self.transport, self.device, self.head, self.said = line, line.transport, line.device, Head(), 0
        self.url = f"https://127.0.0.1:{line.port}/exchange"
        self.client = httpx.Client(verify=ssl.create_default_context(cafile=str(line.state / "trust" / "bureau-root.pem")))

    def envelope(self, link: Link | None = None, key: SigningKey | None = None) -> Envelope:
        made = seal("withdraw", self.line.withdraw(), sender=SITE, to=AGENCY, key=key or self.device, recipient=self.line.agency.public,
                    link=link or next_link(self.head), at=datetime.now(UTC))
        if link is None:
            self.head = Head(epoch=self.head.epoch, seq=self.head.seq + 1, sha256=made.sha256)
        return made

    def hello(self, jkt: str | None = None, counter: int | None = None, key: SigningKey | None = None,
              checkpoint: str | None = None) -> str:
        self.said += 1
        said = Hello(site=SITE, software="t", flows_sha256="00", transport_jkt=jkt or self.transport.kid, counter=counter or self.said,
                     boot="b", head=self.head, checkpoint=checkpoint)
        return sign_open("hello", said, sender=SITE, to="bureau", key=key or self.device, link=None, at=datetime.now(UTC)).octets.decode()

    def call(self, *up: Envelope, hello: str | None = None, created: datetime | None = None) -> httpx.Response:
        transport = TransportJwk(**self.transport.public.jwk()) if hello else None
        body = Exchange(up=tuple(one.octets.decode() for one in up), hello=hello, transport=transport).octets()
        headers = sign_request("POST", self.url, body, self.transport, created or datetime.now(UTC))
        return self.client.post(self.url, content=body, headers=headers)

    def receipts(self, *up: Envelope) -> tuple[str, ...]:
        answer = self.call(*up)
        assert answer.status_code == 200, answer.text
        return ExchangeAnswer.read(answer.content).receipts


def gateway_ring(line: Line) -> Keyring:
    ring = Keyring()
    ring.add(Role.GATEWAY, "gateway", SigningKey.load(line.bureau_state / "keys" / "gateway.pem").public)
    return ring
