"""What a health insurance card says, octet by octet (handbook §2.8)."""
from __future__ import annotations

import pytest

from hardware.card import HealthCard
from hardware.card.health import GET_DATA, LENGTH, SELECT, read
from rehearsal.nhi import health_answer


def asked(answer: bytes, selected: bytes = b"\x90\x00") -> HealthCard | None:
    return read(lambda apdu: {SELECT: selected, GET_DATA: answer}[apdu])


@pytest.mark.parametrize(("name", "born"), [("王小明", "0640215"), ("陳小明", "1010101"), ("巴特爾阿拉騰花木其", "0640215")])
def test_number_and_name_stand_where_the_card_has_them(name: str, born: str) -> None:
    octets = health_answer(name=name, born=born)
    assert len(octets) == LENGTH
    assert asked(octets + b"\x90\x00") == HealthCard("A123456789", name)


def test_a_card_that_speaks_t0_has_its_answer_fetched() -> None:
    fetched = {SELECT: b"\x90\x00", GET_DATA: b"\x61\x39", bytes.fromhex("00C0000039"): health_answer() + b"\x90\x00"}
    assert read(lambda apdu: fetched[apdu]) == HealthCard("A123456789", "王小明")


def test_another_kind_of_card_is_none() -> None:
    assert asked(b"\x6d\x00", selected=b"\x6a\x82") is None


@pytest.mark.parametrize("answer", [b"", b"\x90\x00", health_answer()[:-1] + b"\x90\x00", health_answer() + b"\x69\x82",
                                    health_answer(id_no="A12345678\0") + b"\x90\x00", health_answer(id_no="0000000000") + b"\x90\x00"])
def test_an_answer_that_is_none_is_an_error_without_what_it_said(answer: bytes) -> None:
    with pytest.raises(ValueError, match=r"octets|holds something else") as refused:
        asked(answer)
    assert "A1234" not in str(refused.value)


def test_a_name_that_is_no_big5_does_not_keep_the_number_back() -> None:
    octets = bytearray(health_answer())
    octets[12:16] = b"\xff\xff\xff\xff"
    card = asked(bytes(octets) + b"\x90\x00")
    assert card is not None
    assert card.id_no == "A123456789"
