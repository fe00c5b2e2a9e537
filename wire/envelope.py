"""Envelopes: what a message travels in (design: wire, Two kinds of message).

- The kind decides the type: open kinds are signed, sealed kinds are sealed and then signed.
- The seal binds the type and the exact protected header; the signature is over header and sealed octets.
- A receiver names role and owner it expects; ``from`` must be that owner, the key one of that owner's.
- Chained kinds carry epoch, seq and prev, all three; ``hello``, ``health`` and everything that goes down carry none.
- One spelling each: a byte more, less or other is another envelope and is refused.
"""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from wire import messages
from wire.chain import Link
from wire.codec.errors import KeyUnusable as KeyUnusable
from wire.codec.errors import Malformed as Malformed
from wire.codec.errors import NotAllowed as NotAllowed
from wire.codec.errors import NotGenuine as NotGenuine
from wire.codec.errors import WireError as WireError
from wire.codec.ids import Uuid7, uuid7
from wire.codec.jws import Jws, read_flat, sign_flat
from wire.codec.padding import bucket, pad, unpad
from wire.codec.strict import Moment, b64, read_model, read_object
from wire.keys import SUITE, PublicSealingKey, SealingKey, SigningKey
from wire.messages import Message, Part
from wire.roles import OPEN, SEALED, Keyring, Role, check_kind_in_type, check_may_send

Thumbprint = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
Owner = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,62}$")]


class Header(BaseModel):
    """The protected header: all that the carrier sees. Absent members are left out, never null."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    typ: Literal["counter-open+1", "counter-envelope+1"]
    alg: Literal["ES256"] = "ES256"
    kid: Thumbprint = Field(description="RFC 7638 thumbprint of the signer's key")
    id: Uuid7
    sender: Owner = Field(alias="from", description="site id, agency id, 'operator'")
    to: Owner
    kind: str = Field(pattern=r"^[a-z]{2,20}$")
    epoch: int | None = Field(default=None, ge=1)
    seq: int | None = Field(default=None, ge=1)
    prev: str | None = Field(default=None, pattern=r"^([0-9a-f]{64})?$", description="sha256 of the envelope before; empty for the first")
    at: Moment
    suite: str | None = Field(default=None, max_length=80)
    rkid: Thumbprint | None = Field(default=None, description="id of the key it is sealed to")

    @property
    def link(self) -> Link | None:
        """The place in the sender's chain, if it has one."""
        if self.epoch is None or self.seq is None or self.prev is None:
            return None
        return Link(self.epoch, self.seq, self.prev)

    def protected(self) -> bytes:
        """BASE64URL(protected) octets."""
        return b64(self.model_dump_json(by_alias=True, exclude_none=True).encode("utf-8")).encode("ascii")


@dataclass(frozen=True)
class Envelope:
    """A finished envelope of our own: what is stored, chained and sent."""

    header: Header
    octets: bytes
    sha256: str
    """Hex, over ``octets``."""
    plain_sha256: str
    """Hex, over the exact message octets before padding and sealing."""


@dataclass(frozen=True)
class Verified:
    """An envelope whose form, signer, role and owner were checked; only :func:`verify` makes one."""

    header: Header
    payload: bytes
    octets: bytes
    sha256: str
    protected: bytes


def _check_header(header: Header) -> None:
    check_kind_in_type(header.typ, header.kind)
    if (header.typ == SEALED) != (header.suite is not None) or (header.typ == SEALED) != (header.rkid is not None):
        raise Malformed("seal-fields", "suite and rkid stand in a sealed envelope, and only there")
    if header.suite not in (None, SUITE):
        raise NotAllowed("suite-not-allowed")
    if len({header.epoch is None, header.seq is None, header.prev is None}) != 1:
        raise Malformed("chain-fields", "epoch, seq and prev stand together or not at all")


def _check_chained(role: Role, header: Header) -> None:
    chained = role is Role.KIOSK and header.kind not in messages.OUTSIDE_CHAIN
    if chained != (header.link is not None):
        raise NotAllowed("chain-fields", f"{header.kind} from {role} {'is chained' if chained else 'stands outside the chain'}")


def _take_apart(untrusted: bytes) -> tuple[Jws, Header]:
    jws = read_flat(untrusted)
    if None in read_object(jws.header).values():
        raise Malformed("wrong-type", "Header: null")
    header = read_model(Header, jws.header)
    _check_header(header)
    return jws, header


