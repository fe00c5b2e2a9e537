"""Lamps that can be looked at in the cabinet's directory."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware import DeviceGone
from hardware.cabinet import Cabinet
from hardware.lights import Lamp
from hardware.options import read_options

DRAWER = "lights"


@dataclass(frozen=True)
class Options:
    """``cabinet``: directory of the simulated devices."""

    cabinet: Path


def open(name: str, options: dict[str, Any]) -> "SimulatedLights":
    """Open them. Raises ``OptionWrong``."""
    return SimulatedLights(name, read_options(Options, name, options))


class SimulatedLights:
    """The lamps of one cabinet (:class:`hardware.lights.Lights`). By hand: ``lit``, ``fail_next``."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._cabinet = Cabinet(options.cabinet)

    def show(self, lamps: frozenset[Lamp]) -> None:
        """See :class:`hardware.lights.Lights`."""
        if self._cabinet.failure(DRAWER):
            raise DeviceGone(self.name, "made to fail")
        with self._cabinet.change(DRAWER) as state:
            state["lit"] = sorted(lamps)

    def close(self) -> None:
        """See :class:`hardware.lights.Lights`."""
        with self._cabinet.change(DRAWER) as state:
            state["lit"] = []

    def lit(self) -> tuple[str, ...]:
        """Which lamps burn."""
        return tuple(self._cabinet.look(DRAWER).get("lit", ()))

    def fail_next(self, code: str = "gone") -> None:
        """Let the next call fail."""
        self._cabinet.fail_next(DRAWER, code)
