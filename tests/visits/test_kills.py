"""``kill -9`` of each process at each state of the journal: one request, one page or a parked case, never both (rehearsal/kills.py)."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.box import Box
from rehearsal.kills import MATRIX, WAIT_S, play


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    with Box(site, wait_s=WAIT_S) as opened:
        yield opened


@pytest.mark.parametrize(("process", "state"), MATRIX)
def test_a_kill_leaves_one_request_and_one_valid_page_or_a_parked_case(box: Box, process: str, state: str) -> None:
    outcome, wrong = play(box, process, state)
    assert wrong == []
    assert outcome in ("delivered", "parked", "interrupted", "failed")
