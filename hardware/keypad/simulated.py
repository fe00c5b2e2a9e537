"""A keypad whose keys are pressed by hand."""
from __future__ import annotations

import time
from typing import Any

from hardware.cabinet import Options as Options
from hardware.cabinet import Peer
from hardware.options import read_options

DRAWER = "keypad"
LOOK_S = 0.1


def open(name: str, options: dict[str, Any]) -> "SimulatedKeypad":
    """Open the keypad. Raises ``OptionWrong``."""
    return SimulatedKeypad(name, read_options(Options, name, options))


class SimulatedKeypad(Peer):
    """One keypad (:class:`hardware.keypad.Keypad`). By hand: ``press``, ``fail_next``."""

    def __init__(self, name: str, options: Options) -> None:
        super().__init__(name, options, DRAWER)
        self._stamp = (-1, -1)

    def pressed(self, timeout_s: float) -> list[str]:
        """See :class:`hardware.keypad.Keypad`."""
        end = time.monotonic() + timeout_s
        while True:
            if (stamp := self._cabinet.stamp(DRAWER)) != self._stamp:
                self._stamp = stamp
                if keys := self._taken():
                    return keys
            if (left := end - time.monotonic()) <= 0:
                return []
            time.sleep(min(LOOK_S, left))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        with self._cabinet.change(DRAWER) as state:
            state["keys"] = [*state.get("keys", []), *keys]

    def _taken(self) -> list[str]:
        self._meet_failure()  # which puts the drawer anew, so that it is looked into again
        if not self._cabinet.look(DRAWER).get("keys"):
            return []
        with self._cabinet.change(DRAWER) as state:
            keys: list[str] = state.get("keys", [])
            state["keys"] = []
        self._stamp = self._cabinet.stamp(DRAWER)
        return keys
