"""One SQLite file: how the counter's stores are opened, migrated, written and read. The only place that knows sqlite-utils."""
from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

__all__ = ["Database", "Reader", "Store", "StoreError", "StoreFull", "now"]


class StoreError(Exception):
    """The counter cannot keep what it must keep; ``path`` is the file concerned."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")
        self.path = path


class StoreFull(StoreError):
    """There is no room for one more row; nothing was written."""


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Store:
    """One file, open for writing: file 0640 in a directory 2750, one thread at a time."""

    name: str
    migrations: list[str]

    def __init__(self, state: Path, max_pages: int | None = None) -> None:
        """Open or make the file in ``state``; ``max_pages`` caps it (pages of 4 KiB). Raises ``StoreError``."""
        self.path = state / self.name
        self._one = threading.RLock()
        try:
            if not state.exists():
                state.mkdir(parents=True)
                os.chmod(state, 0o2750)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o640))
            os.chmod(self.path, 0o640)
            self._conn = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=5)
            self._db = Database(self._conn, execute_plugins=False)
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
        for script in self.migrations[have:]:
            for statement in filter(None, map(str.strip, script.split(";"))):
                self._conn.execute(statement)
        self._conn.execute(f"PRAGMA user_version={len(self.migrations)}")
        self._conn.execute("COMMIT")

    @contextmanager
    def _write(self, durable: bool = True) -> Iterator[Database]:
        with self._one:
            try:
                self._conn.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")  # refused inside a transaction
                self._conn.execute("BEGIN IMMEDIATE")
                yield self._db
                self._conn.execute("COMMIT")
            except BaseException as error:
                if self._conn.in_transaction:
                    self._conn.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    full = "full" in str(error)
                    raise (StoreFull if full else StoreError)(self.path, "no room left; free the disk" if full else str(error)) from error
                raise

    def _rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        with self._one:
            return list(self._db.query(sql, values))

    def close(self) -> None:
        """Let go of the file."""
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
                with closing(sqlite3.connect(f"{self.path.absolute().as_uri()}?{how}", uri=True, isolation_level=None, timeout=2)) as conn:
                    return list(Database(conn, execute_plugins=False, recursive_triggers=False).query(sql, values))
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return []
                last = error
        raise StoreError(self.path, f"cannot be read ({last}); check owner and mode")
