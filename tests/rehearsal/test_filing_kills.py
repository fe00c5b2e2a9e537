"""The desk is killed while it files: nothing is lost or doubled, and a register that cannot say what it has is never asked twice."""
from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from rehearsal.clerk import Clerk
from rehearsal.filing_kills import STEPS, FilingDesk
from rehearsal.line import wait_until


@pytest.fixture(scope="module")
def desk() -> Iterator[FilingDesk]:
    with FilingDesk() as opened:
        yield opened


@pytest.mark.parametrize("step", STEPS)
def test_a_desk_killed_at_any_step_files_once(desk: FilingDesk, step: str) -> None:
    assert desk.judged(desk.kill_at(step, random.Random(1))) == []


@pytest.mark.parametrize(("step", "entries"), [("intended", 0), ("taken in", 1)])
def test_where_the_register_cannot_say_a_clerk_looks_and_it_is_there_once(step: str, entries: int) -> None:
    with FilingDesk(finds=False) as desk:
        key = desk.kill_at(step, random.Random(1))
        desk.until_served()
        wait_until(lambda: desk.filing(key)[0] == "unknown")
        assert len(desk.entries(key)) == entries
        assert desk.state(key) == "decided"
        Clerk(desk.site, desk.log / "desk.log").look_up(next(iter(desk.entries(key)), ""))
        assert desk.judged(key) == []


def test_a_judge_sees_a_second_entry_and_a_number_that_differs(desk: FilingDesk) -> None:
    key = desk.kill_at("filed", random.Random(1))
    assert desk.judged(key) == []
    with desk.store.write() as db:
        db.exec_driver_sql(f"UPDATE filings SET number = 'A99999999' WHERE key = '{key}'")
    assert any("the register has" in wrong for wrong in desk.judged(key))
