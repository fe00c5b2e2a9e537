"""A supply whose plug is pulled by hand."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware import DeviceGone
from hardware.cabinet import Cabinet
from hardware.options import read_options
from hardware.power import PowerState

DRAWER = "power"


@dataclass(frozen=True)
class Options:
    """``cabinet``: directory of the simulated devices."""

    cabinet: Path


def open(name: str, options: dict[str, Any]) -> "SimulatedPower":
    """Open it. Raises ``OptionWrong``."""
    return SimulatedPower(name, read_options(Options, name, options))


class SimulatedPower:
    """By hand: ``mains_fails``, ``battery_low``, ``mains_returns``, ``fail_next``."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._cabinet = Cabinet(options.cabinet)

    def state(self) -> PowerState:
        """See :class:`hardware.power.Power`."""
        if self._cabinet.failure(DRAWER):
            raise DeviceGone(self.name, "made to fail")
        state = self._cabinet.look(DRAWER)
        return PowerState(bool(state.get("on_battery")), bool(state.get("low")), state.get("charge", 100))

    def close(self) -> None:
        """Let go of it; the plug stays where it is."""

    def mains_fails(self) -> None:
        """Pull the plug."""
        self._put(on_battery=True, low=False, charge=80)

    def battery_low(self) -> None:
        """The battery is nearly empty."""
        self._put(on_battery=True, low=True, charge=10)

    def mains_returns(self) -> None:
        """Put the plug back."""
        self._put(on_battery=False, low=False, charge=100)

    def fail_next(self, code: str = "gone") -> None:
        """Let the next question fail."""
        self._cabinet.fail_next(DRAWER, code)

    def _put(self, **values: object) -> None:
        with self._cabinet.change(DRAWER) as state:
            state.update(values)
