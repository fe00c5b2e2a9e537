"""A visit at a counter with other devices: a scanner on a serial line, a receipt printer that speaks ESC/POS."""
from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyzbar.pyzbar import ZBarSymbol, decode

from rehearsal.box import Box
from rehearsal.escpos_printer import EscposPrinter
from rehearsal.parts import SimulatedHands
from rehearsal.pictures import ID_NO
from rehearsal.serial_scanner import SerialScanner

LT03 = "changhua-tax.property-list"


class Hands(SimulatedHands):
    """The gestures of a citizen whose ID card is read by the scanner on the line."""

    def __init__(self, site: Path, scanner: SerialScanner) -> None:
        super().__init__(site)
        self._line = scanner

    def lay_id_card(self) -> None:
        """Hold the ID card to scanner and document camera."""
        super().lay_id_card()
        self._line.show(ID_NO)

    def take_id_card(self) -> None:
        """Take it away."""
        super().take_id_card()
        self._line.show("")


@pytest.fixture(scope="module")
def printer() -> Iterator[EscposPrinter]:
    peer = EscposPrinter()
    yield peer
    peer.stop()


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory, printer: EscposPrinter) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    opened = Box(site, wait_s=5)
    scanner = SerialScanner()
    config = site / "kiosk.toml"
    tables = {"scanner": f'driver = "serial"\nport = "{scanner.port}"\n',
              "printer.receipt": f'driver = "escpos"\nnetwork = "127.0.0.1:{printer.port}"\n'}
    for name, table in tables.items():
        before, _, after = config.read_text().partition(f"[{name}]\n")
        config.write_text(f"{before}[{name}]\n{table}\n[" + after.partition("\n[")[2])
    opened.hands = Hands(site, scanner)
    with opened:
        yield opened
    scanner.unplug()


def test_a_number_from_the_line_identifies_and_the_slip_comes_out_of_the_other_printer(box: Box, printer: EscposPrinter) -> None:
    citizen = box.citizen(flow=LT03, way="id-card")
    citizen.come()
    assert box.outcome(citizen.visit) == "parked"
    assert box.journal("SELECT event FROM note WHERE visit = ? AND event = 'slip.out'", citizen.visit) == [("slip.out",)]
    assert len(printer.pages) == 1
    [code] = decode(printer.pages[0].convert("L"), symbols=[ZBarSymbol.QRCODE])
    assert box.rows("SELECT visit FROM cases JOIN askings ON askings.case_id = cases.id WHERE token_sha256 = ?",
                    hashlib.sha256(code.data).hexdigest()) == [(citizen.visit,)]


def test_a_receipt_printer_without_paper_keeps_nobody_from_leaving(box: Box, printer: EscposPrinter) -> None:
    printer.fault("out-of-paper")
    before = len(printer.pages)
    citizen = box.citizen(flow=LT03, way="id-card")
    citizen.come()
    assert box.outcome(citizen.visit) == "parked"
    assert box.journal("SELECT event FROM note WHERE visit = ? AND event = 'slip.not-printed'", citizen.visit) == [("slip.not-printed",)]
    printer.mend()
    box.until("attract")
    assert len(printer.pages) == before, "the slip of somebody who has gone came out"
