"""The publishing side: a pack directory, changed by drafts that two owners sign before the publisher puts them out.

::

    <directory>/draft/root.json targets.json        what waits for signatures
    <directory>/metadata/<n>.root.json <n>.targets.json <n>.snapshot.json timestamp.json
    <directory>/targets/groups/<group>/<sha256>.catalogue.json <sha256>.orders.json

Rules:

* What a group gets changes in a draft only; a further change builds on the draft and voids its signatures.
* A draft is published when as many owners signed it as the root asks for; the version is always one higher, also when an
  earlier content is put back.
* Nothing published is changed or taken away: old lists stay, so that an earlier content can be put back.
"""
from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from securesystemslib.signer import Key, Signer
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import Metadata, MetaFile, Role, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from catalogue.lines import nearest
from catalogue.pack.client import target
from catalogue.pack.files import put

DAYS = {"root": 365, "targets": 180, "snapshot": 30, "timestamp": 7}
"""How long signatures count, in days; working values that the bureau must confirm."""
OWNERS = 2
HASH = ["sha256"]
GROUP = re.compile(r"[a-z][a-z0-9-]{0,30}")
Kind = TypeVar("Kind", Root, Targets, Snapshot, Timestamp)


class CannotPublish(ValueError):
    """It is not published; the message says what is missing and what to do."""


@dataclass(frozen=True)
class Line:
    """What a group has. ``note``: in which list it came, when staged, how many services, of which sources; ``sha256`` of the catalogue."""

    group: str
    note: dict[str, Any]
    sha256: str

    def brief(self) -> str:
        """How many services, of which sources."""
        return f"{self.note.get('services')} services, sources {str(self.note.get('source'))[:12]}"


