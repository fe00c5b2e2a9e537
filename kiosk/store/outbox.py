"""outbox.db: what the counter has to say, in order, sealed; and the head of its chain."""
from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from wire.chain import Link, advance, new_epoch
from wire.envelope import Envelope
from wire.messages import Head

from .file import Connection, Reader, Store, now

MIGRATIONS = ["""
CREATE TABLE row (place INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, epoch INTEGER, seq INTEGER, kind TEXT NOT NULL,
  addressee TEXT NOT NULL,
  octets BLOB NOT NULL, sha256 TEXT NOT NULL, made_at TEXT NOT NULL, sent_at TEXT, round INTEGER NOT NULL DEFAULT 0, UNIQUE (epoch, seq));
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL, seq INTEGER NOT NULL, sha256 TEXT NOT NULL);
INSERT INTO head VALUES (1, 1, 0, '');
""", """
ALTER TABLE row ADD COLUMN prev TEXT NOT NULL DEFAULT '';
ALTER TABLE row ADD COLUMN link TEXT NOT NULL DEFAULT '';
UPDATE row SET link = sha256
"""]


@dataclass(frozen=True)
class Entry:
    """What the counter needs to know of a row to settle it."""

    id: str
    kind: str
    addressee: str
    epoch: int | None
    seq: int | None
    sha256: str
    round: int
    made_at: str
    sent_at: str | None

    @property
    def sent(self) -> bool:
        """Whether a receipt of this round was believed."""
        return self.sent_at is not None


@dataclass(frozen=True)
class OutboxRow:
    """One message on its way; ``round`` grows when the gateway must be given it again."""

    id: str
    kind: str
    epoch: int | None
    seq: int | None
    octets: bytes = field(repr=False)
    sha256: str
    round: int


@dataclass(frozen=True)
class Damaged:
    """A row that can never be sent; ``sha256`` (hex) is of the octets it had, which the next link names."""

    id: str
    kind: str
    link: Link
    sha256: str


_ROW = "SELECT id, kind, epoch, seq, octets, sha256, round FROM row"


class Outbox(Store):
    """What the counter has to say, in order, sealed; and the head of its chain."""

    name, migrations = "outbox.db", MIGRATIONS

    def head(self) -> Head:
        """The newest link."""
        return Head(**self._rows("SELECT epoch, seq, sha256 FROM head")[0])

    def commit(self, build: Callable[[Head], Envelope]) -> Envelope:
        """Build the envelope on the present head and keep it and the new head: one transaction, one fsync.

        An exception of ``build`` leaves nothing behind, so its ``seq`` is used again. Raises ``StoreFull``.
        """
        return self.commit_all([build])[0]

    def commit_all(self, builds: Sequence[Callable[[Head], Envelope]]) -> list[Envelope]:
        """The same for several: one transaction, one fsync, all of them or none."""
        kept: list[Envelope] = []
        with self._write() as db:
            head = Head(**next(iter(db.query("SELECT epoch, seq, sha256 FROM head"))))
            for build in builds:
                envelope = build(head)
                self._insert(db, envelope)
                head = advance(head, envelope)
                kept.append(envelope)
            self._move(db, head)
        return kept

    def replace(self, envelope: Envelope) -> None:
        """Keep a message that stands outside the chain; an older one of its kind is superseded. Not fsynced: a newer will follow."""
        with self._write(durable=False) as db:
            db.execute("DELETE FROM row WHERE kind = ? AND epoch IS NULL", (envelope.header.kind,))
            self._insert(db, envelope)

    def _insert(self, db: Connection, envelope: Envelope) -> None:
        head = envelope.header
        db.execute("INSERT INTO row (id, epoch, seq, kind, addressee, octets, sha256, made_at, prev, link) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   (head.id, head.epoch, head.seq, head.kind, head.to, envelope.octets, envelope.sha256, now(), head.prev or "",
                    envelope.sha256))

    def damaged(self) -> list[Damaged]:
        """Rows of the chain whose octets are no longer those that were kept (every row is read and hashed)."""
        with self._one:
            rows = self._conn.query("SELECT * FROM row WHERE seq IS NOT NULL ORDER BY place")
            return [Damaged(row["id"], row["kind"], Link(row["epoch"], row["seq"], row["prev"]), row["link"])
                    for row in rows if hashlib.sha256(row["octets"]).hexdigest() != row["sha256"]]

    def void(self, damaged: Damaged, envelope: Envelope) -> None:
        """Put a *void* in the place of a damaged row; what comes behind it goes on from the octets it stands for (fsync)."""
        head = envelope.header
        with self._write() as db:
            db.execute("UPDATE row SET id = ?, kind = ?, addressee = ?, octets = ?, sha256 = ?, sent_at = NULL, round = round + 1 "
                       "WHERE id = ?", (head.id, head.kind, head.to, envelope.octets, envelope.sha256, damaged.id))

    def new_epoch(self) -> Head:
        """Begin a new chain, after the gateway turned out to hold another one; no row is dropped. The new head."""
        with self._write() as db:
            head = new_epoch(Head(**next(iter(db.query("SELECT epoch, seq, sha256 FROM head")))))
            self._move(db, head)
        return head

    def _move(self, db: Connection, head: Head) -> None:
        db.execute("UPDATE head SET epoch = ?, seq = ?, sha256 = ?", (head.epoch, head.seq, head.sha256))

    def entries(self) -> list[Entry]:
        """Everything not yet opened by the desk, oldest first."""
        rows = self._rows("SELECT id, kind, addressee, epoch, seq, sha256, round, made_at, sent_at FROM row ORDER BY place")
        return [Entry(**row) for row in rows]

    def settle(self, sent: Iterable[str], done: Iterable[str]) -> None:
        """Mark rows sent and delete done ones in one lazily synced commit: losing it only means a harmless repetition."""
        with self._write(durable=False) as db:
            for row in sent:
                db.execute("UPDATE row SET sent_at = coalesce(sent_at, ?) WHERE id = ?", (now(), row))
            for row in done:
                db.execute("DELETE FROM row WHERE id = ?", (row,))

    def resend_after(self, head: Head) -> int:
        """Offer again every kept row behind the gateway's head (its database was restored); how many. Behind an empty head: all."""
        with self._write(durable=False) as db:
            changed = db.execute("UPDATE row SET sent_at = NULL, round = round + 1 WHERE sent_at IS NOT NULL AND "
                                 "(epoch > ? OR (epoch = ? AND seq > ?))", (head.epoch, head.epoch, head.seq))
            return int(changed.rowcount)


class OutboxReader(Reader):
    """The uplink's sight of the outbox."""

    name = "outbox.db"

    def waiting(self) -> list[OutboxRow]:
        """Rows without a believed receipt, oldest first."""
        return [OutboxRow(**row) for row in self._rows(f"{_ROW} WHERE sent_at IS NULL ORDER BY place")]

    def kept(self) -> set[str]:
        """The ids of all rows still there."""
        return {row["id"] for row in self._rows("SELECT id FROM row")}
