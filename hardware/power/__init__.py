"""Where the power comes from: one interface, ``nut`` (any UPS that Network UPS Tools knows) and ``simulated`` behind it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class PowerState:
    """``on_battery``: the mains is gone. ``low``: the battery lasts for an orderly end only. ``charge``: percent, None where not told."""

    on_battery: bool
    low: bool
    charge: int | None = None


class Power(Protocol):
    """One supply. Calls block for a few seconds at most."""

    name: str

    def state(self) -> PowerState:
        """Tell how it is now. Raises ``DeviceGone``: then nothing is known, and the counter runs on as if on the mains."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...
