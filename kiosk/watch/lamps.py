"""Which lamps burn on which screen: where the hand goes next, or what was left behind."""
from __future__ import annotations

import asyncio

from hardware import DeviceError
from hardware.lights import Lamp, Lights
from kiosk.cabinet import Worked
from kiosk.ui.door import View

AT: dict[str, Lamp] = {
    "insert-card": "card", "take-card": "card", "card-left": "card", "no-card": "card", "card-pulled": "card",
    "scan-barcode": "scanner", "lay-card": "scanner", "take-paper": "paper", "paper-left": "paper", "closed": "alarm",
    "maintenance": "alarm",
}  # fmt: skip
"""By the view's picture."""


def lamps(view: View) -> frozenset[Lamp]:
    """The lamps of a screen."""
    lamp = AT.get(view.picture)
    return frozenset() if lamp is None else frozenset({lamp})


class Lamps:
    """Follows the screens. What a device says to it changes nothing for the citizen."""

    def __init__(self, lights: Worked[Lights] | None) -> None:
        self._lights = lights
        self._burning: frozenset[Lamp] | None = None
        self.health: dict[str, str] = {}
        self._news = asyncio.Event()
        self._wanted: frozenset[Lamp] = frozenset()

    def follow(self, view: View) -> None:
        """This is what stands there now."""
        self._wanted = lamps(view)
        self._news.set()

    async def watch(self) -> None:
        """Show what is wanted, for ever; returns at once where there are no lights."""
        while self._lights is not None:
            await self._news.wait()
            self._news.clear()
            wanted = self._wanted
            if wanted == self._burning:
                continue
            try:
                await self._lights.do(self._lights.device.show, wanted)
                self._burning, self.health = wanted, {"lights": "ok"}
            except DeviceError as error:
                self._burning, self.health = None, {"lights": error.code}
