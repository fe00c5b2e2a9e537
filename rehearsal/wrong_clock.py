"""A clock that can be put wrong under running processes: the time of day as they see it, C library and OpenSSL included.

``wrong_clock.c`` is compiled and loaded before the C library (LD_PRELOAD); the shift stands in a file that they have mapped. libfaketime
does the same but fails under Python's ``sleep`` unless it moves the monotonic clock too, which no wrong clock of a real box does.
"""
from __future__ import annotations

import struct
import subprocess
from datetime import timedelta
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".c")


class WrongClock:
    """``environment`` is for the processes whose clock it is; it starts right."""

    def __init__(self, folder: Path) -> None:
        self._shift, library = folder / "wrong-clock", folder / "wrong-clock.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", str(library), str(SOURCE), "-ldl"], check=True)
        self._shift.write_bytes(struct.pack("=q", 0))
        self.environment = {"LD_PRELOAD": str(library), "WRONG_CLOCK": str(self._shift)}

    def put(self, ahead: timedelta) -> None:
        """Move the clock to so far ahead of the right time (behind: negative), at once and for all."""
        with self._shift.open("r+b") as file:
            file.write(struct.pack("=q", int(ahead.total_seconds())))
