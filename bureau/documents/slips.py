"""What a payment slip says, pure: how much, until when, where, and the numbers under its barcodes (handbook §2.9).

- Every limit comes from the dated table ``pay-slips``; none stands here.
- Until the days of grace are over a bill keeps its own amount. Then a per cent is added for every so many days that have passed,
  and the slip is good until the next is added. Late beyond the table's days it has gone to enforcement: no slip.
- A convenience store takes a slip up to its limit, a cash machine up to a higher one, bank and post any.
- Barcodes: slip type (5 digits), bill number (16), amount, due date (6: year of the ROC's century, month, day).
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bureau.registers import Answer, Cell, Line, Question, Sheet
from catalogue.roc import to_roc

TABLE = "pay-slips"


@dataclass(frozen=True)
class Slip:
    """One slip. ``amount`` as charged, ``late`` what is added, ``until`` the last day for which its amount is right."""

    tax: str
    thing: str
    year: int | None
    slip_type: str
    bill_no: str
    amount: int
    late: int
    until: date
    where: Literal["store", "atm", "bank"]

    @property
    def total(self) -> int:
        """What is to be paid, in NT$."""
        return self.amount + self.late

    @property
    def barcodes(self) -> tuple[tuple[str, str], ...]:
        """Label and digits of each barcode, in the order of the slip."""
        return (("slip-type", self.slip_type), ("bill-no", self.bill_no), ("to-pay", str(self.total)),
                ("pay-until", to_roc(self.until)[-6:]))


def of_bill(sheet: Sheet, line: Line, terms: Mapping[str, int], on: date) -> Slip | None:
    """The slip of a bill on a day; None where it has gone to enforcement. ``terms``: the row of ``pay-slips`` valid that day."""
    due, amount, tax = sheet.value(line, "due"), sheet.value(line, "amount"), str(sheet.value(line, "tax"))
    assert isinstance(due, date)
    assert isinstance(amount, int)
    overdue = (on - due).days
    if overdue > terms["late_most_days"]:
        return None
    grace = terms["amusement_grace"] if tax == "amusement" else terms["grace_days"]
    added = (overdue - 1) // terms["late_every_days"] if overdue > grace else 0
    late = amount * terms["late_percent"] * added // 100
    until = due if overdue <= grace else due + timedelta(days=terms["late_every_days"] * (added + 1))
    year = sheet.value(line, "tax-year")
    return Slip(tax, str(sheet.value(line, "thing")), year if isinstance(year, int) else None, str(sheet.value(line, "slip-type")),
                str(sheet.value(line, "bill-no")), amount, late, until, payable(amount + late, terms))


def of_bills(answer: Answer, terms: Mapping[str, int]) -> tuple[Slip, ...]:
    """The slips of an answer's bills; those that have gone to enforcement are left out."""
    sheet, on = answer.sheet("bills"), answer.question.on
    return tuple(slip for line in sheet.lines if (slip := of_bill(sheet, line, terms, on)) is not None)


def of_fee(what: str, amount: int, number: str, terms: Mapping[str, int], on: date) -> Slip:
    """The slip of a fee; ``number`` are its own sixteen digits."""
    until = on + timedelta(days=terms["fee_pay_days"])
    return Slip("", what, None, f"{terms['fee_slip_type']:05d}", number, amount, 0, until, payable(amount, terms))


def payable(amount: int, terms: Mapping[str, int]) -> Literal["store", "atm", "bank"]:
    """Where so much can be paid, the widest circle it still fits."""
    return "store" if amount <= terms["store_most"] else "atm" if amount <= terms["atm_most"] else "bank"


def told(slips: tuple[Slip, ...]) -> Answer:
    """What is shown before slips are printed: for what, how much, until when, where; what was added where it was late."""
    sheets = []
    for slip in slips:
        what: tuple[tuple[str, Cell], ...] = (("tax", slip.tax), ("tax-year", slip.year)) if slip.tax else (("fee-for", slip.thing),)
        late: tuple[tuple[str, Cell], ...] = (("late", slip.late),) if slip.late else ()
        cells = (*what, ("to-pay", slip.total), *late, ("pay-until", slip.until), ("pay-where", slip.where))
        sheets.append(Sheet("bills", tuple(key for key, _ in cells), (tuple(value for _, value in cells),)))
    return Answer(Question("bills", ""), tuple(sheets))
