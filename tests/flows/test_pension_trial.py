"""TT01: the premium by the handbook's vectors (§1.5), and what the trial says to whom."""
from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.expressions import worked_out
from catalogue.flow import Catalogue, load_catalogue
from catalogue.reckoning.almanac import Almanac
from catalogue.steps import Compute

ROOT = Path(__file__).parents[2]
CATALOGUE: Catalogue = load_catalogue(ROOT / "flows")
TRIAL = next(step for step in CATALOGUE.flows["taitung-social.pension-trial"].steps if isinstance(step, Compute))


def trial(day: date, **answers: object) -> dict[str, Any]:
    """What the trial works out on a day."""
    return worked_out(TRIAL.values, answers, Almanac(CATALOGUE.tables, day))


def premium(base: int, rate: int, share: int, days: int) -> int:
    """The trial's own formula with numbers of another year."""
    numbers = {"base": base, "rate": rate, "share": share, "days": days}
    return int(worked_out({"premium": TRIAL.values["premium"]}, numbers, no_table)["premium"])


no_table = Almanac({}, date(2026, 1, 1))
"""The premium itself looks nothing up."""


@pytest.mark.parametrize(("base", "rate", "share", "days", "due"), [
    (17280, 75, 60, 30, 778), (17280, 75, 45, 30, 583), (17280, 75, 30, 30, 389), (17280, 75, 0, 30, 0),
    (18282, 80, 60, 30, 878), (18282, 80, 45, 30, 658), (18282, 80, 30, 30, 439),
    (18282, 80, 60, 1, 29), (18282, 80, 60, 2, 59), (18282, 80, 60, 7, 205), (18282, 80, 60, 14, 410), (18282, 80, 60, 29, 848),
    (18282, 80, 30, 1, 15), (18282, 80, 30, 29, 424), (18282, 80, 45, 1, 22), (18282, 80, 45, 29, 636),
    (19761, 105, 60, 30, 1245), (19761, 105, 45, 30, 934), (19761, 105, 30, 30, 622),
    (21103, 105, 60, 30, 1329), (21103, 105, 45, 30, 997), (21103, 105, 30, 30, 665),
])
def test_the_premium_is_the_handbooks_to_the_dollar(base: int, rate: int, share: int, days: int, due: int) -> None:
    assert premium(base, rate, share, days) == due


@pytest.mark.parametrize(("day", "limits"), [(date(2025, 6, 1), (23273, 31030)), (date(2023, 6, 1), (23208, 30944))])
def test_the_limits_are_those_that_were_announced(day: date, limits: tuple[int, int]) -> None:
    minimum = {"minimum": CATALOGUE.tables["national-pension-limits"].at(day).values["minimum_living_cost"]}
    sums = worked_out({name: TRIAL.values[name] for name in ("limit_1", "limit_2")}, minimum, no_table)
    assert (sums["limit_1"], sums["limit_2"]) == limits


@pytest.mark.parametrize(("day", "ordinary"), [(date(2014, 5, 1), 778), (date(2025, 6, 1), 1245), (date(2026, 11, 25), 1329)])
def test_a_visit_on_any_date_uses_the_row_of_that_date(day: date, ordinary: int) -> None:
    row = CATALOGUE.tables["national-pension"].at(day).values
    assert premium(row["base"], row["rate_permille"], 60, 30) == ordinary


@pytest.mark.parametrize(("answers", "verdict", "due"), [
    ({"aid": "low-income"}, "free", 0),
    ({"aid": "none", "disability": "severe"}, "free", 0),
    ({"aid": "none", "disability": "moderate", "members": 1, "income": 90000}, "granted", 665),
    ({"aid": "none", "disability": "mild", "members": 1, "income": 90000}, "granted", 997),
    ({"aid": "none", "disability": "mild", "members": 3, "income": 20000}, "apply", 665),
    ({"aid": "none", "disability": "none", "members": 3, "income": 3 * 23273 - 1}, "apply", 665),
    ({"aid": "none", "disability": "none", "members": 3, "income": 3 * 23273}, "apply", 997),
    ({"aid": "none", "disability": "none", "members": 3, "income": 3 * 31030}, "full", 1329),
    ({"aid": "mid-low-income", "disability": "none", "members": 1, "income": 90000}, "apply", 665),
    ({"aid": "none", "disability": "none", "members": 1, "income": 0}, "apply", 665),
])
def test_the_trial_says_who_must_apply_and_who_need_not(answers: dict[str, object], verdict: str, due: int) -> None:
    came = trial(date(2026, 11, 25), **answers)
    assert (came["verdict"], came["premium"]) == (verdict, due)
    assert came["ordinary"] - came["premium"] == came["saved"]
