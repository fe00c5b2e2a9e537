"""A printer with a tray: a peer driver on the cabinet directory, driven by hand (``load``, ``take``, ``fail_next``, ``mend``).

``<cabinet>/<name>.json`` is its memory and ``<cabinet>/<name>-out/NNN.pdf`` the sheets that came
out, so the dock and the tests drive the same printer from other processes. A job passes
queued → printing → out by the clock, whether or not anybody looks, as paper does.
"""
from __future__ import annotations

import fcntl
import json
import os
import re
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware import CoverOpen, DeviceError, DeviceGone, OutOfPaper, OutOfToner, PaperJam, PrinterError
from hardware.options import read_options
from hardware.printer import JobState, Phase, PrinterState

QUEUED_S = 0.25
SHEET_S = 0.75
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_FAULTS: tuple[type[DeviceError], ...] = (OutOfPaper, PaperJam, CoverOpen, OutOfToner, DeviceGone, PrinterError)


@dataclass(frozen=True)
class Options:
    """``cabinet``: directory of the simulated devices; ``sheets``: paper at the very first start; ``media``: what lies in the tray."""

    cabinet: Path
    sheets: int = 50
    media: tuple[str, ...] = ("iso_a4_210x297mm",)


def open(name: str, options: dict[str, Any]) -> SimulatedPrinter:
    """Open the printer ``name``. Raises ``OptionWrong``."""
    ready = read_options(Options, name, options)
    return SimulatedPrinter(name, ready.cabinet, sheets=ready.sheets, media=ready.media)


def pages(document: bytes) -> int:
    """Count the pages of a PDF the way a printer does, at least one; page objects may lie in deflated object streams."""
    found = len(_PAGE.findall(document))
    for packed in _STREAM.findall(document):
        try:
            found += len(_PAGE.findall(zlib.decompressobj().decompress(packed)))
        except zlib.error:
            continue
    return max(found, 1)


