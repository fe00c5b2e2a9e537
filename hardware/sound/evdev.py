"""The headset socket of a sound card: the kernel's switch SW_HEADPHONE_INSERT (linux/input-event-codes.h)."""
from __future__ import annotations

from typing import Any

from hardware.inputs import HEADPHONE, Options, names
from hardware.options import read_options
from hardware.switch import KernelSwitch


def there() -> list[str]:
    """Names that ``device`` may have on this machine."""
    return names()


def open(name: str, options: dict[str, Any]) -> "Jack":
    """Open the socket; the device itself is looked for with the first question. Raises ``OptionWrong``."""
    chosen = read_options(Options, name, options)
    return Jack(name, chosen.device, chosen.folder, HEADPHONE)


class Jack(KernelSwitch):
    """One jack (:class:`hardware.sound.Sound`)."""

    def headset(self) -> bool:
        """Tell whether a headset is in. Raises ``DeviceGone``."""
        return self.on()
