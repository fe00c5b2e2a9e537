"""Printing as a crash-safe transaction (design: visit, Paper is a transaction).

Every state is in the journal before the next thing is done, so whatever happens, each paper ends
in exactly one of delivered, not-printed, unknown, left. What may follow what: :mod:`kiosk.paper_rules`.
"""
from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from hardware import DeviceGone
from hardware.printer import JobState, Phase, Printer
from kiosk.paper_rules import ENDS, State, after, after_crash, seen
from kiosk.store import Journal, PaperRow, StoreError
from wire.messages import PaperEnd

Told = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class PaperLimits:
    """Seconds. ``job_s`` counts only while nothing holds the printer up, ``fault_s`` one fault at a time."""

    job_s: float = 60.0
    fault_s: float = 120.0
    settle_s: float = 10.0
    taken_s: float = 90.0
    poll_s: float = 0.25


@dataclass(frozen=True)
class Ended:
    """One paper at its end: for which visit and request, what the desk is told, and the problem's code where one was the reason."""

    visit: str
    request: str | None
    end: PaperEnd
    problem: str = ""


class DocumentAltered(Exception):
    """The octets to print are not those the agency sealed: print nothing, raise an incident, end the visit."""

    def __init__(self, serial: str) -> None:
        super().__init__(f"document {serial}: its sha256 is not that of the reply; nothing was printed")
        self.serial = serial


