"""Each further kind of field takes good answers and refuses bad ones, by the handbook's vectors and by what a stranger may send."""
from __future__ import annotations

import itertools
import re
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.answers.ubn import is_ubn
from catalogue.fields import AnswerWrong, Fields, Group, id_kind
from catalogue.flow import load_catalogue

CATALOGUE = load_catalogue(Path(__file__).parents[3] / "flows")
TODAY = date(2026, 11, 26)
LOT = {"town": "changhua", "section": "", "lot": "27-3"}
LOT["section"] = next(one.key for one in CATALOGUE.tables["changhua-sections"].at(TODAY).entries if one.key.startswith("changhua-"))
ELSEWHERE = next(one.key for one in CATALOGUE.tables["changhua-sections"].at(TODAY).entries if not one.key.startswith("changhua-"))
ACCOUNT = {"bank": "700", "branch": "0021", "account": "00012345678901"}
HOSTILE: list[Any] = [
    None, True, 1.5, float("nan"), -1, 10**5000, "", " ", "\n", "\x00", "Ａ", "１２３４５６７８", "1" * 100_000, "ß" * 12,
    b"04595257", [], [[]], [None], [{}], {}, {"": ""}, {"town": None}, [{"id_no": []}],
    {"bank": 1, "branch": 2, "account": 3}, ["house"] * 50,
    [10**5000],
]


def check(name: str, answer: Any, fields: Fields = CATALOGUE.fields) -> Any:
    return fields[name].check(name, answer, CATALOGUE.tables, TODAY)


def test_seven_of_81_single_slips_in_an_id_number_pass_so_a_typed_one_is_asked_twice() -> None:
    good = "A123456789"
    slips = [f"{good[:at]}{digit}{good[at + 1:]}" for at in range(1, 10) for digit in "0123456789" if digit != good[at]]
    assert len(slips) == 81
    assert sum(id_kind(slip) is not None for slip in slips) == 7


@pytest.mark.parametrize("number", ["A123456789", "N223456782", "A800000014", "AB00207171"])
def test_the_last_two_digits_changed_about_are_never_noticed(number: str) -> None:
    assert id_kind(number[:8] + number[9] + number[8]) == id_kind(number)


def test_all_three_kinds_of_id_number_are_taken_wherever_one_is_asked_for() -> None:
    for number in ("A123456789", "A800000014", "AA00000009"):
        assert check("decedent_id", number) == number
    for number in ("A123456788", "A１２３４５６７８９", "A123456789\n", "a123456789"):
        with pytest.raises(AnswerWrong):
            check("decedent_id", number)


@pytest.mark.parametrize("number", ["00501503", "04595257", "12345675", "12345676", "10458575"])
def test_business_numbers_of_the_old_rule_are_good(number: str) -> None:
    assert check("ubn", number) == number


@pytest.mark.parametrize("number", ["04595252", "12345670", "00501508", "12345671"])
def test_business_numbers_that_only_the_rule_of_2023_allows_are_good(number: str) -> None:
    assert check("ubn", number) == number


@pytest.mark.parametrize("number", [
    "12345678", "1234567", "123456756", "０４５９５２５７", "04595257\n", " 04595257", "0459525A", "", None, 4595257,
])
def test_what_is_no_business_number_is_refused(number: Any) -> None:
    with pytest.raises(AnswerWrong) as wrong:
        check("ubn", number)
    assert wrong.value.code == "ubn"


def test_of_all_numbers_a_fifth_and_some_pass_so_a_typed_one_proves_little() -> None:
    passed = sum(is_ubn(f"{number:08d}") for number in range(0, 10**8, 9973))
    assert 0.21 < passed / (10**8 / 9973) < 0.235


