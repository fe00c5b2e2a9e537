"""Plain data into frozen dataclasses: what fits, and every way in which it may not."""
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from catalogue.frozen import Misfit, fill, filler, plain, rule


@dataclass(frozen=True, kw_only=True)
class Cup:
    kind: Literal["cup"] = "cup"
    size: int = rule(1, least=1, most=9)
    name: str = rule(pattern="[a-z]+")


@dataclass(frozen=True, kw_only=True)
class Shelf:
    kind: Literal["shelf"] = "shelf"
    cups: tuple[Cup, ...] = ()
    first: Cup | None = None
    width: float = 1.0
    place: Path = Path("here")
    labels: dict[str, str] = rule(None)
    tags: dict[str, Any] = rule(rest=True)


GOOD = {"cups": [{"name": "a"}, {"name": "b", "size": 3}], "first": None, "width": 2, "place": "there", "labels": {"x": "y"}, "more": [1]}


def test_good_data_fills_every_kind_of_field() -> None:
    shelf = fill(Shelf, GOOD)
    assert shelf == Shelf(cups=(Cup(name="a"), Cup(name="b", size=3)), width=2, place=Path("there"), labels={"x": "y"}, tags={"more": [1]})


def test_what_is_plain_again_fills_the_same() -> None:
    cup = Cup(name="a", size=2)
    assert fill(Cup, json.loads(json.dumps(plain(cup)))) == cup


@pytest.mark.parametrize(("bad", "place", "kind"), [
    ({"name": "a", "sise": 2}, ("sise",), "unknown"),
    ({}, ("name",), "missing"),
    ({"name": 1}, ("name",), "value"),
    ({"name": "A"}, ("name",), "value"),
    ({"name": "a\n"}, ("name",), "value"),
    ({"name": "a", "size": True}, ("size",), "value"),
    ({"name": "a", "size": 0}, ("size",), "value"),
    ({"name": "a", "size": 10}, ("size",), "value"),
    ({"name": "a", "size": 1.5}, ("size",), "value"),
    ({"name": "a", "kind": "mug"}, ("kind",), "word"),
    ([], (), "value"),
])
def test_what_does_not_fit_is_refused_with_its_place(bad: object, place: tuple[str, ...], kind: str) -> None:
    with pytest.raises(Misfit) as misfit:
        fill(Cup, bad)
    assert [(one.place, one.kind) for one in misfit.value.faults] == [(place, kind)]


def test_every_fault_is_found_and_no_value_is_repeated() -> None:
    with pytest.raises(Misfit) as misfit:
        fill(Shelf, {"cups": [{"name": "SECRET"}, {"size": "SECRET"}], "width": "SECRET", "labels": [], "first": 3})
    places = {one.place for one in misfit.value.faults}
    assert places == {("cups", 0, "name"), ("cups", 1, "size"), ("cups", 1, "name"), ("width",), ("labels",), ("first",)}
    assert "SECRET" not in str(misfit.value)


def test_a_union_is_told_apart_by_its_kind_and_an_unknown_kind_refused() -> None:
    either = filler(Cup | Shelf)
    assert isinstance(either({"kind": "cup", "name": "a"}), Cup)
    assert isinstance(either({"kind": "shelf"}), Shelf)
    for bad in ({"kind": "jug"}, {"kind": []}, {}, None, "cup"):
        with pytest.raises(Misfit):
            either(bad)
