"""``kill -9`` of the desk at every step of filing an application, and what must be true afterwards: one entry, one number, one closed case.

The desk is a process of its own, kept as systemd would keep it. Whoever kills it keeps it at a step by holding the lock of the database
that it needs next: the register's before it is taken in, the bureau's before that is noted.
"""
from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bureau.config import load
from bureau.store import Store
from bureau.wake import DESK, ring
from catalogue.flow import load_catalogue
from rehearsal.applications import applied
from rehearsal.line import free_port, wait_until
from rehearsal.premises import Premises
from rehearsal.printers import answers
from rehearsal.rows import read_rows
from rehearsal.site import enrol

STEPS = ("approved", "intended", "taken in", "filed")
FLOW = "changhua-tax.self-use-land"
PATIENCE_S = 60.0
REST_S = 0.002
"""Between two looks at a step that is over soon."""


class FilingDesk:
    """A bureau of which only the desk runs; a context manager. ``finds``: whether its register says what it has."""

    def __init__(self, finds: bool = True) -> None:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        site = Path(self._folder.name)
        enrol(site)
        with (site / "bureau.toml").open("a", encoding="utf-8") as toml:
            toml.write(f"\n[desk]\nport = {free_port()}\n[county]\nfinds = {str(finds).lower()}\n")
        self.config = load(site / "bureau.toml")
        self.store = Store(self.config.database.url)
        self.site, self.log = site, site / "log"
        self.desk = Premises(site, self.log).desk
        self.bureau, self.county = site / "bureau" / "bureau.db", site / "bureau" / "county.db"
        self.flow = load_catalogue(self.config.flows).flows[FLOW]

    def __enter__(self) -> "FilingDesk":
        self.desk.start()
        self.until_served()
        return self

    def __exit__(self, *_: object) -> None:
        self.desk.stop()
        self._folder.cleanup()

    def until_served(self) -> None:
        """Wait until the desk works, as after a kill. Raises ``TimeoutError``."""
        wait_until(lambda: answers(self.config.desk.port), PATIENCE_S)

    def apply(self) -> str:
        """Somebody's application was approved; the desk is told. The case's id."""
        case = applied(self.store, self.flow)
        ring(self.config.bureau.run / DESK)
        return case.id

    def filing(self, key: str) -> tuple[str, str]:
        """State and number of a filing; empty before it was intended."""
        rows = read_rows(self.bureau, "SELECT state, number FROM filings WHERE key = ?", key)
        return (str(rows[0][0]), str(rows[0][1])) if rows else ("", "")

    def entries(self, key: str) -> list[str]:
        """The numbers under which the register has it."""
        return [f"A{row[0]:08}" for row in read_rows(self.county, "SELECT entry FROM applications WHERE key = ?", key)]

    def state(self, key: str) -> str:
        """Of the case."""
        return str(read_rows(self.bureau, "SELECT state FROM cases WHERE id = ?", key)[0][0])

    def kill_at(self, step: str, chance: random.Random) -> str:
        """Let an application come and kill the desk at that step; it comes back by itself. The case's id. Raises ``TimeoutError``."""
        match step:
            case "approved":
                key = self.apply()
                time.sleep(chance.uniform(0, 0.03))
                self._kill()
            case "intended":
                with held(self.county):
                    key = self.apply()
                    wait_until(lambda: self.filing(key)[0] == "intended", PATIENCE_S, REST_S)
                    self._kill()
            case "taken in":
                with held(self.county) as county:
                    key = self.apply()
                    wait_until(lambda: self.filing(key)[0] == "intended", PATIENCE_S, REST_S)
                    with held(self.bureau):
                        county.rollback()
                        wait_until(lambda: self.entries(key) != [], PATIENCE_S, REST_S)
                        self._kill()
            case _:
                key = self.apply()
                wait_until(lambda: self.filing(key)[0] == "filed", PATIENCE_S, REST_S)
                self._kill()
        return key

    def _kill(self) -> None:
        """Return once it is gone and the next one was started."""
        before = self.desk.starts
        self.desk.kill()
        wait_until(lambda: self.desk.starts > before, PATIENCE_S)

    def judged(self, key: str) -> list[str]:
        """Wait until the desk is back and done; what is not as it must be."""
        self.until_served()
        with suppress(TimeoutError):
            wait_until(lambda: self.state(key) == "closed", PATIENCE_S)
        entries, filing, state = self.entries(key), self.filing(key), self.state(key)
        wrong = [f"{len(entries)} entries in the register"] if len(entries) != 1 else []
        wrong += [f"filing is {filing}, the register has {entries}"] if [filing] != [("filed", one) for one in entries] else []
        return wrong + ([f"the case is {state}"] if state != "closed" else [])


@contextmanager
def held(database: Path) -> Iterator[sqlite3.Connection]:
    """Hold the one write lock of an SQLite file."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=30)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.rollback()
