"""Answers are good or not, by the vectors of the handbook."""
from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.fields import AnswerWrong, Fields, id_kind, mask_id
from catalogue.flow import Catalogue, load_catalogue
from catalogue.roc import from_roc, to_roc, to_roc_words

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
NATIONAL = ["A123456789", "A223456781", "N123456780", "N223456782", "E123456783", "F123456784", "Y123456788"]
UI_NEW = ["A800000014", "A823456783", "N823456784", "E823456787", "A930196810"]
UI_OLD = ["AA00000009", "AB00207171", "AC03095424", "BD01300667"]
BAD_IDS = ["a123456789", "A123456788", "A323456789", "A800000000", "AA00000000", "FG31104091", "OY58238842", "A１２３４５６７８９"]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "flows")


def check(catalogue: Catalogue, name: str, answer: Any) -> Any:
    fields: Fields = catalogue.fields
    return fields[name].check(name, answer, catalogue.tables, TODAY)


@pytest.mark.parametrize(("kind", "numbers"), [("national", NATIONAL), ("ui_new", UI_NEW), ("ui_old", UI_OLD)])
def test_all_three_kinds_of_id_number_are_known(kind: str, numbers: list[str]) -> None:
    assert {id_kind(number) for number in numbers} == {kind}


@pytest.mark.parametrize("number", [*BAD_IDS, "A123456789\n", " A123456789", "", "A12345678", "A1234567890"])
def test_a_wrong_id_number_is_refused(number: str) -> None:
    assert id_kind(number) is None


def test_a_masked_number_shows_its_ends_only() -> None:
    assert mask_id("A123456789") == "A******789"


@pytest.mark.parametrize(("digits", "iso"), [
    ("1130229", "2024-02-29"), ("0990101", "2010-01-01"), ("0010101", "1912-01-01"), ("0591231", "1970-12-31"),
])
def test_roc_dates_go_both_ways(digits: str, iso: str) -> None:
    assert from_roc(digits).isoformat() == iso
    assert to_roc(date.fromisoformat(iso)) == digits


@pytest.mark.parametrize("digits", ["1120229", "0000101", "113229", "1131301", "１１３０２２９", "1130229\n", ""])
def test_a_day_that_never_was_is_refused(digits: str) -> None:
    with pytest.raises(ValueError):
        from_roc(digits)


def test_dates_are_read_in_the_words_of_each_language() -> None:
    day = date(2024, 2, 29)
    assert to_roc_words(day) == "民國 113 年 2 月 29 日"
    assert (to_roc_words(day, "en"), to_roc_words(day, "ja")) == ("29 February 2024", "2024年2月29日")
    with pytest.raises(ValueError):
        to_roc(date(1911, 12, 31))


def test_good_answers_are_stored_in_one_form(catalogue: Catalogue) -> None:
    address = {"town": "yuanlin", "road": "zhongshan", "number": "12"}
    assert check(catalogue, "birth_roc", "0750305") == "1986-03-05"
    assert check(catalogue, "mobile", "0912345678") == "0912345678"
    assert check(catalogue, "copies", 5) == 5
    assert check(catalogue, "purpose", "loan") == "loan"
    assert check(catalogue, "house_addr", address) == address


@pytest.mark.parametrize(("name", "answer", "code"), [
    ("id_no", "A123456788", "id-number"), ("birth_roc", "1120229", "roc-date"), ("birth_roc", "1160101", "future"),
    ("birth_roc", None, "roc-date"),
    ("mobile", "0812345678", "mobile"), ("mobile", "０912345678", "mobile"), ("mobile", "0912345678\n", "mobile"), ("copies", 6, "count"),
    ("copies", True, "count"), ("copies", "2", "count"), ("purpose", "fun", "choice"),
    ("purpose", ["loan"], "choice"), ("house", "two", "choice"),
    ("house_addr", {"town": "taipei", "road": "other", "number": "1"}, "town"),
    ("house_addr", {"town": "yuanlin", "road": "nowhere", "number": "1"}, "road"),
    ("house_addr", {"town": "yuanlin", "road": "other", "number": "0"}, "number"), ("house_addr", "somewhere", "address"),
    ("house_addr", {"town": ["yuanlin"], "road": "other", "number": "1"}, "address"),
])
def test_a_bad_answer_is_refused_with_the_code_of_its_words(catalogue: Catalogue, name: str, answer: Any, code: str) -> None:
    with pytest.raises(AnswerWrong) as wrong:
        check(catalogue, name, answer)
    assert wrong.value.code == code
    assert str(answer) not in str(wrong.value) or answer is None


def test_an_address_is_written_as_on_an_envelope(catalogue: Catalogue) -> None:
    field: Any = catalogue.fields["house_addr"]
    answer = {"town": "yuanlin", "road": "zhongshan", "number": "12"}
    assert field.written(answer, catalogue.tables, TODAY) == "彰化縣員林市中山路12號"
    assert field.written(answer, catalogue.tables, TODAY, "en") == "No. 12, Zhongshan Road, Yuanlin City, Changhua County"
    assert field.written({**answer, "road": "other"}, catalogue.tables, TODAY) == "彰化縣員林市12號"


def test_the_county_has_its_26_townships(catalogue: Catalogue) -> None:
    assert len(catalogue.tables["changhua-townships"].at(TODAY).entries) == 26