GOOD: list[tuple[str, Any, Any]] = [
    ("house_tax_no", "n07010000001", "N07010000001"), ("building_no", "12345-678", "12345-678"), ("building_no", "7", "7"),
    ("case_no", "puxin-01-000123-4", "PUXIN-01-000123-4"), ("tax_year", 115, 115), ("tax_year", 110, 110),
    ("bank_account", ACCOUNT, ACCOUNT), ("email", "Wang_X.1@mail.Example.com", "wang_x.1@mail.example.com"),
    ("land_lot", LOT, LOT), ("land_lot", {**LOT, "lot": "1"}, {**LOT, "lot": "1"}),
    ("tax_kinds", ["vehicle", "house"], ["house", "vehicle"]), ("tax_kinds", ("land",), ["land"]),
    ("plates", [{"plate_no": "abc1237"}, {"plate_no": "AB-12375"}], [{"plate_no": "ABC-1237"}, {"plate_no": "AB-12375"}]),
    ("registrants", [{"relation": "child", "id_no": "A123456789"}], [{"id_no": "A123456789", "relation": "child"}]),
    ("parcels", [{"land_lot": LOT}], [{"land_lot": LOT}]), ("income", "007", 7), ("income", 0, 0),
]


@pytest.mark.parametrize(("name", "answer", "kept"), GOOD)
def test_a_good_answer_is_kept_in_one_form(name: str, answer: Any, kept: Any) -> None:
    assert check(name, answer) == kept


SAME = {"id_no": "A123456789", "relation": "child"}
BAD: list[tuple[str, Any, str]] = [
    ("house_tax_no", "N07010000", "code"), ("house_tax_no", "N070100000012345", "code"), ("house_tax_no", "N07010000001\n", "code"),
    ("house_tax_no", "0123456789ß", "code"), ("house_tax_no", "Ｎ07010000001", "code"), ("house_tax_no", "N0701-000001", "code"),
    ("building_no", "123456", "code"), ("building_no", "1-", "code"), ("building_no", "1-1234", "code"),
    ("case_no", "A" * 31, "code"), ("case_no", "-A", "code"),
    ("plate_no", "aß-1237", "plate"), ("plate_no", "ＡＢＣ-1237", "plate"),
    ("tax_year", 109, "year"), ("tax_year", 116, "year"), ("tax_year", "115", "year"), ("tax_year", True, "year"),
    ("tax_year", [115], "year"),
    ("income_years", [], "several"), ("income_years", [10], "several"), ("income_years", ["113"], "several"),
    ("income_years", 113, "several"),
    ("bank_account", {**ACCOUNT, "bank": "70"}, "account-bank"), ("bank_account", {**ACCOUNT, "branch": "００２１"}, "account-branch"),
    ("bank_account", {**ACCOUNT, "account": "12345"}, "account-account"),
    ("bank_account", {**ACCOUNT, "account": "1" * 15}, "account-account"),
    ("bank_account", {**ACCOUNT, "account": "123456\n"}, "account-account"),
    ("bank_account", {**ACCOUNT, "account": 12345678}, "account-account"),
    ("bank_account", {**ACCOUNT, "holder": "x"}, "account"), ("bank_account", {"bank": "700"}, "account"),
    *[("email", text, "email") for text in (
        "a", "a@b", "@b.tw", "a@.tw", "a@b..tw", "a..b@c.tw", ".a@b.tw", "a.@b.tw", "a@-b.tw", "a@b-.tw", "a b@c.tw", "a@b.tw\n", "a@b.tw ",
        "王@b.tw", "a@ｂ.tw", "a@b.tw,c@d.tw", "<a@b.tw>", f"{'a' * 95}@b.com")],
    ("land_lot", {**LOT, "section": ELSEWHERE}, "section"), ("land_lot", {**LOT, "town": "taipei"}, "town"),
    *[("land_lot", {**LOT, "lot": lot}, "lot") for lot in (
        "", "0", "027", "27-", "27-0", "12345", "27-12345", "27-3-1", "２７", "27\n", "-3")],
    ("land_lot", {**LOT, "lot": 27}, "parcel"), ("land_lot", {**LOT, "county": "x"}, "parcel"),
    ("tax_kinds", [], "several"), ("tax_kinds", ["house", "house"], "several"), ("tax_kinds", ["stamp"], "several"),
    ("tax_kinds", "house", "several"), ("tax_kinds", {"house": 1}, "several"), ("tax_kinds", [["house"]], "several"),
    ("plates", [], "group"), ("plates", [{"plate_no": f"ABC-123{at}"} for at in range(6)], "group"),
    ("plates", [{"plate_no": "ABC-1237"}, {"plate_no": "abc1237"}], "group-twice"), ("plates", [{"plate_no": "nothing"}], "plate"),
    ("plates", [{"plate_no": "ABC-1237", "more": 1}], "group"), ("plates", ["ABC-1237"], "group"),
    ("plates", {"plate_no": "ABC-1237"}, "group"),
    ("registrants", [SAME, {**SAME, "relation": "spouse"}], "group-twice"), ("registrants", [{**SAME, "relation": "friend"}], "choice"),
    ("registrants", [{**SAME, "id_no": "A123456788"}], "id-number"), ("registrants", [{"id_no": "A123456789"}], "group"),
    ("income", "-1", "amount"), ("income", "１", "amount"),
    ("income", True, "amount"), ("death_date", "1160101", "future"), ("death_date", "1150230", "roc-date"),
]


