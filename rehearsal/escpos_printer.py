"""A receipt printer that speaks ESC/POS on a TCP port: takes apart what is sent, prints at its own pace, fails by hand.

It keeps what came out as pictures. Faults: no paper, an open cover, a stuck cutter, switched off, broken for good; while one lasts it takes
what is sent and prints nothing, as a real one does. Source: Epson, ESC/POS Command Reference.
"""
from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress

from PIL import Image

PAGE_S = 0.3
"""A page takes so long from its last row to the cut."""
FAULTS = {"": (0x12,) * 4, "out-of-paper": (0x1A, 0x32, 0x12, 0x72), "cover-open": (0x1A, 0x16, 0x12, 0x12),
          "paper-jam": (0x1A, 0x52, 0x1A, 0x12), "printer": (0x1A, 0x52, 0x32, 0x12)}
"""What it answers to DLE EOT 1, 2, 3, 4."""


class Stream:
    """The octets of one connection as they come."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line

    def take(self, count: int) -> bytes:
        """So many octets. Raises ``EOFError`` where the other end has gone."""
        taken = b""
        while len(taken) < count:
            came = self.line.recv(count - len(taken))
            if not came:
                raise EOFError
            taken += came
        return taken


class EscposPrinter:
    """One printer; ``port`` is where it listens. ``knows_marks=False``: an old model that does not answer GS ( H."""

    def __init__(self, knows_marks: bool = True) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._knows_marks = knows_marks
        self._mended = threading.Condition()
        self._fault, self._off = "", False
        self._cleared = 0
        self._lines: set[socket.socket] = set()
        self.pages: list[Image.Image] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def fault(self, code: str) -> None:
        """Something is wrong until :meth:`mend`."""
        with self._mended:
            self._fault = code

    def mend(self) -> None:
        """Nothing is wrong any more; what was waiting goes on."""
        with self._mended:
            self._fault = ""
            self._mended.notify_all()

    def switch_off(self) -> None:
        """The power goes, with everything that was not printed."""
        self._off = True
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # closing alone does not wake who waits there
        self._listening.close()
        for line in list(self._lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """The end."""
        self.switch_off()
        self.mend()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listening.accept()
                self._lines.add(line)
                threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        # as in a real one, what is asked in real time is answered at once, the rest waits in a buffer for its turn
        waiting: list[bytes] = []
        more = threading.Condition()
        printing = threading.Thread(target=self._print, args=(line, waiting, more), daemon=True)
        printing.start()
        with suppress(EOFError, OSError):
            self._hear(Stream(line), waiting, more)
        with more:
            waiting.append(b"")
            more.notify_all()
        self._lines.discard(line)
        line.close()

    def _hear(self, stream: Stream, waiting: list[bytes], more: threading.Condition) -> None:
        while True:
            command = stream.take(2)
            if command == b"\x10\x04":
                kind = stream.take(1)[0]
                stream.line.sendall(bytes([FAULTS[self._fault][kind - 1]]))
                continue
            if command == b"\x10\x14":
                stream.take(8)
                with more:
                    waiting.clear()
                    self._cleared += 1
                continue
            command += self._whole(command, stream)
            with more:
                waiting.append(command)
                more.notify_all()

    def _whole(self, command: bytes, stream: Stream) -> bytes:
        """The rest of a command. Raises ``ValueError`` for one that it does not know."""
        if command == b"\x1b@":
            return b""
        if command == b"\x1da":
            return stream.take(1)
        if command == b"\x1dV":
            return stream.take(2)
        if command == b"\x1dv":
            head = stream.take(6)
            return head + stream.take(int.from_bytes(head[2:4], "little") * int.from_bytes(head[4:6], "little"))
        if command == b"\x1d(":
            head = stream.take(3)
            return head + stream.take(int.from_bytes(head[1:3], "little"))
        raise ValueError(f"no command of this printer: {command!r}")

    def _print(self, line: socket.socket, waiting: list[bytes], more: threading.Condition) -> None:
        rows: list[Image.Image] = []
        while True:
            with more:
                more.wait_for(lambda: bool(waiting))
                command = waiting.pop(0)
                cleared = self._cleared
            if not command or self._off:
                return
            if command.startswith(b"\x1dv0"):
                rows.append(_band(command))
            elif command.startswith(b"\x1dV"):
                time.sleep(PAGE_S)
                with self._mended:
                    self._mended.wait_for(lambda: not self._fault)
                if self._off:
                    return
                if cleared == self._cleared:
                    self.pages.append(_joined(rows))
                rows = []
            elif command.startswith(b"\x1d(H\x06\x0000") and self._knows_marks:
                with suppress(OSError):
                    line.sendall(b"\x37\x22" + command[7:11] + b"\x00")


def _band(command: bytes) -> Image.Image:
    across, high = int.from_bytes(command[4:6], "little"), int.from_bytes(command[6:8], "little")
    return Image.frombytes("1", (across * 8, high), bytes(one ^ 0xFF for one in command[8:]))


def _joined(rows: list[Image.Image]) -> Image.Image:
    whole = Image.new("1", (max((row.width for row in rows), default=1), sum(row.height for row in rows) or 1), 1)
    top = 0
    for row in rows:
        whole.paste(row, (0, top))
        top += row.height
    return whole