class Paper:
    """One printer's papers. ``clock`` gives monotonic seconds. One paper at a time."""

    def __init__(
        self, journal: Journal, printer: Printer, clock: Callable[[], float] = time.monotonic, limits: PaperLimits | None = None
    ) -> None:
        self._journal = journal
        self._printer = printer
        self._clock = clock
        self._limits = limits or PaperLimits()
        self._taken = asyncio.Event()
        self._one = asyncio.Lock()

    async def print(
        self, document: bytes, *, sha256: str, serial: str, visit: str, request: str | None, sheets: int, told: Told
    ) -> Ended:
        """Print one sealed document and stay until it ended.

        ``told`` hears "printing", a problem's code of :mod:`hardware`, "" when it is over, and "out" when
        the paper lies in the tray; then :meth:`taken` or ``taken_s`` ends it. ``sha256`` is the reply's.

        Raises ``DocumentAltered`` before anything is noted or printed.
        """
        if hashlib.sha256(document).hexdigest() != sha256:
            raise DocumentAltered(serial)
        async with self._one:
            self._taken.clear()
            self._journal.paper_open(
                serial, sha256=sha256, printer=self._printer.name, sheets=sheets, visit=visit, request=request)
            sheet = _Sheet(self._journal, serial, State.INTENDED)
            problem = await self._ready(sheet, told) or await self._bring_out(document, sheet, sheets, told)
            if sheet.state is State.OUT:
                await told("out")
                await self._wait_until_taken(sheet)
            return Ended(visit, request, _paper_end(sheet, self._printer.name, sheets, sha256), problem)

    def taken(self) -> None:
        """The citizen pressed that the paper is in hand (or a sensor saw it go)."""
        self._taken.set()

    async def recover(self) -> list[Ended]:
        """End what a crash left unfinished on this printer, and purge its spool; give back what the desk must be told.

        Where the list is not empty, a page may lie in the tray that belongs to nobody present.
        """
        async with self._one:
            ended = [await self._recovered(row) for row in self._journal.papers_unfinished() if row.printer == self._printer.name]
            try:
                await asyncio.to_thread(self._printer.purge)
            except DeviceGone:
                return ended  # the spool is on tmpfs and its daemon is down: it purges at the next start
            return ended

    # --- to the tray -------------------------------------------------------------------------

    async def _ready(self, sheet: _Sheet, told: Told) -> str:
        """Wait until the device says that it can print; what was never handed over is surely not printed."""
        problem, since = "", self._clock()
        while True:
            found = (await asyncio.to_thread(self._printer.state)).problem
            if found != problem:
                problem, since = found, self._clock()
                await told(problem)
            if not problem:
                return ""
            if self._clock() - since > self._limits.fault_s:
                sheet.go(State.NOT_PRINTED)
                return problem
            await asyncio.sleep(self._limits.poll_s)

    async def _bring_out(self, document: bytes, sheet: _Sheet, sheets: int, told: Told) -> str:
        """Hand over and watch until the paper is out or over; give back the problem that stood last, if any."""
        try:
            number = await asyncio.to_thread(self._printer.submit, document, secrets.token_hex(16))
        except DeviceGone as gone:
            sheet.go(State.NOT_PRINTED)
            await told(gone.code)
            return gone.code
        sheet.go(State.SPOOLED, number)
        try:
            problem = await self._watch(number, sheet, sheets, told)
            if sheet.state in (State.SPOOLED, State.PRINTING):
                await self._call_off(number, sheet, sheets)
            elif sheet.state is not State.OUT:
                await asyncio.to_thread(self._printer.cancel, number)  # a daemon would send it again to a printer that comes back
        except (asyncio.CancelledError, StoreError):
            await asyncio.to_thread(self._printer.cancel, number)  # the visit ends; the next start finds the journal's row
            raise
        return "" if sheet.state is State.OUT else problem

    async def _watch(self, number: int, sheet: _Sheet, sheets: int, told: Told) -> str:
        """Follow the job until it is out, over, or out of patience; give back the last problem."""
        problem, since, running = "", self._clock(), 0.0
        while True:
            job = await self._asked(number)
            before, now = sheet.state, self._clock()
            sheet.see(job, sheets)
            if sheet.state is not before and sheet.state is State.PRINTING:
                await told("printing")
            if sheet.state not in (State.SPOOLED, State.PRINTING):
                return job.problem or problem
            if job.problem != problem:
                running += 0.0 if problem else now - since
                problem, since = job.problem, now
                await told(problem)
            if now - since > (self._limits.fault_s if problem else self._limits.job_s - running):
                return problem
            await asyncio.sleep(self._limits.poll_s)

    async def _call_off(self, number: int, sheet: _Sheet, sheets: int) -> None:
        """Cancel, then believe only what the device says: it may have printed in the meantime."""
        job = await self._settled(number)
        sheet.see(job, sheets)
        if sheet.state in (State.SPOOLED, State.PRINTING):
            sheet.go(State.UNKNOWN)

    async def _settled(self, number: int) -> JobState:
        """Cancel a job and wait until it is over, at most ``settle_s``."""
        await asyncio.to_thread(self._printer.cancel, number)
        until = self._clock() + self._limits.settle_s
        while True:
            job = await self._asked(number)
            if job.phase not in (Phase.QUEUED, Phase.PRINTING) or self._clock() > until:
                return job
            await asyncio.sleep(self._limits.poll_s)

    async def _asked(self, number: int) -> JobState:
        return await asyncio.to_thread(self._printer.job, number)

    # --- from the tray -----------------------------------------------------------------------

    async def _wait_until_taken(self, sheet: _Sheet) -> None:
        try:
            await asyncio.wait_for(self._taken.wait(), self._limits.taken_s)
        except TimeoutError:
            sheet.go(State.LEFT)
            return
        sheet.go(State.TAKEN)
        sheet.go(State.DELIVERED)

    async def _recovered(self, row: PaperRow) -> Ended:
        state, job = State(row.state), None
        if row.job is not None and state in (State.SPOOLED, State.PRINTING):
            job = await self._settled(int(row.job))
        sheet = _Sheet(self._journal, row.serial, state)
        sheet.go(after_crash(state, job, row.sheets))
        return Ended(row.visit, row.request, _paper_end(sheet, row.printer, row.sheets, row.sha256), job.problem if job else "")


@dataclass
class _Sheet:
    """One paper and its line in the journal, which is written before the state is believed."""

    journal: Journal
    serial: str
    state: State

    def go(self, following: State, job: int | None = None) -> None:
        state = after(self.state, following)
        self.journal.paper_state(self.serial, state.value, job=None if job is None else str(job))
        self.state = state

    def see(self, job: JobState, sheets: int) -> None:
        state = seen(self.state, job, sheets)
        if state is not self.state:
            self.go(state)


def _paper_end(sheet: _Sheet, printer: str, sheets: int, sha256: str) -> PaperEnd:
    return PaperEnd(serial=sheet.serial, printer=printer, sheets=sheets, sha256=sha256, state=ENDS[sheet.state])
