"""The walks of every path: the plans hold all there is, and a walk that goes otherwise is told. A hundredth is walked in test_soak."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalogue.flow import Catalogue, load_catalogue
from kiosk.walk.place import Place, made
from rehearsal.paths.plans import Plan, every
from rehearsal.paths.play import walk_all
from rehearsal.soak.campaigns.every_path import PLANNED, WHOLE

FLOWS = Path(__file__).parents[2] / "flows"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(FLOWS)


@pytest.fixture(scope="module")
def plans(catalogue: Catalogue) -> list[Plan]:
    return every(catalogue, PLANNED)


@pytest.fixture(scope="module")
def like(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return made(tmp_path_factory.mktemp("like") / "like", FLOWS)


def test_every_service_is_walked_in_every_manner(catalogue: Catalogue, plans: list[Plan]) -> None:
    assert len(plans) == WHOLE
    for flow in catalogue.flows.values():
        kinds = {step.kind for step in flow.steps}
        walked = {plan.twist for plan in plans if plan.flow == flow.id}
        assert walked >= {"right", "wrong", "back", "leave", "idle"} | ({"bureau"} if "wait" in kinds else set()), flow.id
        assert {kind for plan in plans if plan.flow == flow.id and plan.twist == "right" for kind in plan.kinds} == kinds, flow.id


@pytest.mark.parametrize(("other", "told"), [
    (lambda plan: replace(plan, twist="leave", at=99), "ended 'The visit ended: delivered"),
    (lambda plan: replace(plan, twist="bureau", bureau="list"), "ended 'The visit ended: delivered"),
    (lambda plan: replace(plan, way="no-such-way"), "stopped at the screen 'identify'"),
])
def test_a_walk_that_goes_otherwise_is_told(plans: list[Plan], like: Place, other: Callable[[Plan], Plan], told: str) -> None:
    plan = next(plan for plan in plans if plan.flow == "changhua-tax.property-list" and plan.twist == "right")
    walked, = walk_all([other(plan)], like)
    assert told in walked.fault
