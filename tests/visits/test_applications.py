"""Trial and application, step by step through the real door, wire and desk."""
from __future__ import annotations

import time

from rehearsal.box import Box

TRIAL, APPLY = "taitung-social.pension-trial", "taitung-social.pension-apply"
FAMILY = ("none", "3")


def steps(seen: list[str]) -> list[str]:
    """Screens in order, repetitions of one kind told once."""
    return [screen for at, screen in enumerate(seen) if at == 0 or seen[at - 1] != screen]


def until_case(box: Box, visit: str) -> tuple[str, str, str]:
    """Id, state and answers of the case that a visit asked for, once the desk has opened it."""
    until = time.monotonic() + 20
    rows: list[tuple[str, str, str]] = []
    while not rows and time.monotonic() < until:
        rows = [(str(row[0]), str(row[1]), str(row[2])) for row in box.rows(
            "SELECT c.id, c.state, c.answers FROM cases c JOIN askings a ON a.request = c.asking WHERE a.visit = ?", visit)]
        time.sleep(0.1)
    return rows[0]


def test_a_trial_is_read_and_left_and_nobody_is_told(box: Box) -> None:
    before = box.rows("SELECT count(*) FROM envelopes WHERE kind = 'request'")
    citizen = box.citizen(flow=TRIAL, wishes=FAMILY, typed=("90000000",), lang="en")
    seen = citizen.come()
    assert seen[seen.index("info"):] == ["info", "choose", "choose", "choose", "form", "compute", "goodbye"]
    assert box.doorway is not None
    result = next(view for view in box.doorway.views if view.visit == citizen.visit and view.screen == "compute")
    assert (result.heading, result.lines[0].value) == ("You pay about NT$1,329 a month", "NT$1,329")
    assert box.rows("SELECT count(*) FROM envelopes WHERE kind = 'request'") == before
    assert box.outcome(citizen.visit) == "delivered"


def test_a_trial_becomes_an_application_and_nothing_is_typed_twice(box: Box) -> None:
    slips = len(box.hands.received("receipt"))
    citizen = box.citizen(flow=TRIAL, wishes=FAMILY, typed=("20000",), lang="en")
    seen = citizen.come()
    assert steps(seen[seen.index("compute"):]) == ["compute", "consent", "identify", "form", "review", "pin", "identify", "wait", "print",
                                                  "acknowledge", "rate", "identify", "goodbye"]
    _, state, answers = until_case(box, citizen.visit)
    assert state == "received"
    assert '"income": 20000' in answers
    assert '"members": 3' in answers
    assert len(box.hands.received("receipt")) == slips + 1
    assert box.outcome(citizen.visit) == "delivered"
