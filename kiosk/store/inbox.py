"""inbox.db: what the uplink brought home, untrusted until the counter has checked it."""
from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .file import Reader, Store, now

MIGRATIONS = ["""
CREATE TABLE receipt (id TEXT PRIMARY KEY, round INTEGER NOT NULL, octets BLOB NOT NULL, at TEXT NOT NULL);
CREATE TABLE down (place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, about TEXT NOT NULL, octets BLOB NOT NULL,
  at TEXT NOT NULL);
CREATE TABLE answer (one INTEGER PRIMARY KEY CHECK (one = 1), octets BLOB NOT NULL, at TEXT NOT NULL);
CREATE TABLE line (one INTEGER PRIMARY KEY CHECK (one = 1), online INTEGER NOT NULL, since TEXT NOT NULL, reason TEXT NOT NULL,
  gateway_time TEXT NOT NULL, checkpoint TEXT NOT NULL);
""", """
ALTER TABLE answer ADD COLUMN monotonic REAL NOT NULL DEFAULT 0
""", """
ALTER TABLE down ADD COLUMN monotonic REAL NOT NULL DEFAULT 0
"""]


@dataclass(frozen=True)
class Line:
    """What the uplink last knew of the line; said by the uplink, hence believed for display only."""

    online: bool
    since: datetime
    reason: str
    gateway_time: str
    checkpoint: str


class Inbox(Store):
    """What the uplink brought home."""

    name, migrations = "inbox.db", MIGRATIONS

    def keep(self, receipts: Iterable[tuple[str, int, bytes]], down: Iterable[tuple[str, str, bytes]], answer: bytes | None) -> None:
        """Commit one answer of the gateway: receipts (id, round, octets), down envelopes (id, outbox row or "", octets), hello's.

        Not fsynced: what a power cut takes is brought again, as every start offers all kept rows anew (:meth:`Post.begin`), and the reply
        to a visit that it ended has nobody to go to.
        """
        with self._write(durable=False) as db:
            for id_, round_, octets in receipts:
                db.execute("INSERT OR REPLACE INTO receipt VALUES (?, ?, ?, ?)", (id_, round_, octets, now()))
            for id_, about, octets in down:
                db.execute("INSERT OR IGNORE INTO down (id, about, octets, at, monotonic) VALUES (?, ?, ?, ?, ?)",
                           (id_, about, octets, now(), time.monotonic()))
            if answer is not None:
                db.execute("INSERT OR REPLACE INTO answer VALUES (1, ?, ?, ?)", (answer, now(), time.monotonic()))

    def line(self, online: bool, reason: str, gateway_time: str = "", checkpoint: str = "") -> None:
        """Note the state of the line; ``since`` changes only when ``online`` does."""
        with self._write(durable=False) as db:
            old = next(iter(db.query("SELECT * FROM line")), None)
            since = old["since"] if old and bool(old["online"]) == online else now()
            kept = (gateway_time or (old or {}).get("gateway_time", ""), checkpoint or (old or {}).get("checkpoint", ""))
            db.execute("INSERT OR REPLACE INTO line VALUES (1, ?, ?, ?, ?, ?)", (int(online), since, reason, *kept))

    def receipts(self) -> dict[str, int]:
        """Ids with a receipt, and the round it was given in."""
        return {row["id"]: row["round"] for row in self._rows("SELECT id, round FROM receipt")}

    def prune(self, kept: set[str], replies_s: float) -> None:
        """Forget receipts and *opened* of rows that the outbox no longer holds, and replies that came more than so many seconds ago.

        The machine's own seconds, as the clock may be put right in the middle of a visit; what came before a start of the box is old.
        """
        at = time.monotonic()
        with self._write(durable=False) as db:
            for row in set(self.receipts()) - kept:
                db.execute("DELETE FROM receipt WHERE id = ?", (row,))
            db.execute("DELETE FROM down WHERE about = '' AND (monotonic < ? OR monotonic > ?)", (at - replies_s, at))
            for row in {row["about"] for row in self._rows("SELECT about FROM down WHERE about <> ''")} - kept:
                db.execute("DELETE FROM down WHERE about = ?", (row,))


class InboxReader(Reader):
    """The counter's sight of the inbox: bytes that nobody has checked yet."""

    name = "inbox.db"

    def untrusted_receipts(self) -> list[tuple[str, int, bytes]]:
        """Receipts as (row id, round, octets)."""
        return [(row["id"], row["round"], row["octets"]) for row in self._rows("SELECT id, round, octets FROM receipt")]

    def untrusted_down(self, after: int = 0) -> list[tuple[int, bytes]]:
        """Envelopes that came down as (place, octets), behind the place given."""
        return [(row["place"], row["octets"]) for row in self._rows("SELECT place, octets FROM down WHERE place > ? ORDER BY place", after)]

    def untrusted_answer(self) -> tuple[bytes, float] | None:
        """The newest answer to hello, and when it came (monotonic seconds)."""
        return next(((row["octets"], row["monotonic"]) for row in self._rows("SELECT octets, monotonic FROM answer")), None)

    def line(self) -> Line | None:
        """What the uplink says about the line; None before it ever ran."""
        for row in self._rows("SELECT online, since, reason, gateway_time, checkpoint FROM line"):
            return Line(bool(row["online"]), datetime.fromisoformat(row["since"]), row["reason"], row["gateway_time"], row["checkpoint"])
        return None
