"""The clock of the box jumps by a day or ten years, both ways: nobody new is served, nothing stops, it opens when it is right again."""
from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from rehearsal.box import Box
from rehearsal.line import wait_until
from rehearsal.wrong_clock import WrongClock

DAY, YEARS = timedelta(days=1), timedelta(days=3652)
JUMPS = {"a day ahead": DAY, "a day behind": -DAY, "ten years ahead": YEARS, "ten years behind": -YEARS}


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> WrongClock:
    return WrongClock(tmp_path_factory.mktemp("clock"))


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory, clock: WrongClock) -> Iterator[Box]:
    with Box(tmp_path_factory.mktemp("site"), environment=clock.environment) as opened:
        yield opened


def health(box: Box) -> str:
    """What the bureau last heard of the counter's clock."""
    ((said,),) = box.rows("SELECT health FROM kiosks")
    told: str = json.loads(said or "{}").get("devices", {}).get("clock", "")
    return told


def hellos(box: Box) -> int:
    return int(box.rows("SELECT hello_counter FROM kiosks")[0][0])


@pytest.mark.parametrize("ahead", JUMPS.values(), ids=JUMPS)
def test_a_clock_that_jumps_closes_the_counter_until_it_is_right_again(box: Box, clock: WrongClock, ahead: timedelta) -> None:
    box.until("attract")
    clock.put(ahead)
    box.until("closed", patience_s=30)
    assert box.doorway is not None
    sight = box.doorway.look()
    assert sight is not None
    assert sight.code.endswith("closed-clock")
    wait_until(lambda: health(box) == "wrong")
    before = hellos(box)
    wait_until(lambda: hellos(box) > before, 60)  # a hello goes out and is answered, whatever the clock says
    clock.put(timedelta(0))
    box.until("attract", patience_s=30)
    wait_until(lambda: health(box) == "ok")


@pytest.mark.parametrize("ahead", JUMPS.values(), ids=JUMPS)
def test_a_box_that_starts_with_a_wrong_clock_says_so_and_its_messages_arrive(box: Box, clock: WrongClock, ahead: timedelta) -> None:
    box.until("attract")
    clock.put(ahead)
    box.premises.uplink.kill()  # a new connection: the gateway's certificate is judged anew
    box.engines.kill()
    box.until("closed", patience_s=40)
    wait_until(lambda: health(box) == "wrong", 60)
    started = time.monotonic()
    clock.put(timedelta(0))
    box.until("attract", patience_s=30)
    assert time.monotonic() - started < 30
    assert box.rows("SELECT code FROM incidents WHERE code LIKE 'chain%' OR code = 'refused'") == []
