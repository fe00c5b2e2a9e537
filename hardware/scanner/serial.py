"""A scanner on a serial line (RS-232, or USB as CDC-ACM): codes as lines of ASCII text."""
from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from serial import Serial, SerialException
from serial.tools.list_ports import comports

from hardware import DeviceGone
from hardware.options import read_options
from hardware.scanner import Accept, Scan
from hardware.scanner.lines import GAP_S, IDLE_S, Lines


@dataclass(frozen=True)
class Options:
    """``port``: best a name that stays, such as /dev/serial/by-id/…; ``baud``: as the scanner is set up."""

    port: str
    baud: int = 9600


def there() -> list[str]:
    """Lines that ``port`` may name on this machine."""
    return [str(port.device) for port in comports(include_links=True)]


def open(name: str, options: dict[str, Any]) -> "SerialScanner":
    """Open the scanner; the line itself is opened with the first read. Raises ``OptionWrong``."""
    return SerialScanner(name, read_options(Options, name, options))


class SerialScanner:
    """One scanner that sends lines. A line that broke is opened anew with the next read."""

    def __init__(self, name: str, options: Options) -> None:
        self.name, self._options = name, options
        self._line: Any = None  # serial.Serial, without types
        self._lines, self._asked = Lines(), float("-inf")

    def read(self, timeout_s: float, accept: Accept) -> Scan | None:
        """Wait for a code whose text ``accept`` takes; None when the time is over. Raises ``DeviceGone``."""
        end = time.monotonic() + timeout_s
        try:
            line = self._opened()
            if time.monotonic() - self._asked > IDLE_S:
                line.reset_input_buffer()
                self._lines.forget()
            while True:
                left = end - time.monotonic()
                line.timeout = min(GAP_S, max(0.0, left))
                untrusted_octets = line.read(1)
                untrusted_octets += line.read(line.in_waiting) if untrusted_octets else b""
                if not untrusted_octets and left >= GAP_S:
                    self._lines.forget()
                for scan in self._lines.came(untrusted_octets.decode("ascii", "replace")):
                    if accept(scan.text):
                        return scan
                if left <= 0:
                    return None
        except (SerialException, OSError) as error:
            self.close()
            raise DeviceGone(self.name, str(error)) from error
        finally:
            self._asked = time.monotonic()

    def close(self) -> None:
        """Let go of the line."""
        self._lines.forget()
        gone, self._line = self._line, None
        if gone is not None:
            gone.close()

    def _opened(self) -> Any:
        if self._line is None:
            self._line = Serial(self._options.port, self._options.baud, exclusive=True)
        return self._line
