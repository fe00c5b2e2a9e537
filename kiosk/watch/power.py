"""When the mains fails: nobody new is served, the visit under way may finish, and at the end of the battery the box is switched off.

Rules (:func:`judged` is pure)

- On the mains: as always. A UPS that falls silent is told to the bureau; what it said last holds on, at first that all is well.
- On battery: closed to whoever comes; who is there goes on.
- Battery low, or the mains gone for ``limits.battery_s``: the visit ends now. What was sent is parked with a slip, a paper that comes
  out comes out, and what was not sent is not kept. Then ``site.halt`` is run, once.
- The mains is back before that: the counter opens by itself.
"""
from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Literal

from hardware import DeviceError
from hardware.power import Power, PowerState
from kiosk.cabinet import Worked
from kiosk.config import Kiosk

Supply = Literal["mains", "battery", "ending"]
ASK_S = 2.0


def judged(state: PowerState | None, on_battery_s: float, battery_s: float) -> Supply:
    """What the supply means for the counter; None: the UPS has never answered."""
    if state is None or not state.on_battery:
        return "ending" if state is not None and state.low else "mains"
    return "ending" if state.low or on_battery_s >= battery_s else "battery"


class PowerWatch:
    """Asks the UPS every two seconds. ``ending`` is called once each time the battery ends, ``health`` is the UPS's own word."""

    def __init__(self, power: Worked[Power] | None, config: Kiosk, ending: Callable[[], None]) -> None:
        self._power, self._battery_s, self._halt, self._ending = power, config.limits.battery_s, config.site.halt, ending
        self.supply: Supply = "mains"
        self.health: dict[str, str] = {}
        self._since: float | None = None
        self._last: PowerState | None = None

    async def watch(self) -> None:
        """For ever; returns at once where there is no UPS."""
        while self._power is not None:
            await self.look()
            await asyncio.sleep(ASK_S)

    async def look(self) -> None:
        """Ask once."""
        assert self._power is not None
        try:
            self._last = await self._power.do(self._power.device.state)
            self.health = {"power": "on-battery" if self._last.on_battery else "ok"}
        except DeviceError as error:
            self.health = {"power": error.code}
        state, now = self._last, time.monotonic()
        self._since = None if state is None or not state.on_battery else now if self._since is None else self._since
        before, self.supply = self.supply, judged(state, now - self._since if self._since is not None else 0.0, self._battery_s)
        if self.supply == "ending" and before != "ending":
            self._ending()

    async def halt(self) -> None:
        """Run ``site.halt``: nothing is under way any more, every store is closed or committed."""
        if not self._halt:
            return
        try:
            program = await asyncio.create_subprocess_exec(*self._halt, stdin=asyncio.subprocess.DEVNULL)
            status = await program.wait()
        except OSError as error:
            print(f"power: site.halt in kiosk.toml: {error}", file=sys.stderr)
            return
        if status:
            print(f"power: site.halt in kiosk.toml ended with {status}; the battery goes on emptying", file=sys.stderr)
