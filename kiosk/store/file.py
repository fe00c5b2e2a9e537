"""One SQLite file: how the counter's stores are opened, migrated, written and read. The only place that knows sqlite-utils.

sqlite-utils makes and changes the tables; it is loaded only when there is something to make, because it costs
a quarter of a second at every start and more CPU a row than the driver below it (docs/adr/0010).
"""
from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

__all__ = ["Connection", "Reader", "Store", "StoreError", "StoreFull", "now"]


class StoreError(Exception):
    """The counter cannot keep what it must keep; ``path`` is the file concerned."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")
        self.path = path


class StoreFull(StoreError):
    """There is no room for one more row; nothing was written."""


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Connection(sqlite3.Connection):
    """A connection that hands out rows by name."""

    def query(self, sql: str, values: Iterable[Any] = ()) -> Iterator[dict[str, Any]]:
        """Rows as dictionaries."""
        cursor = self.execute(sql, tuple(values))
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)


class Store:
    """One file, open for writing: file 0640 in a directory 2750, one thread at a time."""

    name: str
    migrations: list[str]

    def __init__(self, state: Path, max_pages: int | None = None) -> None:
        """Open or make the file in ``state``; ``max_pages`` caps it (pages of 4 KiB). Raises ``StoreError``."""
        self.path = state / self.name
        self._one = threading.RLock()
        self._durable = True
        try:
            if not state.exists():
                state.mkdir(parents=True)
                os.chmod(state, 0o2750)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o640))
            os.chmod(self.path, 0o640)
            self._conn = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=5, factory=Connection)
            cap = [f"max_page_count={max_pages}"] if max_pages else []
            for pragma in ["journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", *cap]:
                self._conn.execute(f"PRAGMA {pragma}")
            self._migrate()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(self.path, f"cannot be opened ({error}); check owner, mode and disk") from error

    def _migrate(self) -> None:
        self._conn.execute("BEGIN IMMEDIATE")  # two engines may start at once: the second waits and finds it done
        have = int(self._conn.execute("PRAGMA user_version").fetchone()[0])
        if have > len(self.migrations):
            raise StoreError(self.path, f"was written by newer software (version {have}); install that again")
        if have < len(self.migrations):
            from sqlite_utils import Database

            db = Database(self._conn, execute_plugins=False)
            for script in self.migrations[have:]:
                for statement in filter(None, map(str.strip, script.split(";"))):
                    db.execute(statement)
            self._conn.execute(f"PRAGMA user_version={len(self.migrations)}")
        self._conn.execute("COMMIT")

    @contextmanager
    def _write(self, durable: bool = True) -> Iterator[Connection]:
        with self._one:
            try:
                if durable is not self._durable:
                    self._conn.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")  # refused inside a transaction
                    self._durable = durable
                self._conn.execute("BEGIN IMMEDIATE")
                yield self._conn
                self._conn.execute("COMMIT")
            except BaseException as error:
                with suppress(sqlite3.ProgrammingError):  # closed meanwhile: then nothing is open to be undone
                    if self._conn.in_transaction:
                        self._conn.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    full = "full" in str(error)
                    raise (StoreFull if full else StoreError)(self.path, "no room left; free the disk" if full else str(error)) from error
                raise

    def _rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        with self._one:
            try:
                return list(self._conn.query(sql, values))
            except sqlite3.ProgrammingError as error:
                raise StoreError(self.path, str(error)) from error

    def close(self) -> None:
        """Let go of the file, once whoever is in it has left: SQLite closed under a running statement is a crash of the process.

        A thread that comes later gets ``StoreError``.
        """
        with self._one:
            self._conn.close()


class Reader:
    """Another process's file, opened anew for every read and never written."""

    name: str

    def __init__(self, state: Path) -> None:
        self.path = state / self.name

    def _rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """Rows, or none where the file is not there yet. Raises ``StoreError``."""
        if not self.path.exists():
            return []
        # A read-only reader cannot open a WAL file whose writer has closed cleanly (it may not make the -shm file);
        # then nobody writes, and the file may be read as immutable. Measured: recipes, hardware.
        last: sqlite3.Error | None = None
        for how in ("mode=ro", "mode=ro&immutable=1"):
            try:
                where = f"{self.path.absolute().as_uri()}?{how}"
                with closing(sqlite3.connect(where, uri=True, isolation_level=None, timeout=2, factory=Connection)) as conn:
                    return list(conn.query(sql, values))
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return []
                last = error
        raise StoreError(self.path, f"cannot be read ({last}); check owner and mode")
