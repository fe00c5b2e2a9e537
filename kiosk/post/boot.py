"""May the menu open? Pure rules over what the bureau last said (design: wire, Boot gate).

- A wrong clock closes: with it nobody can be told by when, and no certificate can be judged (:mod:`kiosk.post.clock`).
- The bureau's answer to this start's hello decides: accepted opens, pending and rejected close.
- Without an answer yet, a kiosk last heard to be pending or rejected stays closed.
- Without an answer yet, an accepted hello counts on for ``hello_hours``, if it was about the same software and
  the same flows; then only services that may be parked are offered.
- Otherwise it stays closed. The outbox drains in every case.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Gate = Literal["open", "parked-only", "pending", "rejected", "unknown", "clock"]
Enrolment = Literal["accepted", "pending", "rejected", "unknown"]


@dataclass(frozen=True)
class Heard:
    """One answer to a hello, verified: what it was about (hashes) and what the bureau said, when (gateway's clock).

    ``came_at``: when it came, in monotonic seconds, which mean nothing after another start of the box.
    """

    counter: int
    state: Enrolment
    software: str
    flows_sha256: str
    at: datetime
    came_at: float = 0.0


def gate(said_counter: int, software: str, flows_sha256: str, heard: Heard | None, now: datetime, hello_hours: int,
         clock_is_wrong: bool = False) -> Gate:
    """Judge for the hello this start has said; ``heard`` is the newest answer ever verified."""
    if clock_is_wrong:
        return "clock"
    if heard is None:
        return "unknown"
    if heard.state in ("pending", "rejected"):
        return "pending" if heard.state == "pending" else "rejected"
    if heard.counter == said_counter:
        return "open"
    same = (heard.software, heard.flows_sha256) == (software, flows_sha256)
    fresh = timedelta(0) <= now - heard.at < timedelta(hours=hello_hours)
    return "parked-only" if same and fresh else "unknown"
