"""A scanner to which codes are held by hand."""
from __future__ import annotations

import time
from typing import Any

from hardware.cabinet import Options as Options
from hardware.cabinet import Peer
from hardware.options import read_options
from hardware.scanner import Accept, Scan

DRAWER = "scan"
FRAME_S = 0.1


def open(name: str, options: dict[str, Any]) -> "SimulatedScanner":
    """Open the scanner. Raises ``OptionWrong``."""
    return SimulatedScanner(name, read_options(Options, name, options))


class SimulatedScanner(Peer):
    """Reads what is held to it, ten times a second. By hand: ``present``, ``nothing``, ``fail_next("gone")``."""

    def __init__(self, name: str, options: Options) -> None:
        super().__init__(name, options, DRAWER)

    def read(self, timeout_s: float, accept: Accept) -> Scan | None:
        """Wait for a code that ``accept`` takes and that two looks agree on; None when the time is over. Raises ``DeviceGone``."""
        end = time.monotonic() + timeout_s
        before: Scan | None = None
        while True:
            self._meet_failure()
            state = self._cabinet.look(DRAWER)
            now = Scan(state["text"], state["symbology"]) if state.get("text") else None
            if now is not None and now == before and accept(now.text):
                return now
            before = now
            left = end - time.monotonic()
            if left <= 0:
                return None
            time.sleep(min(FRAME_S, left))

    def present(self, text: str, symbology: str = "CODE39") -> None:
        """Hold a code to the scanner."""
        with self._cabinet.change(DRAWER) as state:
            state.update(text=text, symbology=symbology)

    def nothing(self) -> None:
        """Take the code away."""
        with self._cabinet.change(DRAWER) as state:
            state.update(text="", symbology="")
