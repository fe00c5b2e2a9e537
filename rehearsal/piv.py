"""A card that behaves: PIV (NIST SP 800-73-4) with one RSA-2048 signature key, as OpenSC wants to see it.

Pure: APDU bytes in, APDU bytes out. Data and PIN counter come from a folder of the deck
(:mod:`rehearsal.deck`), the counter goes back there. Rules:

- the signature key (9C) signs once per PIN entry, never twice;
- three wrong PINs lock the card and the right one no longer opens it; the right one before refills the counter;
- an empty VERIFY tells the tries left and costs none;
- reset and power-off forget the PIN and every unfinished command;
- a card of another kind ("foreign") knows no application at all.
"""
from __future__ import annotations

import hmac
import json
import os
import secrets
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

AID = bytes.fromhex("A000000308000010000100")
PROPERTIES = bytes.fromhex("61114F0600001000010079074F05A000000308")  # SP 800-73-4 part 2, 3.1.1
DISCOVERY = bytes.fromhex("7E124F0BA0000003080000100001005F2F024000")  # the PIV PIN alone opens the card
SIGNATURE_KEY, MANAGEMENT_KEY, RSA_2048, PIN_REFERENCE = 0x9C, 0x9B, 0x07, 0x80
CHUNK = 256

OK, SECURITY, LOCKED, WRONG_DATA, NOT_FOUND = 0x9000, 0x6982, 0x6983, 0x6A80, 0x6A82
WRONG_P1P2, NO_REFERENCE, NO_INSTRUCTION, NO_CLASS, WRONG_LENGTH = 0x6A86, 0x6A88, 0x6D00, 0x6E00, 0x6700


class PivCard:
    """The chip of one card. ``folder`` holds key.pem, cert.pem, issuer.pem and card.json."""

    def __init__(self, folder: Path) -> None:
        self._counter = folder / "card.json"
        if not self._counter.exists():
            raise ValueError(f"{folder}: no card there")
        self._key: rsa.RSAPrivateNumbers | None = None
        self._objects: dict[bytes, bytes] = {}
        if (folder / "cert.pem").exists():
            key = serialization.load_pem_private_key((folder / "key.pem").read_bytes(), None)
            if not isinstance(key, rsa.RSAPrivateKey):
                raise ValueError(f"{folder / 'key.pem'}: not an RSA key")
            self._key = key.private_numbers()
            self._objects = data_objects(_der(folder / "cert.pem"), _der(folder / "issuer.pem"))
        self.reset()

    def reset(self) -> None:
        """Forget PIN and unfinished commands, as at power-off and reset."""
        self._selected = False
        self._verified = False
        self._may_sign = False
        self._command = b""
        self._waiting = b""

    def answer(self, apdu: bytes) -> bytes:
        """Answer one command APDU (ISO 7816-4, short lengths) with data and status."""
        if len(apdu) < 4:
            return _status(WRONG_LENGTH)
        cla, ins, p1, p2 = apdu[:4]
        if cla & ~0x10:
            return _status(NO_CLASS)
        data = apdu[5 : 5 + apdu[4]] if len(apdu) > 5 else b""
        if cla & 0x10:
            self._command += data
            return _status(OK)
        data, self._command = self._command + data, b""
        if ins == 0xC0:
            return self._more()
        self._waiting = b""
        return self._execute(ins, p1, p2, data, apdu[4] if len(apdu) == 5 else 0)

    def _execute(self, ins: int, p1: int, p2: int, data: bytes, expected: int) -> bytes:
        if ins == 0xA4:
            return self._select(data)
        if not self._selected:
            return _status(NO_INSTRUCTION)
        if ins == 0xCB:
            return self._get_data(data)
        if ins == 0x20:
            return self._verify(p1, p2, data)
        if ins == 0x87:
            return self._authenticate(p1, p2, data)
        if ins == 0x84:
            return secrets.token_bytes(expected or 8) + _status(OK)
        return _status(NO_INSTRUCTION)

    def _select(self, aid: bytes) -> bytes:
        if self._key is None or len(aid) < 5 or not AID.startswith(aid):
            return _status(NOT_FOUND)
        self._selected = True
        return PROPERTIES + _status(OK)

    def _get_data(self, data: bytes) -> bytes:
        if data[:1] != b"\x5c" or len(data) < 3:
            return _status(WRONG_DATA)
        found = self._objects.get(data[2 : 2 + data[1]])
        if found is None:
            return _status(NOT_FOUND)
        self._waiting = found
        return self._more()

    def _more(self) -> bytes:
        part, self._waiting = self._waiting[:CHUNK], self._waiting[CHUNK:]
        return part + (bytes([0x61, min(len(self._waiting), 255) if len(self._waiting) < CHUNK else 0]) if self._waiting else _status(OK))

    def _verify(self, p1: int, p2: int, data: bytes) -> bytes:
        if p2 != PIN_REFERENCE:
            return _status(NO_REFERENCE)
        if p1 == 0xFF and not data:
            self._verified = self._may_sign = False
            return _status(OK)
        chip = json.loads(self._counter.read_text(encoding="utf-8"))
        if chip["tries"] == 0:
            return _status(LOCKED)
        if not data:
            return _status(OK) if self._verified else _status(0x63C0 | chip["tries"])
        if len(data) != 8:
            return _status(WRONG_DATA)
        right = hmac.compare_digest(data, str(chip["pin"]).encode().ljust(8, b"\xff"))
        chip["tries"] = chip["tries_max"] if right else chip["tries"] - 1
        self._keep(chip)
        self._verified = self._may_sign = right
        if right:
            return _status(OK)
        return _status(0x63C0 | chip["tries"]) if chip["tries"] else _status(LOCKED)

    def _keep(self, chip: dict[str, object]) -> None:
        draft = self._counter.with_suffix(".chip")
        draft.write_text(json.dumps(chip), encoding="utf-8")
        os.replace(draft, self._counter)

    def _authenticate(self, algorithm: int, reference: int, data: bytes) -> bytes:
        if reference == MANAGEMENT_KEY and data == bytes.fromhex("7C028100"):
            return tlv(0x7C, tlv(0x81, secrets.token_bytes(8))) + _status(OK)
        if reference != SIGNATURE_KEY or algorithm != RSA_2048 or self._key is None:
            return _status(WRONG_P1P2)
        challenge = _find(_find(data, 0x7C), 0x81)
        if len(challenge) != 256:
            return _status(WRONG_DATA)
        if not self._may_sign:
            return _status(SECURITY)
        self._may_sign = False
        self._waiting = tlv(0x7C, tlv(0x82, _raw_rsa(self._key, challenge)))
        return self._more()


