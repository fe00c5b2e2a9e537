"""KL01, KL09: until when a slip can be paid and where, by the dated table (handbook §2.9, §1.3)."""
from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bureau.documents.slips import Slip, of_bill
from bureau.registers import Sheet
from catalogue.flow import load_catalogue

ROOT = Path(__file__).parents[2]
TERMS = load_catalogue(ROOT / "flows").tables["pay-slips"]
COLUMNS = ("bill-no", "tax", "thing", "tax-year", "amount", "due", "slip-type")
DUE = date(2026, 11, 30)


def slip(days_late: int, amount: int = 10_000, tax: str = "land") -> Slip | None:
    """The slip of a bill that many days after it was due."""
    on = DUE + timedelta(days=days_late)
    line = ("1234567890123456", tax, "測試段", 115, amount, DUE, "11201")
    return of_bill(Sheet("bills", COLUMNS, (line,)), line, TERMS.at(on).values, on)


def total(days_late: int, **bill: object) -> int:
    found = slip(days_late, **bill)  # type: ignore[arg-type]  # the tests name amount and tax
    assert found is not None
    return found.total


@pytest.mark.parametrize(("amount", "where"), [(30_000, "store"), (30_001, "atm"), (2_000_000, "atm"), (2_000_001, "bank")])
def test_a_store_takes_thirty_thousand_and_a_cash_machine_two_million(amount: int, where: str) -> None:
    found = slip(0, amount)
    assert found is not None
    assert found.where == where


@pytest.mark.parametrize("days_late", [-5, 0, 1, 2, 3])
def test_until_three_days_after_the_due_date_nothing_is_added(days_late: int) -> None:
    assert total(days_late) == 10_000


@pytest.mark.parametrize(("days_late", "to_pay"), [(4, 10_100), (6, 10_100), (7, 10_200), (30, 10_900)])
def test_then_one_per_cent_is_added_every_three_days(days_late: int, to_pay: int) -> None:
    assert total(days_late) == to_pay


def test_after_thirty_days_there_is_no_slip_any_more() -> None:
    assert slip(31) is None


def test_the_amusement_tax_that_one_works_out_oneself_has_no_days_of_grace() -> None:
    terms = TERMS.at(DUE).values
    assert (terms["grace_days"], terms["amusement_grace"]) == (3, 0)
    assert total(4, tax="amusement") == 10_100
