"""What a predecessor left behind, ended by the engine that comes after it.

Rules

- A visit without an outcome was interrupted: its papers are ended by the paper transaction, the desk is
  told, the next screen says so, nothing personal on it.
- Its request, if it was committed, stays at the bureau; the citizen collects it by identity alone.
- A card that was left is not read: nobody is served until it was taken out.
- An unknown paper leaves the tray uncertain: no A4 item until the site keeper clears it. A page that nobody said to have
  taken is void too, and the next citizen is told; printing goes on, for most people just walk away with it.
- The visit before is reported as wiped only now, when its process is gone.
"""
from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hardware import DeviceError
from kiosk.cabinet import Cabinet
from kiosk.paper import Ended, Paper
from kiosk.post import Post
from kiosk.store import Journal, StoreError
from wire.messages import Incident, Message, Outcome, PaperEnd, Wipe, Wiped

CLEARED = "tray-cleared"
CARD_LEFT, PAPER_LEFT = "card-left", "paper-left"

FORGOTTEN = (
    Wipe(thing="engine process with answers, keys and pictures", how="process ended"),
    Wipe(thing="face matcher process", how="process ended"),
    Wipe(thing="PIN", how="buffer overwritten"),
    Wipe(thing="words on the screen", how="buffer overwritten"),
    Wipe(thing="pixels in the display's memory", how="not provable"),
    Wipe(thing="print spool", how="deleted"),
    Wipe(thing="memory of the card and print daemons", how="not provable"),
)


@dataclass(frozen=True)
class Left:
    """What the next citizen must be told."""

    interrupted: bool
    paper: bool


async def settle(journal: Journal, post: Post, cabinet: Cabinet, boot: str) -> Left:
    """End unfinished papers and visits, tell the desk, report the wiping."""
    papers: list[Ended] = []
    for worked in (cabinet.a4, cabinet.receipt):
        papers += await Paper(journal, worked.device).recover()
    if any(paper.end.state == "unknown" for paper in papers):
        journal.remember("tray", "uncertain")
    unfinished = journal.visits_unfinished()
    for row in unfinished:
        kept = ("serial", "printer", "sheets", "sha256", "state")
        ends = tuple(PaperEnd.model_validate({name: getattr(paper, name) for name in kept}) for paper in journal.papers_of(row.visit))
        said: list[tuple[str, Message, str | None]] = [("incident", Incident(code="visit-interrupted", visit=row.visit), None)]
        if row.request is not None:
            agency = next((detail for _, event, detail in journal.notes(row.visit) if event == "asked"), "")
            delivered = any(paper.state == "delivered" for paper in ends)
            outcome = Outcome(visit=row.visit, request=row.request, outcome="delivered" if delivered else "interrupted", papers=ends)
            said.append(("outcome", outcome, agency))
        post.send_all(said)
        journal.remember("to-wipe", row.visit)
        journal.visit_ends(row.visit, "interrupted")
    wiped = journal.recall("to-wipe")
    if wiped:
        post.send("wiped", Wiped(visit=wiped, things=FORGOTTEN))
        journal.remember("to-wipe", "")
    left = journal.recall(PAPER_LEFT) == "yes" or any(paper.end.state == "unknown" for paper in papers)
    journal.remember(PAPER_LEFT, "")
    return Left(bool(unfinished), left)


async def card_left(journal: Journal, cabinet: Cabinet) -> bool:
    """Whether the card that an earlier citizen left still lies in the reader; once it was out, a card is a card again."""
    if journal.recall(CARD_LEFT) != "yes":
        return False
    with suppress(DeviceError):
        if (await cabinet.card.do(cabinet.card.device.state)).present:
            return True
    with suppress(StoreError):  # asked again next time
        journal.remember(CARD_LEFT, "")
    return False


def tray_uncertain(journal: Journal) -> bool:
    """Whether a page of unknown fate may lie in the tray."""
    return journal.recall("tray") == "uncertain"


def tray_cleared(journal: Journal, run: Path) -> None:
    """Take note of the site keeper's word: the file ``tray-cleared`` in the run directory, then gone."""
    if (run / CLEARED).exists():
        journal.remember("tray", "")
        journal.note(None, "tray-cleared")
        (run / CLEARED).unlink()
