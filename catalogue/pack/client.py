"""Looks a pack directory through as python-tuf's client does, and gives back the catalogue of a group only when everything is good.

The files come from a directory, whoever brought them there. What it remembers of versions stands in ``trust``: nothing older
than that is ever good again.
"""
from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tuf.api.exceptions import DownloadHTTPError
from tuf.api.metadata import Metadata, Snapshot, TargetFile, Targets, Timestamp
from tuf.ngclient import FetcherInterface, Updater
from tuf.ngclient.config import UpdaterConfig

from catalogue.lines import nearest
from catalogue.pack.compiled import NotCompiled, decoded
from catalogue.pack.files import sync
from catalogue.pack.orders import NoOrders
from catalogue.pack.orders import decoded as orders_of
from catalogue.pack.refusal import COPY, FAULTS, FULL, ROOT, Refused, refusal

LARGEST = 64 * 2**20
"""Most octets of a catalogue; sixty services take half a megabyte."""
CHUNK = 2**16


def target(group: str, what: str = "catalogue") -> str:
    """The path of a group's catalogue, or of its orders, in the signed list."""
    return f"groups/{group}/{what}.json"


@dataclass(frozen=True)
class Found:
    """A good catalogue: its octets, the version of the signed list, when its signatures end (the earliest), what the list says about it.

    ``orders``: those of the same list, empty where it has none for the group.
    """

    octets: bytes
    number: int
    expires: str
    sha256: str
    note: dict[str, object]
    orders: bytes = b""


class Reader(FetcherInterface):
    """Reads the directory where python-tuf's own fetchers ask a server. ``at``: the file looked at last."""

    def __init__(self, at: Path) -> None:
        self.at = at

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = Path(url)
        try:
            file = path.open("rb")
        except FileNotFoundError as error:
            if not path.name.endswith(".root.json"):  # the root after the newest one is asked for and rightly not there
                self.at = path
            raise DownloadHTTPError(f"{path} is missing", 404) from error
        self.at = path
        return self._chunks(file)

    def _chunks(self, file: BinaryIO) -> Iterator[bytes]:
        with file:
            while octets := file.read(CHUNK):
                yield octets


class Examination:
    """One look at a pack directory, with the trust of ``root`` (a file) and what ``trust`` (a folder) remembers. Raises ``Refused``."""

    def __init__(self, directory: Path, root: Path, trust: Path) -> None:
        self._directory, self._trust, self._reader = directory, trust, Reader(root)
        try:
            trusted = root.read_bytes()
            limits = UpdaterConfig(root_max_length=2**19, timestamp_max_length=2**14, snapshot_max_length=2**16, targets_max_length=2**20)
            self._updater = Updater(str(trust), f"{directory / 'metadata'}/", None, f"{directory / 'targets'}/", self._reader, limits,
                                    bootstrap=trusted)
        except FAULTS as error:
            said = self._said(error)
            raise Refused(said.path, said.what, ROOT if said.path == root else said.do) from error
        try:
            self._updater.refresh()
            for path in (*trust.glob("*.json"), *trust.glob("root_history/*.json"), trust):
                sync(path)
            self.targets: Targets = Metadata[Targets].from_file(str(trust / "targets.json")).signed
            timestamp = Metadata[Timestamp].from_file(str(trust / "timestamp.json")).signed
            snapshot = Metadata[Snapshot].from_file(str(trust / "snapshot.json")).signed
            self.expires = min(self.targets.expires, snapshot.expires, timestamp.expires).isoformat()
        except FAULTS as error:
            raise self._said(error) from error

    def _said(self, error: Exception) -> Refused:
        """Why, with the file that was looked at; where something could not be written, the folder for it."""
        full = isinstance(error, OSError) and error.errno in FULL
        return refusal(self._trust.parent if full else self._reader.at, error)

    def groups(self) -> list[str]:
        """The groups for which a catalogue is signed here."""
        parts = (path.split("/") for path in self.targets.targets)
        return sorted(part[1] for part in parts if len(part) == 3 and (part[0], part[2]) == ("groups", "catalogue.json"))

    def found(self, group: str, scratch: Path) -> Found:
        """The catalogue of a group; ``scratch``: a file that may be written meanwhile. Raises ``Refused``."""
        signed = self.targets.targets.get(target(group))
        if signed is None:
            there = self.groups()
            there_are = f"{nearest(group, there)} (there are: {', '.join(there) or 'none'})"
            raise Refused(self._directory, f"has nothing for the group '{group}'{there_are}",
                          "mend 'group' under [catalogue], or have the pack published for this group")
        octets, ordered = self._read(signed, scratch), self.targets.targets.get(target(group, "orders"))
        orders = self._read(ordered, scratch) if ordered is not None else b""
        try:
            decoded(octets)
            if orders:
                orders_of(orders)
        except (NotCompiled, NoOrders) as error:
            raise Refused(self._reader.at, str(error).rpartition("; ")[0], str(error).rpartition("; ")[2]) from error
        sha256 = hashlib.sha256(octets).hexdigest()
        return Found(octets, self.targets.version, self.expires, sha256, dict(signed.custom or {}), orders)

    def _read(self, signed: TargetFile, scratch: Path) -> bytes:
        if signed.length > LARGEST:
            raise Refused(self._directory, f"holds a catalogue of {signed.length} octets, more than any counter takes", COPY)
        try:
            self._updater.download_target(signed, str(scratch))
            return scratch.read_bytes()
        except FAULTS as error:
            raise self._said(error) from error
        finally:
            scratch.unlink(missing_ok=True)
