"""LEDs of the kernel: a folder in /sys/class/leds each (Documentation/leds/leds-class.rst of Linux)."""
from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware import DeviceGone
from hardware.lights import LAMPS, Lamp
from hardware.options import read_options

FOLDER = Path("/sys/class/leds")


@dataclass(frozen=True)
class Options:
    """For each lamp the name of its LED; an empty one is not there. ``folder``: where the kernel shows LEDs."""

    card: str = ""
    scanner: str = ""
    paper: str = ""
    alarm: str = ""
    folder: Path = FOLDER


def there() -> list[str]:
    """Names that lamps may have on this machine."""
    return sorted(one.name for one in FOLDER.iterdir()) if FOLDER.is_dir() else []


def open(name: str, options: dict[str, Any]) -> "Leds":
    """Take the LEDs over, all out. Raises ``OptionWrong``."""
    return Leds(name, read_options(Options, name, options))


class Leds:
    """The lamps of one cabinet (:class:`hardware.lights.Lights`)."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._leds = {lamp: options.folder / led for lamp in LAMPS if (led := getattr(options, lamp))}

    def show(self, lamps: frozenset[Lamp]) -> None:
        """See :class:`hardware.lights.Lights`."""
        try:
            for lamp, led in self._leds.items():
                most = (led / "max_brightness").read_text("ascii").strip() if lamp in lamps else "0"
                (led / "brightness").write_text(most, "ascii")
        except OSError as error:
            raise DeviceGone(self.name, f"{error.filename}: {error.strerror}") from error

    def close(self) -> None:
        """See :class:`hardware.lights.Lights`."""
        with contextlib.suppress(DeviceGone):
            self.show(frozenset())
