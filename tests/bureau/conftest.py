"""A line whose gateway runs, on both kinds of database, for the tests of the gateway."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.line import Line
from rehearsal.postgres import fresh, postgres
from tests.bureau.calling import Caller


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server for all tests; each takes a database of its own."""
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    return "sqlite:///bureau.db" if request.param == "sqlite" else fresh(request.getfixturevalue("server"))


@pytest.fixture
def line(tmp_path: Path, url: str) -> Iterator[Line]:
    made = Line(tmp_path / "l", url=url)
    made.start("gateway")
    yield made
    made.close()
    made.store.engine.dispose()


@pytest.fixture
def caller(line: Line) -> Caller:
    return Caller(line)
