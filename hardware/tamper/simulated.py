"""The door of a cabinet that is opened by hand."""
from __future__ import annotations

from typing import Any

from hardware.cabinet import Options as Options
from hardware.options import read_options
from hardware.switch import CabinetSwitch


def open(name: str, options: dict[str, Any]) -> "SimulatedTamper":
    """Open the contact. Raises ``OptionWrong``."""
    return SimulatedTamper(name, read_options(Options, name, options))


class SimulatedTamper(CabinetSwitch):
    """One contact (:class:`hardware.tamper.Tamper`). By hand: ``open_door``, ``shut_door``, ``fail_next``."""

    def __init__(self, name: str, options: Options) -> None:
        super().__init__(name, options, "tamper", "open")

    def opened(self) -> bool:
        """Tell whether the cabinet is open. Raises ``DeviceGone``."""
        return self.on()

    def open_door(self) -> None:
        """Open it."""
        self.put(True)

    def shut_door(self) -> None:
        """Shut it."""
        self.put(False)
