"""``kill -9`` with the window in place: of the engine at each state of the journal, of the others once, of the whole counter once."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.kills import EVENTS, play
from rehearsal.windowed import WindowedBox

TEN = [*(("engine", state) for state in EVENTS), ("uplink", "sent"), ("gateway", "asked"), ("desk", "reply"), ("counter", "spooled")]


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowedBox]:
    site: Path = tmp_path_factory.mktemp("site")
    with WindowedBox(site, wait_s=30) as opened:
        yield opened


@pytest.fixture(autouse=True)
def open_counter() -> None:
    """Takes the place of this folder's counter without a window."""


@pytest.mark.parametrize(("process", "state"), TEN)
def test_a_kill_with_the_window_leaves_one_request_and_one_valid_page_or_a_parked_case(box: WindowedBox, process: str, state: str) -> None:
    outcome, wrong = play(box, process, state)
    assert wrong == []
    assert outcome in ("delivered", "parked", "interrupted", "failed")
