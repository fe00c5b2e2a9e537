"""A row that the gateway has and no desk opens: both sides raise it after ten minutes (design: wire, Receipts)."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kiosk.store import Entry, Journal
from wire.messages import OPEN_UP

PATIENCE = timedelta(minutes=10)
TOLD = "not-opened"
"""The journal's word for the row that was told last, so that it is told once and not by every engine."""


def longest(entries: Iterable[Entry], now: datetime) -> Entry | None:
    """The row that has waited longest, if that is too long. A start of the counter offers all rows anew, and the waiting begins anew."""
    waiting = [entry for entry in entries if entry.sent_at is not None and entry.kind not in OPEN_UP]
    first = min(waiting, key=lambda entry: entry.sent_at or "", default=None)
    return first if first is not None and now - datetime.fromisoformat(first.sent_at or "") > PATIENCE else None


class Unopened:
    """Which row is news to the bureau."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.answered: set[str] = set()
        """Rows of which the desk has said that it cannot open them, which is told by itself."""

    def news(self, entries: Iterable[Entry], now: datetime) -> Entry | None:
        """The row that has waited too long, once; the others behind it tell nothing that it does not."""
        late = longest((entry for entry in entries if entry.id not in self.answered), now)
        if late is None or self._journal.recall(TOLD) == late.id:
            return None
        self._journal.remember(TOLD, late.id, durable=False)
        return late
