"""What kind of thing an expression is, told before it is worked out."""
from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.expressions import ExpressionWrong, parse
from catalogue.flow import load_catalogue
from catalogue.reckoning.kinds import CERTIFICATE, DAY, Kind, kind_of, of_field

FIELDS = load_catalogue(Path(__file__).parents[2] / "flows").fields
NAMES = {"certificate": CERTIFICATE, "today": DAY} | {name: of_field(FIELDS[name]) for name in FIELDS.names()}


@pytest.mark.parametrize(("text", "word"), [
    ("not certificate", "yes-no"), ("members * 2", "number"), ("death_date < today", "yes-no"), ("mmdd(today) <= 922", "yes-no"),
    ("working_day_after(today, 12)", "day"), ("'house' in tax_kinds", "yes-no"), ("len(registrants) > 2", "yes-no"),
    ("'a' if certificate else 'b'", "text"), ("['x', 'y']", "list"), ("tax_year - 1", "number"),
    ("aid in ['none', 'low-income']", "yes-no"),
])
def test_an_expression_is_of_one_kind(text: str, word: str) -> None:
    assert kind_of(parse(text), NAMES).word == word


@pytest.mark.parametrize(("text", "fault"), [
    ("aid == 'low-incom'", "'low-incom' is none of the choices, did you mean 'low-income'?"),
    ("aid in ['none', 'mid']", "'mid' is none of the choices"),
    ("'cars' in tax_kinds", "'cars' is none of the choices"),
    ("aid > 'none'", "'aid' is a text, which has no order"),
    ("members == 'two'", "'members' is a number, ''two'' a text"),
    ("members and certificate", "'members' is a number, a yes-no is wanted"),
    ("aid + 1", "'aid' is a text, a number is wanted"),
    ("year(members)", "'members' is a number, a day is wanted"),
    ("'x' in aid", "'aid' is a text, a list is wanted"),
    ("1 if aid else 2", "'aid' is a text, a yes-no is wanted"),
    ("1 if certificate else 'b'", "'1 if certificate else 'b'' is a number or a text"),
    ("new_addr == 'x'", "'new_addr' cannot be reckoned with"),
    ("days_between(today, 3)", "'3' is a number, a day is wanted"),
    ("aid in ['none', 2]", "'['none', 2]' mixes kinds"),
])
def test_what_does_not_go_together_is_told_by_name(text: str, fault: str) -> None:
    with pytest.raises(ExpressionWrong) as wrong:
        kind_of(parse(text), NAMES)
    assert str(wrong.value) == fault


def test_what_a_sum_can_come_to_is_known_to_whoever_compares_it() -> None:
    verdict = kind_of(parse("'apply' if certificate else 'full'"), NAMES)
    assert verdict == Kind("text", ("apply", "full"))
    with pytest.raises(ExpressionWrong, match="'aply' is none of the choices, did you mean 'apply'"):
        kind_of(parse("verdict == 'aply'"), {"verdict": verdict})
