"""Printers: one interface, ``cups`` and ``simulated`` behind it."""
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Phase(Enum):
    """Where a job stands. UNKNOWN: the printer lost its memory of it, paper may or may not have come out."""

    QUEUED = "queued"
    PRINTING = "printing"
    OUT = "out"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PrinterState:
    """Asked from the device itself. ``problem`` is '' or a code of :mod:`hardware` such as 'out-of-paper', 'gone'."""

    problem: str = ""
    media: tuple[str, ...] = ()


@dataclass(frozen=True)
class JobState:
    """Phase of one job and, where something holds it up, the problem's code; ``sheets`` counted by the device, None where it does not."""

    phase: Phase
    problem: str = ""
    sheets: int | None = None


class Printer(Protocol):
    """One printer. Every call blocks. ``name`` is its table in kiosk.toml, e.g. 'a4' or 'receipt'."""

    name: str

    def state(self) -> PrinterState:
        """Ask the device (never the queue) how it is. Never raises for a printer that is off: problem='gone'."""
        ...

    def submit(self, document: bytes, title: str) -> int:
        """Hand a PDF over unchanged and return the job's number; ``title`` is a random id. Raises ``DeviceGone``."""
        ...

    def job(self, number: int) -> JobState:
        """Tell where a job stands. An unheard-of job is UNKNOWN."""
        ...

    def cancel(self, number: int) -> None:
        """Cancel one job; no error where it is over."""
        ...

    def purge(self) -> None:
        """Cancel all jobs and their history."""
        ...

    def close(self) -> None:
        """Let go of the printer."""
        ...
