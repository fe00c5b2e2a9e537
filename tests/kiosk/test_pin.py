"""PIN rules: what the pad puts in, what is wiped, which patterns are guessable (design: visit, Guessable PIN)."""
from __future__ import annotations

from datetime import date

import pytest

from kiosk.identity.pin import guessable, press, wipe

TODAY = date(2026, 11, 21)


def typed(*keys: str) -> bytearray:
    pin = bytearray()
    for key in keys:
        press(pin, key)
    return pin


def test_letters_keep_their_case_and_digits_count() -> None:
    assert typed(*"aB3x9Z") == b"aB3x9Z"


def test_a_ninth_character_is_not_taken() -> None:
    assert typed(*"123456789") == b"12345678"


@pytest.mark.parametrize("key", ["é", "１", " ", "\n", "王", "", "ab"])
def test_what_no_pin_holds_is_ignored(key: str) -> None:
    assert typed("1", key) == b"1"


def test_backspace_and_clear() -> None:
    assert typed(*"123", "backspace") == b"12"
    assert typed(*"123", "clear", "9") == b"9"
    assert typed("backspace") == b""


def test_wiping_overwrites_before_it_empties() -> None:
    pin = bytearray(b"739186")
    view = memoryview(pin)
    with pytest.raises(BufferError):  # the view keeps it from shrinking, so what was overwritten can be seen
        wipe(pin)
    assert view.tobytes() == bytes(6)


@pytest.mark.parametrize(("pin", "weak"), [
    (b"600101", True), (b"591231", True), (b"960101", True), (b"971231", True), (b"980101", False), (b"991231", False),
    (b"640230", False), (b"641301", False), (b"739186", False), (b"67890215", True), (b"67890230", False), (b"12340215", False),
    (b"60010a", False), (b"abcdef", False),
])
def test_dates_of_birth_of_grown_ups_and_last_four_with_a_day_are_guessable(pin: bytes, weak: bool) -> None:
    assert guessable(bytearray(pin), "6789", TODAY) is weak
