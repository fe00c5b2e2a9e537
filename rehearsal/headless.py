"""``./run --headless``: one whole visit without people, and what it left behind, in a folder.

``DIR/screens/*.png`` in order (taken from the X server), ``DIR/paper/*.pdf`` as the printers received
them, ``DIR/desk/*.png`` the clerk's pages, ``DIR/summary.json``.
"""
from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.config import Kiosk, load
from rehearsal.citizen import Citizen, CitizenLost
from rehearsal.glass import Sight, Window
from rehearsal.parts import Hands, RealHands, SimulatedHands
from rehearsal.premises import ROOT, Premises
from rehearsal.rows import read_rows
from rehearsal.screen import VirtualScreen
from rehearsal.site import enrol

EXIT = {"delivered": 0, "parked": 3, "refused": 4, "abandoned": 5, "failed": 1, "interrupted": 1}
OPEN_S = 60.0


@dataclass
class Rehearsal:
    """One enrolled site with its premises, parts and screen, from start to stop; ``environment`` is what its processes get beside ours."""

    site: Path
    parts: str
    log: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        enrol(self.site, parts=self.parts)
        self.config: Kiosk = load(self.site / "kiosk.toml")
        self.hands: Hands = RealHands(self.site) if self.parts == "real" else SimulatedHands(self.site)
        self.screen = VirtualScreen(self.config.screen.width, self.config.screen.height)
        self.premises: Premises | None = None

    def start(self) -> None:
        """Start parts, screen and the four processes."""
        self.hands.start()
        display = self.screen.start()
        self.premises = Premises(self.site, self.log, {"DISPLAY": display, **self.environment})
        self.premises.start()

    def stop(self) -> None:
        """Stop everything that was started."""
        if self.premises is not None:
            self.premises.stop()
        self.screen.stop()
        self.hands.stop()

    def glass(self) -> Window:
        """The counter's window."""
        return Window(self.screen, self.config.site.run)

    def until_open(self) -> None:
        """Wait until the counter invites. Raises ``CitizenLost``."""
        glass, until = self.glass(), time.monotonic() + OPEN_S
        while time.monotonic() < until:
            sight = glass.look()
            if sight is not None and sight.screen in ("attract", "interrupted", "paper-left"):
                return
            time.sleep(0.1)
        raise CitizenLost(f"the counter did not open within {OPEN_S:.0f} s; its log lies in {self.log}")


@contextmanager
def opened(parts: str = "simulated") -> Iterator[Rehearsal]:
    """A counter that invites, in a folder of its own that goes with it. Raises ``CitizenLost``."""
    with tempfile.TemporaryDirectory() as folder:
        rehearsal = Rehearsal(Path(folder) / "site", parts, Path(folder) / "log")
        rehearsal.start()
        try:
            rehearsal.until_open()
            yield rehearsal
        finally:
            rehearsal.stop()


def play(
    rehearsal: Rehearsal, out: Path, flow: str, as_: str, lang: str, on_screen: Callable[[Sight], None] | None = None,
) -> dict[str, Any]:
    """Play one visit and write what it left to ``out``; returns the summary."""
    for name in ("screens", "paper", "desk"):
        shutil.rmtree(out / name, ignore_errors=True)
        (out / name).mkdir(parents=True)
    before = {printer: len(rehearsal.hands.received(printer)) for printer in ("a4", "receipt")}
    rehearsal.until_open()
    way = "certificate" if as_ == "card" else "id-card"
    citizen = Citizen(rehearsal.glass(), rehearsal.hands, flow, way, lang, pictures=out / "screens", on_screen=on_screen)
    clerk = _clerk(rehearsal, out) if as_ == "id" else None
    try:
        citizen.come()
    finally:
        if clerk is not None:
            clerk.join(30)
    time.sleep(1.0)
    summary = summarise(rehearsal, citizen.visit, flow, as_)
    for printer in ("a4", "receipt"):
        for path in rehearsal.hands.received(printer)[before[printer]:]:
            kept = out / "paper" / f"{printer}-{path.stem}.pdf"
            shutil.copyfile(path, kept)
            summary["pages"].append({"printer": printer, "sha256": hashlib.sha256(kept.read_bytes()).hexdigest(),
                                     "serial": _serial(rehearsal, citizen.visit, kept)})
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n")
    return summary


def _clerk(rehearsal: Rehearsal, out: Path) -> threading.Thread:
    """The clerk's part, in a real browser, in a thread of its own."""

    from rehearsal.clerk import Clerk  # a browser's worth of imports, only where a clerk is needed

    def work() -> None:
        clerk = Clerk(rehearsal.site, rehearsal.log / "desk.log", out / "desk")
        clerk.release_waiting(patience_s=150)

    thread = threading.Thread(target=work, name="clerk", daemon=True)
    thread.start()
    return thread


def _serial(rehearsal: Rehearsal, visit: str, page: Path) -> str | None:
    """The serial of a page, found by what was printed; a slip has none."""
    digest = hashlib.sha256(page.read_bytes()).hexdigest()
    rows = read_rows(rehearsal.config.site.state / "journal.db", "SELECT serial FROM paper WHERE visit = ? AND sha256 = ?", visit, digest)
    return str(rows[0][0]) if rows else None


def summarise(rehearsal: Rehearsal, visit: str, flow: str, as_: str) -> dict[str, Any]:
    """What the journal and the bureau's database say about one visit."""
    journal = rehearsal.config.site.state / "journal.db"
    notes = read_rows(journal, "SELECT event, detail FROM note WHERE visit = ? ORDER BY place", visit)
    row = read_rows(journal, "SELECT outcome, case_no FROM visit WHERE visit = ?", visit)
    outcome, case = row[0] if row else ("failed", None)
    bureau = rehearsal.site / "bureau" / "bureau.db"
    began = read_rows(journal, "SELECT begun_at FROM visit WHERE visit = ?", visit)[0][0] if row else ""
    envelopes = read_rows(bureau, "SELECT id, kind, seq, sha256 FROM envelopes WHERE received_at >= ? ORDER BY place", began)
    durations: dict[str, int] = {}
    for event, detail in notes:
        if event.startswith("step."):
            durations[event.removeprefix("step.")] = durations.get(event.removeprefix("step."), 0) + int(detail)
    return {
        "outcome": outcome, "flow": flow, "as": as_, "parts": rehearsal.parts, "commit": commit(), "case": case,
        "durations_ms": durations, "machine_ms": next((int(detail) for event, detail in notes if event == "machine"), None),
        "pages": [], "envelopes": [dict(zip(("id", "kind", "seq", "sha256"), one, strict=True)) for one in envelopes],
        "receipts": len(envelopes), "wiped": any(kind == "wiped" for _, kind, _, _ in envelopes),
    }


def commit() -> str:
    """The commit this checkout stands at, or '' outside git."""
    ask = ["git", "-c", f"safe.directory={ROOT}", "rev-parse", "HEAD"]
    got = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False)
    return got.stdout.strip()
