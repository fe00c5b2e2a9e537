"""Services walked by a scripted citizen through the counter's own steps: a seeded share of ``rehearsal.paths.plans.every``."""
from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from catalogue.flow import load_catalogue
from rehearsal.paths.plans import every
from rehearsal.paths.play import walk_all

FLOWS = Path(__file__).parents[2] / "flows"
PLANS = every(load_catalogue(FLOWS), date.today())


@pytest.mark.parametrize(("twist", "many"), [("right", 12), ("wrong", 4)])
def test_a_share_of_all_walks_ends_as_it_should(twist: str, many: int) -> None:
    plans = random.Random(f"paths {twist}").sample([plan for plan in PLANS if plan.twist == twist], many)
    assert [f"{walked.plan}: {walked.fault}" for walked in walk_all(plans, FLOWS) if walked.fault] == []
