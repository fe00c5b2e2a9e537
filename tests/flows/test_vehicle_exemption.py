"""KL10: whose vehicle is spared the tax, from which day, and what is left to pay (handbook §1.4)."""
from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.expressions import worked_out
from catalogue.flow import Catalogue, load_catalogue
from catalogue.reckoning.almanac import Almanac
from catalogue.steps import Compute, Form

ROOT = Path(__file__).parents[2]
CATALOGUE: Catalogue = load_catalogue(ROOT / "flows")
FLOW = CATALOGUE.flows["keelung-tax.vehicle-exemption"]
RESULT = next(step for step in FLOW.steps if isinstance(step, Compute))
LAST_OLD, FIRST_NEW, NOW = date(2026, 1, 29), date(2026, 1, 30), date(2026, 11, 25)
OWN = {"has_licence": "no", "owner_is": "self", "car_use": "yes"}
SMALL = {"vehicle_kind": "passenger", "engine": "cc-e"}


def result(day: date, **answers: object) -> dict[str, Any]:
    """What the page works out on a day."""
    return worked_out(RESULT.values, answers, Almanac(CATALOGUE.tables, day))


@pytest.mark.parametrize(("vehicle", "verdict", "due"), [
    ({"vehicle_kind": "passenger", "engine": "cc-f"}, "part", 3980),   # 3,000 cc, tax 15,210
    ({"vehicle_kind": "passenger", "engine": "cc-g"}, "part", 16990),  # 3,260 cc, tax 28,220
    ({"vehicle_kind": "passenger", "engine": "cc-e"}, "free", 0),      # 2,400 cc, tax 11,230: the ceiling itself
    ({"vehicle_kind": "passenger", "engine": "cc-a"}, "free", 0),
    ({"vehicle_kind": "electric", "power": "hp-e"}, "free", 0),        # 262 HP
    ({"vehicle_kind": "electric", "power": "hp-f"}, "part", 3980),
    ({"vehicle_kind": "light-truck", "year_tax": 3600}, "free", 0),
    ({"vehicle_kind": "light-truck", "year_tax": 3601}, "part", 1),
    ({"vehicle_kind": "motorcycle", "year_tax": 28220}, "free", 0),    # fully exempt, whatever its tax
])
@pytest.mark.parametrize("day", [LAST_OLD, FIRST_NEW, NOW])
def test_the_ceiling_is_spared_and_the_rest_is_due(vehicle: dict[str, object], verdict: str, due: int, day: date) -> None:
    came = result(day, **OWN, **vehicle)
    assert (came["verdict"], came["due"]) == (verdict, due)


CASES = [
    ({"has_licence": "yes", "owner_is": "self"}, "free", "free"),
    ({"has_licence": "yes", "owner_is": "spouse"}, "licence", "licence"),
    ({"has_licence": "yes", "owner_is": "relative", "same_household": "yes"}, "licence", "licence"),
    ({"has_licence": "no", "owner_is": "self"}, "free", "free"),
    ({"has_licence": "no", "owner_is": "spouse"}, "free", "free"),
    ({"has_licence": "no", "owner_is": "relative", "same_household": "yes"}, "free", "free"),
    ({"has_licence": "no", "owner_is": "relative", "same_household": "no", "car_at_home": "yes"}, "apart", "free"),
    ({"has_licence": "no", "owner_is": "relative", "same_household": "no", "car_at_home": "no"}, "apart", "apart"),
    ({"has_licence": "no", "owner_is": "guardian", "same_household": "yes"}, "free", "free"),
    ({"has_licence": "no", "owner_is": "guardian", "same_household": "no", "car_at_home": "yes"}, "apart", "apart"),
    ({"has_licence": "no", "owner_is": "other"}, "other", "other"),
]


@pytest.mark.parametrize(("answers", "before", "since"), CASES)
def test_who_may_own_the_vehicle_changed_on_30_january_2026(answers: dict[str, object], before: str, since: str) -> None:
    assert result(LAST_OLD, car_use="yes", **SMALL, **answers)["verdict"] == before
    assert result(FIRST_NEW, car_use="yes", **SMALL, **answers)["verdict"] == since
    assert result(NOW, car_use="yes", **SMALL, **answers)["verdict"] == since


def test_a_vehicle_that_is_not_used_for_the_disabled_person_is_not_spared() -> None:
    assert result(NOW, **{**OWN, "car_use": "no"}, **SMALL)["verdict"] == "use"


@pytest.mark.parametrize("answers", [answers for answers, _, since in CASES if since != "free"])
def test_whoever_is_refused_reads_the_whole_tax_and_no_less(answers: dict[str, object]) -> None:
    assert result(NOW, car_use="yes", vehicle_kind="passenger", engine="cc-g", **answers)["due"] == 28220


def test_it_starts_on_the_day_of_the_application() -> None:
    assert result(date(2026, 3, 5), **OWN, **SMALL)["starts"] == "2026-03-05"


def test_an_answer_left_from_another_owner_does_not_count() -> None:
    came = result(NOW, **OWN, **SMALL, same_household="no", car_at_home="no")
    assert came["verdict"] == "free"


def asked(**answers: object) -> list[str]:
    """The fields that are asked, in order."""
    return [field for step in FLOW.steps_for(True, dict(answers)) if isinstance(step, Form) for field in step.fields]


def test_only_what_decides_is_asked() -> None:
    own = asked(exempt_for="me", owner_is="self", vehicle_kind="passenger")
    assert own == ["exempt_for", "owner_is", "has_licence", "plate_no", "vehicle_kind", "engine", "car_use", "mobile"]
    sons = asked(exempt_for="me", owner_is="relative", same_household="no", vehicle_kind="electric")
    assert sons == ["exempt_for", "owner_is", "owner_id", "has_licence", "same_household", "car_at_home", "plate_no", "vehicle_kind",
                    "power", "car_use", "mobile"]
    mothers = asked(exempt_for="other", owner_is="relative", same_household="yes", vehicle_kind="light-truck")
    assert mothers == ["exempt_for", "disabled_id", "owner_is", "has_licence", "same_household", "plate_no", "vehicle_kind", "year_tax",
                       "car_use", "mobile"]


def test_nothing_that_government_holds_is_asked_on_paper() -> None:
    assert not any(step.kind == "evidence" for step in FLOW.steps)
    assert FLOW.bureau is not None
    assert set(FLOW.bureau.ask) == {"health-ministry", "keelung-household", "keelung-motor"}
