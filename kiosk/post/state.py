"""What the post tells the counter: a message that is kept, the line as it stands."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .boot import Enrolment


@dataclass(frozen=True)
class Posted:
    """A message that is kept safely: its id, the sha256 of its envelope and of its plaintext octets (hex)."""

    id: str
    sha256: str
    plain_sha256: str


@dataclass(frozen=True)
class LineState:
    """The line as a screen may show it; ``checkpoint`` is verified, ``gateway_time`` and ``online`` are hearsay of the uplink."""

    state: Enrolment
    online: bool
    since: datetime | None
    queue: int
    checkpoint: str | None
    gateway_time: str
