"""A headset socket into which a plug is put by hand."""
from __future__ import annotations

from typing import Any

from hardware.cabinet import Options as Options
from hardware.options import read_options
from hardware.switch import CabinetSwitch


def open(name: str, options: dict[str, Any]) -> "SimulatedSound":
    """Open the socket. Raises ``OptionWrong``."""
    return SimulatedSound(name, read_options(Options, name, options))


class SimulatedSound(CabinetSwitch):
    """One socket (:class:`hardware.sound.Sound`). By hand: ``plug``, ``unplug``, ``fail_next``."""

    def __init__(self, name: str, options: Options) -> None:
        super().__init__(name, options, "sound", "headset")

    def headset(self) -> bool:
        """Tell whether a headset is in. Raises ``DeviceGone``."""
        return self.on()

    def plug(self) -> None:
        """Put a headset in."""
        self.put(True)

    def unplug(self) -> None:
        """Pull it out."""
        self.put(False)
