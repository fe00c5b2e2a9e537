"""A counter's line with gateway and uplink running; whoever wants less of it makes their own."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.line import Line


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path / "l")
    made.start("gateway")
    made.start("uplink")
    yield made
    made.close()