class Repository:
    """A pack directory. ``now``: what expiry is counted from."""

    def __init__(self, directory: Path, now: datetime | None = None) -> None:
        self.directory, self._now = directory, (now or datetime.now(UTC)).replace(microsecond=0)
        self._metadata, self._draft = directory / "metadata", directory / "draft"

    # what there is

    def newest(self, name: str) -> Path | None:
        """The published file of a role with the highest version."""
        numbered = {int(path.name.partition(".")[0]): path for path in self._metadata.glob(f"*.{name}.json")}
        return numbered[max(numbered)] if numbered else None

    def root(self) -> Metadata[Root]:
        """The newest root. Raises ``CannotPublish`` where none is published yet."""
        path = self.newest("root")
        if path is None:
            raise CannotPublish(f"{self.directory}: no root is published here yet; pack begin, then sign it with both owners' keys")
        return Metadata[Root].from_file(str(path))

    def lines(self, number: int | None = None) -> list[Line]:
        """What the groups have in a published list, the newest without ``number``. Raises ``CannotPublish`` where there is none."""
        path = self.newest("targets") if number is None else self._metadata / f"{number}.targets.json"
        if path is None:
            return []
        if not path.exists():
            raise CannotPublish(f"{self.directory}: there is no list {number}; pack show tells which there are")
        return _lines(Metadata[Targets].from_file(str(path)).signed)

    def draft(self, name: str) -> Path | None:
        """The draft of a role, where one waits."""
        path = self._draft / f"{name}.json"
        return path if path.exists() else None

    def told(self) -> list[str]:
        """What is published and what waits, a sentence a line."""
        said = [f"{line.group}: list {line.note.get('list')}, {line.brief()}, staged {line.note.get('staged')}" for line in self.lines()]
        if (path := self.newest("targets")) is not None:
            said += _ordered(Metadata[Targets].from_file(str(path)).signed)
        newest = {name: path for name in ("root", "targets", "snapshot") if (path := self.newest(name)) is not None}
        if (timestamp := self._metadata / "timestamp.json").exists():
            newest["timestamp"] = timestamp
        for name, path in newest.items():
            said.append(f"{name}: {path.name} counts until {Metadata[Any].from_file(str(path)).signed.expires:%Y-%m-%d}")
        for name in ("root", "targets"):
            if (draft := self.draft(name)) is not None:
                waiting = Metadata[Any].from_file(str(draft))
                said.append(f"waits: {draft} for number {waiting.signed.version}, signed by {len(waiting.signatures)} so far")
                if name == "targets":
                    said += [f"  {line.group}: {line.brief()}" for line in _lines(waiting.signed)]
                    said += [f"  {line}" for line in _ordered(waiting.signed)]
        return said

    # drafts

    def begin(self, owners: list[Key], publisher: Key) -> None:
        """Draft the first root. Raises ``CannotPublish``."""
        if self.newest("root") is not None:
            raise CannotPublish(f"{self.directory}: is a pack directory already; pack renew makes a new root")
        if len({owner.keyid for owner in owners}) < OWNERS or publisher.keyid in {owner.keyid for owner in owners}:
            raise CannotPublish(f"{self.directory}: needs {OWNERS} different owners' keys, and a publisher's key that is none of them")
        root = Root(expires=self._until("root"))
        root.roles = {name: Role([], OWNERS if name in ("root", "targets") else 1) for name in root.roles}
        for owner in owners:
            root.add_key(owner, "root")
            root.add_key(owner, "targets")
        root.add_key(publisher, "snapshot")
        root.add_key(publisher, "timestamp")
        self._put_draft(Metadata(root))

    def renew(self, gone: Key | None = None, come: Key | None = None) -> None:
        """Draft a root that counts longer, with one owner's key changed for another's where both are given."""
        new = self.root().signed
        new.version, new.expires = new.version + 1, self._until("root")
        if gone is not None and come is not None:
            for role in ("root", "targets"):
                new.revoke_key(gone.keyid, role)
                new.add_key(come, role)
            if self.newest("targets") is not None:
                self._put_draft(Metadata(self._changing()))  # or the list in force would lose a signature
        self._put_draft(Metadata(new))

    def stage(self, group: str, octets: bytes, note: dict[str, Any]) -> None:
        """Draft a list in which a group gets this catalogue."""
        if not GROUP.fullmatch(group):
            raise CannotPublish(f"'{group}' is no name of a group: small letters, digits and hyphens, at most 31")
        self._put_target(self._changing(), target(group), octets, note)

    def _put_target(self, targets: Targets, path: str, octets: bytes, note: dict[str, Any]) -> None:
        name = Path(path)
        put(self.directory / "targets" / name.parent / f"{hashlib.sha256(octets).hexdigest()}.{name.name}", octets)
        file = TargetFile.from_data(path, octets, HASH)
        file.unrecognized_fields["custom"] = {**note, "list": targets.version, "staged": self._now.isoformat()}
        targets.targets[file.path] = file
        self._put_draft(Metadata(targets))

    def order(self, group: str, octets: bytes, note: dict[str, Any]) -> None:
        """Draft a list in which a group gets these orders; what services it has stays as it is. Raises ``CannotPublish``."""
        targets = self._changing()
        if target(group) not in targets.targets:
            raise CannotPublish(f"{self.directory}: the group '{group}' has no services yet; pack stage first")
        self._put_target(targets, target(group, "orders"), octets, note)

    def copy(self, of: str, group: str, number: int | None = None) -> None:
        """Draft a list in which ``group`` gets what ``of`` has, or had in list ``number``."""
        lines = {line.group: line for line in self.lines(number)}
        if of not in lines:
            raise CannotPublish(f"{self.directory}: nothing is published for the group '{of}'{nearest(of, lines)}")
        octets = (self.directory / "targets" / "groups" / of / f"{lines[of].sha256}.catalogue.json").read_bytes()
        if hashlib.sha256(octets).hexdigest() != lines[of].sha256:
            raise CannotPublish(f"{self.directory}: the catalogue of '{of}' is not what was signed; restore the directory from its copy")
        self.stage(group, octets, {**lines[of].note, "from": f"{of} {lines[of].note['list']}"})

    def back(self, group: str, number: int | None = None) -> int:
        """Draft a list in which a group gets what it had in list ``number``, or else what it had before this; gives back which list."""
        now = {line.group: line.sha256 for line in self.lines()}.get(group)
        numbers = sorted((int(path.name.partition(".")[0]) for path in self._metadata.glob("*.targets.json")), reverse=True)
        for one in numbers if number is None else [number]:
            if any(line.group == group and (number is not None or line.sha256 != now) for line in self.lines(one)):
                self.copy(group, group, one)
                return one
        raise CannotPublish(f"{self.directory}: the group '{group}' had nothing else before; pack show tells what it had")

    def sign(self, signer: Signer) -> list[str]:
        """Sign every draft in which this key counts; the names of those roles. Raises ``CannotPublish`` where it counts in none."""
        signed = []
        for name in ("root", "targets"):
            path = self.draft(name)
            if path is not None and signer.public_key.keyid in self._keys_for(name, path):
                waiting = Metadata[Any].from_file(str(path))
                waiting.sign(signer, append=True)
                put(path, _octets(waiting))
                signed.append(name)
        if not signed:
            raise CannotPublish(f"{self.directory}: no draft here wants this key's signature")
        return signed

    # putting out

    def publish(self, publisher: Signer) -> list[str]:
        """Put out every draft, all of them or none; the names of their roles. Raises ``CannotPublish``."""
        drafts = {name: Metadata[Any].from_file(str(path)) for name in ("root", "targets") if (path := self.draft(name)) is not None}
        root = drafts["root"] if "root" in drafts else self.root()
        if publisher.public_key.keyid not in root.signed.roles["timestamp"].keyids:
            raise CannotPublish(f"{self.directory}: this is not the publisher's key of the root in force")
        for name, draft in drafts.items():
            self._must_be_signed(name, draft, root)
        for name, draft in drafts.items():
            put(self._metadata / f"{draft.signed.version}.{name}.json", _octets(draft))
        if self.newest("targets") is not None:
            self._tell(publisher, "targets" in drafts)
        for name in drafts:
            (self._draft / f"{name}.json").unlink()
        return list(drafts)

    def freshen(self, publisher: Signer) -> None:
        """Say anew that this is the newest; the publisher does it more often than a timestamp lasts. Raises ``CannotPublish``."""
        if publisher.public_key.keyid not in self.root().signed.roles["timestamp"].keyids:
            raise CannotPublish(f"{self.directory}: this is not the publisher's key of the root in force")
        if self.newest("targets") is None:
            raise CannotPublish(f"{self.directory}: nothing is published here yet")
        self._tell(publisher, False)

    def _tell(self, publisher: Signer, news: bool) -> None:
        """Write snapshot (where there is news or the old one runs out) and timestamp, this one last."""
        targets = self.newest("targets")
        assert targets is not None
        before = self.newest("snapshot")
        snapshot = Metadata[Snapshot].from_file(str(before)).signed if before is not None else None
        if snapshot is None or news or snapshot.expires < self._now + timedelta(days=DAYS["snapshot"] / 2):
            number = int(targets.name.partition(".")[0])
            meta = {"targets.json": MetaFile.from_data(number, targets.read_bytes(), HASH)}
            snapshot = Snapshot(version=snapshot.version + 1 if snapshot else 1, expires=self._until("snapshot"), meta=meta)
            put(self._metadata / f"{snapshot.version}.snapshot.json", _signed(Metadata(snapshot), publisher))
        path = self._metadata / "timestamp.json"
        version = Metadata[Timestamp].from_file(str(path)).signed.version + 1 if path.exists() else 1
        octets = (self._metadata / f"{snapshot.version}.snapshot.json").read_bytes()
        timestamp = Timestamp(version=version, expires=self._until("timestamp"),
                              snapshot_meta=MetaFile.from_data(snapshot.version, octets, HASH))
        put(path, _signed(Metadata(timestamp), publisher))

    def _must_be_signed(self, name: str, draft: Metadata[Any], root: Metadata[Root]) -> None:
        asked = [root.signed] + ([self.root().signed] if name == "root" and self.newest("root") is not None else [])
        try:
            for one in asked:
                one.verify_delegate(name, draft.signed_bytes, draft.signatures)
        except UnsignedMetadataError as error:
            count = re.search(r"(\d+)/(\d+)", str(error))
            have = f"{count[1]} of {count[2]}" if count else "too few"
            raise CannotPublish(f"{self._draft / name}.json: bears {have} signatures; have the other owner sign it (pack sign)") from error

    def _keys_for(self, name: str, path: Path) -> set[str]:
        waiting = [Metadata[Root].from_file(str(path)).signed] if name == "root" else []
        waiting += [Metadata[Root].from_file(str(draft)).signed] if name == "targets" and (draft := self.draft("root")) is not None else []
        waiting += [self.root().signed] if self.newest("root") is not None else []
        return {keyid for root in waiting for keyid in root.roles[name].keyids}

    def _changing(self) -> Targets:
        """The list that may be changed: the draft, else the published one under the next version, else an empty first one."""
        draft, newest = self.draft("targets"), self.newest("targets")
        if draft is not None:
            targets = Metadata[Targets].from_file(str(draft)).signed
        elif newest is not None:
            targets = Metadata[Targets].from_file(str(newest)).signed
            targets.version += 1
        else:
            targets = Targets()
        targets.expires = self._until("targets")
        return targets

    def _until(self, name: str) -> datetime:
        return self._now + timedelta(days=DAYS[name])

    def _put_draft(self, draft: Metadata[Any]) -> None:
        put(self._draft / f"{draft.signed.type}.json", _octets(draft))


def _lines(targets: Targets) -> list[Line]:
    return [Line(path.split("/")[1], dict(file.custom or {}), file.hashes["sha256"]) for path, file in sorted(targets.targets.items())
            if path.endswith("/catalogue.json")]


def _ordered(targets: Targets) -> list[str]:
    """What orders the groups have, a sentence a line."""
    ordered = (one for one in sorted(targets.targets.items()) if one[0].endswith("/orders.json"))
    notes = ((path.split("/")[1], dict(file.custom or {})) for path, file in ordered)
    return [f"{group}: orders of list {note.get('list')}, keys of {', '.join(note.get('agencies', ())) or 'no agency'}, "
            f"limits {', '.join(note.get('limits', ())) or 'none'}, staged {note.get('staged')}" for group, note in notes]


def _octets(metadata: Metadata[Any]) -> bytes:
    return metadata.to_bytes(JSONSerializer(compact=False))


def _signed(metadata: Metadata[Any], signer: Signer) -> bytes:
    metadata.sign(signer)
    return _octets(metadata)
