"""The real card daemon with the virtual reader, started and stopped at will; only inside a private place."""
from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from rehearsal.card import PORT
from rehearsal.namespace import NamespaceRefused, inside

COMM = Path("/run/pcscd/pcscd.comm")
READER = "Virtual PCD 00 00"
START_S = 10.0


class Pcscd:
    """One ``pcscd``; its socket path is fixed, so there is one for each private place."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until clients and cards are welcome.

        Raises ``NamespaceRefused`` outside a private place, ``RuntimeError`` where the packages are missing or it does not come up.
        """
        if not inside():
            raise NamespaceRefused("pcscd's socket and ports are fixed: start it inside rehearsal.namespace (./test and ./run do)")
        if shutil.which("pcscd") is None:
            raise RuntimeError("pcscd is missing: apt install pcscd vsmartcard-vpcd")
        COMM.parent.mkdir(exist_ok=True)
        for leftover in COMM.parent.iterdir():  # a killed daemon leaves socket and pid behind, and the next one believes them
            leftover.unlink()
        self._process = subprocess.Popen(["pcscd", "--foreground", "--critical"])
        until = time.monotonic() + START_S
        while not (COMM.exists() and _listens(PORT)):
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("pcscd does not come up: is vsmartcard-vpcd installed? its own message stands above")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it in order."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def restart(self) -> None:
        """Crash and come back."""
        self.kill()
        self.start()


def _listens(port: int) -> bool:
    """Look whether a port of this loopback is listened on, without connecting: vpcd takes any connection for a card."""
    wanted = f":{port:04X}"
    rows = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return any(row.split()[1].endswith(wanted) and row.split()[3] == "0A" for row in rows)
