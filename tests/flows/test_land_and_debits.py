"""LT19 and LT20: from which year something counts, on the days around the limit; and which income years can be had."""
from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.expressions import worked_out
from catalogue.fields import AnswerWrong
from catalogue.flow import load_catalogue
from catalogue.reckoning.almanac import Almanac
from catalogue.steps import Compute

CATALOGUE = load_catalogue(Path(__file__).parents[2] / "flows")


def worked(flow: str, day: date, **answers: object) -> dict[str, Any]:
    """What the flow's sums come to on a day."""
    step = next(step for step in CATALOGUE.flows[f"changhua-tax.{flow}"].steps if isinstance(step, Compute))
    return worked_out(step.values, answers, Almanac(CATALOGUE.tables, day))


@pytest.mark.parametrize(("day", "first", "words"), [
    (date(2026, 1, 2), 115, "this-year"), (date(2026, 9, 21), 115, "this-year"), (date(2026, 9, 22), 115, "this-year"),
    (date(2026, 9, 23), 116, "next-year"), (date(2026, 12, 31), 116, "next-year"),
])
def test_the_self_use_rate_counts_for_this_year_until_22_september(day: date, first: int, words: str) -> None:
    found = worked("self-use-land", day)
    assert (found["first"], found["start"], found["last"]) == (first, words, 922)


def test_an_application_is_decided_in_twelve_working_days_and_in_26_with_an_inspection() -> None:
    found = worked("self-use-land", date(2026, 11, 26))
    assert found["decided"] == "2026-12-14"  # twelve days on, two weekends between
    assert found["inspected"] == "2027-01-04"  # the calendar of 2027 is not there yet, so 1 January counts
    assert Almanac(CATALOGUE.tables, date(2026, 11, 26)).works(date(2026, 12, 24))


@pytest.mark.parametrize(("day", "house", "land", "vehicle"), [
    (date(2026, 1, 31), 115, 115, 115), (date(2026, 2, 1), 115, 115, 115), (date(2026, 2, 2), 115, 115, 116),
    (date(2026, 3, 1), 115, 115, 116),
    (date(2026, 3, 2), 116, 115, 116), (date(2026, 9, 1), 116, 115, 116), (date(2026, 9, 2), 116, 116, 116),
])
def test_a_debit_begins_this_year_if_it_comes_two_months_before_the_collection(day: date, house: int, land: int, vehicle: int) -> None:
    found = worked("direct-debit", day)
    assert (found["house"], found["land"], found["vehicle"]) == (house, land, vehicle)


def test_the_last_days_of_the_debits_are_two_months_before_the_months_of_collection() -> None:
    day = date(2026, 6, 1)
    months, last = CATALOGUE.tables["collection-months"].at(day).values, CATALOGUE.tables["direct-debit"].at(day).values
    for tax in ("vehicle", "house", "land"):
        assert last[f"{tax}_last_mmdd"] == (months[tax] - 2) * 100 + 1


def test_only_income_years_that_the_bureau_holds_can_be_had() -> None:
    field, day = CATALOGUE.fields["income_years"], date(2026, 6, 1)
    assert field.check("income_years", [112, 113], CATALOGUE.tables, day) == [113, 112]
    for bad in ([114], [108], [], [112, 112], ["112"], 112):
        with pytest.raises(AnswerWrong):
            field.check("income_years", bad, CATALOGUE.tables, day)


def test_the_check_up_wants_all_five_conditions() -> None:
    good = {"own_house": "yes", "registered_here": "yes", "lease": "no", "small_area": "yes", "only_place": "yes"}
    assert worked("tax-check-up", date(2026, 6, 1), **good)["verdict"] == "good"
    for name, wrong in (("own_house", "no"), ("registered_here", "no"), ("lease", "yes"), ("small_area", "no"), ("only_place", "no")):
        found = worked("tax-check-up", date(2026, 6, 1), **{**good, name: wrong})
        assert (found["verdict"], found["met"]) == ("not-yet", 4)


def test_the_limits_of_area_that_are_told_are_those_of_the_table() -> None:
    limits = CATALOGUE.tables["self-use-land"].at(date(2026, 6, 1)).values
    found = worked("self-use-land", date(2026, 6, 1))
    assert (found["town"], found["country"]) == (limits["town_m2"], limits["country_m2"]) == (300, 700)
    asked = CATALOGUE.flows["changhua-tax.tax-check-up"]
    for lang in asked.texts:  # a form's words hold no values: when the table has a new row, this tells what to rewrite
        assert [int(number) for number in re.findall(r"\d+", asked.text(lang, "size.body"))] == [limits["town_m2"], limits["country_m2"]]


def test_a_code_of_the_handbook_stands_in_one_file_only() -> None:
    items = [code for flow in CATALOGUE.flows.values() for code in flow.codes if not re.fullmatch(r"R\d+", code)]
    assert sorted(items) == sorted(set(items))
    assert {f"LT{number:02}" for number in range(1, 21)} <= set(items)