def peek(untrusted: bytes) -> Header:
    """Read the header for routing only: strict in form, nothing verified. Raises ``Malformed``, ``NotAllowed``."""
    return _take_apart(untrusted)[1]


def verify(untrusted: bytes, *, role: Role, owner: str, keyring: Keyring, to: str | None = None) -> Verified:
    """Check form, role, owner and signature (and the addressee, where given). Raises ``Malformed``, ``NotAllowed``, ``NotGenuine``."""
    jws, header = _take_apart(untrusted)
    check_may_send(role, header.typ, header.kind)
    _check_chained(role, header)
    if header.sender != owner:
        raise NotAllowed("wrong-sender", f"{owner} expected")
    if to is not None and header.to != to:
        raise NotAllowed("wrong-addressee", f"{to} expected")
    jws.check(keyring.find(role, owner, header.kid))
    return Verified(header, jws.payload, untrusted, hashlib.sha256(untrusted).hexdigest(), jws.protected)


def _info(typ: str, protected: bytes) -> bytes:
    return typ.encode("ascii") + b"\x00" + protected


def unseal(verified: Verified, key: SealingKey) -> tuple[Message, str]:
    """Open a sealed envelope: message, and sha256 (hex) of its plaintext octets. Raises ``Malformed``, ``NotAllowed``, ``NotGenuine``."""
    header = verified.header
    if header.typ != SEALED:
        raise NotAllowed("not-sealed")
    if header.rkid != key.id:
        raise NotGenuine("wrong-recipient", "sealed to another key")
    plain = unpad(key.open(_info(header.typ, verified.protected), verified.payload))
    model = {**messages.SEALED_UP, **messages.SEALED_DOWN}[header.kind]
    return read_model(model, plain), hashlib.sha256(plain).hexdigest()


def read_open(verified: Verified) -> Message:
    """Read the message of an open envelope. Raises ``Malformed``, ``NotAllowed``."""
    if verified.header.typ != OPEN:
        raise NotAllowed("not-open")
    return read_model({**messages.OPEN_UP, **messages.OPEN_DOWN}[verified.header.kind], verified.payload)


def _header(typ: str, kind: str, message: Message, place: dict[str, str], link: Link | None, at: datetime, id_: str = "") -> Header:
    check_kind_in_type(typ, kind)
    model = {**messages.OPEN_UP, **messages.OPEN_DOWN, **messages.SEALED_UP, **messages.SEALED_DOWN}[kind]
    if type(message) is not model:
        raise NotAllowed("kind-and-model-differ", f"{kind} carries {model.__name__}, not {type(message).__name__}")
    chain = {} if link is None else {"epoch": link.epoch, "seq": link.seq, "prev": link.prev}
    header = Header.model_validate({"typ": typ, "kind": kind, "id": id_ or uuid7(at), "at": at, **place, **chain})
    _check_header(header)
    return header


def seal(
    kind: str, message: Message, *, sender: str, to: str, key: SigningKey, recipient: PublicSealingKey, link: Link | None, at: datetime,
) -> Envelope:
    """Seal a message to ``recipient``, then sign; ``at`` in UTC. Raises ``NotAllowed``, ``KeyUnusable`` for an expired recipient.

    The envelope has an id of its own, but for a part's: the request that lists the part has named it before.
    """
    if recipient.expires is not None and at > recipient.expires:
        raise KeyUnusable("seal-key-expired", f"of {to}; fetch the newer one")
    place = {"from": sender, "to": to, "kid": key.kid, "suite": recipient.suite, "rkid": recipient.id}
    header = _header(SEALED, kind, message, place, link, at, message.id if isinstance(message, Part) else "")
    plain = message.model_dump_json().encode("utf-8")
    protected = header.protected()
    octets = sign_flat(protected, recipient.seal(_info(SEALED, protected), pad(plain)), key)
    return Envelope(header, octets, hashlib.sha256(octets).hexdigest(), hashlib.sha256(plain).hexdigest())


def sign_open(kind: str, message: Message, *, sender: str, to: str, key: SigningKey, link: Link | None, at: datetime) -> Envelope:
    """Sign a message that holds nothing personal by its model; ``at`` in UTC. Raises ``NotAllowed``."""
    header = _header(OPEN, kind, message, {"from": sender, "to": to, "kid": key.kid}, link, at)
    plain = message.model_dump_json().encode("utf-8")
    bucket(len(plain))
    octets = sign_flat(header.protected(), plain, key)
    return Envelope(header, octets, hashlib.sha256(octets).hexdigest(), hashlib.sha256(plain).hexdigest())
