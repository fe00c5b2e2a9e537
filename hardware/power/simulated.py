"""A supply whose plug is pulled by hand."""
from __future__ import annotations

from typing import Any

from hardware.cabinet import Options as Options
from hardware.cabinet import Peer
from hardware.options import read_options
from hardware.power import PowerState

DRAWER = "power"


def open(name: str, options: dict[str, Any]) -> "SimulatedPower":
    """Open it. Raises ``OptionWrong``."""
    return SimulatedPower(name, read_options(Options, name, options))


class SimulatedPower(Peer):
    """By hand: ``mains_fails``, ``battery_low``, ``mains_returns``, ``fail_next``."""

    def __init__(self, name: str, options: Options) -> None:
        super().__init__(name, options, DRAWER)

    def state(self) -> PowerState:
        """See :class:`hardware.power.Power`."""
        self._meet_failure()
        state = self._cabinet.look(DRAWER)
        return PowerState(bool(state.get("on_battery")), bool(state.get("low")), state.get("charge", 100))

    def mains_fails(self) -> None:
        """Pull the plug."""
        self._put(on_battery=True, low=False, charge=80)

    def battery_low(self) -> None:
        """The battery is nearly empty."""
        self._put(on_battery=True, low=True, charge=10)

    def mains_returns(self) -> None:
        """Put the plug back."""
        self._put(on_battery=False, low=False, charge=100)

    def _put(self, **values: object) -> None:
        with self._cabinet.change(DRAWER) as state:
            state.update(values)
