"""Is the box's clock right? Pure rules over the last time that the gateway signed (design: wire, Clock).

- No clock may stand before the floor (:func:`wire.receipts.floor`).
- Since the answer to this start's hello the clock must have gone as the machine's own seconds did, from the gateway's time on.
- A wrong clock keeps new visits out. It never keeps a hello in, which is what tells whether it was put right.
"""
from __future__ import annotations

from datetime import datetime, timedelta

TOLERANCE = timedelta(seconds=300)
"""As the exchange allows (wire.exchange.TOLERANCE_S)."""


def is_wrong(now: datetime, floor: datetime, signed: datetime | None, since_s: float | None) -> bool:
    """``signed``: the gateway's time in the answer to this start's hello, if it has come, so many machine's seconds ago."""
    if now < floor - TOLERANCE:
        return True
    return signed is not None and since_s is not None and abs(now - signed - timedelta(seconds=since_s)) > TOLERANCE
