"""Citizen certificates for the wire's tests: same-named authorities and one invented person (handbook §2.4)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

NOW = datetime(2026, 11, 21, 2, 40, tzinfo=UTC)
ISSUER = x509.Name([
    x509.NameAttribute(NameOID.COUNTRY_NAME, "TW"),
    x509.NameAttribute(NameOID.ORGANIZATION_NAME, "行政院"),
    x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "內政部憑證管理中心"),
])


def directory_attributes(last4: str) -> bytes:
    """DER of subjectDirectoryAttributes with 2.16.886.1.100.2.51, written by hand: no library of ours reads and writes it."""
    oid = bytes.fromhex("0607608676016402" + "33")
    text = b"\x13" + bytes([len(last4)]) + last4.encode("ascii")
    values = b"\x31" + bytes([len(text)]) + text
    attribute = b"\x30" + bytes([len(oid) + len(values)]) + oid + values
    return b"\x30" + bytes([len(attribute)]) + attribute


@dataclass(frozen=True)
class Authority:
    """One generation of the citizen CA; all generations have the same name."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


def authority(years: int = 20) -> Authority:
    key = rsa.generate_private_key(65537, 2048)
    made = (
        x509.CertificateBuilder().subject_name(ISSUER).issuer_name(ISSUER).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=900)).not_valid_after(NOW + timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Authority(key, made)


@dataclass(frozen=True)
class Card:
    """A key, its certificate, and the signing that a real card does inside."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def card(
    issuer: Authority, *, signed_by: Authority | None = None, key: rsa.RSAPrivateKey | None = None,
    last4: str = "6789", number: str = "0000000000000001",
    start: timedelta = timedelta(days=-30), end: timedelta = timedelta(days=1800), signing: bool = True,
) -> Card:
    """A citizen's signing card naming ``issuer``; ``signed_by`` another authority makes a forgery."""
    key = key or rsa.generate_private_key(65537, 2048)
    subject = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "TW"),
        x509.NameAttribute(NameOID.COMMON_NAME, "王小明"),
        x509.NameAttribute(NameOID.SERIAL_NUMBER, number),
    ])
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(ISSUER).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(NOW + start).not_valid_after(NOW + end)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
        .add_extension(x509.KeyUsage(signing, signing, not signing, False, False, False, False, False, False), critical=True)
        .add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.9"), directory_attributes(last4)), critical=False)
        .sign((signed_by or issuer).key, hashes.SHA256())
    )
    return Card(key, made)
