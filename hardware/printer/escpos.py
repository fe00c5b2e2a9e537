"""A receipt printer that speaks ESC/POS by itself: over the network, a serial line or USB, with no print daemon between.

- A page is drawn into dots by poppler's ``pdftoppm`` and sent in bands. A page wider than the head loses its margins, never its middle.
- Before a page is sent the device is asked; while something is wrong with it nothing is sent, so that cancelling leaves nothing behind.
- Behind every page goes a question that the device answers only when all before it was printed (GS ( H function 48). Without that
  answer nobody knows: UNKNOWN, never OUT. A device that does not know the function is of no use here.
- The device has no memory of jobs: one of an earlier engine is UNKNOWN.

``kiosk.toml``::

    [printer.receipt]
    driver = "escpos"
    network = "192.0.2.7:9100"            or  serial = "/dev/serial/by-id/…", baud = 38400  or  usb = "/dev/usb/lp0"
    dots = 576                            what the head has across; 203 a inch
"""
from __future__ import annotations

import contextlib
import io
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from hardware import DeviceGone, PrinterError
from hardware.options import OptionWrong, read_options
from hardware.printer import JobState, Phase, PrinterState
from hardware.printer import escpos_words as words
from hardware.wires import SerialWire, Wire, network, usb_node

DPI = 203
OPEN_S, ASK_S, SEND_S, POLL_S, DRAW_S = 3.0, 1.0, 10.0, 0.1, 20.0
WAYS = ("network", "serial", "usb")


@dataclass(frozen=True)
class Options:
    """One of ``network`` (host:port), ``serial`` (a line, at ``baud``), ``usb`` (a node); ``dots`` across; ``media``: what lies in it."""

    network: str = ""
    serial: str = ""
    usb: str = ""
    baud: int = 38400
    dots: int = 576
    media: str = "om_80x200mm_80x200mm"


def open(name: str, options: dict[str, Any]) -> EscposPrinter:
    """Open the printer ``name``; the wire itself is opened with the first question. Raises ``OptionWrong``."""
    ready = read_options(Options, name, options)
    if sum(bool(getattr(ready, way)) for way in WAYS) != 1:
        raise OptionWrong(f"{name}: say how the printer is reached, one of {', '.join(WAYS)}")
    host, _, port = ready.network.rpartition(":")
    if ready.network and not (host and port.isdecimal()):
        raise OptionWrong(f"{name}: option 'network' must be host:port such as 192.0.2.7:9100, not {ready.network!r}")
    return EscposPrinter(name, ready)


@dataclass
class _Job:
    pages: list[Image.Image]
    phase: Phase = Phase.QUEUED
    problem: str = ""
    sheets: int = 0
    unwanted: threading.Event = field(default_factory=threading.Event)


