"""A line whose gateway runs, for the tests of the gateway."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.line import Line
from tests.bureau.calling import Caller


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path / "l")
    made.start("gateway")
    yield made
    made.close()


@pytest.fixture
def caller(line: Line) -> Caller:
    return Caller(line)
