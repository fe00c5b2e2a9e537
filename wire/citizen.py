"""What the citizen's card signs, once a visit, and how that signature is written and checked (design: visit).

- The card signs exactly one :class:`Statement`: what is asked, of whom, where, sealed to which visit key, as shown.
- The signature is a detached CMS (RFC 5652) with the CAdES attribute signing-certificate-v2 (RFC 5035, ETSI EN 319 122-1).
- SHA-256 with RSASSA-PKCS1-v1_5, because that is what the cards do.
- Genuine is not yet trusted: the signer's certificate is judged by :mod:`wire.certificate`.
"""
from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from typing import Literal

import rfc8785
from pydantic import BaseModel, ConfigDict

from wire.certificate import check_rsa
from wire.codec import der
from wire.codec.errors import Malformed, NotGenuine
from wire.codec.strict import Sha256, read_model
from wire.keys import PublicSealingKey
from wire.messages import Asking, Collect


class Statement(BaseModel):
    """The exact thing signed; nine members, none more."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    type: Literal["request", "collect"]
    request: str
    flow: str
    flow_version: int
    agency: str
    kiosk: str
    visit_key_sha256: Sha256
    shown_sha256: Sha256
    checkpoint: str | None

    @classmethod
    def of(cls, asking: Asking) -> Statement:
        """Build what the card must have signed for this request: the kiosk before signing, the desk to compare. Raises ``Malformed``."""
        return cls(
            type="collect" if isinstance(asking, Collect) else "request",
            request=asking.request, flow=asking.flow, flow_version=asking.flow_version, agency=asking.agency, kiosk=asking.kiosk,
            visit_key_sha256=visit_key_sha256(asking.visit_key), shown_sha256=shown_sha256(asking.shown), checkpoint=asking.checkpoint,
        )

    @classmethod
    def read(cls, untrusted: bytes) -> Statement:
        """Read signed octets; they must be the canonical ones. Raises ``Malformed``."""
        statement = read_model(cls, untrusted)
        if statement.octets() != untrusted:
            raise Malformed("not-canonical", "Statement")
        return statement

    def octets(self) -> bytes:
        """The canonical JSON (RFC 8785): what the message digest is over."""
        return rfc8785.dumps(self.model_dump(mode="json"))


def visit_key_sha256(visit_key: str) -> str:
    """Hash the octets of a public visit key given as in ``Asking.visit_key``; hex. Raises ``Malformed``."""
    return hashlib.sha256(PublicSealingKey.from_visit_text(visit_key).octets).hexdigest()


def shown_sha256(shown: str) -> str:
    """Hash the review page's text in UTF-8; hex."""
    return hashlib.sha256(shown.encode("utf-8")).hexdigest()


def assemble_cms(
    statement_octets: bytes, signer_certificate_der: bytes, others: Sequence[bytes], sign: Callable[[bytes], bytes],
) -> bytes:
    """Build the detached CMS (DER) with the card's help.

    ``sign`` is called once with the DER of the signed attributes and gives RSASSA-PKCS1-v1_5 with SHA-256
    over them; what it raises passes through. ``others`` are further certificates (DER) to put in.
    """
    return der.assemble(statement_octets, signer_certificate_der, others, sign)


def verify_cms(untrusted: bytes, octets: bytes) -> bytes:
    """Check that exactly one signer signed exactly ``octets``; give the signer's certificate (DER), not yet judged.

    Raises ``Malformed``, ``NotGenuine``.
    """
    parts = der.take_apart(untrusted)
    if not hmac.compare_digest(parts.message_digest, hashlib.sha256(octets).digest()):
        raise NotGenuine("digest-differs", "signed were other octets")
    check_rsa(parts.signer, parts.signature, parts.signed)
    return parts.signer
