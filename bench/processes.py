"""What a program costs the machine: memory and processor time of a process with all that it started."""
from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import psutil


def family(pid: int) -> list[psutil.Process]:
    """The process and all its descendants, as they live now."""
    first = psutil.Process(pid)
    return [first, *first.children(recursive=True)]


def pss_mib(pid: int) -> float:
    """Proportional set size of a family in MiB: a page that several processes share counts for each by its share."""
    kept = 0
    for each in family(pid):
        with suppress(psutil.NoSuchProcess):
            kept += each.memory_full_info().pss
    return kept / 2**20


def cpu_s(pid: int) -> float:
    """Processor time of a family's living threads in seconds, as the scheduler counts it: in nanoseconds, not in ticks."""
    spent = 0
    for each in family(pid):
        for task in Path(f"/proc/{each.pid}/task").glob("*/schedstat"):
            with suppress(OSError):  # it ended meanwhile
                spent += int(task.read_text().split()[0])
    return spent / 1e9


def anonymous_mib(pid: int, alone: bool = False) -> float:
    """What a family (or one process ``alone``) made for itself, in MiB: its share of anonymous memory.

    No other program's coming and going changes it.
    """
    kept = 0
    for each in [psutil.Process(pid)] if alone else family(pid):
        with suppress(OSError):
            lines = Path(f"/proc/{each.pid}/smaps_rollup").read_text().splitlines()
            kept += sum(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))
    return kept / 1024
