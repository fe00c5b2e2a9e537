"""A headset socket into which a plug is put by hand."""
from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware import DeviceGone
from hardware.cabinet import Cabinet
from hardware.options import read_options

DRAWER = "sound"
LOOK_S = 0.2


@dataclass(frozen=True)
class Options:
    """``cabinet``: directory of the simulated devices."""

    cabinet: Path


def open(name: str, options: dict[str, Any]) -> "SimulatedSound":
    """Open the socket. Raises ``OptionWrong``."""
    return SimulatedSound(name, read_options(Options, name, options))


class SimulatedSound:
    """By hand: ``plug``, ``unplug``, ``fail_next``. It looks five times a second, as a jack's own switch bounces."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._cabinet = Cabinet(options.cabinet)
        self._told: bool | None = None
        self._stamp = (-1, -1)

    def headset(self) -> bool:
        """Tell whether a headset is in. Raises ``DeviceGone``."""
        self._stamp = self._cabinet.stamp(DRAWER)  # before the look: a change between the two is seen by the next one
        if self._cabinet.failure(DRAWER):
            self._stamp = (-1, -1)
            raise DeviceGone(self.name, "made to fail")
        self._told = bool(self._cabinet.look(DRAWER).get("headset"))
        return self._told

    def wait(self, timeout_s: float) -> bool:
        """The same, as soon as it differs from what was last told, or when the time is over. Raises ``DeviceGone``."""
        told, end = self._told, time.monotonic() + timeout_s
        while told is not None and (left := end - time.monotonic()) > 0:
            time.sleep(min(LOOK_S, left))
            if self._cabinet.stamp(DRAWER) != self._stamp and self.headset() != told:
                break
        return self.headset() if told is None else bool(self._told)

    def close(self) -> None:
        """Let go of the socket; the plug stays where it is."""

    def plug(self) -> None:
        """Put a headset in."""
        with self._cabinet.change(DRAWER) as state:
            state["headset"] = True

    def unplug(self) -> None:
        """Pull it out."""
        with self._cabinet.change(DRAWER) as state:
            state["headset"] = False

    def fail_next(self, code: str = "gone") -> None:
        """Let the next question fail."""
        self._cabinet.fail_next(DRAWER, code)
