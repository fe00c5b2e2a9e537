"""Lamps that can be looked at in the cabinet's directory."""
from __future__ import annotations

from typing import Any

from hardware.cabinet import Options as Options
from hardware.cabinet import Peer
from hardware.lights import Lamp
from hardware.options import read_options

DRAWER = "lights"


def open(name: str, options: dict[str, Any]) -> "SimulatedLights":
    """Open them. Raises ``OptionWrong``."""
    return SimulatedLights(name, read_options(Options, name, options))


class SimulatedLights(Peer):
    """The lamps of one cabinet (:class:`hardware.lights.Lights`). By hand: ``lit``, ``fail_next``."""

    def __init__(self, name: str, options: Options) -> None:
        super().__init__(name, options, DRAWER)

    def show(self, lamps: frozenset[Lamp]) -> None:
        """See :class:`hardware.lights.Lights`."""
        self._meet_failure()
        with self._cabinet.change(DRAWER) as state:
            state["lit"] = sorted(lamps)

    def close(self) -> None:
        """See :class:`hardware.lights.Lights`."""
        with self._cabinet.change(DRAWER) as state:
            state["lit"] = []

    def lit(self) -> tuple[str, ...]:
        """Which lamps burn."""
        return tuple(self._cabinet.look(DRAWER).get("lit", ()))
