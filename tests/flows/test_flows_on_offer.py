"""The service items as a citizen meets them: a list of steps, and words in three languages."""
from __future__ import annotations

import sys
from pathlib import Path

import pytest

from catalogue.flow import LANGUAGES, Catalogue, Flow, load_catalogue
from catalogue.steps import Bundle, Form, Step
from kiosk.config import load
from kiosk.engine import common, rest
from rehearsal.site import enrol

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "flows")


def path(flow: Flow, certificate: bool, **answers: object) -> list[str]:
    """What the citizen goes through: the kind of each step, a form by its fields."""

    def named(step: Step) -> str:
        return "+".join(step.fields) if isinstance(step, Form) else step.kind

    return [named(step) for step in flow.steps_for(certificate, dict(answers))]


def test_a_card_chooses_among_the_houses_that_were_looked_up(catalogue: Catalogue) -> None:
    assert path(catalogue.flows["changhua-tax.house-registration"], certificate=True) == [
        "consent", "identify", "purpose", "review", "sign", "send", "lookup", "choose", "wait", "print", "acknowledge"]


def test_without_a_card_nothing_is_looked_up_on_the_screen(catalogue: Catalogue) -> None:
    flow = catalogue.flows["changhua-tax.house-registration"]
    assert path(flow, certificate=False, house="all") == [
        "consent", "identify", "purpose", "house", "mobile", "review", "sign", "send", "wait", "print", "acknowledge"]
    assert path(flow, certificate=False, house="one")[3:6] == ["house", "house_addr", "mobile"]


def test_the_way_may_change_while_the_citizen_goes_it(catalogue: Catalogue) -> None:
    answers: dict[str, object] = {}
    going = catalogue.flows["changhua-tax.house-registration"].steps_for(False, answers)
    seen = []
    for step in going:
        seen.append(step.name)
        if step.name == "which":
            answers["house"] = "one"
    assert "where" in seen


def test_the_property_list_asks_for_the_purpose_and_without_a_card_for_the_mobile(catalogue: Catalogue) -> None:
    flow = catalogue.flows["changhua-tax.property-list"]
    assert path(flow, certificate=True) == ["consent", "identify", "purpose", "review", "sign", "send", "wait", "print", "acknowledge"]
    assert path(flow, certificate=False)[2:4] == ["purpose", "mobile"]


@pytest.mark.parametrize(("item", "answers", "asked"), [
    ("deed-price", {"deed": "all"}, ["deed"]), ("deed-price", {"deed": "one"}, ["deed", "house_addr", "deed_date"]),
    ("deed-tax-paid", {"deed_by": "all"}, ["tax_year", "deed_by"]),
    ("deed-tax-paid", {"deed_by": "house"}, ["tax_year", "deed_by", "house_addr"]),
    ("deed-tax-paid", {"deed_by": "case"}, ["tax_year", "deed_by", "case_no"]),
    ("direct-debit", {"tax_kinds": ["land"]}, ["tax_kinds"]),
    ("direct-debit", {"tax_kinds": ["house"], "debit_for": "all"}, ["tax_kinds", "debit_for"]),
    ("direct-debit", {"tax_kinds": ["house"], "debit_for": "named"}, ["tax_kinds", "debit_for", "house_tax_nos"]),
    ("direct-debit", {"tax_kinds": ["house", "vehicle"], "debit_for": "named"}, ["tax_kinds", "debit_for", "house_tax_nos", "plates"]),
])
def test_a_deed_and_a_debit_are_of_everything_or_of_what_is_named(catalogue: Catalogue, item: str, answers: dict[str, object],
                                                                  asked: list[str]) -> None:
    went = path(catalogue.flows[f"changhua-tax.{item}"], certificate=True, **answers)
    until = went.index("purpose" if "purpose" in went else "bank_account")
    assert went[went.index("identify") + 1 : until] == asked


def test_a_trial_asks_no_more_than_it_needs_and_nobody_who_they_are(catalogue: Catalogue) -> None:
    flow = catalogue.flows["taitung-social.pension-trial"]
    assert path(flow, certificate=False, aid="none", disability="none") == ["info", "aid", "disability", "members", "income", "compute"]
    assert path(flow, certificate=False, aid="none", disability="severe") == ["info", "aid", "disability", "compute"]
    assert path(flow, certificate=False, aid="low-income") == ["info", "aid", "compute"]


def test_an_application_photographs_papers_and_does_not_wait(catalogue: Catalogue) -> None:
    flow = catalogue.flows["taitung-social.pension-apply"]
    assert path(flow, certificate=True, aid="low-income") == [
        "consent", "identify", "aid", "mobile", "evidence", "review", "sign", "send", "acknowledge"]
    assert not flow.makes_paper


def test_a_change_of_address_tells_five_agencies_each_under_its_number(catalogue: Catalogue) -> None:
    flow = catalogue.flows["changhua-household.change-of-address"]
    assert path(flow, certificate=True) == [
        "info", "consent", "identify", "new_addr", "mobile", "bundle", "review", "sign", "send", "acknowledge"]
    tell = next(step for step in flow.steps if isinstance(step, Bundle))
    assert len({to.agency for to in tell.to}) == 5
    parts = tell.parts("puxin-01-000042-07", ["income-tax", "licences"])
    assert [(part.item, part.case_no) for part in parts] == [("licences", "puxin-01-000042-07-1"), ("income-tax", "puxin-01-000042-07-2")]
    assert "moved" in flow.life_events


def test_collecting_has_no_answers_to_send(catalogue: Catalogue) -> None:
    flow = catalogue.flows["changhua-tax.collect"]
    assert flow.bureau is None
    assert path(flow, certificate=True) == [
        "consent", "identify", "review", "sign", "send", "lookup", "choose", "wait", "print", "acknowledge"]


def test_every_flow_has_a_title_in_every_language_and_a_known_agency(catalogue: Catalogue) -> None:
    for flow in catalogue.flows.values():
        assert len({flow.text(lang, "title") for lang in LANGUAGES}) == len(LANGUAGES)
        assert set(catalogue.agencies[flow.agency].names) == set(LANGUAGES)


def test_both_ends_read_the_same_words_when_the_digest_is_the_same(catalogue: Catalogue, tmp_path: Path) -> None:
    import shutil

    copy = Path(shutil.copytree(ROOT / "flows", tmp_path / "flows"))
    assert load_catalogue(copy).sha256 == catalogue.sha256
    table = copy / "tables" / "deadlines.toml"
    table.write_text(table.read_text(encoding="utf-8").replace("= 30", "= 31"), encoding="utf-8")
    assert load_catalogue(copy).sha256 != catalogue.sha256


def test_the_counter_finds_the_rule_of_every_step_on_offer(tmp_path: Path) -> None:
    enrol(tmp_path)
    settings = load(tmp_path / "kiosk.toml")
    rest(common(settings))
    kinds = {step.kind for flow in load_catalogue(ROOT / "flows").flows.values() for step in flow.steps}
    assert {f"kiosk.steps.{kind.replace('-', '_')}" for kind in kinds} <= set(sys.modules)
