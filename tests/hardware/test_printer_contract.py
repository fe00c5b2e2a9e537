"""What every printer does: simulated, real (cupsd with IPP printers behind it), or a peer that speaks ESC/POS."""
from __future__ import annotations

import io
import secrets
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from hardware import OutOfPaper, PaperJam, PrinterError
from hardware.options import OptionWrong
from hardware.printer import JobState, Phase, Printer, cups, escpos, simulated
from rehearsal.escpos_printer import EscposPrinter
from rehearsal.printers import CUPSD_PORT, PORTS, QUEUES, PrinterRoom

PATIENCE_S = 12.0
A4, RECEIPT = "iso_a4_210x297mm", "om_80x200mm_80x200mm"
FAULTS = {OutOfPaper: "media-empty", PaperJam: "media-jam"}


def pdf(sheets: int = 1) -> bytes:
    """Pages of an 80 mm roll with a few random bars, different at each call."""
    first, *more = [Image.frombytes("1", (640, 8), secrets.token_bytes(640)).resize((640, 320)) for _ in range(sheets)]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=more, title=secrets.token_hex(8), resolution=203.0)
    return out.getvalue()


def dots(document: bytes) -> Image.Image:
    """The first page as a head of 576 dots prints it, by poppler."""
    drawn = subprocess.run(["pdftoppm", "-r", "203", "-mono", "-f", "1", "-l", "1", "-singlefile", "-"], input=document,
                           capture_output=True, check=True).stdout
    page = Image.open(io.BytesIO(drawn)).convert("1")
    return page.crop(((page.width - 576) // 2, 0, (page.width - 576) // 2 + 576, page.height))


class Tray:
    """A printer and the hand that feeds, jams and mends it."""

    def __init__(self, printer: Printer, hand: Any, name: str, folder: Path | None = None, media: str = A4) -> None:
        self.printer, self._hand, self._name, self.media = printer, hand, name, media
        self._folder = folder or Path()
        self._submitted: list[bytes] = []

    def submit(self, document: bytes) -> int:
        self._submitted.append(document)
        return self.printer.submit(document, secrets.token_hex(16))

    def break_with(self, fault: type[PrinterError]) -> None:
        """Let the next job meet a fault that lasts."""
        if isinstance(self._hand, EscposPrinter):
            self._hand.fault(fault.code)
        elif isinstance(self._hand, PrinterRoom):
            self._hand.fault(self._name, FAULTS.get(fault, "fail"))
        else:
            self._hand.fail_next(fault)

    def mend(self) -> None:
        if isinstance(self._hand, EscposPrinter):
            self._hand.mend()
        elif isinstance(self._hand, PrinterRoom):
            self._hand.clear(self._name)
        else:
            self._hand.mend()
            self._hand.load(10)

    def received(self) -> list[bytes]:
        """The documents that came out; dot for dot where the printer has dots only."""
        if isinstance(self._hand, EscposPrinter):
            known = {dots(document).tobytes(): document for document in self._submitted}
            return [known.get(page.tobytes(), b"something else") for page in self._hand.pages]
        files = self._hand.received(self._name) if isinstance(self._hand, PrinterRoom) else sorted(self._folder.glob("*.pdf"))
        return [path.read_bytes() for path in files]

    def until(self, number: int, good: Callable[[JobState], bool]) -> JobState:
        end = time.monotonic() + PATIENCE_S
        while not good(state := self.printer.job(number)):
            assert time.monotonic() < end, f"it stays {state}"
            time.sleep(0.05)
        return state


def over(state: JobState) -> bool:
    return state.phase not in (Phase.QUEUED, Phase.PRINTING)


@pytest.fixture(params=["simulated", "escpos", pytest.param("real", marks=pytest.mark.real)])
def tray(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tray]:
    if request.param == "escpos":
        peer = EscposPrinter()
        direct = escpos.open("receipt", {"network": f"127.0.0.1:{peer.port}"})
        yield Tray(direct, peer, "receipt", media=RECEIPT)
        direct.close()
        peer.stop()
        return
    if request.param == "simulated":
        printer = simulated.open("a4", {"cabinet": str(tmp_path), "sheets": 10})
        yield Tray(printer, printer, "a4", tmp_path / "a4-out")
        return
    room: PrinterRoom = request.getfixturevalue("room")
    room.clear("a4")
    for page in room.received("a4"):
        page.unlink()
    real = cups.open("a4", {"server": f"127.0.0.1:{CUPSD_PORT}", "queue": QUEUES["a4"], "device": f"ipp://localhost:{PORTS['a4']}/ipp/print"})
    yield Tray(real, room, "a4")
    real.purge()
    real.close()


def test_a_printer_at_rest_has_no_problem_and_names_its_paper(tray: Tray) -> None:
    state = tray.printer.state()
    assert state.problem == ""
    assert tray.media in state.media


def test_a_page_comes_out_unchanged_and_the_device_counts_it(tray: Tray) -> None:
    document = pdf()
    state = tray.until(tray.submit(document), over)
    assert (state.phase, state.problem, state.sheets) == (Phase.OUT, "", 1)
    assert tray.received() == [document]


def test_every_sheet_of_a_longer_paper_is_counted(tray: Tray) -> None:
    assert tray.until(tray.submit(pdf(3)), over).sheets == 3


def test_two_papers_come_out_in_the_order_in_which_they_were_handed_over(tray: Tray) -> None:
    documents = [pdf(), pdf()]
    numbers = [tray.submit(document) for document in documents]
    assert numbers[0] != numbers[1]
    for number in numbers:
        assert tray.until(number, over).phase is Phase.OUT
    assert tray.received() == documents


@pytest.mark.parametrize("fault", [OutOfPaper, PaperJam])
def test_a_fault_is_named_while_it_lasts_and_the_page_comes_out_when_it_is_mended(tray: Tray, fault: type[PrinterError]) -> None:
    document = pdf()
    tray.break_with(fault)
    number = tray.submit(document)
    held = tray.until(number, lambda state: state.problem != "")
    assert held.problem == fault.code
    assert not over(held)
    assert tray.printer.state().problem == fault.code
    assert tray.received() == []
    tray.mend()
    assert tray.until(number, over).phase is Phase.OUT
    assert tray.received() == [document]
    assert tray.printer.state().problem == ""


def test_a_cancelled_job_that_met_an_empty_tray_never_comes_out(tray: Tray) -> None:
    tray.break_with(OutOfPaper)
    number = tray.submit(pdf())
    tray.until(number, lambda state: state.problem != "")
    tray.printer.cancel(number)
    state = tray.until(number, over)
    assert (state.phase, state.sheets) == (Phase.FAILED, 0)
    tray.mend()
    after = pdf()
    assert tray.until(tray.submit(after), over).phase is Phase.OUT
    assert tray.received() == [after]


def test_a_job_that_the_printer_gives_up_is_failed_with_no_sheet(tray: Tray) -> None:
    tray.break_with(PrinterError)
    state = tray.until(tray.submit(pdf()), over)
    assert (state.phase, state.sheets) == (Phase.FAILED, 0)
    assert tray.received() == []


def test_cancelling_what_is_over_or_was_never_there_is_no_error(tray: Tray) -> None:
    number = tray.submit(pdf())
    tray.until(number, over)
    tray.printer.cancel(number)
    tray.printer.cancel(number + 1000)
    assert tray.printer.job(number).phase is Phase.OUT


def test_a_job_nobody_heard_of_is_unknown(tray: Tray) -> None:
    assert tray.printer.job(4711).phase is Phase.UNKNOWN


def test_a_purge_cancels_what_waits_and_forgets_what_was(tray: Tray) -> None:
    first = pdf()
    done = tray.submit(first)
    tray.until(done, over)
    tray.break_with(OutOfPaper)
    waiting = tray.submit(pdf())
    tray.until(waiting, lambda state: state.problem != "")
    tray.printer.purge()
    assert tray.printer.job(done).phase is Phase.UNKNOWN
    assert tray.until(waiting, over).phase in (Phase.UNKNOWN, Phase.FAILED)
    tray.mend()
    after = pdf()
    assert tray.until(tray.submit(after), over).phase is Phase.OUT
    assert tray.received() == [first, after], "the purged page came out when the printer was refilled"


@pytest.mark.parametrize("driver", [simulated, cups, escpos])
def test_an_option_nobody_knows_is_refused_by_name(driver: Any, tmp_path: Path) -> None:
    with pytest.raises(OptionWrong, match="cabinett"):
        driver.open("a4", {"cabinett": str(tmp_path)})
