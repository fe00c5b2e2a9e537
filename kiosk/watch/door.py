"""When the cabinet is opened: the visit is wiped at once, the counter stays shut until its keeper has looked.

The engine ends as if it had been killed, which is the surest way to forget; its successor tells the bureau, and stays closed until the door
is shut and the keeper's file ``tamper-cleared`` lies in the run directory.
"""
from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

from hardware import DeviceError
from hardware.tamper import Tamper
from kiosk.cabinet import MEND_S, Worked
from kiosk.store import Journal, StoreError

WAIT_S = 0.5
TAMPER, CLEARED = "tamper", "tamper-cleared"


class DoorOpened(Exception):
    """Somebody opened the cabinet."""


class DoorWatch:
    """Follows the contact. ``health`` is its own word, ``open`` what it said last."""

    def __init__(self, tamper: Worked[Tamper] | None, journal: Journal, run: Path) -> None:
        self._tamper, self._journal, self._run = tamper, journal, run
        self.open = False
        self.health: dict[str, str] = {}

    async def watch(self) -> None:
        """Until the door is opened; for ever where there is no contact. Raises ``DoorOpened``, after it was written down durably."""
        while True:
            if self._tamper is None or not await self.look():
                await asyncio.sleep(MEND_S)
            if self.open and not self.locked():
                with suppress(StoreError):  # a box that can keep nothing is wiped all the same, and stays shut while the door is open
                    self._journal.remember(TAMPER, "opened")
                raise DoorOpened

    async def look(self) -> bool:
        """Wait for the contact to move, half a second at most; whether it answered."""
        assert self._tamper is not None
        try:
            self.open = await self._tamper.do(self._tamper.device.wait, WAIT_S)
            self.health = {"tamper": "open" if self.open else "ok"}
        except DeviceError as error:
            self.health = {"tamper": error.code}
            return False
        return True

    def locked(self) -> bool:
        """Whether the counter stays shut; takes note of the keeper's word, which counts only once the door is shut."""
        if self._journal.recall(TAMPER) not in ("opened", "told"):
            return False
        if not self.open and (self._run / CLEARED).exists():
            with suppress(StoreError):
                self._journal.remember(TAMPER, "")
                self._journal.note(None, CLEARED)
                (self._run / CLEARED).unlink()
                return False
        return True

    def untold(self) -> bool:
        """Whether the bureau has to be told of an opening."""
        return self._journal.recall(TAMPER) == "opened"

    def told(self) -> None:
        """The bureau is told: what was sealed cannot be lost any more."""
        self._journal.remember(TAMPER, "told")
