"""Whether the box can keep what it is told: room on its disk, and stores that take it.

- With less room than the limit nobody new is served, and the bureau is told; what is kept goes out and makes room.
- A store that refuses (no room at all, a disk that fails or became read-only) closes the counter until it takes things again. No engine
  ends for it, as the next one would fare no better.
- In the middle of a visit it ends the visit: parked where a request was sent, else nothing was. A page that may be on its way is void.
"""
from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.trouble import Trouble
from kiosk.conversation import Over
from kiosk.store import StoreError

if TYPE_CHECKING:
    from kiosk.visit import Visit

UNSURE = ("spooled", "printing", "out")


class Room:
    """``tell``: sends an incident of that code, once each time room gets short."""

    def __init__(self, state: Path, least_mib: int, tell: Callable[[str], object]) -> None:
        self._state, self._least, self._tell = state, least_mib * 2**20, tell
        self.refused = self._told = False

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Do what a store may refuse; whether it did stands in ``refused`` until the next time. Nothing is raised for it."""
        try:
            yield
            self.refused = False
        except StoreError as error:
            if not self.refused:
                print(f"engine: {error}", file=sys.stderr, flush=True)
            self.refused = True

    def look(self) -> dict[str, str]:
        """How it is, for the health message; when it has become short since the last look, the bureau is told."""
        short = self.short()
        if short and not self._told:
            self._tell("box-full")
        self._told = short
        return {"room": "full" if short else "ok"}

    def short(self) -> bool:
        """Whether there is less than the limit."""
        return shutil.disk_usage(self._state).free < self._least

    def closed(self) -> Trouble | None:
        """Why nobody new is served, if so."""
        return Trouble.CLOSED_BOX_FULL if self.refused or self.short() else None


def ended(visit: Visit | None, error: StoreError) -> Over:
    """How a visit ends whose store refused something."""
    print(f"engine: {error}", file=sys.stderr, flush=True)
    outcome = visit.as_it_is if visit is not None else "abandoned"
    if visit is None or outcome == "abandoned":
        return Over("failed", Trouble.BOX_FULL)
    unsure = any(paper.state in UNSURE for paper in visit.parts.journal.papers_of(visit.id))
    return Over(outcome, "" if outcome == "delivered" else Trouble.PRINT_UNKNOWN if unsure else Trouble.REPLY_LATE)
