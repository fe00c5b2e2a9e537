"""What enrolment left in the trust folder about citizens' certificates, read when it is needed."""
from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.config import Kiosk
from kiosk.post.keys import load_trust
from kiosk.post.news import REVOCATION
from wire.certificate import POLICIES, CertificateVerdict, judge_certificate, policies_of
from wire.codec.errors import WireError
from wire.revocation import Revocations, kept


def citizen_cas(trust: Path) -> list[bytes]:
    """The CAs of citizen certificates, DER."""
    return [
        certificate.public_bytes(Encoding.DER)
        for path in sorted((trust / "citizen-ca").glob("*.pem"))
        for certificate in x509.load_pem_x509_certificates(path.read_bytes())
    ]


def citizen_policies(trust: Path) -> frozenset[str]:
    """The certificate policies that the bureau asks for. Raises ``Malformed`` for a file that names something else."""
    path = trust / "citizen-ca" / POLICIES
    return policies_of(path.read_text("ascii", "replace")) if path.exists() else frozenset()


def revocations(trust: Path) -> Revocations | None:
    """The list that the operator signed, as far as it has come; None where there is none that verifies."""
    try:
        return kept.load(trust / REVOCATION, load_trust(trust)[0])
    except WireError:
        return None


def judge(config: Kiosk, certificate: bytes) -> tuple[CertificateVerdict, bool]:
    """The verdict on a citizen certificate, and whether the revocation list is too old to count."""
    now = datetime.now(UTC)
    trust = config.uplink.trust
    revoked = revocations(trust)
    stale = revoked is None or revoked.stale(now, config.limits.revocation_hours)
    return judge_certificate(certificate, citizen_cas(trust), now, revoked, citizen_policies(trust)), stale
