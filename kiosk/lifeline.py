"""What every process of the counter does first: end with its parent, leave no core dump."""
from __future__ import annotations

import ctypes
import os
import resource
import signal

_PR_SET_PDEATHSIG = 1


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
