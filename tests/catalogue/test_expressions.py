"""Conditions of flow files."""
from __future__ import annotations

from datetime import date

import pytest

from catalogue.expressions import ExpressionWrong, parse, unknown_names, worked_out
from catalogue.reckoning.almanac import Almanac
from catalogue.tables import Table

SHARES = Table.model_validate({"about": "shares", "row": [
    {"valid_from": date(2026, 1, 1), "source": "invented", "values": {"note-2": 45, "free": 0}}]})
HOLIDAYS = Table.model_validate({"about": "holidays", "row": [{"valid_from": date(2026, 1, 1), "source": "invented", "entry": [
    {"key": key, "names": {"zh-TW": "春節", "en": "New Year", "ja": "春節"}} for key in ("2026-02-19", "2026-02-20")]}]})
ALMANAC = Almanac({"shares": SHARES, "holidays": HOLIDAYS}, date(2026, 2, 18))
"""A Wednesday before two days off and a weekend."""


@pytest.mark.parametrize(("text", "values", "holds"), [
    ("certificate", {"certificate": True}, True),
    ("not certificate and house == 'one'", {"certificate": False, "house": "one"}, True),
    ("not certificate and house == 'one'", {"certificate": False}, False),
    ("house in ['one', 'two']", {"house": "two"}, True),
    ("house not in ['one', 'two']", {}, True),
    ("copies * 2 + 1 <= 7", {"copies": 3}, True),
    ("1 < copies <= 5", {"copies": 1}, False),
    ("-copies == -3", {"copies": 3}, True),
])
def test_a_condition_means_what_it_says(text: str, values: dict[str, object], holds: bool) -> None:
    assert parse(text).holds(values) is holds


def test_an_unanswered_field_orders_before_nothing() -> None:
    assert not parse("copies > 1").holds({})
    assert not parse("copies < 1").holds({})
    assert not parse("copies > 1").holds({"copies": "two"})


@pytest.mark.parametrize("text", [
    "__import__('os')", "house.upper()", "answers['house']", "lambda: 1", "[x for x in []]", "2 ** 99", "1 / 0", "'a' in 'house'",
    "f'{house}'", "house if house", "open('x')", "table(town, 'x')", "min(1)", "round_half_up(1, 2, 3)",
    "max(*[1, 2])", "house := 1", "9999999999", "1.5 < 2", "house ==", "", "{'a': 1}", "a" * 201,
    " or ".join(["x"] * 41),
])
def test_what_does_not_stand_in_the_language_is_refused(text: str) -> None:
    with pytest.raises(ExpressionWrong):
        parse(text)


def test_a_name_is_only_a_name() -> None:
    assert not parse("print or exit").holds({})


def test_arithmetic_cannot_grow_without_bound() -> None:
    with pytest.raises(ExpressionWrong):
        parse("copies * copies > 1").holds({"copies": 10**6})


def test_names_that_nobody_knows_are_named() -> None:
    assert unknown_names(parse("certifcate and house == 'all' or plate"), {"certificate", "house"}) == ["certifcate", "plate"]


@pytest.mark.parametrize(("text", "comes_to"), [
    ("round_half_up(15515 * 3, 2)", 23273), ("round_half_up(5, 2)", 3), ("round_half_up(7, 3)", 2), ("max(1, 2, 3) - min(4, 2)", 1),
    ("'low' if income < 100 else 'high'", "low"), ("table('shares', group) * 2", 90), ("table('shares', 'free')", 0),
    ("mmdd(today)", 218), ("year(born)", 76), ("month(born) * 100 + day(born)", 301),
    ("days_between(born, '1988-03-01')", 366), ("working_day_after(today, 3)", "2026-02-25"), ("len(ticked)", 2), ("len(nothing)", 0),
    ("'house' in ticked and 'deed' not in ticked", True), ("'a' in group", False), ("born < today", True),
])
def test_a_sum_comes_to_what_it_says(text: str, comes_to: object) -> None:
    assert parse(text).value({"income": 99, "group": "note-2", "ticked": ["house", "land"], "born": "1987-03-01"}, ALMANAC) == comes_to


def test_what_is_worked_out_later_uses_what_was_worked_out_before() -> None:
    assert worked_out({"twice": "copies * 2", "more": "twice + 1"}, {"copies": 3}, lambda table, key: 0)["more"] == 7


@pytest.mark.parametrize("text", ["round_half_up(1, copies)", "income * 2", "table('shares', 'free')"])
def test_a_sum_that_cannot_be_worked_out_is_said(text: str) -> None:
    with pytest.raises(ExpressionWrong):
        parse(text).value({"copies": 0})


def test_a_choice_among_texts_names_its_ends() -> None:
    assert parse("'a' if certificate else 'b' if copies > 1 else 'a'").texts == ("a", "b")
    assert parse("1 if certificate else 2").texts == ()
