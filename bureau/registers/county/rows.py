"""Asking the database, and narrowing what it says by what the citizen named.

- Every failure of the database is ``RegisterGone``.
- A thing that was named and is not there is refused: a house, a plate, a parcel is not in this person's name; of a year, a day,
  a kind of tax there is no entry.
"""
from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, Table, select
from sqlalchemy.exc import SQLAlchemyError

from bureau.registers import Answer, Cell, Line, Question, RegisterGone, Sheet

NOT_YOURS, NO_ENTRY = "not-in-your-name", "no-such-entry"
NARROWS: dict[str, tuple[str, str]] = {
    "house_tax_no": ("house-tax-no", NOT_YOURS), "plate_no": ("plate", NOT_YOURS), "land_lot": ("lot", NOT_YOURS),
    "public_lot": ("lot", NO_ENTRY), "plates": ("plate", NOT_YOURS), "parcels": ("lot", NOT_YOURS), "house_addr": ("address", NOT_YOURS),
    "tax_kind": ("tax", NO_ENTRY), "tax_kinds": ("tax", NO_ENTRY), "tax_year": ("tax-year", NO_ENTRY), "period": ("period", NO_ENTRY),
    "deed_date": ("deed-date", NO_ENTRY), "case_no": ("case-no", NO_ENTRY), "ubn": ("ubn", NOT_YOURS),
}
"""The citizen's answer → the column that it names, and what is said where nothing is there."""
LAST_YEAR = 999
SAME = str.maketrans("０１２３４５６７８９台", "0123456789臺")


class Rows:
    """Reads one database."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def of(self, query: Select[Any]) -> tuple[Line, ...]:
        """All rows of a query. Raises ``RegisterGone``."""
        try:
            with self._database.connect() as connection:
                return tuple(tuple(row) for row in connection.execute(query))
        except SQLAlchemyError as error:
            raise RegisterGone(f"county register: {type(error).__name__}; check [county] url in bureau.toml") from error


Query = Callable[[Rows, Question], Answer]
"""Answers one kind of question."""


def sheet_of(rows: Rows, name: str, table: Table, columns: dict[str, str], *wheres: ColumnElement[bool], tells: tuple[str, ...] = (),
             one: str = "") -> Sheet:
    """A sheet of one table: label → column of the database, ordered by the first."""
    chosen = [table.c[column] for column in columns.values()]
    return Sheet(name, tuple(columns), rows.of(select(*chosen).where(*wheres).order_by(*chosen)), tells, one)


def named(question: Question, field: str) -> Collection[Cell]:
    """What the citizen named under a field, as registers write it; nothing where it was not asked."""
    said = question.answers.get(field)
    if said is None or said == "":
        return ()
    each = said if isinstance(said, list) else [said]
    return [_plain(one) for one in each]


def _plain(said: Any) -> Cell:
    if isinstance(said, Mapping):
        return _plain(next(iter(said.values()), ""))
    return said if isinstance(said, int) else str(said).translate(SAME)


def texts(question: Question, *fields: str) -> list[str]:
    """What was named under these fields, as text: a database compares text with text only."""
    return [str(one) for field in fields for one in named(question, field)]


def years(question: Question, *fields: str) -> list[int]:
    """The ROC years that were named under the first of these fields that was asked."""
    asked = next((said for field in fields if (said := named(question, field))), ())
    return sorted({one for one in asked if isinstance(one, int) and not isinstance(one, bool) and 0 < one <= LAST_YEAR})


def narrowed(answer: Answer, *fields: str) -> Answer:
    """The lines that the citizen named; refused where there are some, but none of those."""
    for field in fields or NARROWS:
        wanted, (column, refusal) = named(answer.question, field), NARROWS[field]
        if not wanted or answer.empty or not any(column in sheet.columns for sheet in answer.sheets):
            continue
        answer = replace(answer, sheets=tuple(_among(sheet, column, wanted) for sheet in answer.sheets))
        if not any(sheet.lines for sheet in answer.sheets if column in sheet.columns):
            return replace(answer, refusal=refusal)
    return answer


def _among(sheet: Sheet, column: str, wanted: Collection[Cell]) -> Sheet:
    if column not in sheet.columns:
        return sheet
    return replace(sheet, lines=tuple(line for line in sheet.lines if _written(sheet.value(line, column)) in wanted))


def _written(value: Cell) -> Cell:
    return value.isoformat() if isinstance(value, date) else value.translate(SAME) if isinstance(value, str) else value


def kept(name: str, table: Table, columns: dict[str, str], *, tells: tuple[str, ...] = (), one: str = "") -> Query:
    """A question that one table answers: the lines of this person, narrowed by what was named."""
    def query(rows: Rows, question: Question) -> Answer:
        return narrowed(Answer(question, (sheet_of(rows, name, table, columns, table.c.owner == question.id_no, tells=tells, one=one),)))

    return query
