"""A scanner that types like a keyboard (HID wedge, US layout), through the kernel's input device, which is taken for us alone.

Taken from the moment it is opened: else the display server types every code into the screen, where a citizen's ID number has no business.
"""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from hardware import DeviceGone
from hardware.inputs import DOWN, KEY, Event, Input, Options, names
from hardware.options import read_options
from hardware.scanner import Accept, Scan
from hardware.scanner.lines import Lines

# linux/input-event-codes.h, a US keyboard: code → plain and shifted character
_ROWS = ((2, "1234567890-=", "!@#$%^&*()_+"), (16, "qwertyuiop[]", "QWERTYUIOP{}"), (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
         (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"), (57, " ", " "), (71, "789-456+1230.", "789-456+1230."))
_KEYS = {first + place: pair for first, plain, shifted in _ROWS for place, pair in enumerate(zip(plain, shifted, strict=True))}
_ENDS = {28: "\n", 96: "\n", 15: "\n"}
"""Enter, Enter of the keypad, Tab: what scanners are set up to end with."""
_SHIFTS = {42, 54}


def there() -> list[str]:
    """Names that ``device`` may have on this machine."""
    return names()


def open(name: str, options: dict[str, Any]) -> "Wedge":
    """Open the scanner; one that is not there is looked for again with the first read. Raises ``OptionWrong``."""
    return Wedge(name, read_options(Options, name, options))


class Wedge:
    """One scanner that types."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._input = Input(name, options.device, options.folder, alone=True)
        self._lines, self._shift = Lines(self._hear, self._drain), False
        with suppress(DeviceGone):  # not plugged in yet: the first read tells
            self._drain()

    def read(self, timeout_s: float, accept: Accept) -> Scan | None:
        """Wait for a code whose text ``accept`` takes; None when the time is over. Raises ``DeviceGone``."""
        return self._lines.read(timeout_s, accept)

    def close(self) -> None:
        """Let go of the scanner; others hear its keys again."""
        self._input.close()

    def _hear(self, timeout_s: float) -> str | None:
        events = self._input.events(timeout_s)
        return "".join(self._typed(events)) if events else None

    def _drain(self) -> None:
        self._shift = False
        while self._input.events(0):
            pass

    def _typed(self, events: list[Event]) -> Iterator[str]:
        for kind, code, value in events:
            if kind == KEY and code in _SHIFTS:
                self._shift = value >= DOWN
            elif kind == KEY and value == DOWN:
                yield _ENDS.get(code) or _KEYS.get(code, ("", ""))[self._shift]