@pytest.mark.parametrize(("name", "answer", "code"), BAD)
def test_a_bad_answer_is_refused_with_the_code_of_its_words(name: str, answer: Any, code: str) -> None:
    with pytest.raises(AnswerWrong) as wrong:
        check(name, answer)
    assert wrong.value.code == code


@pytest.mark.parametrize(("name", "code"), [
    ("income", "amount"), ("plate_no", "plate"), ("words", "text-long"), ("email", "email"), ("house_tax_no", "code"), ("ubn", "ubn"),
])
def test_an_answer_of_a_million_characters_is_refused_at_once(name: str, code: str) -> None:
    began = time.process_time()
    with pytest.raises(AnswerWrong) as wrong:
        check(name, "1A" * 500_000)
    assert wrong.value.code == code
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("name", CATALOGUE.fields.names())
def test_whatever_a_stranger_sends_is_taken_in_its_one_form_or_refused_and_never_repeated(name: str) -> None:
    for answer in HOSTILE:
        kept = refused = None
        try:
            kept = check(name, answer)
        except AnswerWrong as wrong:
            refused = str(wrong)
        assert refused is None or re.fullmatch(r"[a-z_]+: [a-z-]+", refused)
        assert refused or (check(name, kept) == kept and "\n" not in str(kept)), (name, type(answer))


def test_the_years_that_can_be_chosen_are_those_of_the_table_newest_first() -> None:
    row = CATALOGUE.tables["income-years"].at(TODAY).values
    years = list(range(row["last"], row["first"] - 1, -1))
    assert check("income_years", list(reversed(years))) == years
    for year in (row["first"] - 1, row["last"] + 1):
        with pytest.raises(AnswerWrong):
            check("income_years", [year])


def test_every_order_of_ticks_is_kept_as_the_dictionary_has_it() -> None:
    kinds = ["house", "land", "vehicle"]
    for ticked in itertools.permutations(kinds):
        assert check("tax_kinds", list(ticked)) == kinds


def test_an_account_shows_its_last_four_digits_only() -> None:
    field: Any = CATALOGUE.fields["bank_account"]
    assert field.written(ACCOUNT) == "700-0021-…8901"
    assert field.written({**ACCOUNT, "account": "123456"}) == "700-0021-…3456"


def test_a_group_knows_the_fields_that_repeat() -> None:
    for name in CATALOGUE.fields.names():
        field = CATALOGUE.fields[name]
        if isinstance(field, Group):
            assert list(field.members) == list(field.fields)


def test_a_parcel_is_written_as_on_a_title_deed() -> None:
    field: Any = CATALOGUE.fields["land_lot"]
    section = CATALOGUE.tables["changhua-sections"].at(TODAY)
    names = next(one.names for one in section.entries if one.key == LOT["section"])
    assert field.written(LOT, CATALOGUE.tables, TODAY) == f"彰化縣彰化市{names['zh-TW']} 27-3 地號"
    assert field.written(LOT, CATALOGUE.tables, TODAY, "en") == f"Lot 27-3, {names['en']}, Changhua City, Changhua County"
