"""What an expression may look up on one day: numbers of the dated tables, and working days.

* A number is the one of the row that is valid on the day.
* A working day is Monday to Friday, but not an entry of the table ``holidays``. Where that table has no row for a day, the day counts as
  any other of its week: the office calendar of the next year is published in the middle of this one.
"""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from catalogue.tables import NoRow, Table

HOLIDAYS = "holidays"
FARTHEST = 400


class Almanac:
    """The tables as they stand on ``today``."""

    def __init__(self, tables: Mapping[str, Table], today: date) -> None:
        self._tables, self.today = tables, today

    def number(self, table: str, key: str) -> int:
        """A number of a table. Raises ``NoRow`` and ``KeyError`` where ``flows check`` would have said so."""
        return self._tables[table].at(self.today).values[key]

    def works(self, day: date) -> bool:
        """Whether the offices are open on that day."""
        if day.weekday() >= 5:
            return False
        try:
            row = self._tables[HOLIDAYS].at(day)
        except (NoRow, KeyError):
            return True
        return day.isoformat() not in {entry.key for entry in row.entries}

    def working_day_after(self, day: date, count: int) -> date:
        """The day on which ``count`` working days after ``day`` are over; ``count`` from 0 to 400."""
        if not 0 <= count <= FARTHEST:
            raise ValueError(f"working days are counted from 0 to {FARTHEST}")
        while count > 0:
            day += timedelta(days=1)
            count -= self.works(day)
        return day
