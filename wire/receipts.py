"""What the gateway signs: receipts, the answer to hello, and the time; all compact JWS records. And what time it is at least."""
from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from wire.codec.ids import Uuid7
from wire.codec.record import Record
from wire.codec.strict import Moment, Sha256
from wire.messages import Head
from wire.roles import Role


class Receipt(Record):
    """The gateway holds this envelope durably; a resend gets the same octets again."""

    typ: ClassVar[str] = "counter-receipt+1"
    role: ClassVar[Role] = Role.GATEWAY

    id: Uuid7 = Field(description="id of the envelope")
    sha256: Sha256 = Field(description="over the envelope's octets")
    epoch: int | None = None
    seq: int | None = None
    received_at: Moment
    leaf: Sha256 = Field(description="hash of the log leaf that records the receipt; printed on the slip")


class HelloAnswer(Record):
    """May this kiosk open? Names the hello's counter, so that an old answer is no answer."""

    typ: ClassVar[str] = "counter-hello-answer+1"
    role: ClassVar[Role] = Role.GATEWAY

    to: str = Field(description="site id of the kiosk")
    counter: int = Field(description="the counter of the hello answered")
    newest: int = Field(default=0, description="the highest counter heard of this kiosk, for one whose disk was put back")
    state: Literal["accepted", "pending", "rejected"]
    head: Head = Field(description="the gateway's head of this kiosk's chain")
    time: Moment
    checkpoint: str | None = Field(default=None, description="newest log checkpoint, a record of wire.log")
    consistency: tuple[Sha256, ...] = Field(default=(), description="proof that the hello's checkpoint stands in this one, RFC 6962 §2.1.2")
    revocation: tuple[str, ...] = Field(default=(), description="updates of the revocation list that the kiosk lacks (wire.revocation)")
    revocation_number: int = Field(default=0, description="number of the newest there is; more may have to be fetched")


class GatewayTime(Record):
    """The gateway's time, for a kiosk whose clock is wrong; body of the 401."""

    typ: ClassVar[str] = "counter-time+1"
    role: ClassVar[Role] = Role.GATEWAY

    time: Moment


def put_on() -> datetime:
    """When this software was put on the box; an image gives its files the time it was built."""
    return datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)


def floor(put_on: datetime, signed: datetime | None) -> datetime:
    """The time that it certainly is at least: the software's, or the last that the gateway signed (design: wire, Clock)."""
    return put_on if signed is None else max(put_on, signed)
