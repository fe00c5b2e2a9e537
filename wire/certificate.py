"""May this citizen certificate be believed? (pure; handbook §2.4)

- The issuer is found by key identifier *and* signature: the citizen CAs' generations share one name.
- Certificate and issuer must be valid at the time asked about.
- Key usage must allow signing; the key must be RSA of at least 2048 bits, the signature hash SHA-2.
- Where the bureau names certificate policies (RFC 5280, 4.2.1.4), it must bear one of them.
- The subject names a person: a common name, a card number of 16 digits, the last four of the ID number.
- What is on the operator's list is revoked (:mod:`wire.revocation`). How old a list may be is the caller's policy.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtensionOID, NameOID

from wire.codec.errors import Malformed, NotGenuine
from wire.revocation import Revocations

LAST_FOUR = "2.16.886.1.100.2.51"
"""Attribute of the citizen certificate: last four digits of the ID number."""
POLICIES = "policies"
"""Beside the certificates of the citizen CAs: the policies of which a citizen's must bear one (:func:`policies_of`)."""
Reason = Literal["unknown-issuer", "expired", "not-yet-valid", "revoked", "wrong-usage", "malformed"]
_SOUND_HASHES = (hashes.SHA256, hashes.SHA384, hashes.SHA512)


@dataclass(frozen=True)
class CertificateVerdict:
    """What a certificate is worth, and whom it names; the fields are empty where they could not be read."""

    ok: bool
    reasons: tuple[Reason, ...]
    name: str = ""
    last4: str = ""
    """Last four digits of the ID number."""
    card_number: str = ""
    """The subject's serialNumber, 16 digits."""
    serial: str = ""
    """The certificate's own serial number, as :func:`certificate_serial` writes it."""
    issuer_key: str = ""
    """Key identifier of the issuer, hex."""
    not_after: datetime | None = None
    revocation_known: bool = False
    """False: no list was given, so "not revoked" says nothing."""


_UNREADABLE = (ValueError, TypeError, x509.InvalidVersion, x509.ExtensionNotFound, x509.DuplicateExtension, UnsupportedAlgorithm)
"""All that the library raises for octets that are a certificate in outline only: most of one is read when it is asked for."""


def _load(untrusted: bytes) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(untrusted)
    except _UNREADABLE:
        raise Malformed("not-a-certificate") from None


def certificate_serial(certificate_der: bytes) -> str:
    """Write a certificate's serial number as lower-case hex without leading zeros. Raises ``Malformed``."""
    return format(_load(certificate_der).serial_number, "x")


def revocation_name(certificate_der: bytes) -> tuple[str, str]:
    """What a revocation list knows a certificate by: its issuer's key identifier and its own serial number, hex. Raises ``Malformed``."""
    certificate = _load(certificate_der)
    try:
        issuer_key = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    except _UNREADABLE:
        issuer_key = None
    if issuer_key is None:
        raise Malformed("not-a-citizen-certificate", "issuer key")
    return issuer_key.hex(), format(certificate.serial_number, "x")


