"""The disk of the state directory fills: told before it is full, no engine ends for it, and nothing that was promised is lost."""
from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from rehearsal.box import Box
from rehearsal.citizen import CitizenLost
from rehearsal.glass import Sight
from rehearsal.kills import settle
from rehearsal.line import wait_until

LT05, COLLECT = "changhua-tax.house-registration", "changhua-tax.collect"
LEAST_MIB = 4
pytestmark = pytest.mark.real


class Ballast:
    """What fills the disk."""

    def __init__(self, disk: Path) -> None:
        self._disk, self._file = disk, disk / "ballast"

    def fill(self, leave_mib: float = 0.0) -> None:
        """Until only so much is left."""
        free = os.statvfs(self._disk)
        with suppress(OSError), self._file.open("wb") as file:
            file.write(bytes(max(0, free.f_bavail * free.f_frsize - int(leave_mib * 2**20)) + (0 if leave_mib else 2**20)))

    def free(self) -> None:
        """Take it away."""
        self._file.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """The counter's state on a disk of its own, of 24 MiB."""
    site: Path = tmp_path_factory.mktemp("site")
    made = Box(site, wait_s=15)
    toml = site / "kiosk.toml"
    toml.write_text(toml.read_text().replace("[limits]\n", f"[limits]\nroom_mib = {LEAST_MIB}\n"))
    kept = site / "kept"
    (site / "kiosk").rename(kept)
    (site / "kiosk").mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(site / "kiosk")], check=True)
    subprocess.run(["cp", "-a", f"{kept}/.", str(site / "kiosk")], check=True)
    try:
        with made as opened:
            yield opened
    finally:
        subprocess.run(["umount", "-l", str(site / "kiosk")], check=True)


@pytest.fixture
def ballast(box: Box) -> Iterator[Ballast]:
    made = Ballast(box.site / "kiosk")
    yield made
    made.free()


def until_closed(box: Box) -> None:
    """What is told first is waved away."""
    assert box.doorway is not None
    while (stands := box.until("closed", "interrupted", "paper-left", patience_s=60)) != "closed":
        box.doorway.press("ok")
        wait_until(lambda stands=stands: (sight := box.doorway.look()) is not None and sight.screen != stands)


def crashes(box: Box) -> int:
    return (box.log / "engine.log").read_text(errors="replace").count("Traceback")


def test_with_little_room_nobody_new_is_served_and_the_bureau_is_told(box: Box, ballast: Ballast) -> None:
    ballast.fill(leave_mib=LEAST_MIB - 1)
    box.until("closed")
    assert box.doorway is not None
    assert box.doorway.look() is not None
    wait_until(lambda: [row[0] for row in box.rows("SELECT code FROM incidents")] == ["box-full"])
    wait_until(lambda: '"room":"full"' in box.rows("SELECT health FROM kiosks")[0][0].replace(" ", ""))
    ballast.free()
    box.until("attract")
    citizen = box.citizen(flow=LT05)
    citizen.come()
    assert box.outcome(citizen.visit) == "delivered"
    assert len(box.rows("SELECT code FROM incidents")) == 1


@pytest.mark.parametrize(("at", "outcomes"), [
    ("attract", ()), ("menu", ("failed",)), ("review", ("failed",)), ("pin", ("failed",)), ("wait", ("failed", "parked", "delivered")),
    ("print", ("parked", "delivered")), ("rate", ("delivered",)),
])
def test_a_disk_that_fills_at_any_moment_ends_no_engine_and_loses_nothing(
        box: Box, ballast: Ballast, at: str, outcomes: tuple[str, ...]) -> None:
    before, codes = crashes(box), list[str]()

    def fills(sight: Sight) -> None:
        codes.append(sight.code)
        if sight.screen == at:
            ballast.fill()

    citizen = box.citizen(flow=LT05, on_screen=fills)
    if at == "attract":
        ballast.fill()
    else:
        with suppress(CitizenLost):  # told that it cannot go on: the card is taken out, as the counter asks
            citizen.come(60)
        if box.doorway is not None and (sight := box.doorway.look()) is not None and sight.screen == "error":
            box.doorway.press("ok")
        box.hands.remove_card()
    until_closed(box)
    assert crashes(box) == before
    ballast.free()
    settle(box)
    asked = box.journal("SELECT request, outcome FROM visit WHERE visit = ?", citizen.visit) if citizen.visit else []
    assert at == "attract" or asked, "the visit had begun"
    for request, outcome in asked:
        assert outcome in (*outcomes, "interrupted"), codes
        delivered = box.journal("SELECT 1 FROM paper WHERE visit = ? AND state = 'delivered'", citizen.visit)
        if request and box.rows("SELECT 1 FROM askings WHERE request = ?", request) and not delivered:
            back = box.citizen(flow=COLLECT)
            back.come()
            assert box.outcome(back.visit) == "delivered"
    twice = "SELECT case_id FROM documents WHERE state = 'valid' GROUP BY case_id HAVING count(*) > 1"
    assert box.rows(twice) == []
    assert crashes(box) == before
