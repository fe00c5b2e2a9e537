"""The IPP reader on what a printer may send: right answers, refusals, and any octets at all."""
from __future__ import annotations

import struct
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.printer.ipp import Device, NotIpp, parse

OK, REFUSED = 0x0000, 0x0400


def attribute(tag: int, name: str, value: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(value)) + value


def answer(*parts: bytes, status: int = OK, end: bytes = b"\x03") -> bytes:
    return struct.pack(">BBHI", 2, 0, status, 1) + b"".join(parts) + end


GOOD = answer(
    b"\x01", attribute(0x47, "attributes-charset", b"utf-8"),
    b"\x04", attribute(0x23, "printer-state", struct.pack(">i", 3)),
    attribute(0x44, "printer-state-reasons", b"media-empty-error"), attribute(0x44, "", b"cover-open-warning"),
    attribute(0x22, "printer-is-accepting-jobs", b"\x01"),
)


def test_values_of_one_attribute_stand_in_their_order() -> None:
    (operation, _), (printer, found) = parse(GOOD)
    assert (operation, printer) == (0x01, 0x04)
    assert found == {
        "printer-state": [3], "printer-state-reasons": ["media-empty-error", "cover-open-warning"], "printer-is-accepting-jobs": [True],
    }


def test_what_stands_inside_a_collection_is_not_taken_for_the_printers_own() -> None:
    collection = attribute(0x34, "media-col-ready", b"") + attribute(0x4A, "", b"printer-state") + attribute(0x21, "", struct.pack(">i", 9))
    found = parse(answer(b"\x04", collection, attribute(0x37, "", b""), attribute(0x23, "printer-state", struct.pack(">i", 3))))[0][1]
    assert found["printer-state"] == [3]
    assert "media-col-ready" not in found


def test_a_refusal_is_no_answer() -> None:
    with pytest.raises(NotIpp, match="0x0400"):
        parse(answer(status=REFUSED))


def test_an_answer_cut_short_anywhere_is_told_as_such() -> None:
    for length in range(len(GOOD)):
        with pytest.raises(NotIpp):
            parse(GOOD[:length])


@pytest.mark.parametrize("octets", [b"", b"<html>paper</html>", answer(end=b""), answer(attribute(0x23, "printer-state", b"\0\0\0\3")),
                                    answer(b"\x04", attribute(0x23, "printer-state", b"\0")), answer(b"\x04\x44\0\x02\xff\xfe\0\0")])
def test_what_is_no_ipp_is_told_as_such(octets: bytes) -> None:
    with pytest.raises(NotIpp):
        parse(octets)


@settings(deadline=timedelta(seconds=1), max_examples=300)
@given(st.one_of(st.binary(max_size=200), st.tuples(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=6)).map(
    lambda bent: GOOD[:bent[0]] + bent[1] + GOOD[bent[0] + len(bent[1]):])))
def test_any_octets_are_an_answer_or_no_ipp_and_nothing_else(untrusted: bytes) -> None:
    try:
        groups = parse(untrusted)
    except NotIpp:
        return
    assert all(isinstance(values, list) and values for _, group in groups for values in group.values())


def test_a_device_that_is_not_there_is_told_within_its_patience() -> None:
    with pytest.raises(NotIpp):
        Device("ipp://localhost:9/ipp/print").printer("printer-state")
