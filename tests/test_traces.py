"""Nothing of a citizen stays on the counter's side: not in a step, not after the end, not after a kill, not in who lives on.

Name and ID number are the standing citizen's; PIN, mobile number and address are made anew for every site
(rehearsal/marks.py). The cabinet of simulated devices (paper, cards) and the bureau's folder are the world outside.
"""
from __future__ import annotations

import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.aftermath import CLEARED
from rehearsal.box import Box
from rehearsal.glass import Sight
from rehearsal.marks import Marks, mark, page_marks
from rehearsal.needles import Needles, shapes
from rehearsal.traces import Process, Trace, search_deleted, search_memory, search_paths, survivors

# what the citizen sees, and the how many-eth sight of that in one visit
STEPS = {
    "consent": ("consent", "", 1), "insert card": ("identify", "insert-card", 1), "scan number": ("identify", "scan-barcode", 1),
    "form": ("choose", "", 1), "review": ("review", "", 1), "PIN": ("pin", "", 1), "card signs": ("identify", "keep-card", 1),
    "send": ("wait", "sending", 1), "choose house": ("choose", "", 2), "wait": ("wait", "waiting", 1), "reply": ("reply", "", 1),
    "print": ("print", "printing", 1), "take page": ("print", "take-paper", 1), "signature": ("sign", "", 1), "rate": ("rate", "", 1),
    "slip": ("print", "printing", 2), "take card": ("identify", "take-card", 1), "goodbye": ("goodbye", "thanks", 1),
}


@dataclass
class Searched:
    """A counter without a window, and the search of its side."""

    box: Box
    marks: Marks
    needles: Needles = field(init=False)

    def __post_init__(self) -> None:
        self.needles = Needles(self.marks.all())

    def files(self) -> list[Trace]:
        """What lies in files: state, run directory, logs; deleted ones that are still open."""
        site = self.box.config.site
        pids = [process.pid for process in self.living()]
        return search_paths([site.state, site.run, self.box.log], self.needles) + search_deleted(pids, self.needles)

    def memory(self) -> list[Trace]:
        """What uplink and the engine now in office hold in memory."""
        return search_memory(self.living(), self.needles)

    def living(self) -> list[Process]:
        assert self.box.engines.child is not None
        return survivors(self.box.premises.uplink.pid, self.box.engines.child.pid)

    def reopen(self) -> None:
        """Take everything away, hear the notices, clear the tray: the counter invites again."""
        box = self.box
        box.hands.remove_card()
        box.hands.take_id_card()
        assert box.doorway is not None
        notices = ["interrupted", "paper-left"]
        while (there := box.until(*notices, "attract")) != "attract":
            box.doorway.press("ok")
            notices.remove(there)
        (box.config.site.run / CLEARED).touch()


@pytest.fixture(scope="module")
def counter() -> Iterator[Searched]:
    folder = Path(tempfile.mkdtemp(prefix="traces-"))
    box = Box(folder / "site")
    marks = mark(box.site)
    with box:
        yield Searched(box, marks)
    shutil.rmtree(folder)


def test_after_a_whole_visit_nothing_of_it_is_left(counter: Searched) -> None:
    while_there: list[Trace] = []
    printed = len(counter.box.hands.received("a4"))
    citizen = counter.box.citizen(pins=(counter.marks.pin,), on_screen=lambda _: while_there.extend(counter.files()))
    citizen.come()
    counter.reopen()
    assert counter.box.outcome(citizen.visit) == "delivered"
    pages = counter.box.hands.received("a4")[printed:] + counter.box.hands.received("receipt")[-1:]
    assert len(pages) == 2
    seen = Searched(counter.box, counter.marks)
    seen.needles = Needles({**counter.marks.all(), **page_marks(pages)})
    assert len(seen.needles.labels) > 10
    assert while_there + seen.files() + seen.memory() == []


def test_what_the_engine_knows_while_it_serves_is_found_in_it_and_ends_with_it(counter: Searched) -> None:
    known: list[Trace] = []

    def look(sight: Sight) -> None:
        if sight.screen == "reply":
            known.extend(counter.memory())
            counter.box.engines.kill()

    counter.box.citizen(pins=(counter.marks.pin,), on_screen=look).come()
    assert {trace.hit.secret for trace in known} >= {"name", "ID number", "address"}
    assert all("kiosk visit" in trace.place for trace in known)
    counter.reopen()
    assert counter.memory() == []


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_in_any_step_leaves_nothing(counter: Searched, step: str) -> None:
    screen, picture, wanted = STEPS[step]
    before: list[Trace] = []
    sights: list[Sight] = []

    def kill(sight: Sight) -> None:
        if (sight.screen, sight.picture) != (screen, picture):
            return
        sights.append(sight)
        if len(sights) == wanted:
            before.extend(counter.files())
            counter.box.engines.kill()

    citizen = counter.box.citizen(pins=(counter.marks.pin,), on_screen=kill)
    citizen.come()
    assert len(sights) == wanted, f"never came to {step}: {citizen.seen}"
    at_once = counter.files()
    counter.reopen()
    assert counter.box.outcome(citizen.visit) == "interrupted"
    assert before + at_once + counter.files() + counter.memory() == []


@pytest.mark.parametrize("shape", ["utf-8", "utf-16-le", "utf-16-be", "big5", "escape", "hex of utf-8", "base64 of utf-8 at 1"])
def test_the_search_fails_when_told_to_plant_one(counter: Searched, shape: str) -> None:
    planted = dict(shapes(counter.marks.address))[shape]
    state = counter.box.config.site.state
    for content in (planted, zlib.compress(b"BT " + planted + b" ET")):
        (state / "left-behind").write_bytes(b"....." + content)
        try:
            assert {(trace.place, trace.hit.secret) for trace in counter.files()} == {(str(state / "left-behind"), "address")}
        finally:
            (state / "left-behind").unlink()
    assert counter.files() == []


def test_a_note_of_a_person_is_found_in_the_journal_even_after_it_was_struck_out(counter: Searched) -> None:
    copy = counter.box.site / "struck-out"
    copy.mkdir()
    with sqlite3.connect(counter.box.config.site.state / "journal.db") as own, sqlite3.connect(copy / "journal.db") as other:
        own.backup(other)
    journal = sqlite3.connect(copy / "journal.db", isolation_level=None)
    journal.execute("PRAGMA journal_mode = WAL")
    journal.execute("PRAGMA secure_delete = OFF")
    assert search_paths([copy], counter.needles) == []
    notes = [(counter.marks.address,)] * 300  # several pages, so that some become free as they are
    journal.executemany("INSERT INTO note (visit, at, event, detail) VALUES ('v', '', 'asked', ?)", notes)
    journal.execute("DELETE FROM note WHERE visit = 'v'")
    assert {trace.place for trace in search_paths([copy], counter.needles)} == {str(copy / "journal.db-wal")}
    journal.close()
    assert {trace.place for trace in search_paths([copy], counter.needles)} == {str(copy / "journal.db")}
