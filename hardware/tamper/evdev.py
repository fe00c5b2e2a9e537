"""A door contact that the kernel shows as a switch (gpio-keys, a keyboard controller): SW_MACHINE_COVER unless named otherwise."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware.inputs import COVER, names
from hardware.options import read_options
from hardware.switch import KernelSwitch


@dataclass(frozen=True)
class Options:
    """``device``: the input device's name; ``switch``: the number of its switch in linux/input-event-codes.h.

    ``open_when_closed``: whether the closed switch means an open door; SW_MACHINE_COVER is closed with the cover.
    """

    device: str
    switch: int = COVER
    open_when_closed: bool = False
    folder: Path = Path("/dev/input")


def there() -> list[str]:
    """Names that ``device`` may have on this machine."""
    return names()


def open(name: str, options: dict[str, Any]) -> "Door":
    """Open the contact; the device itself is looked for with the first question. Raises ``OptionWrong``."""
    chosen = read_options(Options, name, options)
    return Door(name, chosen.device, chosen.folder, chosen.switch, chosen.open_when_closed)


class Door(KernelSwitch):
    """One contact (:class:`hardware.tamper.Tamper`)."""

    def opened(self) -> bool:
        """Tell whether the cabinet is open. Raises ``DeviceGone``."""
        return self.on()
