"""May the menu open? The rules, one a test."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.post import Gate, Heard, gate
from kiosk.post.boot import Enrolment

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def heard(state: Enrolment = "accepted", counter: int = 6, hours: float = 1, software: str = "1", flows: str = "aa") -> Heard:
    return Heard(counter, state, software, flows, NOW - timedelta(hours=hours))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (None, "unknown"),
        (heard(counter=7), "open"),
        (heard("pending", counter=7), "pending"),
        (heard("rejected", counter=7), "rejected"),
        (heard("pending"), "pending"),
        (heard("rejected"), "rejected"),
        (heard(), "parked-only"),
        (heard(hours=71.9), "parked-only"),
        (heard(hours=72), "unknown"),
        (heard(hours=-1), "unknown"),
        (heard(software="2"), "unknown"),
        (heard(flows="bb"), "unknown"),
    ],
)
def test_the_menu_opens_only_on_the_bureaus_word_or_a_fresh_one_about_the_same_flows(answer: Heard | None, expected: Gate) -> None:
    assert gate(7, "1", "aa", answer, NOW, 72) == expected
