"""One counter without its window, shared by the visits of this folder; the bureau is real, the devices are simulated."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.box import Box


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    with Box(site) as opened:
        yield opened


@pytest.fixture(autouse=True)
def open_counter(box: Box) -> None:
    """Every visit begins at an open counter with nothing lying about."""
    box.hands.remove_card()
    box.hands.take_id_card()
    for printer in ("a4", "receipt"):
        box.hands.paper_in(printer)
    if box.until("attract", "interrupted") == "interrupted" and box.doorway is not None:
        box.doorway.press("ok")
        box.until("attract")
