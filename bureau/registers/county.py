"""A county's registers in one SQL database (SQLite here, PostgreSQL in the field), read only.

Rule of identity: name + last four + number must select exactly one person **and** no second
person may share that name with those last four digits (design: visit, assurance ladder).
"""
from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import Column, Date, Engine, Float, Integer, MetaData, Select, String, Table, create_engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from bureau.registers import Answer, Finding, House, Parcel, Person, Question, RegisterGone, Vehicle

metadata = MetaData()
people = Table(
    "people", metadata,
    Column("id_no", String(10), primary_key=True),
    Column("name", String(50), nullable=False, index=True),
    Column("last4", String(4), nullable=False),
    Column("birth", Date, nullable=False),
    Column("mobile", String(10), nullable=False),
    Column("address", String(200), nullable=False),
)
houses = Table(
    "houses", metadata,
    Column("house_tax_no", String(13), primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("address", String(200), nullable=False),
    Column("structure", String(40), nullable=False),
    Column("floors", Integer, nullable=False),
    Column("area_m2", Float, nullable=False),
    Column("completed", Date, nullable=False),
    Column("value", Integer, nullable=False),
    Column("share", String(20), nullable=False),
    Column("use", String(20), nullable=False),
)
parcels = Table(
    "parcels", metadata,
    Column("lot", String(80), primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("area_m2", Float, nullable=False),
    Column("value", Integer, nullable=False),
    Column("share", String(20), nullable=False),
)
vehicles = Table(
    "vehicles", metadata,
    Column("plate", String(12), primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("make", String(40), nullable=False),
    Column("year", Integer, nullable=False),
)


def engine(url: str) -> Engine:
    """The database behind a county; ``url`` as SQLAlchemy writes it."""
    return create_engine(url)


def same_name(name: str) -> str:
    """A name as it is compared: NFC, without blanks at the ends (sources write the same character in two ways)."""
    return unicodedata.normalize("NFC", name).strip()


class County:
    """The registers of one county."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def person(self, id_no: str) -> Person | None:
        """The person with this number, or None. Raises ``RegisterGone``."""
        columns = [people.c[key] for key in ("id_no", "name", "birth", "mobile", "address")]
        rows = self._rows(select(*columns).where(people.c.id_no == id_no))
        return Person(*rows[0]) if rows else None

    def find_person(self, name: str, last4: str, id_no: str) -> Finding:
        """Select exactly one person, see the module's rule. Raises ``RegisterGone``."""
        person = self.person(id_no)
        if person is None:
            return Finding("unknown")
        if same_name(person.name) != same_name(name) or not id_no.endswith(last4):
            return Finding("mismatch")
        same = select(func.count()).select_from(people).where(people.c.name == person.name, people.c.last4 == last4)
        if self._rows(same)[0][0] != 1:
            return Finding("ambiguous", person)
        return Finding("found", person)

    def lookup(self, question: Question) -> Answer:
        """What stands in this person's name, oldest number first. Raises ``RegisterGone``."""
        owned = [House(**row) for row in self._owned(houses, question.id_no, "house_tax_no")]
        if question.kind == "houses":
            return Answer(question, tuple(owned))
        land = [Parcel(**row) for row in self._owned(parcels, question.id_no, "lot")]
        cars = [Vehicle(**row) for row in self._owned(vehicles, question.id_no, "plate")]
        return Answer(question, tuple(owned), tuple(land), tuple(cars))

    def _owned(self, table: Table, id_no: str, order: str) -> list[dict[str, Any]]:
        columns = [column for column in table.c if column.name != "owner"]
        rows = self._rows(select(*columns).where(table.c.owner == id_no).order_by(table.c[order]))
        return [{column.name: value for column, value in zip(columns, row, strict=True)} for row in rows]

    def _rows(self, query: Select[Any]) -> list[tuple[Any, ...]]:
        try:
            with self._database.connect() as connection:
                return [tuple(row) for row in connection.execute(query)]
        except SQLAlchemyError as error:
            raise RegisterGone(f"county register: {type(error).__name__}; check [county] url in bureau.toml") from error
