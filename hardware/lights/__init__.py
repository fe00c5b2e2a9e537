"""Lights at the cabinet's openings: one interface, ``sysfs`` (the kernel's LEDs) and ``simulated`` behind it."""
from __future__ import annotations

from typing import Literal, Protocol, get_args

Lamp = Literal["card", "scanner", "paper", "alarm"]
"""At the card reader, at the place for papers and ID cards, at the tray; and one that calls for the site keeper."""
LAMPS: tuple[Lamp, ...] = get_args(Lamp)


class Lights(Protocol):
    """The lamps of one cabinet."""

    name: str

    def show(self, lamps: frozenset[Lamp]) -> None:
        """Light these and no others; a lamp that this cabinet lacks is left out. Raises ``DeviceGone``."""
        ...

    def close(self) -> None:
        """Put all out and let go of them."""
        ...
