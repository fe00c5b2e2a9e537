"""Keys of both ends: P-256 for signing, MLKEM768-X25519 for sealing (the hybrid KEM 0x647a, X-Wing, in HPKE base mode).

Private keys live in files of mode 0600 that are never overwritten; a visit key lives in memory only.
"""
from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NoReturn, Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ec, mlkem, x25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from pydantic import BaseModel, ConfigDict

from wire.codec.errors import KeyUnusable, Malformed, NotGenuine, WireError
from wire.codec.strict import Moment, b64, read_model, unb64

SUITE = "MLKEM768-X25519.HKDF-SHA256.AES-256-GCM"
"""The one suite allowed today; never negotiated."""
_HPKE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_MLKEM_PUBLIC, _X25519_PUBLIC, _MLKEM_SEED, _X25519_SEED = 1184, 32, 64, 32
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order n of the curve (FIPS 186-5)."""


def is_low_s(signature: bytes) -> bool:
    """Tell whether a 64-octet ES256 signature is the smaller of its two valid spellings."""
    return int.from_bytes(signature[32:], "big") <= P256_ORDER // 2


def _write_private(path: Path, octets: bytes) -> None:
    """Create the file with mode 0600 and make it durable. Raises ``FileExistsError``: a key is never overwritten."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(octets)
        file.flush()
        os.fsync(file.fileno())


