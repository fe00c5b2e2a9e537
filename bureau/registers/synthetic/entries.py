"""Entries of the invented registers, one function a kind; numbers are given in the order of entry.

Amounts, rates, slip types and bill numbers are invented; no law is kept here.
"""
from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

LETTERS = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1, 1)
SLIP_TYPES = {"house": "90001", "land": "90002", "vehicle": "90003", "deed": "90004", "amusement": "90005"}
ROC = 1911


def checks(id_no: str) -> bool:
    """Whether the check digit of a national or new UI number is right (handbook §2.1)."""
    value = LETTERS[id_no[0]]
    total = value // 10 + 9 * (value % 10) + sum(int(digit) * weight for digit, weight in zip(id_no[1:], WEIGHTS, strict=True))
    return total % 10 == 0


def namesake(id_no: str) -> str:
    """Another valid number with the same last four digits: the person whom a certificate alone cannot tell apart."""
    return next(letter + id_no[1:] for letter in reversed(LETTERS) if letter != id_no[0] and checks(letter + id_no[1:]))


class Entries:
    """Rows by table, as they will be inserted; ``today`` is the day on which the county is made."""

    def __init__(self, today: date) -> None:
        self.rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.today, self.year = today, today.year - ROC

    def add(self, table: str, **values: Any) -> None:
        """One row."""
        self.rows[table].append(values)

    def number(self, table: str) -> int:
        """The number of the next row."""
        return len(self.rows[table]) + 1

    def person(self, id_no: str, name: str, birth: date, mobile: str, address: str) -> None:
        """Somebody of the population register."""
        self.add("people", id_no=id_no, name=name, last4=id_no[-4:], birth=birth, mobile=mobile, address=address)

    def house(self, number: str, owner: str, address: str, structure: str, floors: int, area: float, completed: date, value: int) -> None:
        """A house of the house-tax register."""
        self.add("houses", house_tax_no=number, owner=owner, address=address, structure=structure, floors=floors, area_m2=area,
                 completed=completed, value=value, share="全部", use="住家用")

    def parcel(self, lot: str, owner: str, area: float, value: int, share: str = "1/1") -> None:
        """A parcel of the land register."""
        self.add("parcels", lot=lot, owner=owner, area_m2=area, value=value, share=share)

    def vehicle(self, plate: str, owner: str, make: str, year: int) -> None:
        """A vehicle."""
        self.add("vehicles", plate=plate, owner=owner, make=make, year=year)

    def charge(self, owner: str, tax: str, thing: str, year: int, amount: int, due: date, paid: date | None = None,
               period: str = "") -> str:
        """A tax that is charged, paid or not; gives the bill's number."""
        bill = f"{SLIP_TYPES[tax]}{self.number('charges'):011d}"
        self.add("charges", bill_no=bill, slip_type=SLIP_TYPES[tax], owner=owner, tax=tax, thing=thing, roc_year=year, period=period,
                 amount=amount, due=due, paid_on=paid)
        return bill

    def assessed(self, owner: str, house: str, value: int, years: int, *, paid: bool) -> None:
        """A house's assessment of so many years back; ``paid``: its tax was paid, all but this year's."""
        for year in range(self.year - years, self.year + 1):
            tax = value // 100
            self.add("assessments", assessment_no=self.number("assessments"), owner=owner, house_tax_no=house, roc_year=year, value=value,
                     rate="1%", tax=tax)
            if paid and year < self.year:
                self.charge(owner, "house", house, year, tax, date(year + ROC, 5, 31), date(year + ROC, 5, 12))

    def income(self, owner: str, year: int, kind: str, payer: str, amount: int) -> None:
        """One income of a year."""
        self.add("incomes", income_no=self.number("incomes"), owner=owner, roc_year=year, kind=kind, payer=payer, amount=amount,
                 withheld=amount // 20)

    def deed(self, owner: str, case_no: str, house: str, address: str, day: date, price: int, *, paid: bool, kind: str = "sale") -> None:
        """A deed and its tax."""
        self.add("deeds", case_no=case_no, owner=owner, house_tax_no=house, address=address, deed_date=day, kind=kind, price=price)
        due = day.replace(day=28)
        self.charge(owner, "deed", case_no, day.year - ROC, price // 20, due, due if paid else None)

    def refund(self, owner: str, tax: str, year: int, amount: int, state: str, account: str = "") -> None:
        """Money to give back: to-account, no-account or paid."""
        self.add("refunds", refund_no=self.number("refunds"), owner=owner, tax=tax, roc_year=year, amount=amount, state=state,
                 account=account)

    def debit(self, owner: str, tax: str, thing: str, account: str, since: date) -> None:
        """A direct debit that was agreed."""
        self.add("debits", debit_no=self.number("debits"), owner=owner, tax=tax, thing=thing, account=account, since=since)

    def member(self, household: str, place: int, id_no: str, standing: str, name: str, birth: date, parents: str = "",
               spouse: str = "") -> None:
        """Somebody of a household."""
        self.add("members", household_no=household, place=place, id_no=id_no, standing=standing, name=name, birth=birth, parents=parents,
                 spouse=spouse)

    def relative(self, owner: str, standing: str, degree: int, name: str, birth: date) -> None:
        """Somebody's relative."""
        self.add("kin", kin_no=self.number("kin"), owner=owner, standing=standing, degree=degree, name=name, birth=birth)

    def moved(self, owner: str, on: date, kind: str, come_from: str, to: str) -> None:
        """A move: in, out or within."""
        self.add("moves", move_no=self.number("moves"), owner=owner, moved_on=on, kind=kind, moved_from=come_from, moved_to=to)

    def filed(self, owner: str, case_no: str, tax: str, year: int, on: date, state: str) -> None:
        """A tax return: filed, in-review, done."""
        self.add("filings", case_no=case_no, owner=owner, tax=tax, roc_year=year, filed_on=on, state=state)

    def business(self, ubn: str, representative: str, name: str, address: str, since: date, state: str = "open") -> None:
        """A business: open, paused or closed."""
        self.add("businesses", ubn=ubn, representative=representative, name=name, address=address, since=since, state=state)
