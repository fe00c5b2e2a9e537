"""The three stores on the box: outbox, inbox and journal, each one SQLite file with one writer.

========== ========================== ===========================================================
file       written by                 read by
========== ========================== ===========================================================
outbox.db  counter                    uplink (read only)
inbox.db   uplink                     counter, which calls everything in it untrusted
journal.db counter                    counter
========== ========================== ===========================================================

Nothing in them is readable personal data: rows of outbox and inbox are sealed, the journal
holds ids, states and times. Write-ahead logs, so one durable commit is one fsync; what may
be lost without harm (a "sent" mark, a note) is committed without one.

Errors::

    StoreError          the counter cannot keep what it must keep   .path
    └── StoreFull       no room: nothing was written; closed to new visits until the disk has room
"""
from __future__ import annotations

from .file import StoreError, StoreFull
from .inbox import Inbox, InboxReader, Line
from .journal import CASE_NO, PAPER_ENDS, Journal, PaperRow, VisitRow, check_digits
from .outbox import Entry, Outbox, OutboxReader, OutboxRow
from .wake import COUNTER, UPLINK, Bell, ring

__all__ = [
    "CASE_NO", "COUNTER", "PAPER_ENDS", "UPLINK", "Bell", "Entry", "Inbox", "InboxReader", "Journal", "Line", "Outbox", "OutboxReader",
    "OutboxRow", "PaperRow", "StoreError", "StoreFull", "VisitRow", "check_digits", "ring",
]
