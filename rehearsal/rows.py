"""Looks into a process's SQLite file from outside, without writing."""
from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def read_rows(database: Path, sql: str, *values: str) -> list[tuple[Any, ...]]:
    """Rows of one read-only query; none where the file is not there yet."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as connection:
        return connection.execute(sql, values).fetchall()
