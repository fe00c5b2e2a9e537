"""What local taxes are charged, owed and paid.

- A bill is a charge that is not paid; it is an arrear from the day after it was due.
- A certificate of payment holds only what was paid, by tax, thing and year.
- Where nothing is owed, waits or is agreed, that is an answer too and is told.
- An account is shown by its last four digits.
"""
from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Table, select

from bureau.registers import Answer, Cell, Line, Question, Sheet
from bureau.registers.county.rows import NOT_YOURS, Query, Rows, kept, named, narrowed, sheet_of
from bureau.registers.county.schema import assessments, businesses, charges, debits, deeds, houses, refunds

BILL = {"bill-no": "bill_no", "tax": "tax", "thing": "thing", "tax-year": "roc_year", "amount": "amount", "due": "due",
        "slip-type": "slip_type"}
TOLD = ("tax", "tax-year", "thing", "amount", "due")
PAID = ("tax-year", "amount", "paid-on")


def _bills(rows: Rows, question: Question) -> Answer:
    sheet = sheet_of(rows, "bills", charges, BILL, charges.c.owner == question.id_no, charges.c.paid_on.is_(None), tells=TOLD)
    return narrowed(Answer(question, (sheet,)))


def _arrears(rows: Rows, question: Question) -> Answer:
    columns = {key: column for key, column in BILL.items() if key != "slip-type"}
    sheet = sheet_of(rows, "arrears", charges, columns, charges.c.owner == question.id_no, charges.c.paid_on.is_(None),
                     charges.c.due < question.on, tells=TOLD)
    kinds = [*named(question, "tax_kind"), *named(question, "tax_kinds")]
    sheet = sheet.where("tax", kinds) if kinds else sheet
    state: Line = (question.on, "some" if sheet.lines else "none", len(sheet.lines), _sum(sheet, "amount"))
    return Answer(question, (Sheet("arrears-state", ("as-of", "arrears-found", "entries", "sum"), (state,)), sheet))


def _sum(sheet: Sheet, column: str) -> int:
    return sum(value for line in sheet.lines if isinstance(value := sheet.value(line, column), int))


def _paid(rows: Rows, question: Question, tax: str, name: str, key: str, aside: Table | None = None,
          shown: Sequence[str] = ()) -> Answer:
    """The paid charges of a tax; columns of a second table stand beside the thing that is taxed."""
    chosen = [charges.c.thing, *(aside.c[column] for column in shown if aside is not None)]
    query = select(*chosen, charges.c.roc_year, charges.c.period, charges.c.amount, charges.c.paid_on).select_from(
        charges if aside is None else charges.join(aside, aside.c[_key(aside)] == charges.c.thing, isouter=True))
    owners = _owners(rows, question) if tax == "amusement" else (question.id_no,)
    found = rows.of(query.where(charges.c.tax == tax, charges.c.owner.in_(owners), charges.c.paid_on.is_not(None))
                    .order_by(charges.c.thing, charges.c.roc_year, charges.c.bill_no))
    columns = (key, *(each.replace("_", "-") for each in shown), "tax-year", "period", "amount", "paid-on")
    sheet = Sheet(name, columns, found, PAID)
    return narrowed(Answer(question, (_without(sheet, "period"),) if tax != "amusement" else (sheet,)))


def _key(table: Table) -> str:
    return next(column.name for column in table.primary_key)


def _without(sheet: Sheet, column: str) -> Sheet:
    at = sheet.columns.index(column)
    return Sheet(sheet.name, sheet.columns[:at] + sheet.columns[at + 1:], tuple(line[:at] + line[at + 1:] for line in sheet.lines),
                 sheet.tells)


def _owners(rows: Rows, question: Question) -> list[Cell]:
    """The business numbers that this person represents."""
    return [line[0] for line in rows.of(select(businesses.c.ubn).where(businesses.c.representative == question.id_no))]


def _house_tax_paid(rows: Rows, question: Question) -> Answer:
    return _paid(rows, question, "house", "house-tax-paid", "house-tax-no", houses, ("address",))


def _land_tax_paid(rows: Rows, question: Question) -> Answer:
    return _paid(rows, question, "land", "land-tax-paid", "county")


def _vehicle_tax_paid(rows: Rows, question: Question) -> Answer:
    return _paid(rows, question, "vehicle", "vehicle-tax-paid", "plate")


def _deed_tax_paid(rows: Rows, question: Question) -> Answer:
    return _paid(rows, question, "deed", "deed-tax-paid", "case-no", deeds, ("house_tax_no", "address", "deed_date"))


def _amusement_tax_paid(rows: Rows, question: Question) -> Answer:
    if set(named(question, "ubn")) - set(_owners(rows, question)):
        return Answer(question, refusal=NOT_YOURS)
    return _paid(rows, question, "amusement", "amusement-tax-paid", "ubn")


def _refunds(rows: Rows, question: Question) -> Answer:
    asked = set(named(question, "ubn"))
    if asked - set(_owners(rows, question)):
        return Answer(question, refusal=NOT_YOURS)
    owner: ColumnElement[bool] = refunds.c.owner.in_(list(asked) or [question.id_no])
    columns = {"refund-no": "refund_no", "tax": "tax", "tax-year": "roc_year", "amount": "amount", "refund": "state", "account": "account"}
    sheet = sheet_of(rows, "refunds", refunds, columns, owner, tells=("tax", "tax-year", "amount", "refund", "account"))
    waiting = sheet.where("refund", ("to-account", "no-account"))
    state: Line = ("some" if waiting.lines else "none", _sum(waiting, "amount"))
    return Answer(question, (Sheet("refund-state", ("refund-found", "sum"), (state,)), _accounts(sheet)))


def _debits(rows: Rows, question: Question) -> Answer:
    columns = {"debit-no": "debit_no", "tax": "tax", "thing": "thing", "account": "account", "since": "since"}
    sheet = sheet_of(rows, "debits", debits, columns, debits.c.owner == question.id_no, tells=("tax", "thing", "account", "since"))
    kinds = [*named(question, "tax_kind"), *named(question, "tax_kinds")]
    sheet = sheet.where("tax", kinds) if kinds else sheet
    state: Line = ("some" if sheet.lines else "none", len(sheet.lines))
    return Answer(question, (Sheet("debit-state", ("debit-found", "entries"), (state,)), _accounts(sheet)))


def _accounts(sheet: Sheet) -> Sheet:
    at = sheet.columns.index("account")
    lines = tuple((*line[:at], masked_account(str(line[at])), *line[at + 1:]) for line in sheet.lines)
    return Sheet(sheet.name, sheet.columns, lines, sheet.tells, sheet.one)


def masked_account(account: str) -> str:
    """An account as others may see it: the bank's name and the last four digits; '' stays ''."""
    bank, _, number = account.rpartition(" ")
    return f"{bank} ****{number[-4:]}" if number else ""


KINDS: dict[str, Query] = {
    "bills": _bills, "arrears": _arrears, "house-tax-paid": _house_tax_paid, "land-tax-paid": _land_tax_paid,
    "vehicle-tax-paid": _vehicle_tax_paid, "deed-tax-paid": _deed_tax_paid, "amusement-tax-paid": _amusement_tax_paid,
    "refunds": _refunds, "direct-debits": _debits,
    "house-assessment": kept("assessments", assessments, {
        "house-tax-no": "house_tax_no", "tax-year": "roc_year", "value": "value", "rate": "rate", "amount": "tax",
    }, tells=("tax-year", "value", "rate", "amount")),
}
