"""An operator's orders to this counter (design: wire, command): each is obeyed once and soon, or not at all.

- Only the operator's key gives orders, and only to the counter that is named.
- Each has a number above all before it; the highest is kept (fsync) before anything is done, so a counter that starts anew does not again.
- None is good for longer than ten minutes, by the counter's own clock; with a wrong one it obeys nobody.
"""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.store import InboxReader, Journal
from wire.codec.errors import NotAllowed, WireError
from wire.envelope import peek, read_open, verify
from wire.messages import Command, Verb
from wire.roles import OPERATOR_OWNER, Keyring, Role

from .clock import TOLERANCE

LONGEST = timedelta(minutes=10)
NUMBER = "command"
"""The journal's name for the highest number seen."""


class Commands:
    """Reads orders out of the inbox; ``refuse`` is told the code of whatever is not obeyed."""

    def __init__(self, site: str, inbox: InboxReader, journal: Journal, keyring: Keyring, clock: Callable[[], datetime],
                 refuse: Callable[[str], None]) -> None:
        self._site, self._inbox, self._journal, self._keyring = site, inbox, journal, keyring
        self._clock, self._refuse = clock, refuse
        self._after = 0

    def new(self) -> list[Verb]:
        """What to do now, in order; never the same order twice."""
        verbs: list[Verb] = []
        for place, untrusted in self._inbox.untrusted_down(self._after):
            self._after = place
            try:
                if peek(untrusted).kind == "command" and (command := self._read(untrusted)) is not None:
                    verbs.append(command.verb)
            except WireError as error:
                self._refuse(error.code)
        return verbs

    def _read(self, untrusted: bytes) -> Command | None:
        """The order, or None where it was read before. Raises ``WireError``."""
        command = read_open(verify(untrusted, role=Role.OPERATOR, owner=OPERATOR_OWNER, keyring=self._keyring, to=self._site))
        if not isinstance(command, Command) or command.counter <= self._journal.last_number(NUMBER):
            return None
        self._journal.leap(NUMBER, command.counter)
        now = self._clock()
        if command.not_after < now:
            raise NotAllowed("command-late", "it was good until before now")
        if command.not_after > now + LONGEST + TOLERANCE:
            raise NotAllowed("command-too-long", "an order is good for ten minutes")
        return command