def _read_private(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as why:
        raise KeyUnusable("key-unreadable", f"{path}: {why.strerror}; check enrolment and the file's owner") from None


@dataclass(frozen=True)
class PublicKey:
    """The public half of a :class:`SigningKey`."""

    raw: ec.EllipticCurvePublicKey = field(compare=False, repr=False)
    kid: str = field(init=False)
    """RFC 7638 thumbprint (SHA-256, base64url)."""

    def __post_init__(self) -> None:
        if not isinstance(self.raw.curve, ec.SECP256R1):
            raise KeyUnusable("key-not-p256")
        canonical = json.dumps(self.jwk(), separators=(",", ":"), sort_keys=True).encode("ascii")
        object.__setattr__(self, "kid", b64(hashlib.sha256(canonical).digest()))

    @classmethod
    def from_jwk(cls, untrusted: dict[str, Any]) -> PublicKey:
        """Read a public JWK (RFC 7517); ``kid``, ``use`` and ``alg`` may stand in it and are not believed. Raises ``Malformed``."""
        if not {"kty", "crv", "x", "y"} <= set(untrusted) <= {"kty", "crv", "x", "y", "kid", "use", "alg"}:
            raise Malformed("not-a-public-jwk")
        untrusted_x, untrusted_y = untrusted["x"], untrusted["y"]
        if untrusted["kty"] != "EC" or untrusted["crv"] != "P-256" or not isinstance(untrusted_x, str) or not isinstance(untrusted_y, str):
            raise Malformed("not-a-public-jwk")
        return _point(untrusted_x, untrusted_y)

    @classmethod
    def from_certificate_pem(cls, pem: bytes) -> PublicKey:
        """Read the key of a PEM certificate that is already trusted (pinned by enrolment). Raises ``KeyUnusable``."""
        try:
            raw = x509.load_pem_x509_certificate(pem).public_key()
        except ValueError:
            raise KeyUnusable("not-a-certificate") from None
        if not isinstance(raw, ec.EllipticCurvePublicKey):
            raise KeyUnusable("key-not-p256")
        return cls(raw)

    def jwk(self) -> dict[str, str]:
        """Give the JWK with its required members only."""
        numbers = self.raw.public_numbers()
        return {"kty": "EC", "crv": "P-256", "x": b64(numbers.x.to_bytes(32, "big")), "y": b64(numbers.y.to_bytes(32, "big"))}

    def verify(self, signature: bytes, octets: bytes) -> None:
        """Check an ES256 signature, 64 octets r ‖ s (RFC 7518 §3.4). Raises ``NotGenuine``."""
        if len(signature) != 64:
            raise NotGenuine("bad-signature")
        der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
        try:
            self.raw.verify(der, octets, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            raise NotGenuine("bad-signature") from None


@lru_cache(maxsize=4096)
def _point(untrusted_x: str, untrusted_y: str) -> PublicKey:
    """The key at that point: a gateway meets the same ones with every exchange. Raises ``Malformed``."""
    x, y = unb64(untrusted_x), unb64(untrusted_y)
    if len(x) != 32 or len(y) != 32:
        raise Malformed("not-a-public-jwk", "length")
    try:
        return PublicKey(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + x + y))
    except ValueError:
        raise Malformed("not-a-public-jwk", "no point of the curve") from None


@dataclass(frozen=True)
class SigningKey:
    """A P-256 key: device, transport, gateway, agency or operator."""

    private: ec.EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def generate(cls) -> SigningKey:
        """Make a new key."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def load(cls, path: Path) -> SigningKey:
        """Read a PKCS#8 PEM file. Raises ``KeyUnusable`` naming the file."""
        try:
            private = load_pem_private_key(_read_private(path), password=None)
        except (ValueError, TypeError):
            raise KeyUnusable("key-unreadable", f"{path}: not an unencrypted PEM key") from None
        if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
            raise KeyUnusable("key-not-p256", str(path))
        return cls(private)

    def save(self, path: Path) -> None:
        """Write PKCS#8 PEM into a new file of mode 0600. Raises ``FileExistsError``."""
        _write_private(path, self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    @cached_property
    def public(self) -> PublicKey:
        """The public half."""
        return PublicKey(self.private.public_key())

    @cached_property
    def kid(self) -> str:
        """RFC 7638 thumbprint of the public half."""
        return self.public.kid

    def sign(self, octets: bytes) -> bytes:
        """Sign with ES256: 64 octets r ‖ s, s always in the lower half, so that a signature has one spelling."""
        r, s = decode_dss_signature(self.private.sign(octets, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + min(s, P256_ORDER - s).to_bytes(32, "big")


class _SealFile(BaseModel):
    """``*.seal.json``: a public sealing key, or with ``seed`` a private one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    expires: Moment | None = None
    suite: str
    key: str
    seed: str | None = None


def _checked(untrusted: bytes) -> _SealFile:
    """Read a seal file and hold its id against its key. Raises ``Malformed``, ``KeyUnusable``."""
    file = read_model(_SealFile, untrusted)
    if file.suite != SUITE:
        raise KeyUnusable("suite-not-allowed", file.suite[:60])
    if file.id != b64(hashlib.sha256(unb64(file.key)).digest()):
        raise KeyUnusable("seal-key-id-wrong")
    return file


@dataclass(frozen=True)
class PublicSealingKey:
    """What messages are sealed to: an agency's key or a visit's."""

    octets: bytes = field(repr=False)
    """ML-KEM-768 public key (1,184 octets) ‖ X25519 public key (32 octets)."""
    expires: datetime | None = None
    suite: str = SUITE
    id: str = field(init=False)
    """SHA-256 of ``octets`` in base64url; stands in envelopes as ``rkid``."""

    def __post_init__(self) -> None:
        if len(self.octets) != _MLKEM_PUBLIC + _X25519_PUBLIC:
            raise Malformed("not-a-sealing-key", "length")
        object.__setattr__(self, "id", b64(hashlib.sha256(self.octets).digest()))
        _ = self._raw  # what is no key is told at once

    @classmethod
    def from_visit_text(cls, untrusted: str) -> PublicSealingKey:
        """Read ``Asking.visit_key``. Raises ``Malformed``."""
        return cls(unb64(untrusted))

    @classmethod
    def from_json(cls, untrusted: str | bytes) -> PublicSealingKey:
        """Read ``{"id","expires","suite","key"}``. Raises ``Malformed``, ``KeyUnusable``."""
        file = _checked(untrusted.encode("utf-8") if isinstance(untrusted, str) else untrusted)
        if file.seed is not None:
            raise KeyUnusable("private-key-in-public-place")
        return cls(unb64(file.key), file.expires)

    def to_json(self) -> str:
        """Write ``{"id","expires","suite","key"}``."""
        return _SealFile(id=self.id, expires=self.expires, suite=self.suite, key=self.text()).model_dump_json(exclude_none=True)

    def text(self) -> str:
        """The public octets in base64url."""
        return b64(self.octets)

    @cached_property
    def _raw(self) -> hpke.MLKEM768X25519PublicKey:
        try:
            return hpke.MLKEM768X25519PublicKey(
                mlkem.MLKEM768PublicKey.from_public_bytes(self.octets[:_MLKEM_PUBLIC]),
                x25519.X25519PublicKey.from_public_bytes(self.octets[_MLKEM_PUBLIC:]),
            )
        except ValueError:
            raise Malformed("not-a-sealing-key") from None

    def seal(self, info: bytes, plain: bytes) -> bytes:
        """Seal: HPKE enc (1,120 octets) ‖ ciphertext. Raises ``Malformed`` for a key that no sealing works with."""
        try:
            return _HPKE.encrypt(plain, self._raw, info=info)
        except ValueError:  # an X25519 point of small order passes until it is used
            raise Malformed("not-a-sealing-key") from None


class SealingKey:
    """A private hybrid key: the agency's, kept in a file."""

    def __init__(self, seed: bytes, expires: datetime | None = None) -> None:
        """``seed`` is the ML-KEM seed d ‖ z (64 octets, FIPS 203) ‖ the X25519 private key (32 octets)."""
        if len(seed) != _MLKEM_SEED + _X25519_SEED:
            raise KeyUnusable("not-a-sealing-key", "length")
        self._mlkem = mlkem.MLKEM768PrivateKey.from_seed_bytes(seed[:_MLKEM_SEED])
        self._x25519 = x25519.X25519PrivateKey.from_private_bytes(seed[_MLKEM_SEED:])
        octets = self._mlkem.public_key().public_bytes_raw() + self._x25519.public_key().public_bytes_raw()
        self.public = PublicSealingKey(octets, expires)

    @classmethod
    def generate(cls, expires: datetime | None = None) -> Self:
        """Make a new key; ``expires`` in UTC, after which nobody seals to it any more."""
        return cls(os.urandom(_MLKEM_SEED + _X25519_SEED), expires)

    @classmethod
    def load(cls, path: Path) -> SealingKey:
        """Read a private seal file. Raises ``KeyUnusable`` naming the file."""
        try:
            file = _checked(_read_private(path))
            key = cls(unb64(file.seed or ""), file.expires)
        except WireError as why:
            raise KeyUnusable("key-unreadable", f"{path}: {why}") from None
        if key.id != file.id:
            raise KeyUnusable("key-unreadable", f"{path}: private and public half differ")
        return key

    def save(self, path: Path) -> None:
        """Write a private seal file, a new one of mode 0600. Raises ``FileExistsError``."""
        seed = b64(self._mlkem.private_bytes_raw() + self._x25519.private_bytes_raw())
        public = self.public
        file = _SealFile(id=public.id, expires=public.expires, suite=SUITE, key=public.text(), seed=seed)
        _write_private(path, file.model_dump_json(exclude_none=True).encode("ascii"))

    @property
    def id(self) -> str:
        """The public half's id."""
        return self.public.id

    def open(self, info: bytes, sealed: bytes) -> bytes:
        """Open what was sealed to the public half under the same ``info``. Raises ``NotGenuine``."""
        try:
            return _HPKE.decrypt(sealed, hpke.MLKEM768X25519PrivateKey(self._mlkem, self._x25519), info=info)
        except (InvalidTag, ValueError):
            raise NotGenuine("cannot-unseal") from None


class VisitKey(SealingKey):
    """A sealing key of one visit: in memory only, it refuses to be saved or pickled."""

    def save(self, path: Path) -> None:
        """Refuse. Raises ``KeyUnusable`` always."""
        raise KeyUnusable("visit-key-is-never-written")

    def __reduce__(self) -> NoReturn:
        raise KeyUnusable("visit-key-is-never-written")

    def public_text(self) -> str:
        """The public half for ``Asking.visit_key``."""
        return self.public.text()
