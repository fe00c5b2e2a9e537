"""Signs of life: screen and engine give one every five seconds, the counter ends whichever stopped giving them, systemd the counter.

A sign is the time of a file in the run directory, in monotonic seconds: no jump of the clock makes anybody look dead.
"""
from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

BEAT_S = 5.0
STUCK_S = 60.0
"""Far more than the longest thing that either does in one piece, on a machine that is busy as well."""


def file_of(run: Path, name: str) -> Path:
    """Where a process leaves its sign."""
    return run / f"alive-{name}"


def beat(sign: Path) -> None:
    """Give a sign of life."""
    now = time.monotonic_ns()
    sign.touch()
    os.utime(sign, ns=(now, now))


def silent_s(sign: Path, started: float) -> float:
    """Seconds since the last sign of a process that was started at ``started``; the start counts as one."""
    try:
        given = sign.stat().st_mtime_ns / 1e9
    except OSError:
        given = started
    return time.monotonic() - max(given, started)


async def beating(sign: Path) -> None:
    """Give signs of life for as long as this loop turns."""
    while True:
        beat(sign)
        await asyncio.sleep(BEAT_S)
