"""A scanner on a serial line (RS-232, or USB as CDC-ACM): codes as lines of ASCII text."""
from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from hardware import DeviceGone
from hardware.options import read_options
from hardware.scanner import Accept, Scan
from hardware.scanner.lines import GAP_S, IDLE_S, Lines
from hardware.wires import SerialWire, serial_lines


@dataclass(frozen=True)
class Options:
    """``port``: best a name that stays, such as /dev/serial/by-id/…; ``baud``: as the scanner is set up."""

    port: str
    baud: int = 9600


def there() -> list[str]:
    """Lines that ``port`` may name on this machine."""
    return serial_lines()


def open(name: str, options: dict[str, Any]) -> "SerialScanner":
    """Open the scanner; the line itself is opened with the first read. Raises ``OptionWrong``."""
    return SerialScanner(name, read_options(Options, name, options))


class SerialScanner:
    """One scanner that sends lines. A line that broke is opened anew with the next read."""

    def __init__(self, name: str, options: Options) -> None:
        self.name, self._options = name, options
        self._line: SerialWire | None = None
        self._lines, self._asked = Lines(), float("-inf")

    def read(self, timeout_s: float, accept: Accept) -> Scan | None:
        """Wait for a code whose text ``accept`` takes; None when the time is over. Raises ``DeviceGone``."""
        end = time.monotonic() + timeout_s
        try:
            line = self._opened()
            if time.monotonic() - self._asked > IDLE_S:
                line.forget()
                self._lines.forget()
            while True:
                left = end - time.monotonic()
                untrusted_octets = line.read(min(GAP_S, left))
                if not untrusted_octets and left >= GAP_S:
                    self._lines.forget()
                for scan in self._lines.came(untrusted_octets.decode("ascii", "replace")):
                    if accept(scan.text):
                        return scan
                if left <= 0:
                    return None
        except OSError as error:
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

    def _opened(self) -> SerialWire:
        if self._line is None:
            self._line = SerialWire(self._options.port, self._options.baud)
        return self._line
