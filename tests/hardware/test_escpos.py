"""What only a printer without a print daemon can do: answer by itself, forget, lose its wire; and the octets it is sent."""
from __future__ import annotations

import os
import secrets
import threading
import time
import tty
from collections.abc import Callable, Iterator

import pytest
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pyzbar.pyzbar import ZBarSymbol, decode

from hardware import DeviceGone, PrinterError
from hardware.options import OptionWrong
from hardware.printer import JobState, Phase, escpos
from hardware.printer.escpos_words import Answers, mark, page, problem
from hardware.wires import SerialWire, usb_node
from kiosk.slip import slip_pdf
from rehearsal.escpos_printer import EscposPrinter
from tests.hardware.test_printer_contract import over, pdf
from tests.kiosk.test_slip import TOKEN, slip


@pytest.fixture
def peer() -> Iterator[EscposPrinter]:
    printer = EscposPrinter()
    yield printer
    printer.stop()


@pytest.fixture
def printer(peer: EscposPrinter) -> Iterator[escpos.EscposPrinter]:
    opened = escpos.open("receipt", {"network": f"127.0.0.1:{peer.port}"})
    yield opened
    opened.close()


def until(printer: escpos.EscposPrinter, number: int, good: Callable[[JobState], bool]) -> JobState:
    end = time.monotonic() + 15
    while not good(state := printer.job(number)):
        assert time.monotonic() < end, state
        time.sleep(0.02)
    return state


