"""Visits with a citizen certificate, as lists of what the citizen sees and does."""
from __future__ import annotations

import pytest

from rehearsal.box import Box
from rehearsal.deck import PIN
from rehearsal.rows import read_rows

LT03, LT05 = "changhua-tax.property-list", "changhua-tax.house-registration"


def steps(seen: list[str]) -> list[str]:
    """Screens in order, repetitions of one kind told once."""
    return [screen for at, screen in enumerate(seen) if at == 0 or seen[at - 1] != screen]


def test_a_house_certificate_is_chosen_printed_and_acknowledged(box: Box) -> None:
    before = len(box.hands.received("a4"))
    citizen = box.citizen(flow=LT05)
    seen = steps(citizen.come())
    assert seen == ["attract", "menu", "consent", "identify", "choose", "review", "pin", "identify", "wait", "choose", "wait",
                    "reply", "print", "sign", "rate", "remark", "print", "identify", "goodbye"]
    assert box.outcome(citizen.visit) == "delivered"
    assert len(box.hands.received("a4")) == before + 1


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_property_list_comes_in_every_language(box: Box, lang: str) -> None:
    citizen = box.citizen(flow=LT03, lang=lang)
    citizen.come()
    assert box.outcome(citizen.visit) == "delivered"


def test_a_wrong_pin_says_how_many_tries_are_left_and_the_right_one_goes_on(box: Box) -> None:
    citizen = box.citizen(flow=LT03, pins=("111111", PIN), lang="en")
    citizen.come()
    assert box.doorway is not None
    told = {(view.note.split("\n")[0], view.code) for view in box.doorway.views if view.visit == citizen.visit}
    assert ("Wrong PIN. 2 tries left", "Code: pin-wrong") in told
    assert box.outcome(citizen.visit) == "delivered"


def test_the_last_try_needs_a_second_yes_and_a_locked_card_leads_to_the_id_card_path(box: Box) -> None:
    answers = {"error:pin-last-try": "try-last", "error:pin-locked": "end"}
    citizen = box.citizen(flow=LT03, card="guessable", pins=("111111",), answers=answers)
    citizen.come()
    assert citizen.codes == ["pin-last-try", "pin-locked"]
    assert box.outcome(citizen.visit) == "abandoned"


@pytest.mark.parametrize(("card", "code"), [
    ("expired", "expired"), ("revoked", "revoked"), ("stranger", "unknown-issuer"), ("foreign", "card-unknown"),
])
def test_a_card_that_does_not_count_says_why(box: Box, card: str, code: str) -> None:
    citizen = box.citizen(flow=LT03, card=card, leave_after=code)
    citizen.come()
    assert citizen.codes == [code]
    assert box.outcome(citizen.visit) == "abandoned"


def test_two_persons_with_one_name_and_last_four_go_to_a_clerk(box: Box) -> None:
    citizen = box.citizen(flow=LT03, card="namesake", id_no="N123456780")
    citizen.come()
    assert box.outcome(citizen.visit) == "parked"


def test_a_card_of_another_person_than_the_number_is_told_so(box: Box) -> None:
    citizen = box.citizen(flow=LT03, card="namesake", leave_after="id-mismatch")
    citizen.come()
    assert citizen.codes == ["id-mismatch"]


def test_a_card_pulled_while_it_signs_can_be_put_back(box: Box) -> None:
    citizen = box.citizen(flow=LT03)
    citizen.on_screen = lambda sight: box.hands.pull_card() if sight.screen == "pin" and not citizen.codes else None
    citizen.come()
    assert citizen.codes == ["card-pulled"]
    assert box.outcome(citizen.visit) == "delivered"


def test_somebody_who_owns_nothing_is_told_so(box: Box) -> None:
    citizen = box.citizen(flow=LT05, card="nobody", id_no="E123456783")
    citizen.come()
    assert citizen.codes[-1] in ("nothing-owned", "nothing")
    assert box.outcome(citizen.visit) == "refused"


def test_a_disagreement_leaves_no_trace_at_the_bureau(box: Box) -> None:
    database = box.site / "bureau" / "bureau.db"
    count = "SELECT count(*) FROM envelopes WHERE kind = 'request'"
    before = read_rows(database, count)
    citizen = box.citizen(flow=LT03, answers={"consent": "disagree"})
    citizen.come()
    assert box.outcome(citizen.visit) == "abandoned"
    assert read_rows(database, count) == before


def test_a_stale_revocation_list_costs_a_level_and_the_citizen_is_told_why(box: Box) -> None:
    citizen = box.citizen(flow=LT03, lang="en")
    with box.stale_list():
        citizen.come()
    assert box.outcome(citizen.visit) == "parked"
    assert box.doorway is not None
    told = [view.body for view in box.doorway.views if view.visit == citizen.visit and view.screen == "parked"]
    assert "We cannot check now whether your certificate is still valid" in told[0]
    assert "revocation-stale" in box.rows("SELECT reasons FROM cases ORDER BY received_at DESC LIMIT 1")[0][0]
