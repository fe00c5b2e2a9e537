"""What the desk itself can verify of the evidence in a Request or Collect; what only the kiosk says stays the kiosk's word.

- The citizen's card must have signed exactly this asking: id, flow, agency, kiosk, visit key, page shown, checkpoint.
- The signer's certificate must come from a trusted citizen CA, be valid now, and not be revoked.
- A revocation list older than 48 hours costs one level.
- Name, last four digits and number must select exactly one person.
- The checkpoint's age counts from when the gateway received the envelope.
"""
from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from bureau.config import Trust
from bureau.registers import Finding, Register
from catalogue.assurance import Facts
from wire.certificate import POLICIES, judge_certificate, policies_of
from wire.citizen import Statement, verify_cms
from wire.codec.errors import NotGenuine, WireError
from wire.codec.strict import unb64
from wire.keys import PublicKey
from wire.log import Checkpoint
from wire.messages import Asking, CertificateEvidence, FaceEvidence, IdCardEvidence
from wire.revocation import kept
from wire.roles import GATEWAY_OWNER, OPERATOR_OWNER, Keyring, Role

REVOCATION_HOURS = 48


@dataclass(frozen=True)
class Examined:
    """The facts for the ladder, and how the register's search ended (a word of :class:`bureau.registers.Finding`)."""

    facts: Facts
    person: str


class Examiner:
    """Knows whose certificates, lists and checkpoints the bureau believes."""

    def __init__(self, trust: Trust, register: Register) -> None:
        """Read the trust directory. Raises ``OSError``, ``ValueError`` naming the file."""
        self._register, self._revocation = register, trust.revocation
        self._cas = [
            certificate.public_bytes(Encoding.DER)
            for path in sorted(trust.citizen_ca.glob("*.pem")) for certificate in x509.load_pem_x509_certificates(path.read_bytes())
        ]
        named = trust.citizen_ca / POLICIES
        self._policies = policies_of(named.read_text("ascii", "replace")) if named.exists() else frozenset()
        self._keyring = Keyring()
        self._keyring.add(Role.GATEWAY, GATEWAY_OWNER, _public(trust.gateway))
        self._keyring.add(Role.OPERATOR, OPERATOR_OWNER, _public(trust.operator))

    def examine(self, asking: Asking, received_at: datetime) -> Examined:
        """Verify every piece of evidence. Raises ``bureau.registers.RegisterGone``."""
        facts, finding = Facts(person="none"), Finding("unknown")
        id_no = asking.subject.id_no if asking.subject else ""
        for piece in asking.evidence:
            if isinstance(piece, CertificateEvidence):
                facts, finding = self._certificate(asking, piece, received_at)
            elif isinstance(piece, IdCardEvidence):
                person = self._register.person(id_no)
                finding = Finding("found" if person else "unknown", person)
                facts = replace(facts, id_card=True, barcode_read=piece.barcode_read, person="one" if person else "none")
            elif isinstance(piece, FaceEvidence):
                facts = replace(facts, face=piece.verdict)
        return Examined(facts, finding.why)

    def _certificate(self, asking: Asking, piece: CertificateEvidence, received_at: datetime) -> tuple[Facts, Finding]:
        try:
            octets = unb64(piece.statement)
            if Statement.read(octets) != Statement.of(asking):
                raise NotGenuine("other-statement")
            signer = verify_cms(unb64(piece.cms), octets)
        except WireError:
            return Facts(certificate_reasons=("bad-signature",), person="none"), Finding("unknown")
        revoked = kept.load(self._revocation, self._keyring)  # anew each time: the operator replaces it
        verdict = judge_certificate(signer, self._cas, received_at, revoked, self._policies)
        if not verdict.ok:
            return Facts(certificate_reasons=verdict.reasons, person="none"), Finding("unknown")
        finding = self._register.find_person(verdict.name, verdict.last4, asking.subject.id_no if asking.subject else "")
        facts = Facts(
            certificate=True, pin_factor=piece.pin_factor, revocation_stale=revoked is None or revoked.stale(received_at, REVOCATION_HOURS),
            person="one" if finding.why == "found" else "several" if finding.why == "ambiguous" else "none",
            checkpoint_age_s=self._age(asking.checkpoint, received_at),
        )
        return facts, finding

    def _age(self, untrusted_checkpoint: str | None, received_at: datetime) -> float | None:
        """Seconds from the gateway's checkpoint to the receipt of the envelope; None without one that is the gateway's."""
        if untrusted_checkpoint is None:
            return None
        try:
            checkpoint = Checkpoint.verify(untrusted_checkpoint, owner=GATEWAY_OWNER, keyring=self._keyring)
        except WireError:
            return None
        return max(0.0, (received_at - checkpoint.at).total_seconds())


def _public(path: Path) -> PublicKey:
    try:
        return PublicKey.from_jwk(json.loads(path.read_text("ascii")))
    except (ValueError, WireError) as error:
        raise ValueError(f"{path}: no public key; found the bureau again") from error
