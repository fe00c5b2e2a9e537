"""Whose turn it is at the desk, and a database that an earlier version made."""
from __future__ import annotations

import random
import sqlite3
from datetime import date
from pathlib import Path

from bureau.cases import turn
from bureau.cases_store import CASES
from bureau.store import Store

TODAY = date(2026, 11, 25)
# name, legal day, at a counter now, asked to go first, received
LINE = [
    ("an elder at a counter", "2026-11-26", True, True, "2026-11-25T12:04"),
    ("somebody at a counter", "2026-11-26", True, False, "2026-11-25T12:01"),
    ("somebody who came later", "2026-11-26", True, False, "2026-11-25T12:02"),
    ("late, of an elder", "2026-11-20", False, True, "2026-11-19T09:00"),
    ("late", "2026-11-20", False, False, "2026-11-18T09:00"),
    ("due today", "2026-11-25", False, False, "2026-11-24T09:00"),
    ("due tomorrow, of an elder", "2026-11-26", False, True, "2026-11-25T11:00"),
    ("due tomorrow", "2026-11-26", False, False, "2026-11-25T10:00"),
]


def test_the_queue_goes_by_legal_day_then_who_stands_there_then_elders_then_age() -> None:
    mixed = random.Random(7).sample(LINE, len(LINE))
    assert [name for name, *what in sorted(mixed, key=lambda one: turn(*one[1:], today=TODAY))] == [name for name, *_ in LINE]


def test_a_database_of_an_earlier_version_grows_the_new_columns(tmp_path: Path) -> None:
    path = tmp_path / "bureau.db"
    older = [column.name for column in CASES.columns if column.name not in ("due", "priority")]
    with sqlite3.connect(path) as db:
        db.execute(f"CREATE TABLE cases ({', '.join(f'{name} VARCHAR NOT NULL' for name in older)})")
        db.execute(f"INSERT INTO cases VALUES ({', '.join('?' * len(older))})", ["x"] * len(older))
    Store(f"sqlite:///{path}").create()
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT due, priority FROM cases").fetchall() == [("", 0)]
