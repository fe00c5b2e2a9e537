"""Dated tables: every rate, limit, deadline and list that a law or an agency sets, with its source.

A table is a list of rows, each valid from a day to a day (both included; without ``valid_to`` until
further notice). Exactly one row is valid on a day; ``check`` proves it for today.
"""
from __future__ import annotations

from datetime import date

from pydantic import Field

from catalogue.toml import Names, Schema


class NoRow(LookupError):
    """No row of the table is valid on that day."""


class Entry(Schema):
    """One entry of a list: its key in answers and its names by language."""

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$")
    names: Names


class Row(Schema):
    """What is valid in one span of time. ``source`` names law, register or agency."""

    valid_from: date
    valid_to: date | None = None
    source: str = Field(min_length=3)
    values: dict[str, int] = Field(default={}, description="numbers by name, unit in the name, e.g. answer_working_days")
    entries: tuple[Entry, ...] = Field(default=(), alias="entry", description="a list to pick from")

    def covers(self, day: date) -> bool:
        """True where the row is valid on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Table(Schema):
    """One file of ``flows/tables``; its name is the file's."""

    about: str
    rows: tuple[Row, ...] = Field(alias="row", min_length=1)

    def at(self, day: date) -> Row:
        """The row valid on ``day``. Raises ``NoRow``."""
        for row in self.rows:
            if row.covers(day):
                return row
        raise NoRow(f"no row is valid on {day.isoformat()}")

    def overlaps(self) -> list[tuple[int, int]]:
        """Indexes of rows that are valid on the same day as another: the row that runs then, and the one that begins meanwhile."""
        found: list[tuple[int, int]] = []
        running = -1
        for at in sorted(range(len(self.rows)), key=lambda at: (self.rows[at].valid_from, at)):
            until = self.rows[running].valid_to if running >= 0 else None
            if running >= 0 and (until is None or self.rows[at].valid_from <= until):
                found.append((running, at))
            if running < 0 or (until is not None and (self.rows[at].valid_to or date.max) > until):
                running = at
        return found
