"""The authorities behind citizen certificates, invented: a root, three authorities of one name, and one impostor.

The three (G1, G2, G3) have byte-identical names and differ by key only, as the real ones do:
who looks an issuer up by name picks the wrong one. The impostor ("stranger") bears the same name and
hangs under no root. Certificate profile: handbook §2.4 and its sources (subject CN + 16-digit
serialNumber, last four digits of the ID in subjectDirectoryAttributes).
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier

GENERATIONS = ("G1", "G2", "G3")
STRANGER = "stranger"
YEAR = timedelta(days=365)

SUBJECT_DIRECTORY_ATTRIBUTES = ObjectIdentifier("2.5.29.9")
POLICY_TEST = ObjectIdentifier("2.16.886.101.0.3.0")  # the government's "test" assurance level

# DER of the attribute types 2.16.886.1.100.2.1 (kind of subject), …2.51 (last four digits) and of the kind 2.16.886.1.100.3.1.1 (citizen)
_OID_KIND = bytes.fromhex("060760867601640201")
_OID_LAST4 = bytes.fromhex("060760867601640233")
_OID_CITIZEN = bytes.fromhex("06086086760164030101")


@dataclass(frozen=True)
class Holder:
    """Whom a certificate names: ``name``, ``last4`` of the ID number, ``serial`` of 16 digits."""

    name: str
    last4: str
    serial: str


def authority_name() -> x509.Name:
    """Build the one name that all three authorities, and the impostor, bear."""
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "TW"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "行政院"),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "內政部憑證管理中心"),
    ])


def root_name() -> x509.Name:
    """Build the name of the test root; it says that it is a test."""
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "TW"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "行政院"),
        x509.NameAttribute(NameOID.COMMON_NAME, "Rehearsal Root Certification Authority"),
    ])


class CitizenCas:
    """Root and authorities kept in one directory; keys are made once and found again afterwards."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self._root_key = private_key(directory / "root.key.pem")
        self._keys = {name: private_key(directory / f"{name}.key.pem") for name in (*GENERATIONS, STRANGER)}
        self.root = self._kept("root", root_name(), self._root_key, root_name(), self._root_key)
        self.certificates = {g: self._kept(g, authority_name(), self._keys[g], root_name(), self._root_key) for g in GENERATIONS}
        self.stranger = self._kept(STRANGER, authority_name(), self._keys[STRANGER], authority_name(), self._keys[STRANGER])

    def certificate(self, authority: str) -> x509.Certificate:
        """Return the certificate of "G1", "G2", "G3" or "stranger"."""
        return self.stranger if authority == STRANGER else self.certificates[authority]

    def write_trust(self, directory: Path) -> None:
        """Write what a kiosk and a desk trust: ``g1.pem``, ``g2.pem``, ``g3.pem``, the policy; neither the root nor the impostor."""
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "policies").write_text(f"{POLICY_TEST.dotted_string}  # assurance level: test\n")
        for name, certificate in self.certificates.items():
            (directory / f"{name.lower()}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def issue(
        self,
        holder: Holder,
        public_key: rsa.RSAPublicKey,
        *,
        authority: str = "G3",
        not_before: datetime | None = None,
        not_after: datetime | None = None,
    ) -> x509.Certificate:
        """Issue a signature certificate; without dates it began a year ago and runs for five (handbook §2.4)."""
        start = not_before or datetime.now(UTC).replace(microsecond=0) - YEAR
        subject = x509.Name([
            x509.NameAttribute(NameOID.COUNTRY_NAME, "TW"),
            x509.NameAttribute(NameOID.COMMON_NAME, holder.name),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, holder.serial),
        ])
        signer = self._keys[authority]
        builder = _begin(subject, public_key, authority_name(), signer.public_key(), start, not_after or start + 5 * YEAR)
        builder = builder.add_extension(_usage(content_commitment=True, digital_signature=True), critical=True)
        builder = builder.add_extension(x509.CertificatePolicies([x509.PolicyInformation(POLICY_TEST, None)]), critical=False)
        attributes = x509.UnrecognizedExtension(SUBJECT_DIRECTORY_ATTRIBUTES, directory_attributes(holder.last4))
        builder = builder.add_extension(attributes, critical=False)
        return builder.sign(signer, hashes.SHA256())

    def _kept(
        self, label: str, subject: x509.Name, key: rsa.RSAPrivateKey, issuer: x509.Name, signer: rsa.RSAPrivateKey
    ) -> x509.Certificate:
        path = self.directory / f"{label}.pem"
        if path.exists():
            return x509.load_pem_x509_certificate(path.read_bytes())
        start = datetime.now(UTC).replace(microsecond=0) - 8 * YEAR
        builder = _begin(subject, key.public_key(), issuer, signer.public_key(), start, start + 20 * YEAR)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        certificate = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True).sign(signer, hashes.SHA256())
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return certificate


def private_key(path: Path) -> rsa.RSAPrivateKey:
    """Find the RSA-2048 key at ``path`` or make it there."""
    if path.exists():
        found = serialization.load_pem_private_key(path.read_bytes(), None)
        if not isinstance(found, rsa.RSAPrivateKey):
            raise ValueError(f"{path}: not an RSA key; delete the directory to have it made anew")
        return found
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path.write_bytes(key_pem(made))
    path.chmod(0o600)
    return made


def key_pem(key: rsa.RSAPrivateKey) -> bytes:
    """Write a private key as PKCS #8 PEM."""
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def directory_attributes(last4: str) -> bytes:
    """Encode subjectDirectoryAttributes (RFC 5280 §4.2.1.8) with the kind of subject and the last four digits of the ID."""
    kind = _der(0x30, _OID_KIND, _der(0x31, _OID_CITIZEN))
    digits = _der(0x30, _OID_LAST4, _der(0x31, _der(0x13, last4.encode("ascii"))))
    return _der(0x30, kind, digits)


def _der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    if len(body) > 127:
        raise ValueError("only short DER values are written here")
    return bytes([tag, len(body)]) + body


def _begin(
    subject: x509.Name, public: rsa.RSAPublicKey, issuer: x509.Name, issuer_public: rsa.RSAPublicKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public), critical=False)
    )


def _usage(
    *, digital_signature: bool = False, content_commitment: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature, content_commitment=content_commitment, key_cert_sign=key_cert_sign, crl_sign=crl_sign,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )
