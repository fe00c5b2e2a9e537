"""outbox.db: what the counter has to say, in order, sealed; and the head of its chain."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from wire.chain import advance, new_epoch
from wire.envelope import Envelope
from wire.messages import Head

from .file import Connection, Reader, Store, now

MIGRATIONS = ["""
CREATE TABLE row (place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, epoch INTEGER, seq INTEGER, kind TEXT NOT NULL,
  addressee TEXT NOT NULL,
  octets BLOB NOT NULL, sha256 TEXT NOT NULL, made_at TEXT NOT NULL, sent_at TEXT, round INTEGER NOT NULL DEFAULT 0, UNIQUE (epoch, seq));
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL, seq INTEGER NOT NULL, sha256 TEXT NOT NULL);
INSERT INTO head VALUES (1, 1, 0, '');
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
    sent: bool


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
        with self._write() as db:
            head = Head(**next(iter(db.query("SELECT epoch, seq, sha256 FROM head"))))
            envelope = build(head)
            self._insert(db, envelope)
            self._move(db, advance(head, envelope))
        return envelope

    def replace(self, envelope: Envelope) -> None:
        """Keep a message that stands outside the chain; an older one of its kind is superseded. Not fsynced: a newer will follow."""
        with self._write(durable=False) as db:
            db.execute("DELETE FROM row WHERE kind = ? AND epoch IS NULL", (envelope.header.kind,))
            self._insert(db, envelope)

    def _insert(self, db: Connection, envelope: Envelope) -> None:
        head = envelope.header
        db.execute("INSERT INTO row (id, epoch, seq, kind, addressee, octets, sha256, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                   (head.id, head.epoch, head.seq, head.kind, head.to, envelope.octets, envelope.sha256, now()))

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
        rows = self._rows("SELECT id, kind, addressee, epoch, seq, sha256, round, sent_at IS NOT NULL AS sent FROM row ORDER BY place")
        return [Entry(**{**row, "sent": bool(row["sent"])}) for row in rows]

    def settle(self, sent: Iterable[str], done: Iterable[str]) -> None:
        """Mark rows sent and delete done ones in one lazily synced commit: losing it only means a harmless repetition."""
        with self._write(durable=False) as db:
            for row in sent:
                db.execute("UPDATE row SET sent_at = coalesce(sent_at, ?) WHERE id = ?", (now(), row))
            for row in done:
                db.execute("DELETE FROM row WHERE id = ?", (row,))

    def resend_after(self, head: Head) -> int:
        """Offer again every kept row behind the gateway's head (its database was restored); how many."""
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
