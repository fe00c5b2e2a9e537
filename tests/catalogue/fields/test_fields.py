"""Answers are good or not, by the vectors of the handbook."""
from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.answers.plate import doubts, normalised
from catalogue.answers.writing import tidy, writable
from catalogue.fields import AnswerWrong, Fields, id_kind, mask_id
from catalogue.flow import Catalogue, load_catalogue
from catalogue.roc import from_roc, to_roc, to_roc_words

ROOT = Path(__file__).parents[3]
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
    other = {"town": "yuanlin", "road": "other", "road_name": " 彰美路 ", "section": "2", "lane": "12", "number": "3", "floor": "4"}
    assert check(catalogue, "house_addr", other) == {**other, "road_name": "彰美路"}
    assert check(catalogue, "plate_no", "abc1237") == "ABC-1237"
    assert check(catalogue, "remark", "  服務\u3000很好 ") == "服務 很好"
    assert check(catalogue, "remark", "e\u0301") == "\u00e9"


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
    ("house_addr", {"town": "yuanlin", "road": "zhongshan", "road_name": "彰美路", "number": "1"}, "road"),
    ("house_addr", {"town": "yuanlin", "road": "other", "road_name": "<b>", "number": "1"}, "road"),
    ("house_addr", {"town": "yuanlin", "road": "other", "road_name": "路" * 21, "number": "1"}, "road"),
    ("house_addr", {"town": "yuanlin", "road": "other", "number": "1", "section": "10"}, "number"),
    ("house_addr", {"town": "yuanlin", "road": "other", "number": "1", "floor_sub": "2"}, "number"),
    ("house_addr", {"town": "yuanlin", "road": "other", "number": "1", "room": "2"}, "address"),
    ("plate_no", "ABCD", "plate"), ("plate_no", "1234-567", "plate"), ("plate_no", "AB1237", "plate"), ("plate_no", 5, "plate"),
    ("remark", "", "text-empty"), ("remark", " \n", "text-empty"), ("remark", "好" * 201, "text-long"), ("remark", None, "text-empty"),
    *[("remark", f"好{char}", "text-character") for char in "\x00\u200b\u202e\u2066\ufeff\ue000<\U000f0000\u0301"],
])
def test_a_bad_answer_is_refused_with_the_code_of_its_words(catalogue: Catalogue, name: str, answer: Any, code: str) -> None:
    with pytest.raises(AnswerWrong) as wrong:
        check(catalogue, name, answer)
    assert wrong.value.code == code
    assert not answer or str(answer) not in str(wrong.value)


def test_an_address_is_written_as_on_an_envelope(catalogue: Catalogue) -> None:
    field: Any = catalogue.fields["house_addr"]
    answer = {"town": "yuanlin", "road": "zhongshan", "number": "12"}
    assert field.written(answer, catalogue.tables, TODAY) == "彰化縣員林市中山路12號"
    assert field.written(answer, catalogue.tables, TODAY, "en") == "No. 12, Zhongshan Road, Yuanlin City, Changhua County"
    assert field.written({**answer, "road": "other"}, catalogue.tables, TODAY) == "彰化縣員林市12號"


def test_an_address_is_written_with_every_part_of_its_door(catalogue: Catalogue) -> None:
    field: Any = catalogue.fields["house_addr"]
    answer = {"town": "changhua", "road": "zhongshan", "section": "2", "lane": "12", "alley": "3", "number": "5", "sub": "1", "floor": "3"}
    assert field.written(answer, catalogue.tables, TODAY) == "彰化縣彰化市中山路二段12巷3弄5之1號3樓"
    assert field.written(answer, catalogue.tables, TODAY, "ja") == "彰化県彰化市中山路二段12巷3弄5之1号3階"
    english = "3F, No. 5-1, Alley 3, Lane 12, Sec. 2, Zhongshan Road, Changhua City, Changhua County"
    assert field.written(answer, catalogue.tables, TODAY, "en") == english
    other = {"town": "changhua", "road": "other", "road_name": "𠮷祥街", "number": "5"}
    assert field.written(other, catalogue.tables, TODAY) == "彰化縣彰化市𠮷祥街5號"


@pytest.mark.parametrize(("typed", "plate"), [
    ("ABC-1237", "ABC-1237"), ("abc1237", "ABC-1237"), ("abc 1237", "ABC-1237"), ("AB12375", "AB-12375"), ("1A2375", "1A-2375"),
    ("1237AB", "1237-AB"), ("123ABC", "123-ABC"), ("ABC123", "ABC-123"), ("AB1-237", "AB1-237"), ("ABC–1237", "ABC-1237"),
    ("AB1237", ""), ("ABC", ""), ("", ""), ("ABC-1237\n;", ""), ("ＡＢＣ-1237", ""), ("ABC--1237", ""),
])
def test_a_plate_is_brought_to_one_form(typed: str, plate: str) -> None:
    assert normalised(typed) == plate


def test_letters_and_digits_that_plates_avoid_are_doubted_and_taken(catalogue: Catalogue) -> None:
    assert check(catalogue, "plate_no", "AIO-1234") == "AIO-1234"
    assert doubts("AIO-1234") == ("letter", "four")
    assert (doubts("AB-1234"), doubts("ABC-1237")) == ((), ())


def test_names_of_every_plane_and_every_language_can_be_written() -> None:
    names = ("陳𠮷𡘙", "林堃峯", "㐂", "王〇明", "いとう ぱく", "ヴァイオリン", "Nguyễn Văn Đạt", "Łukasz", "O'Brien", "ㄅㄆㄇ")
    for text in (*names, "好，謝謝！（真的）"):
        assert writable(tidy(text)), text


def test_the_county_has_its_26_townships(catalogue: Catalogue) -> None:
    assert len(catalogue.tables["changhua-townships"].at(TODAY).entries) == 26
