"""A scanner on a serial line (RS-232, or USB as CDC-ACM): codes as lines of ASCII text."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hardware import DeviceGone
from hardware.options import read_options
from hardware.scanner import Accept, Scan
from hardware.scanner.lines import Lines
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
        self._lines = Lines(self._hear, self._drain)

    def read(self, timeout_s: float, accept: Accept) -> Scan | None:
        """Wait for a code whose text ``accept`` takes; None when the time is over. Raises ``DeviceGone``."""
        return self._lines.read(timeout_s, accept)

    def close(self) -> None:
        """Let go of the line."""
        gone, self._line = self._line, None
        if gone is not None:
            gone.close()

    def _hear(self, timeout_s: float) -> str | None:
        try:
            untrusted_octets = self._opened().read(timeout_s)
        except OSError as error:
            raise self._gone(error) from error
        return untrusted_octets.decode("ascii", "replace") if untrusted_octets else None

    def _drain(self) -> None:
        try:
            self._opened().forget()
        except OSError as error:
            raise self._gone(error) from error

    def _gone(self, error: OSError) -> DeviceGone:
        self.close()
        return DeviceGone(self.name, str(error))

    def _opened(self) -> SerialWire:
        if self._line is None:
            self._line = SerialWire(self._options.port, self._options.baud)
        return self._line
