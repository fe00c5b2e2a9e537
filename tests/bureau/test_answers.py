"""The desk holds every answer against the dictionary: what a counter stores passes, what was altered on the way is named."""
from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bureau.desk.answers import hold
from catalogue.fields import Address, Group, RocDate
from catalogue.flow import load_catalogue
from catalogue.steps import Form
from rehearsal.looks.insides import answer
from wire.codec.errors import NotAllowed

CATALOGUE = load_catalogue(Path(__file__).parents[2] / "flows")
TODAY = date(2026, 11, 26)
MOVE = CATALOGUE.flows["changhua-household.change-of-address"]
FORMS = [step for flow in CATALOGUE.flows.values() for step in flow.steps if isinstance(step, Form)]
ASKED = sorted({name for form in FORMS for name in form.fields})
PLACE = next(name for name in ASKED if isinstance(CATALOGUE.fields[name], Address))
HOSTILE: list[Any] = [
    None, True, -1, 1.5, "", "\x00", "1" * 100_000, [], {}, [[]], [{}], {"town": "nowhere", "road": "x", "number": "1"}, 10**300]


def sent(value: Any) -> Any:
    """As it arrives: through canonical JSON."""
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("name", ASKED)
def test_what_a_counter_stores_passes_and_nonsense_is_named(name: str) -> None:
    good = sent(answer(CATALOGUE.fields[name], CATALOGUE))
    hold(MOVE, {name: good}, CATALOGUE, TODAY)
    for bad in HOSTILE:
        if bad != good:
            with pytest.raises(NotAllowed, match=name):
                hold(MOVE, {name: bad}, CATALOGUE, TODAY)


def test_an_altered_address_is_named() -> None:
    good = sent(answer(CATALOGUE.fields[PLACE], CATALOGUE))
    for key in ("town", "road", "number"):
        for other in ("elsewhere", 5, None):
            with pytest.raises(NotAllowed, match=PLACE):
                hold(MOVE, {PLACE: {**good, key: other}}, CATALOGUE, TODAY)
        with pytest.raises(NotAllowed, match=PLACE):
            hold(MOVE, {PLACE: {one: part for one, part in good.items() if one != key}}, CATALOGUE, TODAY)


def test_a_day_is_held_as_it_is_stored_and_none_lies_ahead() -> None:
    name = next(name for name in ASKED if isinstance(CATALOGUE.fields[name], RocDate))
    hold(MOVE, {name: "2026-11-26"}, CATALOGUE, TODAY)
    for bad in ("2026-11-27", "1151126", "2026-13-01", "20261126", "2026-W48-4"):
        with pytest.raises(NotAllowed, match=name):
            hold(MOVE, {name: bad}, CATALOGUE, TODAY)


def test_a_member_of_a_list_is_held_too_and_nobody_stands_there_twice() -> None:
    name = next(name for name in ASKED if isinstance(CATALOGUE.fields[name], Group))
    good = sent(answer(CATALOGUE.fields[name], CATALOGUE))
    for bad in ([*good, *good], [{**good[0], "more": "1"}], [{key: None for key in good[0]}], good * 100):
        with pytest.raises(NotAllowed, match=name):
            hold(MOVE, {name: bad}, CATALOGUE, TODAY)


def test_of_a_bundle_only_its_own_items_are_ticked_and_no_other_name_is_an_answer() -> None:
    hold(MOVE, {"tell": ["tax-bills"]}, CATALOGUE, TODAY)
    for answers in ({"tell": ["everything"]}, {"tell": "tax-bills"}, {"tell": [["tax-bills"]]}, {"verdict": "approved"}, {"x" * 500: 1}):
        with pytest.raises(NotAllowed):
            hold(MOVE, answers, CATALOGUE, TODAY)


def test_a_day_without_tables_refuses_and_does_not_break() -> None:
    good = sent(answer(CATALOGUE.fields[PLACE], CATALOGUE))
    with pytest.raises(NotAllowed, match=PLACE):
        hold(MOVE, {PLACE: good}, CATALOGUE, date(1950, 1, 1))
