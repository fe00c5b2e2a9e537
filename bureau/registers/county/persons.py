"""Households and kin, income and filings, businesses.

- Income is told for the years that the bureau's own system holds; another year is refused, a year without income is not (LT04).
- A filing is told to whoever has its number: whether it came in and how far it is, no tax and no name.
- A tax registration is a business that the person represents, or a house; which of them, the citizen's number says.
"""
from __future__ import annotations

from sqlalchemy import select

from bureau.registers import Answer, Line, Question, Sheet
from bureau.registers.county.holdings import houses_of, parcels_of, vehicles_of
from bureau.registers.county.rows import NO_ENTRY, Query, Rows, kept, named, narrowed, sheet_of, texts, years
from bureau.registers.county.schema import (
    businesses,
    deaths,
    filings,
    households,
    houses,
    incomes,
    kin,
    members,
    moves,
    people,
    years_held,
)


def _income(rows: Rows, question: Question) -> Answer:
    held = [int(str(line[0])) for line in rows.of(select(years_held.c.roc_year).where(years_held.c.register == "income"))]
    asked = years(question, "income_years", "income_year", "tax_year") or sorted(held)
    if set(asked) - set(held):
        return Answer(question, refusal="year-not-held")
    columns = {"income-year": "roc_year", "income": "kind", "payer": "payer", "amount": "amount", "withheld": "withheld"}
    sheet = sheet_of(rows, "incomes", incomes, columns, incomes.c.owner == question.id_no, incomes.c.roc_year.in_(asked),
                     tells=("income-year", "income", "amount"))
    sums = tuple(_sum_of(sheet, year) for year in asked)
    return Answer(question, (sheet, Sheet("income-sums", ("income-year", "entries", "sum"), sums, ("income-year", "sum"))))


def _sum_of(sheet: Sheet, year: int) -> Line:
    lines = [line for line in sheet.lines if line[0] == year]
    return (year, len(lines), sum(int(str(sheet.value(line, "amount"))) for line in lines))


def decedent(rows: Rows, question: Question) -> Sheet | None:
    """Who has died, where the question is about their estate; None where that person lives or is unknown."""
    named_as = texts(question, "decedent_id")
    found = rows.of(select(people.c.name, deaths.c.died).join(deaths, deaths.c.id_no == people.c.id_no).where(people.c.id_no.in_(named_as)))
    return Sheet("decedent", ("decedent-name", "died"), found) if found else None


def _household(rows: Rows, question: Question) -> Answer:
    number = rows.of(select(members.c.household_no).where(members.c.id_no == question.id_no))
    at = str(number[0][0]) if number else ""
    home = sheet_of(rows, "household", households, {"household-no": "household_no", "home": "address", "head": "head"},
                    households.c.household_no == at)
    columns = {"place": "place", "standing": "standing", "member": "name", "birth": "birth", "parents": "parents", "spouse": "spouse"}
    return Answer(question, (home, sheet_of(rows, "members", members, columns, members.c.household_no == at,
                                            tells=("member", "standing", "birth"))))


def _registration(rows: Rows, question: Question) -> Answer:
    firms = sheet_of(rows, "businesses", businesses, {
        "ubn": "ubn", "business": "name", "place-of-business": "address", "since": "since", "registration": "state",
    }, businesses.c.representative == question.id_no, tells=("business", "ubn", "registration"))
    owned = sheet_of(rows, "houses-registered", houses, {"house-tax-no": "house_tax_no", "address": "address", "use": "use"},
                     houses.c.owner == question.id_no, tells=("address", "house-tax-no"), one="house")
    sheets = (firms,) if named(question, "ubn") else (owned,) if named(question, "house_tax_no") else (firms, owned)
    return narrowed(Answer(question, sheets), "ubn", "house_tax_no")


FILING = {"case-no": "case_no", "tax": "tax", "tax-year": "roc_year", "filed-on": "filed_on", "filing": "state"}
_filed = kept("filings", filings, FILING, tells=tuple(FILING))


def _filing(rows: Rows, question: Question) -> Answer:
    if question.id_no:
        return _filed(rows, question)
    sheet = sheet_of(rows, "filings", filings, FILING, filings.c.case_no.in_(texts(question, "case_no")),
                     tells=("case-no", "filed-on", "filing"))
    return Answer(question, (sheet,), "" if sheet.lines else NO_ENTRY)


def _estate(rows: Rows, question: Question) -> Answer:
    """What a person owned and earned; asked by heirs, who name that person (NT04)."""
    earned = _income(rows, question)
    owned = tuple(sheet(rows, question) for sheet in (houses_of, parcels_of, vehicles_of))
    return Answer(question, (*owned, *earned.sheets), earned.refusal)


KINDS: dict[str, Query] = {
    "estate": _estate, "income": _income, "household-transcript": _household, "tax-registration": _registration,
    "move-record": kept("moves", moves, {
        "moved-on": "moved_on", "move": "kind", "moved-from": "moved_from", "moved-to": "moved_to",
    }, tells=("moved-on", "move", "moved-to")),
    "kinship": kept("kin", kin, {
        "degree": "degree", "standing": "standing", "member": "name", "birth": "birth",
    }, tells=("member", "standing", "birth")),
    "filing": _filing,
}
