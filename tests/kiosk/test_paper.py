"""Printing as a transaction, over a printer that behaves and a real journal: every end, and every state crashed in."""
from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from hardware import CoverOpen, DeviceGone, OutOfPaper, PaperJam, PrinterError
from hardware.printer.simulated import SimulatedPrinter
from kiosk.paper import DocumentAltered, Paper, PaperLimits
from kiosk.paper_rules import State, WrongTurn, after
from kiosk.store import Journal

PDF = b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\n%%EOF"
LIMITS = PaperLimits(job_s=6, fault_s=1.5, settle_s=2, taken_s=1.5, poll_s=0.05)


class Tray:
    """A printer, its papers and what the screen was told."""

    def __init__(self, folder: Path) -> None:
        self.printer = SimulatedPrinter("a4", folder / "cabinet")
        self.journal = Journal(folder / "state")
        self.paper = Paper(self.journal, self.printer, limits=LIMITS)
        self.told: list[str] = []

    async def print(self, hear: Callable[[str], Awaitable[None]] | None = None, serial: str = "115-A", sheets: int = 1) -> str:
        async def told(code: str) -> None:
            self.told.append(code)
            if hear is not None:
                await hear(code)

        self.journal.visit_begins(serial)
        ended = await self.paper.print(PDF, sha256=hashlib.sha256(PDF).hexdigest(), serial=serial, visit=serial, request="r", sheets=sheets,
                                       told=told)
        assert [row.state for row in self.journal.papers_of(serial)] == [ended.end.state]
        return ended.end.state

    def take_when_out(self) -> Callable[[str], Awaitable[None]]:
        async def hear(code: str) -> None:
            if code == "out":
                self.paper.taken()

        return hear


@pytest.fixture
def tray(tmp_path: Path) -> Tray:
    return Tray(tmp_path)


async def test_a_page_that_came_out_and_was_taken_is_delivered(tray: Tray) -> None:
    assert await tray.print(tray.take_when_out()) == "delivered"
    assert tray.told == ["printing", "out"]
    assert [path.read_bytes() for path in tray.printer.take()] == [PDF]


async def test_a_page_nobody_took_is_left(tray: Tray) -> None:
    assert await tray.print() == "left"


async def test_an_empty_tray_is_told_and_the_page_comes_after_refilling(tray: Tray) -> None:
    tray.printer.fail_next(OutOfPaper)

    async def hear(code: str) -> None:
        if code == "out-of-paper":
            tray.printer.load(10)
        if code == "out":
            tray.paper.taken()

    assert await tray.print(hear) == "delivered"
    assert "out-of-paper" in tray.told


@pytest.mark.parametrize("fault", [OutOfPaper, PaperJam, CoverOpen])
async def test_a_fault_that_nobody_mends_ends_without_a_page_or_unknown(tray: Tray, fault: type[PrinterError]) -> None:
    tray.printer.fail_next(fault)
    state = await tray.print()
    assert state in ("not-printed", "unknown")
    assert tray.printer.take() == []


async def test_a_printer_that_goes_off_is_never_believed_to_have_printed(tray: Tray) -> None:
    tray.printer.fail_next(DeviceGone)
    assert await tray.print() in ("not-printed", "unknown")
    assert "out" not in tray.told
    assert tray.printer.take() == []


async def test_octets_that_are_not_the_replys_are_never_handed_over(tray: Tray) -> None:
    with pytest.raises(DocumentAltered):
        await tray.paper.print(PDF + b" ", sha256=hashlib.sha256(PDF).hexdigest(), serial="s", visit="v", request=None, sheets=1,
                               told=lambda _: asyncio.sleep(0))
    assert tray.journal.papers_of("v") == []
    assert tray.printer.take() == []


@pytest.mark.parametrize("state", ["intended", "spooled", "printing", "out", "taken"])
async def test_a_crash_in_any_state_ends_the_paper_and_nothing_is_printed_afterwards(tray: Tray, state: str) -> None:
    tray.journal.paper_open("115-C", sha256=hashlib.sha256(PDF).hexdigest(), printer="a4", sheets=1, visit="v", request="r")
    if state != "intended":
        job = tray.printer.submit(PDF, "title")
        for passed in ("spooled", "printing", "out", "taken"):
            tray.journal.paper_state("115-C", passed, job=str(job))
            if passed == state:
                break
    ended = await Paper(tray.journal, tray.printer, limits=LIMITS).recover()
    assert [one.end.serial for one in ended] == ["115-C"]
    assert ended[0].end.state in (("delivered",) if state == "taken" else ("unknown", "not-printed"))
    assert tray.journal.papers_unfinished() == []
    came_out = len(tray.printer.take())
    await asyncio.sleep(1.5)
    assert tray.printer.take() == []
    assert came_out <= 1
    assert await Paper(tray.journal, tray.printer, limits=LIMITS).recover() == []


async def test_a_serial_is_used_once(tray: Tray) -> None:
    await tray.print(tray.take_when_out(), serial="115-D")
    with pytest.raises(Exception, match=r"115-D|UNIQUE"):
        tray.journal.paper_open("115-D", sha256="x", printer="a4", sheets=1, visit="v", request=None)


def test_no_state_follows_an_end_and_delivered_only_follows_taken() -> None:
    for end in (State.DELIVERED, State.NOT_PRINTED, State.UNKNOWN, State.LEFT):
        for following in State:
            with pytest.raises(WrongTurn):
                after(end, following)
    for state in State:
        if state is not State.TAKEN:
            with pytest.raises(WrongTurn):
                after(state, State.DELIVERED)
