"""What a counter took of the packs it was given: the newest good one and the one before it. Standard library only.

::

    <shelf>/held.json            which ones, the newest first, each with hash and length
    <shelf>/<sha256>.json        the compiled catalogues, and the orders that came with them
    <shelf>/trust/               what the signatures' library remembers: roots and newest versions

Rules:

* A catalogue is written and synced before ``held.json`` names it, so at every moment ``held.json`` names whole files.
* Whatever is read is held against its hash first; what does not match is as if it were not there.
* One process at a time changes a shelf (a lock that ends with the process); readers need none.
"""
from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from catalogue.pack.files import put
from catalogue.pack.source import Pack

KEPT = 2


class Damaged(ValueError):
    """A kept catalogue is not what was taken; the message names its file."""


@dataclass(frozen=True)
class Held:
    """One pack that was taken.

    ``number``: version of the signed list it came with. ``expires``: ISO time after which its signatures tell nothing about news any more.
    ``root``: sha256 of the root file that was trusted. ``seen``: :func:`state` of the directory it came from.
    ``orders``: sha256 of the orders of the same list; empty where it had none.
    """

    number: int
    group: str
    sha256: str
    length: int
    expires: str
    root: str
    seen: str
    orders: str = ""


def state(pack: Pack) -> str:
    """A hash that changes when the pack directory has news, or when another root file or group counts. Raises ``OSError``."""
    parts = ((pack.directory / "metadata" / "timestamp.json").read_bytes(), pack.root.read_bytes(), pack.group.encode())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


class Shelf:
    """One shelf, made when something is first put on it."""

    def __init__(self, directory: Path) -> None:
        self.directory, self.trust = directory, directory / "trust"
        self._list = directory / "held.json"

    def held(self) -> list[Held]:
        """The packs kept here, the newest first; none where nothing was taken yet or the list cannot be read."""
        try:
            return [Held(**one) for one in json.loads(self._list.read_text("utf-8"))]
        except (OSError, ValueError, TypeError):
            return []

    def file(self, held: Held) -> Path:
        """Where a kept catalogue lies."""
        return self._file(held.sha256)

    def read(self, held: Held) -> bytes:
        """A kept catalogue, held against its hash. Raises ``Damaged``."""
        return self._whole(held.sha256)

    def orders(self, held: Held) -> bytes:
        """The orders kept with a catalogue, held against their hash; empty where there are none. Raises ``Damaged``."""
        return self._whole(held.orders) if held.orders else b""

    def _file(self, sha256: str) -> Path:
        return self.directory / f"{sha256}.json"

    def _whole(self, sha256: str) -> bytes:
        path = self._file(sha256)
        try:
            octets = path.read_bytes()
        except OSError as error:
            raise Damaged(f"{path}: {error.strerror}") from error
        if hashlib.sha256(octets).hexdigest() != sha256:
            raise Damaged(f"{path}: this is not what was taken, the disk or a hand has changed it")
        return octets

    def keep(self, held: Held, octets: bytes, orders: bytes = b"") -> None:
        """Put a catalogue and its orders on the shelf as those that serve; those before stay, older ones go.

        Raises ``OSError``; then nothing has changed.
        """
        before = self.held()
        try:
            whole = self.read(held) == octets
        except Damaged:
            whole = False
        if not whole:
            put(self.file(held), octets)
        if orders:
            put(self._file(held.orders), orders)
        kept = [held, *(one for one in before if (one.sha256, one.orders) != (held.sha256, held.orders))][:KEPT]
        put(self._list, json.dumps([asdict(one) for one in kept], indent=1).encode())
        named = {self._file(sha256).name for one in kept for sha256 in (one.sha256, one.orders)} | {self._list.name}
        for path in self.directory.glob("*.json"):
            if path.name not in named:
                path.unlink(missing_ok=True)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Be the only one who changes it; what somebody left half-written is swept away first. Raises ``OSError``."""
        self.trust.mkdir(parents=True, exist_ok=True)
        with (self.directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left in (*self.directory.glob("*.part"), *self.trust.glob("tmp*"), *self.trust.glob("*.part")):
                with suppress(OSError):
                    left.unlink()
            yield
