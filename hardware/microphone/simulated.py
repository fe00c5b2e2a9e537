"""A microphone that hears what is put before it."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hardware import DeviceGone
from hardware.cabinet import Cabinet
from hardware.microphone import RATE, Recording, tone
from hardware.options import read_options

DRAWER = "microphone"
QUIET = 20
"""A room in which nobody speaks, in steps of a sample."""


@dataclass(frozen=True)
class Options:
    """``cabinet``: directory of the simulated devices."""

    cabinet: Path


def open(name: str, options: dict[str, Any]) -> "SimulatedMicrophone":
    """Open it. Raises ``OptionWrong``."""
    return SimulatedMicrophone(name, read_options(Options, name, options))


class SimulatedMicrophone:
    """One microphone (:class:`hardware.microphone.Microphone`). By hand: ``sounds``, ``fail_next``."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._cabinet = Cabinet(options.cabinet)

    def hear(self, seconds: float) -> Recording:
        """See :class:`hardware.microphone.Microphone`."""
        if self._cabinet.failure(DRAWER):
            raise DeviceGone(self.name, "made to fail")
        room = np.random.default_rng(1).normal(0, QUIET, int(seconds * RATE)).astype(np.int16)
        hz = float(self._cabinet.look(DRAWER).get("hz", 0))
        return Recording(room + tone(seconds, hz).samples) if hz else Recording(room)

    def close(self) -> None:
        """See :class:`hardware.microphone.Microphone`."""

    def sounds(self, hz: float) -> None:
        """Let a tone sound before it; 0 for none."""
        with self._cabinet.change(DRAWER) as state:
            state["hz"] = hz

    def fail_next(self, code: str = "gone") -> None:
        """Let the next listening fail."""
        self._cabinet.fail_next(DRAWER, code)
