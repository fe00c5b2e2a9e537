"""Input devices of the kernel (evdev): keys and switches of a scanner, a jack, a keypad; found by name, looked for again when gone.

A device is named, never searched for: a barcode reader must not be taken for a keyboard (``python -m hardware list`` shows their names).
Codes and values are those of linux/input-event-codes.h.
"""
from __future__ import annotations

import fcntl
import select
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evdev import InputDevice, ecodes, list_devices

from hardware import DeviceGone

KEY, SWITCH, DOWN, UP = ecodes.EV_KEY, ecodes.EV_SW, 1, 0
HEADPHONE, COVER = ecodes.SW_HEADPHONE_INSERT, ecodes.SW_MACHINE_COVER
Event = tuple[int, int, int]
"""Type, code, value."""
_SWITCHES = 8
# EVIOCGSW(len) of linux/input.h: which switches are closed at this moment, as a bitmap
_EVIOCGSW = 2 << 30 | _SWITCHES << 16 | ord("E") << 8 | 0x1B


@dataclass(frozen=True)
class Options:
    """``device``: the input device's name, such as "HDA Intel PCH Headphone"; ``folder``: where the kernel shows input devices."""

    device: str
    folder: Path = Path("/dev/input")


def names(folder: Path = Path("/dev/input")) -> list[str]:
    """What the kernel calls the input devices that are there; those that may not be opened are left out."""
    found = []
    for path in list_devices(str(folder)):
        with suppress(OSError):
            device = InputDevice(path)
            found.append(str(device.name))
            device.close()
    return found


def key_names(code: int) -> tuple[str, ...]:
    """What the kernel calls a key, such as KEY_ENTER; some have two names, and a code that is none has none."""
    known = ecodes.KEY.get(code, ())
    return (known,) if isinstance(known, str) else tuple(known)


class Input:
    """One input device. ``alone``: nobody else hears of its keys, so that what is scanned is never typed into the screen.

    Every call raises ``DeviceGone`` where it is not there, and looks for it anew the next time.
    """

    def __init__(self, name: str, device: str, folder: Path, alone: bool = False) -> None:
        """``name`` as in kiosk.toml, ``device`` as the kernel calls it, ``folder`` where the kernel shows input devices."""
        self.name, self._called, self._folder, self._alone = name, device, folder, alone
        self._device: Any = None  # evdev.InputDevice, without types

    @property
    def opened(self) -> bool:
        """Whether it was there when last looked for, and has not gone since."""
        return self._device is not None

    def events(self, timeout_s: float) -> list[Event]:
        """What happened, as soon as something did; nothing where the time is over."""
        try:
            device = self._opened()
            if not select.select([device.fd], [], [], max(0.0, timeout_s))[0]:
                return []
            return [(one.type, one.code, one.value) for one in device.read()]
        except OSError as error:
            raise self._gone(error) from error

    def switch(self, number: int) -> bool:
        """Whether a switch is closed now."""
        closed = bytearray(_SWITCHES)
        try:
            fcntl.ioctl(self._opened().fd, _EVIOCGSW, closed)
        except OSError as error:
            raise self._gone(error) from error
        return bool(closed[number // 8] >> number % 8 & 1)

    def close(self) -> None:
        """Let go of the device."""
        gone, self._device = self._device, None
        if gone is not None:
            gone.close()

    def _gone(self, error: OSError) -> DeviceGone:
        self.close()
        return DeviceGone(self.name, str(error))

    def _opened(self) -> Any:
        if self._device is None:
            for path in list_devices(str(self._folder)):
                device = InputDevice(path)
                if device.name == self._called:
                    if self._alone:
                        device.grab()
                    self._device = device
                    break
                device.close()
            else:
                raise OSError(f"no input device is called {self._called!r}")
        return self._device
