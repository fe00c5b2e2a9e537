"""The bureau's own certificates: one root, below it TLS, agency signing and document certificates.

Rules:

- One P-256 root per bureau; its key stays in the bureau's ``pki`` directory with mode 0600.
- Every certificate below carries subject and authority key identifiers and says what it is for:
  TLS server, agency messages (digitalSignature), documents (digitalSignature + nonRepudiation).
- Nothing made here reaches a citizen's card: the citizens' CAs are the ministry's.

Source: RFC 5280 §4.2; ETSI EN 319 412-2 for the document certificate's key usage.
"""
from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Purpose = Literal["tls", "agency", "document"]
ROOT_DAYS, LEAF_DAYS = 3650, 1095


@dataclass(frozen=True)
class Credential:
    """A private key and its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def key_pem(self) -> bytes:
        """PKCS #8 PEM of the private key, unencrypted: for a 0600 file."""
        return self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

    @property
    def certificate_pem(self) -> bytes:
        """PEM of the certificate."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def write_private(path: Path, octets: bytes) -> None:
    """Write a file that only its owner can read (0600 from the first byte on)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(octets)


def name(organisation: str, common_name: str) -> x509.Name:
    """The distinguished name ``C=TW, O=organisation, CN=common_name``."""
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "TW"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
    ])


def _builder(subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, days: int) -> x509.CertificateBuilder:
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, ca: bool = False, non_repudiation: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca, content_commitment=non_repudiation, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=ca, crl_sign=ca, encipher_only=False, decipher_only=False,
    )


def make_root(organisation: str) -> Credential:
    """A new self-signed root of one bureau."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = name(organisation, "Nightcounter bureau root")
    builder = _builder(subject, subject, key.public_key(), ROOT_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(ca=True), critical=True)
    return Credential(key, builder.sign(key, hashes.SHA256()))


def read_root(pki: Path) -> Credential:
    """The root made earlier. Raises ``OSError``, ``ValueError`` for a key of another kind."""
    key = serialization.load_pem_private_key((pki / "root.key.pem").read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{pki / 'root.key.pem'}: not the key of a bureau's root")
    return Credential(key, x509.load_pem_x509_certificate((pki / "root.pem").read_bytes()))


def issue(root: Credential, subject: x509.Name, purpose: Purpose, *, hosts: tuple[str, ...] = ()) -> Credential:
    """A new key with a certificate below ``root``; ``hosts`` (names and addresses) only matter for TLS."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(subject, root.certificate.subject, key.public_key(), LEAF_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(non_repudiation=purpose == "document"), critical=True)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    builder = builder.add_extension(authority, critical=False)
    if purpose == "tls":
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        builder = builder.add_extension(x509.SubjectAlternativeName([_general_name(host) for host in hosts]), critical=False)
    return Credential(key, builder.sign(root.key, hashes.SHA256()))


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def load(key_path: Path, certificate_path: Path) -> Credential:
    """Read a credential back. Raises ``FileNotFoundError``; ``ValueError`` where the key is not P-256."""
    key = serialization.load_pem_private_key(key_path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{key_path}: not a P-256 key")
    return Credential(key, x509.load_pem_x509_certificate(certificate_path.read_bytes()))
