"""What every process of the counter does first: end with its parent, leave no core dump, bear its own name."""
from __future__ import annotations

import ctypes
import os
import resource
import signal
from contextlib import suppress
from pathlib import Path

ANEW = 75
"""Exit status of an engine that says: end the counter, so that whoever keeps it starts it anew."""
_PR_SET_PDEATHSIG, _PR_SET_NAME = 1, 15
_ARG_START, _ARG_END = 48, 49


def tie_to_parent(parent: int | None) -> None:
    """Die when the process ``parent`` dies, however it dies (prctl PR_SET_PDEATHSIG); write no core dump.

    ``parent`` is handed over because it may be gone before we could ask for it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if parent is not None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def called(verb: str) -> None:
    """Let a fork of ``… kiosk counter`` be listed as ``… kiosk <verb>``: its command line is written anew in place (proc(5))."""
    ctypes.CDLL(None).prctl(_PR_SET_NAME, f"kiosk {verb}".encode(), 0, 0, 0)
    with suppress(OSError, ValueError):  # only a name: a kernel that hides the addresses keeps the old one
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        start, end = (int(fields[number - 3]) for number in (_ARG_START, _ARG_END))
        words = Path("/proc/self/cmdline").read_bytes().split(b"\0")
        words[words.index(b"counter")] = verb.encode()
        octets = b"\0".join(words)
        if start and len(octets) <= end - start:
            ctypes.memmove(start, octets.ljust(end - start, b"\0"), end - start)
