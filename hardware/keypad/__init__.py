"""Tactile keypads: one interface, ``evdev`` (the kernel's keys) and ``simulated`` behind it.

A keypad's keys have the names that the screen gives to a keyboard's, so that both do the same (EN 301 549, 5.1.3 and 5.9): ``up down left
right tab enter escape backspace f1 f2 f3 f4``, and a digit is itself.
"""
from __future__ import annotations

from typing import Protocol


class Keypad(Protocol):
    """One keypad. Calls block for at most ``timeout_s``."""

    name: str

    def pressed(self, timeout_s: float) -> list[str]:
        """The keys that went down, in order, as soon as one did; none where the time is over. Raises ``DeviceGone``."""
        ...

    def close(self) -> None:
        """Let go of the keypad."""
        ...
