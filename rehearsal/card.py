"""Cards for the virtual reader: a process that plays one slot's card and does what it is told.

``python -m rehearsal.card --cards DIR --control SOCKET [--port 35963]`` listens on SOCKET for one line a
connection: ``insert NAME``, ``remove``, ``slow MS``, ``tries N``, ``pull-after N``, ``count``;
it answers ``ok …`` or ``no …``. :class:`VirtualCard` starts such a process and speaks to it.

The reader's side of the line is vpcd (vsmartcard): length-prefixed messages; one byte is power off, power on, reset or
"tell your ATR", anything longer an APDU; a closed connection is a card taken out.
"""
from __future__ import annotations

import argparse
import contextlib
import json
import select
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

from rehearsal.nhi import HealthInsuranceCard
from rehearsal.piv import PivCard

PORT = 35963
ATR = bytes.fromhex("3B8001")
POWER_OFF, POWER_ON, RESET, TELL_ATR = 0, 1, 2, 4
RECONNECT_S = 0.2
HAND_S = 0.6  # no hand swaps cards faster; pcscd looks at the slot every 0.4 s and loses track of one that does


class Slot:
    """One slot of the virtual reader, seen from the card's side."""

    def __init__(self, cards: Path, port: int) -> None:
        self._cards = cards
        self._port = port
        self._card: PivCard | HealthInsuranceCard | None = None
        self._folder = cards
        self._slow_s = 0.0
        self._pull_after: int | None = None
        self._empty_since = time.monotonic()  # another hand may have emptied the slot this moment
        self.line: socket.socket | None = None
        self.count = 0

    def insert(self, name: str) -> None:
        """Put a card in, as soon as a hand could; one that is in is taken out first."""
        self.remove()
        self._folder = self._cards / name
        self._card = HealthInsuranceCard(self._folder) if (self._folder / "health.json").exists() else PivCard(self._folder)
        self.connect()

    def remove(self) -> None:
        """Take the card out."""
        self._card = None
        self._pull_after = None
        self._hang_up()

    def slow(self, milliseconds: int) -> None:
        """Let every APDU take so long."""
        self._slow_s = milliseconds / 1000

    def pull_after(self, apdus: int) -> None:
        """Take the card out instead of answering the n-th APDU from now."""
        self._pull_after = self.count + apdus

    def tries(self, left: int) -> None:
        """Set the PIN counter of the card that is in."""
        path = self._folder / "card.json"
        path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "tries": left}), encoding="utf-8")

    def connect(self) -> None:
        """Connect to the reader where a card is in and the line is down, as after a restart of pcscd."""
        if self._card is None or self.line is not None or time.monotonic() < self._empty_since + HAND_S:
            return
        with contextlib.suppress(OSError):
            self.line = socket.create_connection(("127.0.0.1", self._port), timeout=5)
            self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._card.reset()

    def serve(self) -> None:
        """Answer one message of the reader."""
        message = self._receive()
        if message is None or self._card is None:
            self._hang_up()
        elif message in (bytes([POWER_OFF]), bytes([POWER_ON]), bytes([RESET])):
            self._card.reset()
        elif message == bytes([TELL_ATR]):
            self._send(ATR)
        else:
            self.count += 1
            time.sleep(self._slow_s)
            if self.count == self._pull_after:
                self.remove()
            else:
                self._send(self._card.answer(message))

    def _receive(self) -> bytes | None:
        head = self._exactly(2)
        return None if head is None else self._exactly(struct.unpack(">H", head)[0])

    def _exactly(self, size: int) -> bytes | None:
        got = b""
        while self.line is not None and len(got) < size:
            # vpcd writes length and body apart: without an immediate acknowledgement each APDU waits 44 ms for a timer
            self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            try:
                part = self.line.recv(size - len(got))
            except OSError:
                return None
            if not part:
                return None
            got += part
        return got

    def _send(self, message: bytes) -> None:
        if self.line is not None:
            try:
                self.line.sendall(struct.pack(">H", len(message)) + message)
            except OSError:
                self._hang_up()

    def _hang_up(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None
            self._empty_since = time.monotonic()


class VirtualCard:
    """The hand that holds the cards: one process for one slot of the virtual reader.

    ``cards`` is the folder of a deck (:mod:`rehearsal.deck`); ``control`` the socket path, at most 100 characters.
    """

    def __init__(self, cards: Path, control: Path, port: int = PORT) -> None:
        self._line = [sys.executable, "-m", "rehearsal.card", "--cards", str(cards), "--control", str(control), "--port", str(port)]
        self._control = control
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process; no card is in yet."""
        self._process = subprocess.Popen(self._line, cwd=Path(__file__).parent.parent)
        until = time.monotonic() + 10
        while True:
            with contextlib.suppress(OSError):
                self.count()
                return
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the virtual card does not listen on {self._control}; its own message stands above")
            time.sleep(0.02)

    def insert(self, name: str = "standing") -> None:
        """Put a card in; the reader notices within 0.4 s, or within 1.2 s where another was in a moment ago."""
        self._tell(f"insert {name}")

    def remove(self) -> None:
        """Take the card out; the reader notices within 0.4 s."""
        self._tell("remove")

    def slow(self, milliseconds: int) -> None:
        """Let every APDU take so long; 0 ends it."""
        self._tell(f"slow {milliseconds}")

    def tries(self, left: int) -> None:
        """Set the PIN counter of the card that is in."""
        self._tell(f"tries {left}")

    def pull_after(self, apdus: int) -> None:
        """Take the card out instead of answering the n-th APDU from now."""
        self._tell(f"pull-after {apdus}")

    def count(self) -> int:
        """Count the APDUs seen so far."""
        return int(self._tell("count"))

    def stop(self) -> None:
        """End the process; the card is out."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None
        self._control.unlink(missing_ok=True)

    def _tell(self, command: str) -> str:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(10)
            line.connect(str(self._control))
            line.sendall(command.encode() + b"\n")
            verdict, _, rest = line.makefile().readline().strip().partition(" ")
        if verdict != "ok":
            raise ValueError(f"virtual card: {command}: {rest}")
        return rest


def obey(slot: Slot, command: str) -> str:
    """Carry out one control line and word the answer."""
    verb, _, value = command.strip().partition(" ")
    try:
        if verb == "insert":
            slot.insert(value)
        elif verb == "remove":
            slot.remove()
        elif verb == "count":
            return f"ok {slot.count}"
        elif verb in ("slow", "tries", "pull-after"):
            {"slow": slot.slow, "tries": slot.tries, "pull-after": slot.pull_after}[verb](int(value))
        else:
            return f"no unknown command {verb}; known: insert NAME, remove, slow MS, tries N, pull-after N, count"
    except (OSError, ValueError) as error:
        return f"no {error}"
    return "ok"


def main(argv: list[str] | None = None) -> None:
    """Play one slot until the process is ended."""
    parser = argparse.ArgumentParser(prog="rehearsal.card", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=Path, required=True, help="folder of the deck")
    parser.add_argument("--control", type=Path, required=True, help="path of the control socket")
    parser.add_argument("--port", type=int, default=PORT, help="port of the virtual reader's slot")
    options = parser.parse_args(argv)
    slot = Slot(options.cards, options.port)
    options.control.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as control:
        control.bind(str(options.control))
        control.listen()
        while True:
            slot.connect()
            ready, _, _ = select.select([control] if slot.line is None else [control, slot.line], [], [], RECONNECT_S)
            if slot.line in ready:
                slot.serve()
            if control in ready:
                with control.accept()[0] as hand, contextlib.suppress(OSError):
                    hand.sendall(obey(slot, hand.makefile().readline()).encode() + b"\n")


if __name__ == "__main__":
    main()
