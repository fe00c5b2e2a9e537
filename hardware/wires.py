"""Wires to devices: a serial line, a network socket, a USB printer's node. Octets out and in, each with a time limit.

Every fault of a wire is an ``OSError``; whoever opened it lets go of it then and opens it anew.
"""
from __future__ import annotations

import errno
import os
import select
import socket
import time
from typing import Any, Protocol

from serial import Serial, SerialTimeoutException
from serial.tools.list_ports import comports

AT_ONCE = 4096
"""Octets of one read."""


class Wire(Protocol):
    """One open wire."""

    def write(self, octets: bytes, timeout_s: float) -> None:
        """Send all of it. Raises ``OSError``, ``TimeoutError`` where the other end does not take it in time."""
        ...

    def read(self, timeout_s: float) -> bytes:
        """What came, as soon as something did; b'' when the time is over. Raises ``OSError`` where the other end is gone."""
        ...

    def forget(self) -> None:
        """Throw away what came and was not read. Raises ``OSError``."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def serial_lines() -> list[str]:
    """Serial lines of this machine, by the names that stay too."""
    return [str(port.device) for port in comports(include_links=True)]


class SerialWire:
    """A serial line, opened for us alone."""

    def __init__(self, port: str, baud: int) -> None:
        """Raises ``OSError``."""
        self._line: Any = Serial(port, baud, exclusive=True)  # no types

    def write(self, octets: bytes, timeout_s: float) -> None:
        """See :class:`Wire`."""
        self._line.write_timeout = timeout_s
        try:
            self._line.write(octets)
        except SerialTimeoutException as error:
            raise TimeoutError(str(error)) from error

    def read(self, timeout_s: float) -> bytes:
        """See :class:`Wire`."""
        self._line.timeout = max(0.0, timeout_s)
        first: bytes = self._line.read(1)
        return first + bytes(self._line.read(self._line.in_waiting)) if first else b""

    def forget(self) -> None:
        """See :class:`Wire`."""
        self._line.reset_input_buffer()

    def close(self) -> None:
        """See :class:`Wire`."""
        self._line.close()


class NodeWire:
    """Octets through a file descriptor: a socket, or a device's node."""

    def __init__(self, number: int) -> None:
        os.set_blocking(number, False)
        self._number = number

    def write(self, octets: bytes, timeout_s: float) -> None:
        """See :class:`Wire`."""
        rest, end = memoryview(octets), time.monotonic() + timeout_s
        while rest:
            if not select.select([], [self._number], [], max(0.0, end - time.monotonic()))[1]:
                raise TimeoutError("the printer takes no more")
            rest = rest[os.write(self._number, rest):]

    def read(self, timeout_s: float) -> bytes:
        """See :class:`Wire`."""
        if not select.select([self._number], [], [], max(0.0, timeout_s))[0]:
            return b""
        came = os.read(self._number, AT_ONCE)
        if not came:
            raise OSError(errno.ECONNRESET, "the other end has closed")
        return came

    def forget(self) -> None:
        """See :class:`Wire`."""
        while self.read(0):
            pass

    def close(self) -> None:
        """See :class:`Wire`."""
        os.close(self._number)


def network(host: str, port: int, timeout_s: float) -> NodeWire:
    """A TCP connection. Raises ``OSError``."""
    return NodeWire(socket.create_connection((host, port), timeout_s).detach())


def usb_node(path: str) -> NodeWire:
    """A printer's node such as /dev/usb/lp0 (the kernel's usblp). Raises ``OSError``."""
    return NodeWire(os.open(path, os.O_RDWR | os.O_NONBLOCK))
