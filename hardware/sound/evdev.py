"""The headset socket of a sound card: the kernel's switch SW_HEADPHONE_INSERT (linux/input-event-codes.h)."""
from __future__ import annotations

import time
from typing import Any

from hardware.inputs import HEADPHONE, Input, Options, names
from hardware.options import read_options


def there() -> list[str]:
    """Names that ``device`` may have on this machine."""
    return names()


def open(name: str, options: dict[str, Any]) -> "Jack":
    """Open the socket; the device itself is looked for with the first question. Raises ``OptionWrong``."""
    return Jack(name, read_options(Options, name, options))


class Jack:
    """One jack. A device that went away is looked for again with the next question."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._input = Input(name, options.device, options.folder)
        self._told: bool | None = None

    def headset(self) -> bool:
        """Tell whether a headset is in. Raises ``DeviceGone``."""
        self._told = self._input.switch(HEADPHONE)
        return self._told

    def wait(self, timeout_s: float) -> bool:
        """The same, as soon as it differs from what was last told, or when the time is over. Raises ``DeviceGone``."""
        told, end = self._told, time.monotonic() + timeout_s
        if told is None or not self._input.opened:
            return self.headset()
        while (left := end - time.monotonic()) > 0:
            # which switch moved is asked of the device: events alone may have been lost
            if self._input.events(left) and self.headset() != told:
                break
        return bool(self._told)

    def close(self) -> None:
        """Let go of the device."""
        self._input.close()
