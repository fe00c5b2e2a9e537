"""The contact of the cabinet's door: one interface, ``evdev`` (a switch of the kernel) and ``simulated`` behind it."""
from __future__ import annotations

from typing import Protocol


class Tamper(Protocol):
    """One contact. Calls block for at most ``timeout_s``."""

    name: str

    def opened(self) -> bool:
        """Tell whether the cabinet is open. Raises ``DeviceGone``."""
        ...

    def wait(self, timeout_s: float) -> bool:
        """The same, as soon as it differs from what was last told, or when the time is over. Raises ``DeviceGone``."""
        ...

    def close(self) -> None:
        """Let go of the contact."""
        ...
