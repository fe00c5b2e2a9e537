"""Is the box's clock right? Pure rules over the last time that the gateway signed (design: wire, Clock).

- No clock may stand before the floor: when this software was put on the box, or the last signed time, whichever is later.
- Since the answer to this start's hello the clock must have gone as the machine's own seconds did, from the gateway's time on.
- A wrong clock keeps new visits out. It never keeps a hello in, which is what tells whether it was put right.
"""
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

TOLERANCE = timedelta(seconds=300)
"""As the exchange allows (wire.exchange.TOLERANCE_S)."""


def put_on() -> datetime:
    """When this software was put on the box; an image gives its files the time it was built."""
    return datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)


def floor(put_on: datetime, signed: datetime | None) -> datetime:
    """The time that it certainly is at least."""
    return put_on if signed is None else max(put_on, signed)


def is_wrong(now: datetime, floor: datetime, signed: datetime | None, since_s: float | None) -> bool:
    """``signed``: the gateway's time in the answer to this start's hello, if it has come, so many machine's seconds ago."""
    if now < floor - TOLERANCE:
        return True
    return signed is not None and since_s is not None and abs(now - signed - timedelta(seconds=since_s)) > TOLERANCE
