"""Power cuts replayed: the disk's rules, and the watch that finds out a store which does not wait for the disk."""
from __future__ import annotations

import random
from pathlib import Path

import pytest

from rehearsal import powerloss
from rehearsal.powerloss.disk import Disk
from rehearsal.powerloss.record import Event, record

MADE = [Event("make", "f"), Event("write", "f", 0, b"first")]


def found(tmp_path: Path, events: list[Event]) -> set[bytes | None]:
    """Every content the file may have after a cut; None where it is not there."""
    states: set[bytes | None] = set()
    for seed in range(200):
        folder = tmp_path / str(seed)
        folder.mkdir()
        Disk(events).cut(folder, random.Random(seed))
        states.add((folder / "f").read_bytes() if (folder / "f").exists() else None)
    return states


@pytest.mark.parametrize(("events", "may_be"), [
    (MADE, {None, b"", b"first"}),
    ([*MADE, Event("sync", "f")], {b"first"}),
    ([*MADE, Event("sync", "")], {b"", b"first"}),
    ([*MADE, Event("sync", "f"), Event("write", "f", 0, b"other")], {b"first", b"other"}),
    ([*MADE, Event("sync", "f"), Event("cut", "f", 1)], {b"first", b"f"}),
    ([*MADE, Event("sync", "f"), Event("remove", "f")], {b"first", None}),
    ([*MADE, Event("sync", "f"), Event("remove", "f"), Event("sync", "")], {None}),
    ([*MADE, Event("sync", "f"), Event("write", "f", 510, b"abcd")],
     {b"first", b"first".ljust(510, b"\0") + b"ab", b"first".ljust(512, b"\0") + b"cd", b"first".ljust(510, b"\0") + b"abcd"}),
], ids=["nothing synced", "synced", "folder synced", "written over", "cut short", "removed", "removed for sure", "two sectors"])
def test_what_was_synced_stands_and_of_the_rest_anything_may(tmp_path: Path, events: list[Event], may_be: set[bytes | None]) -> None:
    assert found(tmp_path, events) == may_be


def test_a_recording_holds_every_write_sync_and_promise_in_order(tmp_path: Path) -> None:
    events = record("counter", tmp_path / "run", 1)
    told = [event for event in events if event.what == "promise"]
    assert len(told) > 30
    before = events[: events.index(next(event for event in told if b"kept" in event.octets))]
    assert before[-1] == Event("sync", "outbox.db-wal"), "a row is promised right after its sync"


def test_a_store_that_does_not_wait_for_the_disk_is_found_out() -> None:
    _, wrong = powerloss.play("careless", 5, 25)
    assert any("is lost" in one for one in wrong)
