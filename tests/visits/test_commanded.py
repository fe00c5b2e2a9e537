"""An operator orders from far away: a drain waits for who is there and then serves nobody, a restart opens again, a self-test tells."""
from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bureau.__main__ import main as bureau
from hardware.by_hand import ByHand
from rehearsal.box import Box
from rehearsal.faults.day import Counters
from rehearsal.glass import Sight
from rehearsal.line import wait_until


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """The whole counter but its window, kept as systemd would."""
    site: Path = tmp_path_factory.mktemp("site")
    made = Box(site, wait_s=20)
    made.engines = Counters(site / "kiosk.toml", made.log)  # type: ignore[assignment]  # another way to keep engines
    with made as opened:
        yield opened


def order(box: Box, verb: str) -> None:
    assert bureau(["command", box.config.site.id, verb, "--config", str(box.site / "bureau.toml")]) == 0


def counter(box: Box) -> int:
    assert isinstance(box.engines, Counters)
    return box.engines.counter


def health(box: Box) -> dict[str, str]:
    ((said,),) = box.rows("SELECT health FROM kiosks WHERE site = ?", box.config.site.id)
    return dict(json.loads(said)["devices"]) if said else {}


def test_a_drain_waits_for_the_citizen_and_then_nobody_is_served_until_a_restart(box: Box) -> None:
    def drains(sight: Sight) -> None:
        if sight.screen == "review":
            order(box, "drain")

    before = counter(box)
    citizen = box.citizen(flow="changhua-tax.house-registration", on_screen=drains)
    citizen.come()
    assert box.outcome(citizen.visit) == "delivered"
    box.until("closed")
    wait_until(lambda: health(box).get("drain") == "drained")
    assert counter(box) == before
    order(box, "restart")
    wait_until(lambda: counter(box) != before)
    box.until("attract")
    wait_until(lambda: health(box).get("drain") == "ok")
    time.sleep(3)
    after = counter(box)
    box.citizen(flow="changhua-tax.house-registration").come()
    assert counter(box) == after, "one order, one start"


def test_a_self_test_proves_every_device_at_once(box: Box, tmp_path: Path) -> None:
    """A camera that is there and takes no picture is found by taking one, which is done every two minutes otherwise."""
    wait_until(lambda: health(box).get("drain") == "ok")
    camera, picture = ByHand(box.site / "cabinet").document, tmp_path / "gone.png"
    picture.touch()
    camera.show(picture)
    picture.unlink()
    try:
        order(box, "self-test")
        wait_until(lambda: health(box)["camera.document"] == "gone", 25)
    finally:
        camera.show_nothing()
    order(box, "self-test")
    wait_until(lambda: health(box)["camera.document"] == "ok", 25)
    assert box.journal("SELECT detail FROM note WHERE event = 'command' ORDER BY place DESC LIMIT 2") == [("self-test",)] * 2
