"""What a flow file names of the bureau is there: a register that answers, a template that sets, an agency that tells its title."""
from __future__ import annotations

from pathlib import Path

import pytest

from bureau.desk.questions import Inquiry
from bureau.desk.writing import terms
from bureau.documents.page import TEMPLATES
from bureau.registers import today
from bureau.registers.county import County, engine
from catalogue.flow import Flow, load_catalogue

CATALOGUE = load_catalogue(Path(__file__).resolve().parents[2] / "flows")
EVERY = (*CATALOGUE.flows.values(), *CATALOGUE.definitions.values())


def test_a_register_answers_everything_that_flows_ask() -> None:
    assert Inquiry(County(engine("sqlite://")), CATALOGUE)


@pytest.mark.parametrize("flow", EVERY, ids=lambda flow: str(flow.id))
def test_the_paper_of_a_flow_can_be_set_and_its_fee_is_known_today(flow: Flow) -> None:
    if flow.bureau is not None and flow.bureau.template is not None:
        assert (TEMPLATES / f"{flow.bureau.template}.html").exists()
        assert flow.bureau.document
    if flow.fee is not None:
        assert CATALOGUE.tables[flow.fee.table].at(today()).values[flow.fee.key] > 0


def test_the_terms_of_slips_are_known_today() -> None:
    assert set(terms(CATALOGUE, today())) >= {"store_most", "atm_most", "grace_days", "late_percent", "late_every_days", "late_most_days"}
