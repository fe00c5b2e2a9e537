"""Key files of those who publish packs: PEM, the private ones readable by their owner only.

Whoever signs for citizens keeps the private key on a medium of his own, not on the machine that publishes; keys made by
:func:`make` on one machine are for trying things out. A key is never written into a project's tree, where it could be committed.
"""
from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key, load_pem_public_key
from securesystemslib.exceptions import Error as SigningError
from securesystemslib.signer import CryptoSigner, SSlibKey

NAMES = ("owner-1", "owner-2", "publisher")


class KeyWrong(ValueError):
    """A key file cannot be read or must not be written there; the message names it and what to do."""


def make(directory: Path, names: tuple[str, ...] = NAMES) -> list[Path]:
    """Make a pair ``<name>.pem`` and ``<name>.pub`` for each name (Ed25519).

    Raises ``KeyWrong`` in a project's tree, and where one of them exists.
    """
    if any((above / ".git").exists() for above in (directory.resolve(), *directory.resolve().parents)):
        raise KeyWrong(f"{directory}: keys are not made inside a project's tree; name a directory elsewhere")
    directory.mkdir(parents=True, exist_ok=True)
    made = []
    for name in names:
        private, public = directory / f"{name}.pem", directory / f"{name}.pub"
        if private.exists() or public.exists():
            raise KeyWrong(f"{private}: exists already; a key is never written over, name another directory")
        signer = CryptoSigner.generate_ed25519()
        with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(signer.private_bytes)
        key = load_pem_private_key(signer.private_bytes, None)
        public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
        made += [private, public]
    return made


def signer(path: Path) -> CryptoSigner:
    """Read a private key. Raises ``KeyWrong``."""
    try:
        return CryptoSigner(load_pem_private_key(path.read_bytes(), None))
    except (OSError, ValueError, TypeError, SigningError) as error:
        raise KeyWrong(f"{path}: no private key in PEM that can be used here ({error})") from error


def public(path: Path) -> SSlibKey:
    """Read a public key. Raises ``KeyWrong``."""
    try:
        return SSlibKey.from_crypto(load_pem_public_key(path.read_bytes()))
    except (OSError, ValueError, TypeError, SigningError) as error:
        raise KeyWrong(f"{path}: no public key in PEM that can be used here ({error})") from error
