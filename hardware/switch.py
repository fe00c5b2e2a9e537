"""A switch that stands one way or the other: one of the kernel's (evdev), and one in a cabinet of simulated devices.

A headset's socket and the door of the cabinet are such switches.
"""
from __future__ import annotations

import time
from pathlib import Path

from hardware.cabinet import Options, Peer
from hardware.inputs import Input

LOOK_S = 0.2


class KernelSwitch:
    """A switch of an input device. One that went away is looked for again with the next question."""

    def __init__(self, name: str, device: str, folder: Path, code: int, closed: bool = True) -> None:
        """``code`` as in linux/input-event-codes.h; ``closed``: whether the closed switch means yes."""
        self.name, self._code, self._closed = name, code, closed
        self._input = Input(name, device, folder)
        self._told: bool | None = None

    def on(self) -> bool:
        """Tell how it stands. Raises ``DeviceGone``."""
        self._told = self._input.switch(self._code) == self._closed
        return self._told

    def wait(self, timeout_s: float) -> bool:
        """The same, as soon as it differs from what was last told, or when the time is over. Raises ``DeviceGone``."""
        told, end = self._told, time.monotonic() + timeout_s
        if told is None or not self._input.opened:
            return self.on()
        while (left := end - time.monotonic()) > 0:
            # which switch moved is asked of the device: events alone may have been lost
            if self._input.events(left) and self.on() != told:
                break
        return bool(self._told)

    def close(self) -> None:
        """Let go of the device."""
        self._input.close()


class CabinetSwitch(Peer):
    """A switch moved by hand, in a drawer of a cabinet. It is looked at five times a second, as a real one bounces."""

    def __init__(self, name: str, options: Options, drawer: str, key: str) -> None:
        super().__init__(name, options, drawer)
        self._key = key
        self._told: bool | None = None
        self._stamp = (-1, -1)

    def on(self) -> bool:
        """Tell how it stands. Raises ``DeviceGone``."""
        self._stamp = self._cabinet.stamp(self._drawer)  # before the look: a change between the two is seen by the next one
        self._meet_failure()  # which puts the drawer anew, so that it is looked into again
        self._told = bool(self._cabinet.look(self._drawer).get(self._key))
        return self._told

    def wait(self, timeout_s: float) -> bool:
        """The same, as soon as it differs from what was last told, or when the time is over. Raises ``DeviceGone``."""
        told, end = self._told, time.monotonic() + timeout_s
        while told is not None and (left := end - time.monotonic()) > 0:
            time.sleep(min(LOOK_S, left))
            if self._cabinet.stamp(self._drawer) != self._stamp and self.on() != told:
                break
        return self.on() if told is None else bool(self._told)

    def put(self, on: bool) -> None:
        """Move it."""
        with self._cabinet.change(self._drawer) as state:
            state[self._key] = on
