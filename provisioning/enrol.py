"""Enrols a counter: makes its two keys on the box and takes the bureau's package home.

The keys never leave the box; what the bureau gets are the public halves, and an operator confirms the
fingerprint that the counter shows before it may open.
"""
from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from wire.keys import PublicKey, SigningKey

TRUST, KEYS = "trust", "keys"


class EnrolmentFault(Exception):
    """The counter cannot be enrolled; the text names the file and what to do."""


@dataclass(frozen=True)
class Enrolled:
    """The public halves, for the bureau. ``fingerprint`` is the device key's RFC 7638 thumbprint: compare it with the screen."""

    device: PublicKey
    transport: PublicKey

    @property
    def fingerprint(self) -> str:
        """What an operator compares."""
        return self.device.kid


def enrol(state: Path, package: Path) -> Enrolled:
    """Make the keys that are not there yet and copy the package into ``trust/``. Raises ``EnrolmentFault``."""
    missing = [file for file in ("bureau-root.pem", "gateway.jwk", "operator.jwk", "revocation.jws") if not (package / file).exists()]
    if missing or not list(package.glob("agency-*.pem")):
        lacking = ", ".join(missing or ["agency-*.pem"])
        raise EnrolmentFault(f"{package}: no complete package of a bureau ({lacking} missing); copy it again")
    (state / KEYS).mkdir(parents=True, exist_ok=True)
    state.chmod(0o2750)
    (state / KEYS).chmod(0o2750)
    shutil.copytree(package, state / TRUST, dirs_exist_ok=True)
    return Enrolled(_key(state / KEYS / "device.pem").public, _key(state / KEYS / "transport.pem").public)


def _key(path: Path) -> SigningKey:
    if not path.exists():
        SigningKey.generate().save(path)
    return SigningKey.load(path)
