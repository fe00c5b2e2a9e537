"""Barcode scanners: one interface, ``camera`` (pyzbar over a camera's frames) and ``simulated`` behind it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Scan:
    """One code that was read the same twice: its text and symbology (CODE39, CODE128, QRCODE)."""

    text: str
    symbology: str


class Scanner(Protocol):
    """One scanner. Calls block for at most ``timeout_s``."""

    def read(self, timeout_s: float, accept: "Accept") -> Scan | None:
        """Wait for a code whose text ``accept`` takes and that two frames agree on; None when the time is over. Raises ``DeviceGone``."""
        ...

    def close(self) -> None:
        """Let go of the scanner."""
        ...


class Accept(Protocol):
    """Tells whether a text is one we look for; other numbers on the card are ignored."""

    def __call__(self, text: str) -> bool: ...
