"""When the paper runs out, the line is cut, or the desk is slow: nothing is lost, nothing is doubled, the citizen is told."""
from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.box import Box
from rehearsal.citizen import word
from rehearsal.glass import Sight

LT03, LT05, COLLECT = "changhua-tax.property-list", "changhua-tax.house-registration", "changhua-tax.collect"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    with Box(site, wait_s=6) as opened:
        yield opened


def until_row(box: Box, sql: str, *values: str, patience_s: float = 20.0) -> None:
    end = time.monotonic() + patience_s
    while not box.rows(sql, *values):
        assert time.monotonic() < end, sql
        time.sleep(0.1)


def closed_cases(box: Box) -> int:
    return int(box.rows("SELECT count(*) FROM cases WHERE state = 'closed'")[0][0])


def test_an_empty_tray_is_told_and_refilled_and_the_page_comes_out_once(box: Box) -> None:
    before = len(box.hands.received("a4"))
    told: list[str] = []

    def keeper(sight: Sight) -> None:
        if sight.screen == "reply" and not told:
            box.hands.paper_out("a4")
        if sight.screen == "print" and sight.code:
            told.append(sight.code)
            box.hands.paper_in("a4")

    citizen = box.citizen(flow=LT03, on_screen=keeper)
    citizen.come()
    assert [word(code) for code in told] == ["out-of-paper"]
    assert box.outcome(citizen.visit) == "delivered"
    assert len(box.hands.received("a4")) == before + 1


def test_a_service_that_cannot_be_printed_now_is_greyed_with_the_reason(box: Box) -> None:
    assert box.doorway is not None
    box.hands.empty_tray("a4")
    until = time.monotonic() + 40
    while not any(item.key == LT03 and not item.enabled for view in [box.doorway.view] if view is not None for item in view.items):
        assert time.monotonic() < until, "the waiting screen still offers what cannot be printed"
        time.sleep(0.2)
    box.doorway.press("stir")
    box.until("menu")
    view = box.doorway.view
    assert view is not None
    printed = [item for item in view.items if item.key == LT03]
    assert [item.enabled for item in printed] == [False]
    assert all(item.reason for item in printed)
    box.hands.paper_in("a4")
    box.doorway.press("frame", "home")
    box.until("leave")
    box.doorway.press("end")
    box.until("goodbye")
    box.doorway.press("end")


def test_with_the_line_cut_the_request_is_kept_parked_and_collected_another_day(box: Box) -> None:
    box.premises.uplink.stop()
    time.sleep(2)
    citizen = box.citizen(flow=LT03)
    seen = citizen.come()
    assert "parked" in seen
    assert box.outcome(citizen.visit) == "parked"
    request = str(box.journal("SELECT request FROM visit WHERE visit = ?", citizen.visit)[0][0])
    box.premises.uplink.start()
    until_row(box, "SELECT 1 FROM askings WHERE request = ?", request)
    assert box.rows("SELECT count(*) FROM askings WHERE request = ?", request) == [(1,)]
    back = box.citizen(flow=COLLECT)
    back.come()
    assert box.outcome(back.visit) == "delivered"


def test_a_reply_that_comes_too_late_is_not_lost(box: Box) -> None:
    box.premises.desk.stop()
    citizen = box.citizen(flow=LT03)
    citizen.come()
    assert box.outcome(citizen.visit) == "parked"
    box.premises.desk.start()
    request = str(box.journal("SELECT request FROM visit WHERE visit = ?", citizen.visit)[0][0])
    until_row(box, "SELECT 1 FROM askings WHERE request = ?", request)
    time.sleep(1)
    before = closed_cases(box)
    back = box.citizen(flow=COLLECT)
    back.come()
    assert box.outcome(back.visit) == "delivered"
    time.sleep(2)
    assert closed_cases(box) == before + 1


def test_an_interrupted_visit_says_so_to_the_next_and_is_collected_by_identity_alone(box: Box) -> None:
    citizen = box.citizen(flow=LT03)

    def crash(sight: Sight) -> None:
        if sight.screen == "reply":
            box.engines.kill()

    citizen.on_screen = crash
    seen = citizen.come()
    assert seen[-1] == "reply"
    assert box.until("interrupted", "attract") == "interrupted"
    assert box.doorway is not None
    assert "王小明" not in str(box.doorway.view)
    back = box.citizen(flow=COLLECT)
    back.come()
    assert box.outcome(citizen.visit) == "interrupted"
    assert box.outcome(back.visit) == "delivered"


def test_somebody_for_whom_nothing_waits_is_told_so(box: Box) -> None:
    citizen = box.citizen(flow=COLLECT)
    citizen.come()
    assert citizen.codes == ["nothing-waiting"]
    assert box.outcome(citizen.visit) == "refused"
