"""Dates on dials, plates and house numbers: what stands there after each key."""
from __future__ import annotations

import itertools
from datetime import date

import pytest

from kiosk.entry.address import matching
from kiosk.entry.date import KEYS, DateEntry, read
from kiosk.entry.door import UNITS, DoorEntry, written
from kiosk.entry.plate import PlateEntry

TODAY = date(2026, 11, 25)


def dial(*keys: str, day: date | None = None) -> DateEntry:
    entry = DateEntry(TODAY, 1976, day)
    for key in keys:
        entry.press(key)
    return entry


def test_nothing_stands_on_a_dial_that_nobody_touched() -> None:
    assert dial().value is None
    assert dial("year+1", "month+1").value is None
    assert dial("year+1", "month+1", "day+1").value == date(1976, 1, 1)
    assert dial("year-10", "month-1", "day-1").value == date(1976, 12, 31)


def test_months_and_days_run_round_and_years_stop_at_their_ends() -> None:
    assert dial("month-1", day=date(1990, 1, 5)).value == date(1990, 12, 5)
    assert dial("day+1", day=date(1990, 2, 28)).value == date(1990, 2, 1)
    assert dial("day-10", day=date(1990, 4, 5)).value == date(1990, 4, 25)
    assert dial(*["year-10"] * 9, day=date(1990, 1, 5)).value == date(1912, 1, 5)
    assert dial(*["year+10"] * 9, day=date(1990, 1, 5)).value == date(2026, 1, 5)


def test_a_day_that_the_month_does_not_have_becomes_its_last() -> None:
    assert dial("month+1", day=date(1990, 3, 31)).value == date(1990, 4, 30)
    assert dial("year+1", day=date(1988, 2, 29)).value == date(1989, 2, 28)
    assert dial("month-1", day=date(1988, 3, 31)).value == date(1988, 2, 29)


def test_every_key_of_the_dials_leads_from_every_day_to_a_day() -> None:
    for key, month, day in itertools.product(KEYS, range(1, 13), (1, 28, 29, 30, 31)):
        for year in (1912, 1988, 2000, 2025, 2026):
            start = dial("day+1", day=date(year, month, 1))
            for _ in range(day - 2):
                start.press("day+1")
            start.press(key)
            assert start.value is not None
            assert 1912 <= start.value.year <= 2026


@pytest.mark.parametrize(("typed", "day"), [
    ("0780305", date(1989, 3, 5)), ("1130229", date(2024, 2, 29)), ("19890305", date(1989, 3, 5)), ("20240229", date(2024, 2, 29)),
    ("780305", None), ("1120229", None), ("20230229", None), ("19111231", None), ("0000101", None), ("", None), ("１９８９０３０５", None),
])
def test_typed_dates_have_seven_digits_or_eight(typed: str, day: date | None) -> None:
    assert read(typed) == day
    entry = dial(*typed)
    assert entry.value == (day if typed.isascii() else None)


def test_what_was_typed_stands_on_the_dials_and_turning_them_drops_the_digits() -> None:
    entry = dial(*"0780305")
    assert (entry.digits, entry.typed) == ("0780305", "0780305")
    entry.press("month+1")
    assert (entry.digits, entry.typed) == ("0780405", "")
    entry.press("clear")
    assert (entry.value, entry.digits) == (None, "")


def plate(*keys: str) -> PlateEntry:
    entry = PlateEntry()
    for key in keys:
        entry.press(key)
    return entry


def test_the_hyphen_of_a_plate_comes_by_itself_where_it_is_plain() -> None:
    assert plate(*"abc1237").entry == "ABC-1237"
    assert plate(*"abc123").entry == "ABC-123"
    assert plate(*"1237ab").value == "1237-AB"
    assert plate(*"abc1237", "backspace", "backspace").entry == "ABC12"


def test_where_a_plate_may_be_read_in_two_ways_both_are_offered() -> None:
    entry = plate(*"ab1237")
    assert entry.choices == ("AB-1237", "AB1-237")
    assert entry.value == ""
    entry.choose("5")
    entry.choose("1")
    assert (entry.value, entry.choices) == ("AB1-237", ())


def test_a_hyphen_typed_by_hand_stays_and_a_second_one_does_not_come() -> None:
    assert plate(*"ab-1237-").value == "AB-1237"
    assert plate("-").entry == ""


def door(*keys: str) -> DoorEntry:
    entry = DoorEntry()
    for key in keys:
        entry.press(key)
    return entry


@pytest.mark.parametrize(("typed", "parts", "english", "japanese"), [
    ("12", {"number": "12"}, "12", "12"),
    ("12號", {"number": "12"}, "No. 12", "12号"),
    ("2段12巷3弄5之1號3樓之2",
     {"section": "2", "lane": "12", "alley": "3", "number": "5", "sub": "1", "floor": "3", "floor_sub": "2"},
     "Sec. 2, Lane 12, Alley 3, No. 5-1, 3F-2", "2段12巷3弄5之1号3階之2"),
    ("12巷3號", {"lane": "12", "number": "3"}, "Lane 12, No. 3", "12巷3号"),
    ("9之4", {"number": "9", "sub": "4"}, "9-4", "9之4"),
    ("12號3", None, "No. 12, 3", "12号3"), ("12巷", None, "Lane 12", "12巷"), ("", None, "", ""),
])
def test_a_house_number_is_typed_as_people_say_it(typed: str, parts: dict[str, str] | None, english: str, japanese: str) -> None:
    entry = door(*typed)
    assert (entry.typed, entry.value()) == (typed, parts)
    assert (entry.shown("en"), entry.shown("ja"), entry.shown("zh-TW")) == (english, japanese, typed)
    if parts:
        assert door(*written(parts)).value() == parts


def test_keys_that_cannot_come_now_do_nothing() -> None:
    assert door(*"0012345").typed == "1234"
    assert door(*"12號巷弄段之3弄3樓樓7").typed == "12號33樓"
    assert door(*"3巷2巷").typed == "3巷2"
    assert [unit for unit in UNITS if door().may(unit)] == []


def test_every_way_through_the_keys_that_may_come_ends_in_a_door() -> None:
    """From every prefix, a digit and perhaps 樓 make it whole: nobody can type himself into a corner."""
    front, seen = [""], 0
    while front:
        typed = front.pop()
        seen += 1
        units = sum(char in UNITS for char in typed)
        ends = [typed, typed + "1", typed + "1樓", typed + "樓"]
        assert typed == "" or any(door(*end).typed == end and door(*end).value() for end in ends), typed
        steps = [*UNITS, *(["1"] if not typed[-1:].isdigit() else [])]
        front += [typed + key for key in steps if units < 5 and DoorEntry(typed).may(key)]
    assert seen > 90


def test_roads_are_found_by_how_they_begin_and_by_what_bopomofo_may_mean() -> None:
    names = {"a": {"zh-TW": "中山路", "en": "Zhongshan Road"}, "b": {"zh-TW": "忠孝路", "en": "Zhongxiao Road"},
             "c": {"zh-TW": "民生路", "en": "Minsheng Road"}}
    assert matching(names, "zh-TW", "", ()) == []
    assert matching(names, "zh-TW", "中", ("中", "忠", "鐘")) == ["a", "b"]
    assert matching(names, "en", "zhong", ()) == ["a", "b"]
    assert matching(names, "en", "民", ()) == ["c"]
