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


def anonymous_mib(pid: int) -> float:
    """What one process made for itself, in MiB: its anonymous pages, whole even where a fork shares them.

    No other process's coming and going changes it; 0 where it ended meanwhile.
    """
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Anonymous:"):
                return int(line.split()[1]) / 1024
    return 0.0
