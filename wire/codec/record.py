"""Signed records: small statements of the bureau that stand outside the envelopes, as compact JWS."""
from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict

from wire.codec.errors import NotAllowed
from wire.codec.jws import read_compact, sign_compact
from wire.codec.strict import Sha256 as Sha256
from wire.codec.strict import read_model
from wire.keys import SigningKey
from wire.messages import Message
from wire.roles import Keyring, Role, check_may_record


class _RecordHeader(BaseModel):
    """Protected header of a record: these three members and no other."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    typ: str
    alg: Literal["ES256"]
    kid: str


class Record(Message):
    """Base of the signed records; each names its type and the one role that signs it."""

    typ: ClassVar[str]
    role: ClassVar[Role]

    def sign(self, key: SigningKey) -> str:
        """Write the record as compact JWS."""
        check_may_record(self.role, self.typ)
        header = _RecordHeader(typ=self.typ, alg="ES256", kid=key.kid).model_dump_json()
        return sign_compact(header.encode("ascii"), self.model_dump_json().encode("utf-8"), key)

    @classmethod
    def verify(cls, untrusted: str, *, owner: str, keyring: Keyring) -> Self:
        """Read and verify a record signed by ``owner`` in the record's role. Raises ``Malformed``, ``NotAllowed``, ``NotGenuine``."""
        check_may_record(cls.role, cls.typ)
        jws = read_compact(untrusted)
        header = read_model(_RecordHeader, jws.header)
        if header.typ != cls.typ:
            raise NotAllowed("wrong-type", f"{cls.typ} expected")
        jws.check(keyring.find(cls.role, owner, header.kid))
        return read_model(cls, jws.payload)
