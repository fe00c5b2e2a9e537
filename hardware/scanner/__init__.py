"""Barcode scanners: one interface; behind it ``camera`` (a reader over its frames), ``wedge`` (types), ``serial`` and ``simulated``."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Scan:
    """One code that was read the same twice: its text and symbology (CODE39, CODE128, QRCODE, '' where the scanner does not tell)."""

    text: str
    symbology: str


class Scanner(Protocol):
    """One scanner. Calls block for at most ``timeout_s``."""

    def read(self, timeout_s: float, accept: "Accept") -> Scan | None:
        """Wait for a code whose text ``accept`` takes, read twice alike; None when the time is over. Raises ``DeviceGone``."""
        ...

    def close(self) -> None:
        """Let go of the scanner."""
        ...


class Accept(Protocol):
    """Tells whether a text is one we look for; other numbers on the card are ignored."""

    def __call__(self, text: str) -> bool: ...
