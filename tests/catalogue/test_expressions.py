"""Conditions of flow files."""
from __future__ import annotations

import pytest

from catalogue.expressions import ExpressionWrong, parse, unknown_names


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
    "__import__('os')", "house.upper()", "answers['house']", "lambda: 1", "[x for x in []]", "2 ** 99", "1 / 0", "'a' in house",
    "f'{house}'", "house if house else 1", "house := 1", "9999999999", "1.5 < 2", "house ==", "", "{'a': 1}", "a" * 201,
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
