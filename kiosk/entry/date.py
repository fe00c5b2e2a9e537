"""A day, dialled part by part or typed. Pure.

- Nothing stands there before it was touched: a dial that shows a day nobody chose would be agreed to by mistake.
- The first touch of a dial shows where it begins; months and days run round, years stop at 1912 (ROC 1) and at this year.
- A day that the month does not have becomes its last one (31 → 30, 29 February → 28).
- Typed: seven digits with the ROC year, as they stand on the ID card, or eight with the CE year. Six are never guessed at.
"""
from __future__ import annotations

import calendar
from datetime import date

from catalogue.roc import from_roc, to_roc

EARLIEST = 1912
LONGEST = 8
KEYS = ("year-10", "year-1", "year+1", "year+10", "month-1", "month+1", "day-10", "day-1", "day+1", "day+10")


class DateEntry:
    """Year, month and day; None for what nobody touched yet. ``start`` is the year where the dial begins."""

    def __init__(self, today: date, start: int, day: date | None = None) -> None:
        self._today, self._start = today, min(max(start, EARLIEST), today.year)
        self.year: int | None = day.year if day else None
        self.month: int | None = day.month if day else None
        self.day: int | None = day.day if day else None
        self.typed = ""

    def press(self, key: str) -> None:
        """One key of the dials, or of the digits."""
        if key in KEYS:
            self._turn(key.rstrip("-+0123456789"), int(key[len(key.rstrip("-+0123456789")):]))
        elif key == "clear":
            self.typed, self.year, self.month, self.day = "", None, None, None
        elif key == "backspace":
            self._type(self.typed[:-1])
        elif len(key) == 1 and key.isascii() and key.isdigit():
            self._type((self.typed + key)[:LONGEST])

    @property
    def value(self) -> date | None:
        """The day, once all three parts are there."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def digits(self) -> str:
        """The day in the seven digits that the dictionary of fields checks; what was typed where that is no day."""
        return to_roc(self.value) if self.value else self.typed

    def _turn(self, part: str, step: int) -> None:
        self.typed = ""
        if part == "year":
            self.year = self._start if self.year is None else min(max(self.year + step, EARLIEST), self._today.year)
        elif part == "month":
            self.month = (1 if step > 0 else 12) if self.month is None else (self.month - 1 + step) % 12 + 1
        else:
            last = self._last()
            self.day = (1 if step > 0 else last) if self.day is None else (self.day - 1 + step) % last + 1
        if self.day is not None:
            self.day = min(self.day, self._last())

    def _last(self) -> int:
        """The last day that the month can have, as far as it is known."""
        if self.month is None:
            return 31
        return calendar.monthrange(self.year if self.year is not None else 2000, self.month)[1]

    def _type(self, typed: str) -> None:
        self.typed = typed
        day = read(typed)
        self.year, self.month, self.day = (day.year, day.month, day.day) if day else (None, None, None)


def read(typed: str) -> date | None:
    """The day of seven digits (ROC) or eight (CE) that is not before 1912; None for anything else."""
    try:
        if len(typed) == LONGEST and typed.isascii() and typed.isdigit():
            day = date(int(typed[:4]), int(typed[4:6]), int(typed[6:]))
            return day if day.year >= EARLIEST else None
        return from_roc(typed)
    except ValueError:
        return None
