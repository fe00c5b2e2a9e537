"""The units of the field: they parse, they start what the rehearsal starts, and they are locked up."""
from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

UNITS = sorted((Path(__file__).resolve().parent.parent / "systemd").glob("*.service"))
EXPOSURE = 2.5


def test_there_is_a_unit_for_every_process() -> None:
    assert [unit.stem for unit in UNITS] == ["nightcounter-counter", "nightcounter-desk", "nightcounter-gateway", "nightcounter-uplink"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_is_exposed_no_more_than_planned(unit: Path) -> None:
    argv = ["systemd-analyze", "security", "--offline=yes", "--no-pager", str(unit)]
    told = subprocess.run(argv, capture_output=True, text=True, check=False)
    score = re.search(r"exposure level for \S+: ([0-9.]+)", told.stdout)
    assert score is not None, told.stderr
    assert float(score[1]) <= EXPOSURE


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_restarts_and_leaves_no_core(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    assert "Restart=always" in lines
    assert "LimitCORE=0" in lines
