"""A published pack whose group ``all`` has the first content, and the octets of a second one; made once for this folder."""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from catalogue.pack.compiled import compiled
from catalogue.pack.source import Pack
from tests.packs.ground import FLOWS, LOCALE, Ground, bring, renamed, title


@pytest.fixture(scope="session")
def first() -> bytes:
    return compiled(FLOWS, LOCALE)


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return compiled(renamed(tmp_path_factory.mktemp("second") / "flows", "第二版"), LOCALE)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, first: bytes) -> Ground:
    ground = Ground(tmp_path_factory.mktemp("published"))
    ground.begin()
    ground.stage("all", first)
    return ground


@pytest.fixture
def ground(published: Ground, tmp_path: Path) -> Ground:
    """A copy that a test may change."""
    return Ground(Path(shutil.copytree(published.base, tmp_path / "bureau")))


@pytest.fixture
def pack(ground: Ground, tmp_path: Path) -> Pack:
    """A counter of the group ``all`` that has taken nothing yet."""
    return ground.pack(tmp_path / "counter")


@pytest.fixture
def serving(ground: Ground, pack: Pack, second: bytes) -> Pack:
    """A counter that serves the first content while the second is published; its copy of the directory has it already."""
    assert title(pack) == "全國財產稅總歸戶財產查詢清單"
    ground.stage("all", second)
    bring(ground, pack)
    return pack
