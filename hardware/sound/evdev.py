"""The headset socket of a sound card, as the kernel's input device with SW_HEADPHONE_INSERT (linux/input-event-codes.h).

The device is named, never searched for: a barcode reader must not be taken for a jack (``python -m hardware list`` shows the names).
"""
from __future__ import annotations

import fcntl
import select
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evdev import InputDevice, ecodes, list_devices

from hardware import DeviceGone
from hardware.options import read_options

_SWITCHES = 8
# EVIOCGSW(len) of linux/input.h: which switches are closed at this moment, as a bitmap
_EVIOCGSW = 2 << 30 | _SWITCHES << 16 | ord("E") << 8 | 0x1B


@dataclass(frozen=True)
class Options:
    """``device``: the input device's name, such as "HDA Intel PCH Headphone"; ``folder``: where the kernel shows input devices."""

    device: str
    folder: Path = Path("/dev/input")


def open(name: str, options: dict[str, Any]) -> "Jack":
    """Open the socket; the device itself is looked for with the first question. Raises ``OptionWrong``."""
    return Jack(name, read_options(Options, name, options))


class Jack:
    """One jack. A device that went away is looked for again with the next question."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._options = options
        self._device: Any = None  # evdev.InputDevice, without types
        self._told: bool | None = None

    def headset(self) -> bool:
        """Tell whether a headset is in. Raises ``DeviceGone``."""
        closed = bytearray(_SWITCHES)
        try:
            fcntl.ioctl(self._open().fd, _EVIOCGSW, closed)
        except OSError as error:
            self.close()
            raise DeviceGone(self.name, str(error)) from error
        self._told = bool(closed[0] >> ecodes.SW_HEADPHONE_INSERT & 1)
        return self._told

    def wait(self, timeout_s: float) -> bool:
        """The same, as soon as it differs from what was last told, or when the time is over. Raises ``DeviceGone``."""
        told, end = self._told, time.monotonic() + timeout_s
        if told is None or self._device is None:
            return self.headset()
        while (left := end - time.monotonic()) > 0:
            try:
                if not select.select([self._device.fd], [], [], left)[0]:
                    break
                for _ in self._device.read():
                    pass  # which switch moved is asked below; events alone may have been lost
            except OSError as error:
                self.close()
                raise DeviceGone(self.name, str(error)) from error
            if self.headset() != told:
                break
        return bool(self._told)

    def close(self) -> None:
        """Let go of the device."""
        gone, self._device = self._device, None
        if gone is not None:
            gone.close()

    def _open(self) -> Any:
        if self._device is None:
            for path in list_devices(str(self._options.folder)):
                device = InputDevice(path)
                if device.name == self._options.device:
                    self._device = device
                    break
                device.close()
            else:
                raise OSError(f"no input device is called {self._options.device!r}")
        return self._device
