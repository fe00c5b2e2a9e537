"""A microphone that hears what is put before it."""
from __future__ import annotations

from typing import Any

import numpy as np

from hardware.cabinet import Options as Options
from hardware.cabinet import Peer
from hardware.microphone import RATE, Recording, tone
from hardware.options import read_options

DRAWER = "microphone"
QUIET = 20
"""A room in which nobody speaks, in steps of a sample."""


def open(name: str, options: dict[str, Any]) -> "SimulatedMicrophone":
    """Open it. Raises ``OptionWrong``."""
    return SimulatedMicrophone(name, read_options(Options, name, options))


class SimulatedMicrophone(Peer):
    """One microphone (:class:`hardware.microphone.Microphone`). By hand: ``sounds``, ``fail_next``."""

    def __init__(self, name: str, options: Options) -> None:
        super().__init__(name, options, DRAWER)

    def hear(self, seconds: float) -> Recording:
        """See :class:`hardware.microphone.Microphone`."""
        self._meet_failure()
        room = np.random.default_rng(1).normal(0, QUIET, int(seconds * RATE)).astype(np.int16)
        hz = float(self._cabinet.look(DRAWER).get("hz", 0))
        return Recording(room + tone(seconds, hz).samples) if hz else Recording(room)

    def sounds(self, hz: float) -> None:
        """Let a tone sound before it; 0 for none."""
        with self._cabinet.change(DRAWER) as state:
            state["hz"] = hz
