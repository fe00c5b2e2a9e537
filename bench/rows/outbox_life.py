"""A message of 4 KiB from the counter's mouth to the desk's *opened*: sealed, signed, kept, receipted, marked, opened, gone.

``outbox-life`` and ``.cpu``: sealing, signing and keeping one message, against the bare cryptography and one bare SQLite insert and commit
of the same size. ``.fsync``: syncs of a whole life in outbox and inbox, against the naive life of three commits (insert, mark, delete).
``.burst``: milliseconds a message where ten are kept together, against ten bare inserts in one commit.
"""
from __future__ import annotations

import itertools
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from bench import queues
from bench.measurement import Measurement, Samples, timed
from bench.rows.envelope import Bare, Parties
from bench.rows.outbox_commit import TIMES, place, syncs
from kiosk.store import Inbox, Outbox

BURST = 10
Cost = tuple[float, float]


def measure(rounds: int) -> Iterator[Measurement]:
    """In turns."""
    acts: dict[str, Callable[[Path], Cost]] = {"send": _send, "bare": _bare, "burst": _burst, "bare-burst": _bare_burst}
    found: dict[str, list[Cost]] = {name: [] for name in acts}
    for number in range(rounds):
        for name, act in reversed(acts.items()) if number % 2 else acts.items():
            with tempfile.TemporaryDirectory(dir=place()) as folder:
                found[name].append(act(Path(folder)))
    peer = "seal, sign, bare insert"
    yield Measurement("ms", peer, _both(found, "send", "bare", 0))
    yield Measurement("µs CPU", peer, _both(found, "send", "bare", 1), part="cpu")
    yield Measurement("ms a message", "ten bare inserts", _both(found, "burst", "bare-burst", 0), part="burst")
    ours, naive = (syncs("bench.rows.outbox_life", what) for what in ("life", "naive"))
    yield Measurement("syncs", "three commits", ((ours,), (naive,)), part="fsync")


def _both(found: dict[str, list[Cost]], ours: str, peer: str, which: int) -> Samples:
    return tuple(one[which] for one in found[ours]), tuple(one[which] for one in found[peer])


def _send(folder: Path) -> Cost:
    outbox, parties = Outbox(folder), Parties()
    return timed(lambda: outbox.commit(parties.sealed), TIMES)


def _bare(folder: Path) -> Cost:
    crypto = Bare()
    with ExitStack() as stack:
        keep = queues.sqlite(folder, stack)
        more = bytes(queues.OCTETS - len(crypto.seal()[0]))
        return timed(lambda: keep(crypto.seal()[0] + more), TIMES)


def _burst(folder: Path) -> Cost:
    outbox, parties = Outbox(folder), Parties()
    return timed(lambda: outbox.commit_all([parties.sealed] * BURST), TIMES // BURST, BURST)


def _bare_burst(folder: Path) -> Cost:
    crypto = Bare()
    with ExitStack() as stack:
        db = _table(folder, stack)
        more = bytes(queues.OCTETS - len(crypto.seal()[0]))

        def ten() -> None:
            db.execute("BEGIN")
            db.executemany("INSERT INTO row (octets) VALUES (?)", [(crypto.seal()[0] + more,) for _ in range(BURST)])
            db.execute("COMMIT")

        return timed(ten, TIMES // BURST, BURST)


def _table(folder: Path, stack: ExitStack) -> sqlite3.Connection:
    db = sqlite3.connect(folder / "queue.db", isolation_level=None)
    stack.callback(db.close)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("CREATE TABLE row (place INTEGER PRIMARY KEY, octets BLOB, sent INTEGER DEFAULT 0)")
    return db


def life(folder: Path, count: int) -> None:
    """So many messages, each to its end, as counter and uplink handle them."""
    outbox, inbox, parties = Outbox(folder), Inbox(folder), Parties()
    for _ in range(count):
        one = outbox.commit(parties.sealed).header.id
        inbox.keep([(one, 0, os.urandom(500))], [], None)
        outbox.settle([one], [])
        inbox.keep([], [(f"opened-{one}", one, os.urandom(700))], None)
        outbox.settle([], [one])
        inbox.prune(set(), 3600)


def naive(folder: Path, count: int) -> None:
    """The same in one table with a commit for every step."""
    with ExitStack() as stack:
        db = _table(folder, stack)
        for number in itertools.islice(itertools.count(1), count):
            db.execute("INSERT INTO row (place, octets) VALUES (?, ?)", (number, os.urandom(queues.OCTETS)))
            db.execute("UPDATE row SET sent = 1 WHERE place = ?", (number,))
            db.execute("DELETE FROM row WHERE place = ?", (number,))


if __name__ == "__main__":
    {"life": life, "naive": naive}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