@pytest.mark.parametrize("size", [(576, 600), (576, 256), (573, 257), (8, 1)])
def test_a_page_of_dots_is_what_another_library_makes_of_it(size: tuple[int, int]) -> None:
    dots = Image.frombytes("1", size, secrets.token_bytes((size[0] + 7) // 8 * size[1]))
    judge = Dummy()
    judge.image(dots, impl="bitImageRaster", fragment_height=256)
    assert b"".join(page(dots)) == judge.output


@pytest.mark.parametrize("lang", ["zh-TW", "en", "ja"])
def test_a_slip_comes_out_with_all_its_ink_and_its_code_reads_back(lang: str, peer: EscposPrinter, printer: escpos.EscposPrinter) -> None:
    number = printer.submit(slip_pdf(slip(lang)), "title")
    assert until(printer, number, over) == JobState(Phase.OUT, "", 1)
    came = peer.pages[0]
    assert came.width == 576
    assert [code.data.decode() for code in decode(came.convert("L"), symbols=[ZBarSymbol.QRCODE])] == [TOKEN]


def test_a_printer_that_never_says_done_is_never_believed(printer: escpos.EscposPrinter) -> None:
    silent = EscposPrinter(knows_marks=False)
    opened = escpos.open("receipt", {"network": f"127.0.0.1:{silent.port}"})
    number = opened.submit(pdf(), "title")
    until(opened, number, lambda _: len(silent.pages) == 1)
    time.sleep(0.5)
    assert opened.job(number).phase is Phase.PRINTING
    opened.cancel(number)
    assert until(opened, number, over).phase is Phase.UNKNOWN
    opened.close()
    silent.stop()


def test_a_printer_switched_off_in_the_middle_leaves_a_job_nobody_knows_of(peer: EscposPrinter, printer: escpos.EscposPrinter) -> None:
    number = printer.submit(pdf(), "title")
    until(printer, number, lambda state: state.phase is Phase.PRINTING)
    peer.switch_off()
    state = until(printer, number, over)
    assert (state.phase, state.sheets) == (Phase.UNKNOWN, 0)
    assert printer.state().problem == "gone"
    with pytest.raises(DeviceGone):
        printer.submit(pdf(), "title")


def test_a_cover_opened_in_the_middle_holds_the_page_up_until_it_is_closed(peer: EscposPrinter, printer: escpos.EscposPrinter) -> None:
    number = printer.submit(pdf(), "title")
    until(printer, number, lambda state: state.phase is Phase.PRINTING)
    peer.fault("cover-open")
    assert until(printer, number, lambda state: state.problem != "").problem == "cover-open"
    peer.mend()
    assert until(printer, number, over) == JobState(Phase.OUT, "", 1)


def test_another_engine_knows_nothing_of_the_jobs_before_it(peer: EscposPrinter, printer: escpos.EscposPrinter) -> None:
    number = printer.submit(pdf(), "title")
    until(printer, number, over)
    later = escpos.open("receipt", {"network": f"127.0.0.1:{peer.port}"})
    assert later.job(number).phase is Phase.UNKNOWN
    later.close()


def test_what_is_no_pdf_is_refused_and_nothing_is_sent(peer: EscposPrinter, printer: escpos.EscposPrinter) -> None:
    with pytest.raises(PrinterError, match="receipt"):
        printer.submit(b"not a page", "title")
    assert peer.pages == []


@pytest.mark.parametrize(("options", "words"), [
    ({}, "one of network, serial, usb"), ({"network": "a:1", "usb": "/dev/usb/lp0"}, "one of network"),
    ({"network": "printer"}, "host:port"), ({"network": "printer:x"}, "host:port"), ({"networkk": "a:1"}, "did you mean 'network'"),
])
def test_a_table_that_cannot_be_meant_is_told_with_what_to_write(options: dict[str, object], words: str) -> None:
    with pytest.raises(OptionWrong, match=words):
        escpos.open("receipt", options)


@pytest.mark.parametrize(("status", "code"), [
    ((0x12, 0x12, 0x12, 0x12), ""), ((0x12, 0x12, 0x12, 0x1E), ""), ((0x1A, 0x16, 0x12, 0x12), "cover-open"),
    ((0x1A, 0x32, 0x12, 0x72), "out-of-paper"),
    ((0x1A, 0x52, 0x1A, 0x12), "paper-jam"), ((0x1A, 0x52, 0x32, 0x12), "printer"), ((0x1A, 0x12, 0x12, 0x12), "gone"),
], ids=["ready", "paper near its end", "cover", "paper", "cutter", "for good", "offline"])
def test_what_its_status_means(status: tuple[int, int, int, int], code: str) -> None:
    assert problem(dict(zip((1, 2, 3, 4), status, strict=True))) == code


@given(st.lists(st.one_of(st.integers(0, 9999), st.sampled_from([0x12, 0x1A, 0x32, 0x72, 0x00, 0xFF])), max_size=30), st.integers(1, 9))
def test_marks_and_status_are_told_apart_however_they_are_cut(said: list[int], piece: int) -> None:
    """A number above 255 stands for a mark, a smaller one for an octet: what a printer may say, in any pieces."""
    octets = b"".join(b"\x37\x22" + f"{one:04d}".encode() + b"\x00" if one > 255 else bytes([one]) for one in said)
    answers = Answers()
    for start in range(0, len(octets), piece):
        answers.came(octets[start:start + piece])
    assert answers.marks == {one for one in said if one > 255}
    assert answers.statuses == [one for one in said if one <= 255 and one & 0x93 == 0x12]


@given(st.binary(max_size=400))
def test_any_octets_at_all_are_taken_in(octets: bytes) -> None:
    answers = Answers()
    answers.came(octets)
    answers.came(mark(7))
    assert all(0 <= one <= 9999 for one in answers.marks)


@pytest.mark.parametrize("opening", [lambda path: SerialWire(path, 38400), usb_node], ids=["serial", "usb"])
def test_a_wire_carries_octets_both_ways_and_tells_when_it_is_broken(opening: Callable[[str], SerialWire]) -> None:
    theirs, ours = os.openpty()
    tty.setraw(ours)
    wire = opening(os.ttyname(ours))
    octets = secrets.token_bytes(2000)
    sending = threading.Thread(target=wire.write, args=(octets, 5))
    sending.start()
    came = b""
    while len(came) < len(octets):
        came += os.read(theirs, 4096)
    sending.join()
    assert came == octets
    assert wire.read(0.05) == b""
    os.write(theirs, b"\x12\x16")
    assert wire.read(2)[:1] == b"\x12"
    os.write(theirs, b"old")
    time.sleep(0.05)
    wire.forget()
    assert wire.read(0.05) == b""
    with pytest.raises(TimeoutError):  # nobody reads at the other end
        wire.write(bytes(4_000_000), 0.2)
    os.close(theirs)
    end, broken = time.monotonic() + 5, ""
    while not broken and time.monotonic() < end:
        try:
            wire.read(0.05)
        except OSError as error:
            broken = str(error)
    assert broken
    wire.close()
    os.close(ours)
