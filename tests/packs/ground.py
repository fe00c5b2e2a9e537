"""A publisher with real keys, a pack directory, and a counter's side of it, for the tests of packs."""
from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile

from catalogue.flow import load_catalogue
from catalogue.pack import keys
from catalogue.pack.compiled import compiled, decoded
from catalogue.pack.repository import Repository
from catalogue.pack.source import Pack

ROOT = Path(__file__).resolve().parents[2]
FLOWS, LOCALE = ROOT / "flows", ROOT / "assets" / "locale"
FLOW = "changhua-tax.property-list"


def renamed(directory: Path, title: str) -> Path:
    """The flows of the house with another Chinese title for one of them."""
    shutil.copytree(FLOWS, directory)
    path = directory / "changhua-tax" / "property-list.toml"
    text = path.read_text("utf-8")
    before = decoded(compiled(FLOWS)).flows[FLOW].text("zh-TW", "title")
    assert f'= "{before}"' in text
    path.write_text(text.replace(f'= "{before}"', f'= "{title}"'), "utf-8")
    return directory


@dataclass
class Ground:
    """Keys of two owners, a publisher and a stranger; what is published lies in ``directory``."""

    base: Path

    def __post_init__(self) -> None:
        if not (self.base / "keys").exists():
            keys.make(self.base / "keys", ("owner-1", "owner-2", "publisher", "stranger", "owner-3"))

    @property
    def directory(self) -> Path:
        return self.base / "pack"

    def key(self, name: str) -> CryptoSigner:
        return keys.signer(self.base / "keys" / f"{name}.pem")

    def repository(self, now: datetime | None = None) -> Repository:
        return Repository(self.directory, now)

    def begin(self, now: datetime | None = None) -> None:
        repository = self.repository(now)
        repository.begin([self.key("owner-1").public_key, self.key("owner-2").public_key], self.key("publisher").public_key)
        self.sign_and_publish(repository)
        (self.base / "root.json").write_bytes((self.directory / "metadata" / "1.root.json").read_bytes())

    def sign_and_publish(self, repository: Repository, *owners: str) -> None:
        for owner in owners or ("owner-1", "owner-2"):
            repository.sign(self.key(owner))
        repository.publish(self.key("publisher"))

    def stage(self, group: str, octets: bytes, now: datetime | None = None) -> None:
        repository = self.repository(now)
        repository.stage(group, octets, {"services": len(decoded(octets).flows), "source": decoded(octets).sha256})
        self.sign_and_publish(repository)

    def pack(self, where: Path, group: str = "all") -> Pack:
        """A counter's settings: its own copy of the pack directory in ``where``, an empty shelf."""
        shutil.copytree(self.directory, where / "pack", dirs_exist_ok=True)
        return Pack(where / "pack", self.base / "root.json", group, where / "shelf")


def forged(metadata: Path, publisher: CryptoSigner, change: Any) -> None:
    """What somebody with the publisher's key alone could do: change the newest list and tell the counters of it."""
    numbered = {int(path.name.partition(".")[0]): path for path in metadata.glob("*.targets.json")}
    path = numbered[max(numbered)]
    targets = Metadata[Any].from_file(str(path))
    change(targets)
    path = metadata / f"{targets.signed.version}.targets.json"
    targets.to_file(str(path))
    newest = max(int(one.name.partition(".")[0]) for one in metadata.glob("*.snapshot.json"))
    snapshot = Metadata[Any].from_file(str(metadata / f"{newest}.snapshot.json"))
    snapshot.signed.version += 1
    snapshot.signed.meta["targets.json"] = MetaFile.from_data(targets.signed.version, path.read_bytes(), ["sha256"])
    snapshot.sign(publisher)
    snapshot.to_file(str(metadata / f"{snapshot.signed.version}.snapshot.json"))
    timestamp = Metadata[Any].from_file(str(metadata / "timestamp.json"))
    timestamp.signed.version += 1
    octets = (metadata / f"{snapshot.signed.version}.snapshot.json").read_bytes()
    timestamp.signed.snapshot_meta = MetaFile.from_data(snapshot.signed.version, octets, ["sha256"])
    timestamp.sign(publisher)
    timestamp.to_file(str(metadata / "timestamp.json"))


def title(pack: Pack) -> str:
    return load_catalogue(pack).flows[FLOW].text("zh-TW", "title")


def bring(ground: Ground, pack: Pack) -> None:
    """Replace the counter's copy of the pack directory by what is published."""
    shutil.rmtree(pack.directory)
    shutil.copytree(ground.directory, pack.directory)


@contextmanager
def another_shelf(pack: Pack) -> Iterator[Pack]:
    """The same counter once more, to be tried out."""
    copy = pack.shelf.with_name("tried")
    shutil.copytree(pack.shelf, copy, symlinks=True)
    try:
        yield replace(pack, shelf=copy)
    finally:
        shutil.rmtree(copy)


def files(pack: Pack) -> list[Path]:
    """What a counter reads of the second publication."""
    there = [pack.directory / "metadata" / name for name in ("timestamp.json", "2.snapshot.json", "2.targets.json")]
    newest = max(pack.directory.glob("targets/groups/all/*.json"), key=lambda path: path.stat().st_mtime_ns)
    return [*there, newest]
