"""Keelung and the national tax, through the real door, wire and desk: an application followed by its number, a bill, years of income."""
from __future__ import annotations

import subprocess
from pathlib import Path

from PIL import Image
from pyzbar.pyzbar import ZBarSymbol, decode

from rehearsal.box import Box
from tests.visits.test_applications import Desk, steps, told, until_case

REFUND = "keelung-tax.direct-refund"
EXEMPTION, PROGRESS, BILL = "keelung-tax.vehicle-exemption", "keelung-tax.progress", "keelung-tax.bill-reissue"


def barcodes(page: Path, place: Path) -> set[str]:
    """What a scanner reads of a printed page at the resolution of an office printer."""
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-png", str(page), str(place / "page")], check=True)
    found: set[str] = set()
    for picture in place.glob("page*.png"):
        with Image.open(picture) as paper:
            found |= {code.data.decode() for code in decode(paper, symbols=[ZBarSymbol.CODE39])}
    return found


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


def test_a_bill_is_reissued_by_the_card_and_its_barcodes_read_what_the_slip_says(box: Box, tmp_path: Path) -> None:
    citizen = box.citizen(flow=BILL, lang="en", wishes=("9000100000000038",))
    seen = steps(citizen.come())
    assert seen[seen.index("consent"):][:2] == ["consent", "identify"]
    assert box.outcome(citizen.visit) == "delivered"
    assert box.doorway is not None
    read = next(view for view in box.doorway.views if view.visit == citizen.visit and view.screen == "reply")
    codes = barcodes(box.hands.received("a4")[-1], tmp_path)
    assert "9000100000000038" in codes
    amount = next(line.value for line in read.lines if line.label == "To pay").removeprefix("NT$").replace(",", "")
    assert amount in codes


def test_every_year_of_income_that_can_be_ticked_is_one_that_the_bureau_holds(box: Box) -> None:
    citizen = box.citizen(flow="ntb-central.income-list", lang="en")
    citizen.come()
    assert (box.outcome(citizen.visit), citizen.codes) == ("delivered", [])


def test_the_clerk_who_pays_a_refund_sees_the_whole_account_and_nobody_else_does(box: Box) -> None:
    citizen = box.citizen(flow=REFUND, typed=("700", "0021", "00012345678901"))
    citizen.come()
    assert (box.outcome(citizen.visit), citizen.codes) == ("delivered", [])
    case, *_ = until_case(box, citizen.visit)
    desk = Desk(box)
    assert "00012345678901" not in desk.get(f"/case/{case}")
    desk.post(f"/case/{case}/claim")
    assert "700-0021-00012345678901" in desk.get(f"/case/{case}")
    desk.post(f"/case/{case}/release")
    assert "00012345678901" not in desk.get(f"/case/{case}")
