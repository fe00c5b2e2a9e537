"""An envelope of 4 KiB: what form, chain fields, padding, JSON and base64 cost beyond the bare cryptography.

Ours: :func:`wire.envelope.seal` (``envelope.seal``), :func:`wire.envelope.verify` + ``unseal`` (``envelope.open``).
Limit: HPKE (MLKEM768-X25519) and ECDSA P-256 of the cryptography library over the same number of octets, keys ready.
CPU time of one thread per envelope.
"""
from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ec, mlkem, x25519

from bench.measurement import Measurement, cpu_us, interleave
from wire.chain import next_link
from wire.codec.ids import uuid7
from wire.envelope import Envelope, seal, unseal, verify
from wire.keys import SealingKey, SigningKey
from wire.messages import Head, Supplement
from wire.roles import Keyring, Role

SITE, AGENCY = "bench-1", "bench-agency"
BUCKET, SIGNED = 4096, 7500
"""Octets: the padded plaintext, and about what the signature is over (header and seal in base64)."""
TIMES = 300


class Parties:
    """A kiosk and an agency with fresh keys."""

    def __init__(self, site: str = SITE) -> None:
        self.site = site
        self.device, self.agency = SigningKey.generate(), SealingKey.generate()
        self.keyring = Keyring()
        self.keyring.add(Role.KIOSK, site, self.device.public)
        now = datetime.now(UTC)
        self.message = Supplement(request=uuid7(now), visit="bench", answers={"text": "x" * 3900})

    def sealed(self, head: Head) -> Envelope:
        """The next envelope after ``head``; its plaintext fills the smallest bucket, 4 KiB."""
        return seal("supplement", self.message, sender=self.site, to=AGENCY, key=self.device, recipient=self.agency.public,
                    link=next_link(head), at=datetime.now(UTC))

    def opened(self, octets: bytes) -> None:
        """Verify and open as the desk does."""
        unseal(verify(octets, role=Role.KIOSK, owner=self.site, keyring=self.keyring, to=AGENCY), self.agency)


class Bare:
    """The same cryptography without a message."""

    def __init__(self) -> None:
        self._suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
        self._signer = ec.generate_private_key(ec.SECP256R1())
        kem, curve = mlkem.MLKEM768PrivateKey.generate(), x25519.X25519PrivateKey.generate()
        self._private = hpke.MLKEM768X25519PrivateKey(kem, curve)
        self._public = hpke.MLKEM768X25519PublicKey(kem.public_key(), curve.public_key())
        self._verifier = self._signer.public_key()
        self._plain, self._signed = bytes(BUCKET), bytes(SIGNED)
        self._sealed, self._signature = self.seal()

    def seal(self) -> tuple[bytes, bytes]:
        """Seal and sign."""
        sealed = self._suite.encrypt(self._plain, self._public, info=b"bench")
        return sealed, self._signer.sign(self._signed, ec.ECDSA(hashes.SHA256()))

    def open(self) -> None:
        """Check and open."""
        self._verifier.verify(self._signature, self._signed, ec.ECDSA(hashes.SHA256()))
        self._suite.decrypt(self._sealed, self._private, info=b"bench")


def measure(rounds: int) -> Iterator[Measurement]:
    """Measure both directions."""
    parties, bare, head = Parties(), Bare(), Head()
    octets = parties.sealed(head).octets
    parties.opened(octets)
    samples = interleave(rounds, lambda: cpu_us(lambda: parties.sealed(head), TIMES), lambda: cpu_us(bare.seal, TIMES))
    yield Measurement("µs CPU", "cryptography: HPKE + ECDSA", samples, part="seal")
    samples = interleave(rounds, lambda: cpu_us(lambda: parties.opened(octets), TIMES), lambda: cpu_us(bare.open, TIMES))
    yield Measurement("µs CPU", "cryptography: ECDSA + HPKE", samples, part="open")
