"""The invented citizen of a walk: a certificate on a card, an ID card, a face, a paper; all made anew for every walk."""
from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID, ObjectIdentifier
from PIL import Image, ImageDraw

NAME, ID_NO, PIN, CARD = "王小明", "A123456789", "739186", "card"
"""Name and number of the handbook's invented person, the card's PIN, the card's name in the cabinet."""
TRIES = 3
DESK, FACE = (1280, 720), (640, 480)
YEAR = timedelta(days=365)
DIRECTORY_ATTRIBUTES = ObjectIdentifier("2.5.29.9")
_LAST_FOUR = bytes.fromhex("060760867601640233")  # DER of 2.16.886.1.100.2.51, as in wire.certificate.LAST_FOUR
KEY_USAGES = ("digital_signature", "content_commitment", "key_cert_sign", "crl_sign", "key_encipherment", "data_encipherment",
              "key_agreement", "encipher_only", "decipher_only")


def deal(cards: Path, authorities: Path) -> None:
    """Make the card, and the file of the authority that issued it, which the counter of the walk trusts."""
    folder = cards / CARD
    folder.mkdir(parents=True)
    authorities.mkdir(parents=True)
    issuer_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    named = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "TW"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "試走用")])
    holder = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "TW"), x509.NameAttribute(NameOID.COMMON_NAME, NAME),
                        x509.NameAttribute(NameOID.SERIAL_NUMBER, "0000000000000001")])
    last4 = _der(0x30, _der(0x30, _LAST_FOUR, _der(0x31, _der(0x13, ID_NO[-4:].encode("ascii")))))
    issuer = _begun(named, issuer_key, named, issuer_key, 20).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True).add_extension(_usage("key_cert_sign"), critical=True)
    certificate = _begun(holder, key, named, issuer_key, 5).add_extension(_usage("digital_signature", "content_commitment"), critical=True)
    certificate = certificate.add_extension(x509.UnrecognizedExtension(DIRECTORY_ATTRIBUTES, last4), critical=False)
    issued = issuer.sign(issuer_key, hashes.SHA256()).public_bytes(Encoding.PEM)
    (authorities / "walk.pem").write_bytes(issued)
    (folder / "issuer.pem").write_bytes(issued)
    (folder / "cert.pem").write_bytes(certificate.sign(issuer_key, hashes.SHA256()).public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "card.json").write_text(json.dumps({"pin": PIN, "tries": TRIES, "tries_max": TRIES}), encoding="utf-8")


def paint(pictures: Path) -> None:
    """What the cameras see: ``id`` and ``paper`` under the one, ``face`` before the other."""
    pictures.mkdir(parents=True)
    for name, size, colour in (("id", DESK, (244, 238, 226)), ("paper", DESK, (250, 250, 248)), ("face", FACE, (214, 190, 170))):
        picture = Image.new("RGB", size, (118, 118, 118))
        ImageDraw.Draw(picture).rounded_rectangle((size[0] // 8, size[1] // 16, size[0] * 7 // 8, size[1] * 15 // 16), 30, fill=colour)
        picture.save(pictures / f"{name}.png")


def _begun(subject: x509.Name, key: rsa.RSAPrivateKey, issuer: x509.Name, signer: rsa.RSAPrivateKey, years: int) -> x509.CertificateBuilder:
    start = datetime.now(UTC).replace(microsecond=0) - YEAR
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(start + years * YEAR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )


def _usage(*allowed: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{usage: usage in allowed for usage in KEY_USAGES})


def _der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return bytes([tag, len(body)]) + body
