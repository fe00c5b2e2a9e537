"""The ladder: which facts give which level, and who may let the result go."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from catalogue.assurance import Facts, ReleaseRule, assure, level, release
from catalogue.flow import load_catalogue

CARD = Facts(certificate=True, checkpoint_age_s=30)
ID_CARD = Facts(id_card=True, barcode_read=True, face="match")


@pytest.fixture(scope="module")
def rules() -> tuple[ReleaseRule, ...]:
    return load_catalogue(Path(__file__).parents[2] / "flows").flows["changhua-tax.house-registration"].release


@pytest.mark.parametrize(("facts", "reached", "reasons"), [
    (Facts(), 0, ()),
    (CARD, 2, ()),
    (replace(CARD, revocation_stale=True), 1, ("revocation-stale",)),
    (replace(CARD, pin_factor=False), 1, ("pin-guessable",)),
    (replace(CARD, pin_factor=False, revocation_stale=True), 0, ("revocation-stale", "pin-guessable")),
    (replace(CARD, person="several"), 1, ("namesake",)),
    (replace(CARD, person="none"), 0, ("id-mismatch",)),
    (replace(CARD, certificate=False, certificate_reasons=("expired",)), 0, ("expired",)),
    (replace(CARD, face="match"), 2, ()),
    (replace(CARD, face="match", liveness=True), 3, ()),
    (replace(CARD, clerk_saw=True, clerk_fact=True), 3, ()),
    (replace(CARD, person="several", clerk_fact=True), 2, ("namesake",)),
    (replace(CARD, certificate=False, certificate_reasons=("revoked",), clerk_saw=True, clerk_fact=True), 0, ("revoked",)),
    (ID_CARD, 1, ("clerk-needed",)),
    (replace(ID_CARD, face="clerk"), 1, ("clerk-needed",)),
    (replace(ID_CARD, face="no-match"), 0, ("face-no-match", "clerk-needed")),
    (replace(ID_CARD, barcode_read=False), 0, ("barcode-unreadable", "clerk-needed")),
    (replace(ID_CARD, face="not-compared"), 0, ("face-not-compared", "clerk-needed")),
    (replace(ID_CARD, clerk_saw=True), 1, ("clerk-needed",)),
    (replace(ID_CARD, clerk_saw=True, clerk_fact=True), 2, ()),
    (replace(ID_CARD, face="no-match", clerk_saw=True, clerk_fact=True), 2, ()),
    (Facts(barcode_read=True), 0, ()),
])
def test_the_facts_give_this_level_for_these_reasons(facts: Facts, reached: int, reasons: tuple[str, ...]) -> None:
    assurance = assure(facts)
    assert (assurance.level, assurance.reasons) == (reached, reasons)
    assert level(facts) == reached


@pytest.mark.parametrize(("facts", "by", "ready"), [
    (CARD, "register", True),
    (replace(CARD, checkpoint_age_s=600), "register", True),
    (replace(CARD, checkpoint_age_s=601), "clerk", False),
    (replace(CARD, checkpoint_age_s=None), "clerk", False),
    (replace(CARD, revocation_stale=True), "clerk", False),
    (replace(CARD, person="several"), "clerk", False),
    (replace(CARD, person="several", clerk_saw=True, clerk_fact=True), "clerk", True),
    (replace(CARD, pin_factor=False), "clerk", False),
    (replace(CARD, person="none"), "no", False),
    (replace(CARD, certificate=False, certificate_reasons=("revoked",)), "no", False),
    (ID_CARD, "clerk", False),
    (replace(ID_CARD, face="no-match"), "clerk", False),
    (replace(ID_CARD, clerk_saw=True, clerk_fact=True), "clerk", True),
    (replace(ID_CARD, face=""), "no", False),
    (Facts(), "no", False),
])
def test_the_flow_says_who_lets_it_go(rules: tuple[ReleaseRule, ...], facts: Facts, by: str, ready: bool) -> None:
    verdict = release(rules, facts)
    assert (verdict.by, verdict.ready) == (by, ready)


def test_an_old_checkpoint_is_given_as_the_reason(rules: tuple[ReleaseRule, ...]) -> None:
    assert release(rules, replace(CARD, checkpoint_age_s=4000)).reasons == ("checkpoint-old",)


def test_a_clerk_cannot_make_a_weak_certificate_go_by_register(rules: tuple[ReleaseRule, ...]) -> None:
    assert release(rules, replace(CARD, person="several", clerk_fact=True)).by == "clerk"


def test_a_flow_without_a_clerk_rule_refuses_the_id_card() -> None:
    only = (ReleaseRule(evidence=("certificate",), by="register"),)
    assert release(only, ID_CARD).by == "no"
