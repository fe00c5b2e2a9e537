"""What real printers and a real print daemon do in the middle: killed, restarted, opened, out of toner, set up to keep what they print."""
from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator

import pytest

from hardware import PrinterRefused
from hardware.printer import JobState, Phase, cups
from hardware.printer.ipp import Device
from rehearsal.printers import CUPSD_PORT, PORTS, QUEUES, SPOOL, PrinterRoom
from tests.hardware.test_printer_contract import over, pdf

pytestmark = pytest.mark.real
OPTIONS = {"server": f"127.0.0.1:{CUPSD_PORT}", "queue": QUEUES["a4"], "device": f"ipp://localhost:{PORTS['a4']}/ipp/print"}
LONG_S = 40.0


@pytest.fixture
def a4(room: PrinterRoom) -> Iterator[cups.CupsPrinter]:
    room.clear("a4")
    room.slow("a4", 0.3)
    for page in room.received("a4"):
        page.unlink()
    printer = cups.open("a4", OPTIONS)
    yield printer
    room.clear("a4")
    printer.purge()
    printer.close()


def title() -> str:
    return secrets.token_hex(16)


def until(printer: cups.CupsPrinter, number: int, good: Callable[[JobState], bool], patience_s: float = LONG_S) -> JobState:
    end = time.monotonic() + patience_s
    while not good(state := printer.job(number)):
        assert time.monotonic() < end, state
        time.sleep(0.1)
    return state


@pytest.mark.parametrize(("fault", "code"), [("cover-open", "cover-open"), ("toner-empty", "out-of-toner")])
def test_an_open_cover_and_an_empty_cartridge_are_named_and_the_page_comes_when_they_are_seen_to(
        room: PrinterRoom, a4: cups.CupsPrinter, fault: str, code: str) -> None:
    room.fault("a4", fault)
    number = a4.submit(pdf(), title())
    assert until(a4, number, lambda state: state.problem != "").problem == code
    assert a4.state().problem == code
    room.clear("a4")
    assert until(a4, number, over).phase is Phase.OUT


def test_a_printer_whose_plug_is_pulled_in_the_middle_is_gone_and_its_page_unknown(room: PrinterRoom, a4: cups.CupsPrinter) -> None:
    room.slow("a4", 3)
    number = a4.submit(pdf(), title())
    until(a4, number, lambda state: state.phase is Phase.PRINTING)
    room.kill("a4")
    assert a4.state().problem == "gone"
    assert until(a4, number, lambda state: state.problem == "gone").phase is not Phase.OUT
    a4.cancel(number)
    assert until(a4, number, over).phase is Phase.UNKNOWN
    room.restart("a4")


def test_a_printer_that_forgot_the_page_it_was_printing_has_not_printed_it(room: PrinterRoom, a4: cups.CupsPrinter) -> None:
    """The print daemon calls such a job completed."""
    room.slow("a4", 3)
    number = a4.submit(pdf(), title())
    until(a4, number, lambda state: state.phase is Phase.PRINTING)
    room.kill("a4")
    room.restart("a4")
    assert until(a4, number, over).phase is Phase.UNKNOWN
    a4.cancel(number)
    time.sleep(8)  # longer than the daemon waits before it tries again
    assert room.received("a4") == [], "a page that was given up came out"


def test_a_page_in_the_spool_of_a_killed_daemon_never_comes_out_after_the_next_start(room: PrinterRoom, a4: cups.CupsPrinter) -> None:
    room.fault("a4", "media-empty")
    number = a4.submit(pdf(), title())
    until(a4, number, lambda state: state.problem == "out-of-paper")
    end = time.monotonic() + 10
    while not list(SPOOL.glob(f"c*{number}")):  # the daemon writes down what it has a second later: only then is the job a danger
        assert time.monotonic() < end
        time.sleep(0.1)
    assert list(SPOOL.glob(f"d*{number}-*"))
    room.kill_cupsd()
    assert a4.job(number).phase is Phase.UNKNOWN
    room.kill("a4")  # with the box, the printer went off as well
    room.restart("a4")
    room.restart_cupsd()
    later = cups.open("a4", OPTIONS)  # the next start of the counter: it purges before anything else
    later.purge()
    room.clear("a4")
    assert later.job(number).phase is Phase.UNKNOWN
    time.sleep(8)
    assert room.received("a4") == []
    assert list(SPOOL.glob("d*")) == [], "documents lie in the spool"
    after = pdf()
    assert until(later, later.submit(after, title()), over).phase is Phase.OUT
    assert [page.read_bytes() for page in room.received("a4")] == [after]


def test_a_daemon_that_is_gone_is_told_and_works_again_when_it_is_back(room: PrinterRoom, a4: cups.CupsPrinter) -> None:
    room.kill_cupsd()
    with pytest.raises(Exception, match="a4: gone"):
        a4.submit(pdf(), title())
    assert a4.state().problem == "", "the device itself is well"
    room.restart_cupsd()
    assert until(a4, a4.submit(pdf(), title()), over).phase is Phase.OUT


def test_all_that_a_job_is_called_is_a_random_name(room: PrinterRoom, a4: cups.CupsPrinter) -> None:
    room.fault("a4", "media-empty")
    called = title()
    number = a4.submit(pdf(), called)
    until(a4, number, lambda state: state.problem != "")
    told = Device(OPTIONS["device"]).jobs("not-completed", "job-name", "job-originating-user-name", "document-name")
    assert [sorted(str(value) for values in job.values() for value in values) for job in told] == [sorted([called, "counter"])]
    a4.cancel(number)
    until(a4, number, over)


@pytest.mark.parametrize(("set_up", "words"), [
    ({"job-hold-until-default": "keyword indefinite", "job-hold-until-supported": "keyword no-hold,indefinite"}, "job-hold-until-default"),
    ({"job-storage-supported": "keyword job-storage-access"}, "switch its job storage off"),
    ({"job-password-supported": "integer 8"}, "switch its job storage off"),
    ({"printer-wifi-state": "enum 8"}, "its Wi-Fi is on"),
], ids=["hold", "storage", "password", "wifi"])
def test_a_printer_that_keeps_holds_or_broadcasts_is_refused_with_what_to_switch_off(
        room: PrinterRoom, set_up: dict[str, str], words: str) -> None:
    room.kill("a4")
    room.restart("a4", set_up)
    try:
        with pytest.raises(PrinterRefused, match=words):
            cups.open("a4", OPTIONS)
    finally:
        room.kill("a4")
        room.restart("a4")
    cups.open("a4", OPTIONS).close()
