"""By when an agency answers."""
from __future__ import annotations

from datetime import date

import pytest

from bureau.desk.options import due_day


@pytest.mark.parametrize(("promise", "day"), [
    ("5m", date(2026, 11, 26)), ("1d", date(2026, 11, 26)), ("2d", date(2026, 11, 27)), ("3d", date(2026, 11, 30)),
    ("20d", date(2026, 12, 23)),
])
def test_an_answer_is_due_after_as_many_working_days_as_were_promised(promise: str, day: date) -> None:
    assert due_day(promise, date(2026, 11, 25)) == day
