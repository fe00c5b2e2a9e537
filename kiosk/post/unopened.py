"""Rows that wait: on their way, or at the gateway for a desk to open them.

- What the gateway has had for ten minutes and no desk has opened is an incident on both sides (design: wire, Receipt).
- Who asks an agency whose oldest row waits longer than a service promises cannot have that now (design: visit, truthful menu).
"""
from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kiosk.store import Entry, Journal, Line
from wire.messages import OPEN_UP

from .clock import TOLERANCE

PATIENCE = timedelta(minutes=10)
TOLD = "not-opened"
"""The journal's word for the row that was told last, so that it is told once and not by every engine."""


def longest(entries: Iterable[Entry], now: datetime) -> Entry | None:
    """The row that has waited longest, if that is too long. A start of the counter offers all rows anew, and the waiting begins anew."""
    waiting = [entry for entry in entries if entry.sent_at is not None and entry.kind not in OPEN_UP]
    first = min(waiting, key=lambda entry: entry.sent_at or "", default=None)
    return first if first is not None and now - datetime.fromisoformat(first.sent_at or "") > PATIENCE else None


def is_up(untrusted_line: Line | None, now: datetime) -> bool:
    """Whether the line carries, as far as the uplink says; one that has said nothing for long says nothing of the line."""
    if untrusted_line is None or not untrusted_line.online:
        return False
    try:
        return now - datetime.fromisoformat(untrusted_line.gateway_time) < TOLERANCE
    except (ValueError, TypeError):
        return False


class Unopened:
    """Which row is news to the bureau."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.answered: set[str] = set()
        """Rows of which the desk has said that it cannot open them, which is told by itself."""

    def waits(self, entries: Iterable[Entry], now: datetime, online: bool) -> dict[str, float]:
        """Agency → seconds since its oldest row was kept. With the line up, what has no receipt yet is the gateway's affair, not the
        queue's: it is set aside there and tried again beside the others.
        """
        found: dict[str, float] = {}
        for entry in entries:
            if entry.kind not in OPEN_UP and entry.id not in self.answered and (entry.sent or not online):
                waited = (now - datetime.fromisoformat(entry.made_at)).total_seconds()
                found[entry.addressee] = max(waited, found.get(entry.addressee, 0.0))
        return found

    def news(self, entries: Iterable[Entry], now: datetime) -> Entry | None:
        """The row that has waited too long, once; the others behind it tell nothing that it does not."""
        late = longest((entry for entry in entries if entry.id not in self.answered), now)
        if late is None or self._journal.recall(TOLD) == late.id:
            return None
        self._journal.remember(TOLD, late.id, durable=False)
        return late
