"""The list on disk: a folder that is right after every kill.

::

    head.jws        the newest update applied; replaced last
    entries-<n>     all entries after update n; only that of the head counts
    <nnnnnn>.jws    a bureau's own: every update since the last that began from nothing, for those who come later
"""
from __future__ import annotations

import mmap
import os
from collections.abc import Iterable
from pathlib import Path

from wire.codec.errors import WireError
from wire.revocation import ENTRY, NOTHING, Entries, Revocations, RevocationUpdate, applied
from wire.roles import OPERATOR_OWNER, Keyring

HEAD = "head.jws"


def load(folder: Path, keyring: Keyring) -> Revocations | None:
    """The list held in a folder, its entries mapped, not read; None where there is none that verifies: any that does is better."""
    try:
        head = RevocationUpdate.verify((folder / HEAD).read_text("ascii").strip(), owner=OPERATOR_OWNER, keyring=keyring)
        entries = _mapped(_entries(folder, head.number))
    except (OSError, ValueError, WireError):
        return None
    if len(entries) != head.count or entries.digest() != head.sha256:
        return None
    return Revocations(entries, head.number, head.issued_at, head.complete)


def keep(folder: Path, untrusted: Iterable[str], keyring: Keyring) -> int:
    """Apply updates in their order and keep what comes of them (atomic, durable); those already applied are passed over.

    The number of what is held now. Raises ``WireError`` for one that the operator did not sign or that does not fit: what was held stays.
    """
    held = load(folder, keyring) or NOTHING
    newest = ""
    for text in untrusted:
        update = RevocationUpdate.verify(text, owner=OPERATOR_OWNER, keyring=keyring)
        if update.number > held.number:
            held, newest = applied(held, update), text
    if not newest:
        return held.number
    folder.mkdir(parents=True, exist_ok=True)
    _written(_entries(folder, held.number), bytes(held.entries.octets))
    _written(folder / HEAD, newest.encode("ascii"))
    for old in folder.glob("entries-*"):
        if old != _entries(folder, held.number):
            old.unlink()
    return held.number


def held_back(folder: Path, number: int, most_octets: int) -> list[str]:
    """The updates that somebody who holds ``number`` lacks, oldest first, as many as fit; one at least, where there is any."""
    found: list[str] = []
    room = most_octets
    for path in (path for path in _steps(folder) if int(path.stem) > number):
        text = path.read_text("ascii").strip()
        if found and len(text) > room:
            break
        found.append(text)
        room -= len(text)
    return found


def newest(folder: Path) -> int:
    """The number of the newest update that is handed out; 0 without any."""
    return max((int(path.stem) for path in _steps(folder)), default=0)


def _steps(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*.jws"))


def _entries(folder: Path, number: int) -> Path:
    return folder / f"entries-{number}"


def _mapped(path: Path) -> Entries:
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size % ENTRY:
            raise ValueError(f"{path}: cut short")
        return Entries(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b"")


def _written(path: Path, octets: bytes) -> None:
    fresh = path.with_suffix(".new")
    with open(fresh, "wb") as file:
        file.write(octets)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