def check_rsa(certificate_der: bytes, signature: bytes, octets: bytes) -> None:
    """Check RSASSA-PKCS1-v1_5 with SHA-256 by a certificate's key. Raises ``Malformed``, ``NotGenuine``."""
    try:
        key = _load(certificate_der).public_key()
    except _UNREADABLE:
        raise Malformed("not-a-certificate", "key") from None
    if not isinstance(key, rsa.RSAPublicKey):
        raise Malformed("key-not-rsa")
    try:
        key.verify(signature, octets, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise NotGenuine("bad-signature") from None


@dataclass(frozen=True)
class _Subject:
    name: str
    card_number: str
    last4: str
    issuer_key: bytes
    may_sign: bool
    policies: frozenset[str]
    begins: datetime
    ends: datetime


def _read_subject(certificate: x509.Certificate) -> _Subject:
    """Read what a citizen certificate must hold. Raises ``Malformed``."""
    try:
        extensions = certificate.extensions
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
        issuer_key = extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
        attributes = extensions.get_extension_for_oid(ExtensionOID.SUBJECT_DIRECTORY_ATTRIBUTES).value.public_bytes()
        names = [str(entry.value) for entry in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
        numbers = [str(entry.value) for entry in certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)]
        key = certificate.public_key()
        sound = isinstance(certificate.signature_hash_algorithm, _SOUND_HASHES)
        policies = _policies(extensions)
        begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except _UNREADABLE:
        raise Malformed("not-a-citizen-certificate") from None
    from wire.codec.der import directory_attribute  # half of what a start of the counter would load for cards that are not there yet

    last4 = directory_attribute(attributes, LAST_FOUR)
    if len(names) != 1 or len(numbers) != 1 or issuer_key is None or not names[0].strip():
        raise Malformed("not-a-citizen-certificate", "subject")
    if re.fullmatch("[0-9]{16}", numbers[0]) is None or re.fullmatch("[0-9]{4}", last4 or "") is None:
        raise Malformed("not-a-citizen-certificate", "numbers")
    if not sound or not isinstance(key, rsa.RSAPublicKey) or key.key_size < 2048:
        raise Malformed("not-a-citizen-certificate", "algorithm")
    may_sign = usage.digital_signature or usage.content_commitment
    return _Subject(names[0], numbers[0], last4 or "", issuer_key, may_sign, policies, begins, ends)


def _policies(extensions: x509.Extensions) -> frozenset[str]:
    try:
        found = extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound:
        return frozenset()
    return frozenset(one.policy_identifier.dotted_string for one in found)


def policies_of(text: str) -> frozenset[str]:
    """The policies that a bureau asks for, one object identifier a line, ``#`` before a remark; none: any will do. Raises ``Malformed``."""
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    if wrong := [line for line in lines if line and re.fullmatch(r"[0-2](\.[0-9]+)+", line) is None]:
        raise Malformed("not-a-policy", wrong[0][:40])
    return frozenset(line for line in lines if line)


def _issued_by(certificate: x509.Certificate, authority: x509.Certificate, issuer_key: bytes) -> bool:
    try:
        own_key = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
        if own_key != issuer_key or not authority.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, *_UNREADABLE):
        return False
    return True


def _times(begins: datetime, ends: datetime, at: datetime) -> list[Reason]:
    if at < begins:
        return ["not-yet-valid"]
    return ["expired"] if at > ends else []


def judge_certificate(
    signing_der: bytes, cas: Sequence[bytes], at: datetime, revoked: Revocations | None = None, policies: frozenset[str] = frozenset(),
) -> CertificateVerdict:
    """Judge a citizen's signing certificate against the citizen CAs trusted (DER each) at a time (aware).

    Never raises for what the card says: the verdict's ``reasons`` do. Raises ``Malformed`` for a broken ``cas``.
    """
    authorities = [_load(der) for der in cas]
    try:
        certificate = _load(signing_der)
        subject = _read_subject(certificate)
    except Malformed:
        return CertificateVerdict(ok=False, reasons=("malformed",), revocation_known=revoked is not None)
    serial = format(certificate.serial_number, "x")
    reasons: list[Reason] = []
    issuers = [authority for authority in authorities if _issued_by(certificate, authority, subject.issuer_key)]
    if not any(not _times(authority.not_valid_before_utc, authority.not_valid_after_utc, at) for authority in issuers):
        reasons.append("unknown-issuer")
    reasons += _times(subject.begins, subject.ends, at)
    if revoked is not None and revoked.holds(subject.issuer_key.hex(), serial):
        reasons.append("revoked")
    if not subject.may_sign or (policies and not policies & subject.policies):
        reasons.append("wrong-usage")
    return CertificateVerdict(
        ok=not reasons, reasons=tuple(reasons), name=subject.name, last4=subject.last4, card_number=subject.card_number,
        serial=serial, issuer_key=subject.issuer_key.hex(), not_after=subject.ends, revocation_known=revoked is not None,
    )
