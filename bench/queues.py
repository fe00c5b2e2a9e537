"""Other people's durable queues and stores, each put to the outbox's work: keep these octets, and come back when they are on the disk.

``python -m bench.queues NAME FOLDER COUNT`` keeps so many and ends, for whoever counts syncs from outside.
"""
from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any

from bench.measurement import NotMeasured, timed

Keep = Callable[[bytes], object]
OCTETS = 7500
"""About what a sealed message of 4 KiB comes to."""


def append(folder: Path, stack: ExitStack) -> Keep:
    """The limit: append and fdatasync."""
    file = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    stack.callback(os.close, file)

    def keep(octets: bytes) -> None:
        os.write(file, octets)
        os.fdatasync(file)

    return keep


def sqlite(folder: Path, stack: ExitStack, connect: Callable[[str], Any] = partial(sqlite3.connect, isolation_level=None)) -> Keep:
    """One table, one insert, one commit; write-ahead log, synced in full."""
    db = stack.enter_context(closing(connect(str(folder / "queue.db"))))
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("CREATE TABLE row (place INTEGER PRIMARY KEY, octets BLOB)")
    return lambda octets: db.execute("INSERT INTO row (octets) VALUES (?)", (octets,))


def sqlcipher(folder: Path, stack: ExitStack) -> Keep:
    """The same, every page encrypted."""
    from sqlcipher3 import dbapi2

    def connect(path: str) -> Any:
        db = dbapi2.connect(path, isolation_level=None)
        db.execute("PRAGMA key='bench'")
        return db

    return sqlite(folder, stack, connect)


def persist_queue(folder: Path, _: ExitStack) -> Keep:
    """persist-queue's SQLite queue as it comes."""
    from persistqueue import SQLiteQueue

    keep: Keep = SQLiteQueue(str(folder), auto_commit=True).put
    return keep


def persist_queue_file(folder: Path, _: ExitStack) -> Keep:
    """Its file queue, saved after every message."""
    from persistqueue import Queue

    keep: Keep = Queue(str(folder / "files"), autosave=True).put
    return keep


def litequeue(folder: Path, _: ExitStack, full: bool = True) -> Keep:
    """litequeue; ``full``: told to sync, which it does not by itself."""
    from litequeue import LiteQueue

    queue = LiteQueue(str(folder / "lite.db"))
    if full:
        queue.conn.execute("PRAGMA synchronous=FULL")
    return lambda octets: queue.put(octets.hex())


def huey(folder: Path, _: ExitStack, full: bool = True) -> Keep:
    """huey's SQLite storage; ``full``: told to sync, which it does not by itself."""
    from huey.storage import SqliteStorage

    keep: Keep = SqliteStorage(filename=str(folder / "huey.db"), fsync=full).enqueue
    return keep


def redis(folder: Path, stack: ExitStack) -> Keep:
    """A Redis stream with its append-only file synced at every command; the server is another process."""
    import redis as client

    if shutil.which("redis-server") is None:
        raise NotMeasured("redis-server is missing: apt install redis-server")
    place = folder / "redis.sock"
    server = subprocess.Popen(["redis-server", "--port", "0", "--unixsocket", str(place), "--dir", str(folder), "--appendonly", "yes",
                               "--appendfsync", "always", "--save", ""], stdout=subprocess.DEVNULL)
    stack.callback(server.wait)
    stack.callback(server.kill)
    until = time.monotonic() + 10
    while time.monotonic() < until and not _answers(place):
        time.sleep(0.02)
    talk = client.Redis(unix_socket_path=str(place))
    return lambda octets: talk.xadd("outbox", {"octets": octets})


def _answers(place: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as asking:
        return asking.connect_ex(str(place)) == 0


HONEST: dict[str, Callable[[Path, ExitStack], Keep]] = {
    "sqlite3": sqlite, "sqlcipher": sqlcipher, "persist-queue": persist_queue, "litequeue": litequeue, "huey": huey, "redis": redis,
}
"""Durable when they return."""
AS_THEY_COME: dict[str, Callable[[Path, ExitStack], Keep]] = {
    "litequeue-default": partial(litequeue, full=False), "huey-default": partial(huey, full=False),
    "persist-queue-file": persist_queue_file,
}
"""As their own documentation sets them up first."""


def kept(keep: Keep, count: int) -> tuple[float, float]:
    """Keep so many; figures as :func:`bench.measurement.timed`."""
    messages = iter([os.urandom(OCTETS) for _ in range(count)])
    return timed(lambda: keep(next(messages)), count)


if __name__ == "__main__":
    with ExitStack() as opened:
        kept({**HONEST, **AS_THEY_COME, "append": append}[sys.argv[1]](Path(sys.argv[2]), opened), int(sys.argv[3]))