def data_objects(certificate: bytes, issuer: bytes) -> dict[bytes, bytes]:
    """Lay out the card's data objects by tag: certificate in 9C, its issuer as retired certificate 1 (SP 800-73-4 part 1, 3)."""
    number = x509.load_der_x509_certificate(certificate).serial_number.to_bytes(20, "big")[-16:]
    chuid = tlv(0x30, bytes.fromhex("D4E739DA739CED39CE739D836858210842108421C84210C3EB")) + tlv(0x34, number)
    chuid += tlv(0x35, b"20991231") + tlv(0x3E) + tlv(0xFE)
    capabilities = tlv(0xF0, bytes.fromhex("A000000116FF02") + number[:14]) + tlv(0xF1, b"\x21") + tlv(0xF2, b"\x21")
    capabilities += b"".join(tlv(tag) for tag in (0xF3, 0xF4)) + tlv(0xF5, b"\x10") + b"".join(tlv(tag) for tag in range(0xF6, 0xFF))
    return {
        b"\x7e": DISCOVERY,
        bytes.fromhex("5FC102"): tlv(0x53, chuid),
        bytes.fromhex("5FC107"): tlv(0x53, capabilities),
        bytes.fromhex("5FC10A"): tlv(0x53, _certificate(certificate)),
        bytes.fromhex("5FC10C"): tlv(0x53, tlv(0xC1, b"\x01") + tlv(0xC2, b"\x00") + tlv(0xFE)),
        bytes.fromhex("5FC10D"): tlv(0x53, _certificate(issuer)),
    }


def tlv(tag: int, value: bytes = b"") -> bytes:
    """Write one BER-TLV of a one-byte tag."""
    if len(value) < 0x80:
        return bytes([tag, len(value)]) + value
    length = len(value).to_bytes((len(value).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + value


def _certificate(der: bytes) -> bytes:
    return tlv(0x70, der) + tlv(0x71, b"\x00") + tlv(0xFE)


def _find(untrusted_data: bytes, tag: int) -> bytes:
    """Find the value of the first TLV with this tag; empty where there is none."""
    at = 0
    while at + 2 <= len(untrusted_data):
        found, length, at = untrusted_data[at], untrusted_data[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, at = int.from_bytes(untrusted_data[at : at + size], "big"), at + size
        if found == tag:
            return untrusted_data[at : at + length]
        at += length
    return b""


def _raw_rsa(key: rsa.RSAPrivateNumbers, block: bytes) -> bytes:
    """Apply the private key to one block; the padding is the caller's, as PIV has it."""
    number = int.from_bytes(block, "big") % key.public_numbers.n
    first, second = pow(number, key.dmp1, key.p), pow(number, key.dmq1, key.q)
    return (second + key.q * ((first - second) * key.iqmp % key.p)).to_bytes(256, "big")


def _status(word: int) -> bytes:
    return word.to_bytes(2, "big")


def _der(path: Path) -> bytes:
    return x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(serialization.Encoding.DER)
