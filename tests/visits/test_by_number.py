"""Keelung, through the real door, wire and desk: an application, then how far it is by the number on its slip, asked by nobody."""
from __future__ import annotations

from rehearsal.box import Box
from tests.visits.test_applications import steps, told, until_case

EXEMPTION, PROGRESS = "keelung-tax.vehicle-exemption", "keelung-tax.progress"


def test_an_exemption_is_worked_out_applied_for_and_followed_by_the_number_on_the_slip(box: Box) -> None:
    citizen = box.citizen(flow=EXEMPTION, wishes=("me", "self", "yes", "passenger", "cc-g"), typed=("ABC1237",))
    seen = steps(citizen.come())
    assert seen[seen.index("consent"):] == [
        "consent", "identify", "choose", "form", "choose", "compute", "form", "review", "pin", "identify", "wait", "print", "acknowledge",
        "rate", "remark", "identify", "goodbye"]
    assert box.doorway is not None
    views = [view for view in box.doorway.views if view.visit == citizen.visit]
    assert [line.value for view in views if view.screen == "compute" for line in view.lines][:1] == ["16,990 元"]
    receipt = next(view for view in views if view.screen == "acknowledge")
    assert "「申請進度查詢」" in receipt.body
    case, state, _ = until_case(box, citizen.visit)
    assert state == "received"
    number = str(box.rows("SELECT case_no FROM cases WHERE id = ?", case)[0][0])

    asking = box.citizen(flow=PROGRESS, typed=(number.upper(),), lang="en")
    seen = steps(asking.come())
    assert "identify" not in seen
    lines = told(box, asking.visit)
    assert [(line.label, line.value.split("　")[0]) for line in lines] == [("Disability: vehicle tax", "Received, waiting to be looked at")]
    shown = " ".join(line.label + line.value for line in lines)
    assert "王小明" not in shown
    assert "A123456789" not in shown


def test_a_number_that_nobody_has_is_told_kindly(box: Box) -> None:
    asking = box.citizen(flow=PROGRESS, typed=("PUXIN-01-999999-99",), lang="en")
    asking.come()
    assert asking.codes == ["no-such-entry"]
    assert "info" not in asking.seen
