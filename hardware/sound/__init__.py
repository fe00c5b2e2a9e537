"""Headset sockets: one interface, ``evdev`` (the switch of a jack) and ``simulated`` behind it.

Only whether a headset is in: what is played goes through a program named in ``[voice]`` of kiosk.toml.
"""
from __future__ import annotations

from typing import Protocol


class Sound(Protocol):
    """One headset socket. Calls block for at most ``timeout_s``."""

    name: str

    def headset(self) -> bool:
        """Tell whether a headset is in. Raises ``DeviceGone``."""
        ...

    def wait(self, timeout_s: float) -> bool:
        """The same, as soon as it differs from what was last told, or when the time is over. Raises ``DeviceGone``."""
        ...

    def close(self) -> None:
        """Let go of the socket."""
        ...
