"""Replies that went astray: the right one is shown, and the watch sees a counter that would show another's."""
from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.visit import Sent
from rehearsal.misdelivery import Misled, play


@pytest.fixture
def misled(tmp_path: Path) -> Iterator[Misled]:
    made = Misled(tmp_path / "line", random.Random(1))
    yield made
    made.close()


def test_every_way_is_gone_and_the_own_page_is_shown() -> None:
    counts, wrong = play(3, 600)
    assert wrong == []
    assert counts["own"] > 20
    assert {"late", "unknown-key", "bad-signature", "other-visit", "wrong-addressee", "stopped at the gate: document"} <= set(counts)


@pytest.mark.parametrize("way", ["right", "another's, sealed to this visit"])
def test_a_counter_that_expects_another_request_of_this_visit_is_seen_to_show_its_page(misled: Misled, way: str) -> None:
    other = misled.others[0]
    misled.visit.sent = Sent(other.message, other.sha256, "")
    misled.others[1:] = []
    [shown] = asyncio.run(misled.bring([way]))
    assert shown.startswith("FOREIGN") == (way != "right")
