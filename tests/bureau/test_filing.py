"""Taken into the agency's register exactly once: interrupted anywhere, tried again, and where the register cannot say what it has."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from bureau import cases_store as tables
from bureau import filings
from bureau.cases_store import Case
from bureau.desk.clerks.decide import CannotDecide, look_up_filing
from bureau.desk.filing import Filing
from bureau.registers import Application, RegisterGone
from bureau.registers.county import County, engine
from bureau.registers.county.schema import applications, metadata
from bureau.store import Store
from catalogue.flow import load_catalogue
from rehearsal.applications import WHO, applied
from rehearsal.filing_kills import FLOW
from rehearsal.line import ROOT
from rehearsal.postgres import fresh

FLOWS = load_catalogue(ROOT / "flows").flows
DAY = date(2026, 11, 27)


class Office:
    """A bureau and a county in real databases; ``filing`` is the desk that came last."""

    def __init__(self, bureau: str, county: str) -> None:
        self.store, self.database = Store(bureau), engine(county)
        self.store.create()
        metadata.create_all(self.database)
        self.again()

    def again(self, finds: bool = True) -> None:
        """The desk starts anew."""
        self.register = County(self.database, finds)
        self.filing = Filing(self.store, self.register, FLOWS)

    def apply(self) -> Case:
        return applied(self.store, FLOWS[FLOW])

    def row(self, case: Case) -> tuple[str, str]:
        with self.store.read() as db:
            row = filings.filing(db, case.id)
            now = tables.case(db, case.id)
        assert now is not None
        return now.state, f"{row.state} {row.number}".strip() if row is not None else ""

    def entries(self, case: Case) -> list[str]:
        with self.database.connect() as db:
            return [f"A{entry:08}" for entry in db.execute(sa.select(applications.c.entry).where(applications.c.key == case.id)).scalars()]

    def intends(self, case: Case) -> None:
        """A desk that was killed before it had asked the register."""
        with self.store.write() as db:
            filings.intend(db, case.id)

    def takes_in(self, case: Case) -> str:
        """A desk that was killed after the register had taken it in and before that was noted."""
        self.intends(case)
        return self.register.file(Application(case.id, case.flow, case.case_no, case.id_no, case.answers, DAY))

    def looks(self, case: Case, number: str) -> None:
        with self.store.write() as db:
            look_up_filing(self.store, db, case, "clerk-1", number)


@pytest.fixture
def office(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    county = f"sqlite:///{tmp_path / 'county.db'}" if url.startswith("sqlite") else fresh(request.getfixturevalue("server"))
    made = Office(f"sqlite:///{tmp_path / 'bureau.db'}" if url.startswith("sqlite") else url, county)
    yield made
    made.database.dispose()


def test_an_approved_application_is_filed_and_closed_with_its_number(office: Office) -> None:
    case, other = office.apply(), office.apply()
    assert office.row(case) == ("decided", "")
    office.filing.once()
    assert office.entries(case) != office.entries(other)
    assert office.row(case) == ("closed", f"filed {office.entries(case)[0]}")
    office.filing.once()
    office.again()
    office.filing.once()
    assert len(office.entries(case)) == 1
    with office.store.read() as db:
        leaves = db.exec_driver_sql("SELECT kind, ref FROM leaves WHERE kind = 'filed'").all()
    assert {tuple(row) for row in leaves} == {("filed", case.id), ("filed", other.id)}


def test_one_that_was_interrupted_before_the_register_was_asked_is_filed_then(office: Office) -> None:
    case = office.apply()
    office.intends(case)
    office.again()
    office.filing.once()
    assert office.row(case) == ("closed", f"filed {office.entries(case)[0]}")


def test_one_that_the_register_had_taken_in_is_found_and_not_filed_again(office: Office) -> None:
    case = office.apply()
    number = office.takes_in(case)
    office.again()
    office.filing.once()
    assert office.entries(case) == [number]
    assert office.row(case) == ("closed", f"filed {number}")


def test_a_register_gives_one_number_to_one_key_whoever_asks(office: Office) -> None:
    case = office.apply()
    assert office.takes_in(case) == office.takes_in(case) == office.register.find(case.id)
    assert office.register.find("another") is None


@pytest.mark.parametrize("taken_in", [False, True])
def test_a_register_that_cannot_say_ends_in_a_clerks_hands_and_never_in_a_second_entry(office: Office, taken_in: bool) -> None:
    office.again(finds=False)
    untouched, case = office.apply(), office.apply()
    number = office.takes_in(case) if taken_in else ""
    if not taken_in:
        office.intends(case)
    for _ in range(3):
        office.filing.once()
    assert office.row(untouched)[0] == "closed", "nothing had interrupted that one"
    assert office.row(case) == ("decided", "unknown")
    assert office.entries(case) == ([number] if taken_in else [])
    assert [(code, detail) for _, _, code, detail in office.store.incidents()] == [("filing-unknown", case.case_no)]
    with office.store.read() as db:
        assert [one.id for one in filings.unknown(db)] == [case.id]
    office.looks(case, number)
    office.filing.once()
    assert office.row(case) == ("closed", f"filed {office.entries(case)[0]}")
    assert len(office.entries(case)) == 1
    with pytest.raises(CannotDecide, match="nothing has to be looked up"):
        office.looks(case, "A1")


def test_a_number_that_is_none_is_not_taken_from_a_clerk(office: Office) -> None:
    office.again(finds=False)
    case = office.apply()
    office.intends(case)
    office.filing.once()
    for number in ("9" * 41, "A1\n", "A\x00"):
        with pytest.raises(CannotDecide):
            office.looks(case, number)
    assert office.row(case) == ("decided", "unknown")


def test_a_register_that_is_gone_lets_the_case_wait_and_files_it_once_it_is_back(office: Office) -> None:
    case = office.apply()
    applications.drop(office.database)
    office.filing.once()
    assert office.row(case) == ("decided", "intended")
    with pytest.raises(RegisterGone):
        office.register.find(case.id)
    metadata.create_all(office.database)
    office.filing.once()
    assert office.row(case) == ("closed", f"filed {office.entries(case)[0]}")
    assert office.store.incidents() == []


def test_what_is_passed_on_to_others_or_printed_is_not_filed(office: Office) -> None:
    for flow in ("changhua-tax.house-registration", "changhua-tax.collect"):
        case = applied(office.store, FLOWS[flow], approved=False)
        office.filing.once()
        assert office.row(case) == ("received", "")
    assert WHO not in str(office.store.incidents())
