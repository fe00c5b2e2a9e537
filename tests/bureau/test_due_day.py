"""By when an agency answers."""
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bureau.desk.options import due_day
from catalogue.flow import load_catalogue

TABLES = load_catalogue(Path(__file__).parents[2] / "flows").tables


@pytest.mark.parametrize(("promise", "today", "day"), [
    ("5m", date(2026, 11, 25), date(2026, 11, 26)), ("1d", date(2026, 11, 25), date(2026, 11, 26)),
    ("2d", date(2026, 11, 25), date(2026, 11, 27)), ("3d", date(2026, 11, 25), date(2026, 11, 30)),
    ("20d", date(2026, 11, 25), date(2026, 12, 23)),
    ("5m", date(2026, 12, 24), date(2026, 12, 28)), ("22d", date(2026, 11, 25), date(2026, 12, 28)),
])
def test_an_answer_is_due_after_as_many_working_days_as_were_promised(promise: str, today: date, day: date) -> None:
    assert due_day(promise, today, TABLES) == day
