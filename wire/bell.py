"""A bell between two processes of one machine: an empty datagram that means "read the store". It carries nothing and may get lost."""
from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from pathlib import Path


def ring(bell: Path) -> None:
    """Wake whoever listens there; nobody there is no error, the poll finds the row a second later."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line, suppress(OSError):
        line.setblocking(False)
        line.sendto(b"", str(bell))


class Bell:
    """The listening end, for one asyncio loop; binding again takes the place of an older listener."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.setblocking(False)
        self._line.bind(str(path))
        path.chmod(0o660)

    async def wait(self, patience_s: float = 1.0) -> bool:
        """Return when rung (True) or after ``patience_s`` (False); several rings at once count as one."""
        try:
            await asyncio.wait_for(asyncio.get_running_loop().sock_recv(self._line, 1), patience_s)
        except TimeoutError:
            return False
        with suppress(BlockingIOError):
            while True:
                self._line.recv(1)
        return True

    def close(self) -> None:
        """Stop listening."""
        self._line.close()
