"""An operator's orders, obeyed between two visits: test the devices, take nobody new, start anew."""
from __future__ import annotations

from collections.abc import Callable

from catalogue.trouble import Trouble
from kiosk.post import Commands
from kiosk.store import Journal

DRAINED = "drained"
"""The journal's word for the start of the counter that takes nobody new."""


class StartAnew(Exception):
    """An operator has ordered that the counter be started anew; no visit is under way."""


class Orders:
    """``test``: let the next look prove every device and tell the bureau what it found."""

    def __init__(self, commands: Commands, journal: Journal, test: Callable[[], None]) -> None:
        self._commands, self._journal, self._test = commands, journal, test

    def obey(self, boot: str) -> None:
        """Do what came since the last call; ``boot`` names this start of the counter. Raises ``StartAnew``."""
        for verb in self._commands.new():
            self._journal.note(None, "command", verb)
            if verb == "self-test":
                self._test()
            elif verb == "drain":
                self._journal.remember(DRAINED, boot)
            else:
                raise StartAnew

    def closed(self, boot: str) -> Trouble | None:
        """Why nobody new is served, if so: drained, until the counter is started anew. The outbox goes on emptying."""
        return Trouble.MAINTENANCE if self._journal.recall(DRAINED) == boot else None

    def health(self, boot: str) -> dict[str, str]:
        """What the bureau is told of it."""
        return {"drain": "ok" if self.closed(boot) is None else DRAINED}