class SimulatedPrinter:
    """One printer in the cabinet. Any number of processes may open it at once."""

    def __init__(self, name: str, cabinet: Path, *, sheets: int = 50, media: tuple[str, ...] = ("iso_a4_210x297mm",)) -> None:
        self.name = name
        self._media = media
        self._memory = cabinet / f"{name}.json"
        self._out = cabinet / f"{name}-out"
        self._spool = cabinet / f"{name}-spool"
        self._sheets = sheets
        for directory in (cabinet, self._out, self._spool):
            directory.mkdir(parents=True, exist_ok=True)

    # --- the interface of hardware.printer -------------------------------------------------

    def state(self) -> PrinterState:
        """Tell problem and media, as a device does."""
        with self._opened() as memory:
            problem = memory["problem"] or ("" if memory["sheets"] else OutOfPaper.code)
            return PrinterState(problem, () if problem == DeviceGone.code else self._media)

    def submit(self, document: bytes, title: str) -> int:
        """Take a PDF into the spool. Raises ``DeviceGone`` while switched off."""
        with self._opened() as memory:
            if memory["problem"] == DeviceGone.code:
                raise DeviceGone(self.name, "switched off")
            memory["last"] += 1
            number = int(memory["last"])
            self._kept(number).write_bytes(document)
            memory["jobs"][str(number)] = {
                "title": title, "phase": Phase.QUEUED.value, "since": time.time(), "pages": pages(document), "done": 0, "problem": "",
            }
            return number

    def job(self, number: int) -> JobState:
        """Tell where a job stands."""
        with self._opened() as memory:
            job = memory["jobs"].get(str(number))
            if job is None:
                return JobState(Phase.UNKNOWN)
            phase = Phase(job["phase"])
            waiting = phase in (Phase.QUEUED, Phase.PRINTING)
            return JobState(phase, memory["problem"] or job["problem"] if waiting else job["problem"], int(job["done"]))

    def cancel(self, number: int) -> None:
        """Cancel one job; sheets that came out stay out."""
        with self._opened() as memory:
            self._cancel(memory, number)

    def purge(self) -> None:
        """Cancel all jobs and forget them."""
        with self._opened() as memory:
            for number in list(memory["jobs"]):
                self._cancel(memory, int(number))
            memory["jobs"] = {}

    def close(self) -> None:
        """Nothing is held open between calls."""

    # --- by hand -----------------------------------------------------------------------------

    def load(self, sheets: int) -> None:
        """Put sheets into the tray; a job that waits for paper goes on."""
        with self._opened() as memory:
            memory["sheets"] += sheets

    def empty(self) -> None:
        """Take all paper out of the tray."""
        with self._opened() as memory:
            memory["sheets"] = 0

    def sheets(self) -> int:
        """Count the sheets in the tray."""
        with self._opened() as memory:
            return int(memory["sheets"])

    def fail_next(self, error: type[DeviceError] | DeviceError) -> None:
        """Let the next job meet this fault: it lasts until ``mend()`` (paper: ``load()``); a bare ``PrinterError`` fails the job."""
        if error.code not in {fault.code for fault in _FAULTS}:
            raise ValueError(f"{self.name}: a printer does not fail with {error.code!r}; choose of {[f.code for f in _FAULTS]}")
        with self._opened() as memory:
            memory["next"].append(error.code)

    def mend(self) -> None:
        """Clear jam, cover, toner or power; planned faults are forgotten too."""
        with self._opened() as memory:
            memory["problem"], memory["next"] = "", []

    def take(self) -> list[Path]:
        """Take what lies in the output tray: the files that came out since the last time, in order."""
        with self._opened() as memory:
            lying, memory["tray"] = memory["tray"], []
            return [self._out / name for name in lying]

    # --- inside ------------------------------------------------------------------------------

    @contextmanager
    def _opened(self) -> Iterator[dict[str, Any]]:
        with self._memory.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            memory = self._remembered()
            before = json.dumps(memory)
            self._run(memory, time.time())
            try:
                yield memory
            finally:
                after = json.dumps(memory)
                if after != before or not self._memory.exists():
                    fresh = self._memory.with_suffix(".new")
                    fresh.write_text(after, encoding="utf-8")
                    os.replace(fresh, self._memory)

    def _remembered(self) -> dict[str, Any]:
        if self._memory.exists():
            memory: dict[str, Any] = json.loads(self._memory.read_text(encoding="utf-8"))
            return memory
        return {"sheets": self._sheets, "problem": "", "next": [], "jobs": {}, "tray": [], "last": 0}

    def _run(self, memory: dict[str, Any], now: float) -> None:
        """Let time pass: one job after another, each sheet in its time, until a fault holds everything up."""
        for number, job in sorted(memory["jobs"].items(), key=lambda entry: int(entry[0])):
            if job["phase"] == Phase.QUEUED.value and now - job["since"] >= QUEUED_S and not memory["problem"]:
                job["phase"], job["since"] = Phase.PRINTING.value, job["since"] + QUEUED_S
                self._meet_fault(memory, job)
            if job["phase"] == Phase.PRINTING.value:
                self._print(memory, int(number), job, now)
            if job["phase"] in (Phase.QUEUED.value, Phase.PRINTING.value):
                return

    def _meet_fault(self, memory: dict[str, Any], job: dict[str, Any]) -> None:
        code = memory["next"].pop(0) if memory["next"] else ""
        if code == OutOfPaper.code:
            memory["sheets"] = 0
        elif code == PrinterError.code:
            job["phase"] = Phase.FAILED.value
        elif code == DeviceGone.code:
            memory["problem"], job["phase"] = code, Phase.UNKNOWN.value
        elif code:
            memory["problem"] = code

    def _print(self, memory: dict[str, Any], number: int, job: dict[str, Any], now: float) -> None:
        while job["done"] < job["pages"]:
            job["problem"] = memory["problem"] or ("" if memory["sheets"] else OutOfPaper.code)
            if job["problem"]:
                job["since"] = now
                return
            if now - job["since"] < SHEET_S:
                return
            memory["sheets"] -= 1
            job["done"] += 1
            job["since"] += SHEET_S
        job["phase"] = Phase.OUT.value
        name = f"{len(list(self._out.glob('*.pdf'))) + 1:03d}.pdf"
        os.replace(self._kept(number), self._out / name)
        memory["tray"].append(name)

    def _cancel(self, memory: dict[str, Any], number: int) -> None:
        job = memory["jobs"].get(str(number))
        if job is not None and job["phase"] in (Phase.QUEUED.value, Phase.PRINTING.value):
            job["phase"] = Phase.FAILED.value
        self._kept(number).unlink(missing_ok=True)

    def _kept(self, number: int) -> Path:
        return self._spool / f"{number}.pdf"
