"""Enrols a counter: makes its two keys on the box and takes the bureau's package home.

The keys never leave the box; what the bureau gets are the public halves, and an operator confirms the
fingerprint that the counter shows before it may open.
"""
from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from wire.codec.errors import WireError
from wire.keys import PublicKey, SigningKey
from wire.revocation import kept
from wire.roles import OPERATOR_OWNER, Keyring, Role

TRUST, KEYS, REVOCATION = "trust", "keys", "revocation"


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
    missing = [file for file in ("bureau-root.pem", "gateway.jwk", "operator.jwk", "revocation") if not (package / file).exists()]
    if missing or not list(package.glob("agency-*.pem")):
        lacking = ", ".join(missing or ["agency-*.pem"])
        raise EnrolmentFault(f"{package}: no complete package of a bureau ({lacking} missing); copy it again")
    (state / KEYS).mkdir(parents=True, exist_ok=True)
    state.chmod(0o2750)
    (state / KEYS).chmod(0o2750)
    shutil.copytree(package, state / TRUST, dirs_exist_ok=True, ignore=shutil.ignore_patterns(REVOCATION))
    try:
        keyring = Keyring()
        keyring.add(Role.OPERATOR, OPERATOR_OWNER, PublicKey.from_jwk(json.loads((package / "operator.jwk").read_text("ascii"))))
        kept.keep(state / TRUST / REVOCATION, kept.held_back(package / REVOCATION, 0, sys.maxsize), keyring)
    except (WireError, ValueError) as error:
        raise EnrolmentFault(f"{package / REVOCATION}: {error}; copy the package again") from error
    return Enrolled(_key(state / KEYS / "device.pem").public, _key(state / KEYS / "transport.pem").public)


def _key(path: Path) -> SigningKey:
    if not path.exists():
        SigningKey.generate().save(path)
    return SigningKey.load(path)