class EscposPrinter:
    """One device. A thread of its own brings the jobs out, one after the other; all else may be asked meanwhile."""

    def __init__(self, name: str, options: Options) -> None:
        self.name, self._options = name, options
        self._jobs: dict[int, _Job] = {}
        self._last, self._mark = 0, 0
        self._wire: Wire | None = None
        self._answers = words.Answers()
        self._one = threading.RLock()  # the wire and what came over it
        self._threads: list[threading.Thread] = []

    def state(self) -> PrinterState:
        """See :class:`hardware.printer.Printer`."""
        found = self._problem()
        return PrinterState(found, () if found == DeviceGone.code else (self._options.media,))

    def submit(self, document: bytes, title: str) -> int:
        """See :class:`hardware.printer.Printer`; ``title`` is told to nobody. Raises ``PrinterError`` where the PDF cannot be drawn."""
        with self._asking():
            pass  # it is there
        job, before = _Job(self._drawn(document)), [one for one in self._threads if one.is_alive()]
        self._last += 1
        number, self._jobs[self._last] = self._last, job
        work = threading.Thread(target=self._bring_out, args=(job, before), name=f"{self.name}-{number}", daemon=True)
        self._threads = [*before, work]
        work.start()
        return number

    def job(self, number: int) -> JobState:
        """See :class:`hardware.printer.Printer`."""
        job = self._jobs.get(number)
        return JobState(Phase.UNKNOWN) if job is None else JobState(job.phase, job.problem, job.sheets)

    def cancel(self, number: int) -> None:
        """See :class:`hardware.printer.Printer`; what was sent already may still come out, and is then UNKNOWN."""
        if (job := self._jobs.get(number)) is not None:
            job.unwanted.set()

    def purge(self) -> None:
        """See :class:`hardware.printer.Printer`; the device throws away what it has not printed. Raises ``DeviceGone``."""
        for job in self._jobs.values():
            job.unwanted.set()
        self._jobs = {}
        with self._asking() as wire:
            wire.write(words.CLEAR, SEND_S)

    def close(self) -> None:
        """See :class:`hardware.printer.Printer`."""
        for job in self._jobs.values():
            job.unwanted.set()
        for one in self._threads:
            one.join(SEND_S)
        self._let_go()

    # --- a job -------------------------------------------------------------------------------

    def _bring_out(self, job: _Job, before: list[threading.Thread]) -> None:
        for one in before:
            one.join()
        try:
            for dots in job.pages:
                if not self._ready(job):
                    job.phase = Phase.FAILED
                    return
                job.phase = Phase.PRINTING
                if not self._out(job, self._sent(dots)):
                    job.phase = Phase.UNKNOWN
                    return
                job.sheets += 1
            job.phase = Phase.OUT
        except DeviceGone as gone:
            job.problem, job.phase = gone.code, Phase.UNKNOWN if job.phase is Phase.PRINTING else Phase.FAILED
        finally:
            job.pages = []

    def _ready(self, job: _Job) -> bool:
        """Wait until the device can print; False where nobody wants the job any more, or only a technician can help."""
        while not job.unwanted.is_set():
            job.problem = self._problem()
            if not job.problem:
                return True
            if job.problem == PrinterError.code:
                return False
            job.unwanted.wait(POLL_S)
        return False

    def _sent(self, dots: Image.Image) -> int:
        """Send a page; the mark that stands behind it. Raises ``DeviceGone``."""
        with self._asking() as wire:
            self._mark = self._mark % 9999 + 1
            self._answers.marks.discard(self._mark)
            for octets in (words.BEGIN, *words.page(dots), words.CUT, words.mark(self._mark)):
                wire.write(octets, SEND_S)
            return self._mark

    def _out(self, job: _Job, mark: int) -> bool:
        """Wait until the device has reached the mark; False where that will not be known."""
        while True:
            with self._asking() as wire:
                self._answers.came(wire.read(POLL_S))
                if mark in self._answers.marks:
                    job.problem = ""
                    return True
            job.problem = self._problem()
            if job.problem in (DeviceGone.code, PrinterError.code):
                return False
            if job.unwanted.is_set():
                with self._asking() as wire:
                    wire.write(words.CLEAR, SEND_S)
                return False

    # --- the device --------------------------------------------------------------------------

    def _problem(self) -> str:
        try:
            with self._asking() as wire:
                status = {}
                for kind, question in words.STATUS.items():
                    self._answers.statuses.clear()
                    wire.write(question, ASK_S)
                    end = time.monotonic() + ASK_S
                    while not self._answers.statuses:
                        if time.monotonic() > end:
                            raise OSError("no answer")
                        self._answers.came(wire.read(end - time.monotonic()))
                    status[kind] = self._answers.statuses[0]
                return words.problem(status)
        except DeviceGone as gone:
            return gone.code

    @contextlib.contextmanager
    def _asking(self) -> Iterator[Wire]:
        """Have the open wire for oneself. Raises ``DeviceGone``; a wire that broke is opened anew the next time."""
        with self._one:
            try:
                if self._wire is None:
                    self._wire = self._opened()
                    self._answers = words.Answers()
                yield self._wire
            except OSError as error:
                self._let_go()
                raise DeviceGone(self.name, str(error)) from error

    def _opened(self) -> Wire:
        if self._options.serial:
            return SerialWire(self._options.serial, self._options.baud)
        if self._options.usb:
            return usb_node(self._options.usb)
        host, _, port = self._options.network.rpartition(":")
        return network(host, int(port), OPEN_S)

    def _let_go(self) -> None:
        with self._one:
            gone, self._wire = self._wire, None
            if gone is not None:
                with contextlib.suppress(OSError):
                    gone.close()

    def _drawn(self, document: bytes) -> list[Image.Image]:
        """The pages as dots, as wide as the head. Raises ``PrinterError``."""
        try:
            drawn = subprocess.run(["pdftoppm", "-r", str(DPI), "-mono", "-"], input=document, capture_output=True, timeout=DRAW_S,
                                   check=True).stdout
        except (OSError, subprocess.SubprocessError) as error:
            raise PrinterError(self.name, f"pdftoppm cannot draw the page ({type(error).__name__})") from error
        pages = [one.convert("1") for one in _pictures(drawn)]
        if not pages:
            raise PrinterError(self.name, "the document has no page")
        across = self._options.dots
        return [one.crop(((one.width - across) // 2, 0, (one.width - across) // 2 + across, one.height)) if one.width > across else one
                for one in pages]


def _pictures(drawn: bytes) -> Iterator[Image.Image]:
    """The PBM pictures that stand one behind the other."""
    rest = io.BytesIO(drawn)
    while rest.tell() < len(drawn):
        start = rest.tell()
        with Image.open(rest) as picture:
            picture.load()
            size = picture.size
            yield picture.copy()
        header = len(b"P4\n%d %d\n" % size)
        rest.seek(start + header + (size[0] + 7) // 8 * size[1])
