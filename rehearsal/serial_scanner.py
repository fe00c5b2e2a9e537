"""A scanner that sends what it reads over a serial line: the other end of a pseudo-terminal."""
from __future__ import annotations

import os
import threading
import tty


class SerialScanner:
    """A scanner at the other end of a serial line, which reads the card that lies there again and again."""

    def __init__(self) -> None:
        self._theirs, ours = os.openpty()
        tty.setraw(ours)
        self.port, self._ours = os.ttyname(ours), ours
        self._code = ""
        self._over = threading.Event()
        self._sends = threading.Thread(target=self._send)
        self._sends.start()

    def show(self, code: str) -> None:
        """Lay a card there; '' takes it away."""
        self._code = code

    def unplug(self) -> None:
        """Pull its plug."""
        self._over.set()
        self._sends.join()
        os.close(self._ours)
        os.close(self._theirs)

    def _send(self) -> None:
        while not self._over.wait(0.1):
            if self._code:
                os.write(self._theirs, f"]A0{self._code}\r\n".encode())
