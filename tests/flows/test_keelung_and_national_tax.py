"""KL01–KL18 and NT01–NT14 as a citizen meets them: what is asked, who may come, what is let go at once."""
from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.expressions import worked_out
from catalogue.flow import Catalogue, Flow, load_catalogue
from catalogue.reckoning.almanac import Almanac
from catalogue.steps import Bundle, Compute, Evidence, Form, Identify

ROOT = Path(__file__).parents[2]
CATALOGUE: Catalogue = load_catalogue(ROOT / "flows")
CODES = [f"NT{number:02}" for number in (1, 2, 3, 4, *range(7, 15))] + [f"KL{number:02}" for number in (*range(1, 11), 12, 14, 15, 16, 18)]


def of(code: str) -> Flow:
    """The one flow that serves a code of the handbook."""
    found = [flow for flow in CATALOGUE.flows.values() if code in flow.codes]
    assert len(found) == 1, f"{code} stands in {len(found)} files"
    return found[0]


def path(flow: Flow, certificate: bool, **answers: object) -> list[str]:
    """The kind of each step, a form by its fields."""
    steps = flow.steps_for(certificate, dict(answers))
    return ["+".join(step.fields) if isinstance(step, Form) else step.kind for step in steps]


@pytest.mark.parametrize("code", CODES)
def test_every_item_is_one_file_of_its_agency(code: str) -> None:
    central = code in ("NT01", "NT02", "NT03", "NT04")
    assert of(code).agency == ("keelung-tax" if code.startswith("KL") else "ntb-central" if central else "ntb-taipei")


def test_what_is_done_ex_officio_or_between_agencies_is_no_service_of_the_counter() -> None:
    offered = {code for flow in CATALOGUE.flows.values() if flow.started_by == "citizen" for code in flow.codes}
    assert offered & {"KL11", "KL13", "KL17"} == set()


@pytest.mark.parametrize("code", CODES)
def test_nothing_goes_at_once_that_a_clerk_decides_today_unless_it_is_a_proposal(code: str) -> None:
    flow = of(code)
    at_once = [rule for rule in flow.release if rule.by == "register"]
    if flow.decision in ("D2", "D3"):
        assert at_once == []
    elif flow.decision == "D1":
        assert all(rule.proposal for rule in at_once)
    elif at_once:
        assert not any(rule.proposal for rule in at_once)


@pytest.mark.parametrize("code", ["NT04", "NT08", "NT09", "KL12", "KL14"])
def test_heirs_agents_and_companies_show_their_papers_to_a_clerk(code: str) -> None:
    flow = of(code)
    assert not {"self", "any"} & set(flow.who)
    assert all(rule.by == "clerk" for rule in flow.release)
    assert any(isinstance(step, Evidence) and step.when is None for step in flow.steps)
    assert flow.text("zh-TW", "bring.who")
    assert flow.text("zh-TW", "bring")


@pytest.mark.parametrize("code", ["KL03", "NT12"])
def test_how_far_a_case_is_needs_the_number_and_nobody_s_name(code: str) -> None:
    assert path(of(code), False) == ["case_no", "send", "wait", "info", "acknowledge"]
    assert not CATALOGUE.fields["case_no"].personal


def test_a_bill_is_reissued_by_the_certificate_alone() -> None:
    flow = of("KL01")
    assert path(flow, True) == ["consent", "identify", "review", "sign", "send", "lookup", "choose", "wait", "pay-slip", "acknowledge"]
    assert next(step for step in flow.steps if isinstance(step, Identify)).ways == ("certificate",)


def test_during_the_collection_an_id_card_will_do_and_nothing_is_looked_up_on_the_screen() -> None:
    flow = of("KL09")
    assert path(flow, False)[-8:] == ["tax_kinds", "mobile", "review", "sign", "send", "wait", "pay-slip", "acknowledge"]
    assert "lookup" in path(flow, True)


def test_one_form_of_the_household_office_reaches_three_agencies() -> None:
    tell = next(step for step in of("KL05").steps if isinstance(step, Bundle))
    assert {to.agency for to in tell.to} == {"keelung-tax", "keelung-motor", "ntb-north"}


@pytest.mark.parametrize(("tax", "fields"), [
    ("increment", ["keelung_lots", "deed_date"]), ("house", ["keelung_addr"]), ("land", ["keelung_lots"]),
    ("deed", ["keelung_addr", "deed_date"]),
    ("amusement", ["ubn", "taken"]), ("stamp", ["taken"]),
])
def test_each_of_the_six_taxes_asks_for_its_own_things(tax: str, fields: list[str]) -> None:
    went = path(of("KL15"), True, filed_tax=tax)
    assert went[went.index("filed_tax") + 1 : went.index("evidence")] == fields


def test_a_fire_is_proved_by_the_fire_department_and_not_by_the_citizen() -> None:
    flow = of("NT10")
    assert flow.bureau is not None
    assert flow.bureau.ask == ("taipei-fire",)
    papers = next(step for step in flow.steps if isinstance(step, Evidence)).papers
    assert not any("fire" in paper or "certificate" in paper for paper in papers)


def test_an_estate_asks_about_the_deceased_and_a_gift_about_who_got_it() -> None:
    flow = of("NT08")
    assert path(flow, True, estate_gift="estate")[3:5] == ["decedent_id", "death_date"]
    assert path(flow, True, estate_gift="gift")[3:5] == ["donee_id", "gift_date"]


def test_an_objection_is_said_in_one_s_own_words() -> None:
    assert path(of("NT14"), True)[2:4] == ["said_as", "words"]


def test_the_phone_line_of_keelung_is_the_number_that_the_agency_has() -> None:
    digits = CATALOGUE.agencies["keelung-tax"].phone.replace("-", "")
    assert all(digits in of("KL02").text(lang, "line.heading").replace("-", "") for lang in ("zh-TW", "en", "ja"))


def works_out(code: str, day: date) -> dict[str, Any]:
    """What a service works out by itself on a day, asked nothing."""
    step = next(step for step in of(code).steps if isinstance(step, Compute))
    return worked_out(step.values, {}, Almanac(CATALOGUE.tables, day))


@pytest.mark.parametrize(("day", "running"), [
    (date(2026, 3, 31), "none"), (date(2026, 4, 1), "vehicle"), (date(2026, 4, 30), "vehicle"), (date(2026, 5, 31), "house"),
    (date(2026, 6, 1), "none"), (date(2026, 10, 31), "none"), (date(2026, 11, 1), "land"), (date(2026, 11, 30), "land"),
    (date(2026, 12, 1), "none"),
])
def test_the_season_of_a_tax_is_its_month(day: date, running: str) -> None:
    assert works_out("KL09", day)["running"] == running


@pytest.mark.parametrize(("day", "counts", "first"), [
    (date(2026, 1, 2), "this-year", 115), (date(2026, 9, 22), "this-year", 115), (date(2026, 9, 23), "next-year", 116),
    (date(2026, 12, 31), "next-year", 116),
])
def test_the_self_use_rate_asked_for_until_22_september_counts_this_year(day: date, counts: str, first: int) -> None:
    came = works_out("KL06", day)
    assert (came["counts"], came["first"]) == (counts, first)
