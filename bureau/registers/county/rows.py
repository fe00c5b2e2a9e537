"""Asking the database: every failure of it is ``RegisterGone``."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, Table, select
from sqlalchemy.exc import SQLAlchemyError

from bureau.registers import Answer, Line, Question, RegisterGone, Sheet


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
    return Sheet(name, tuple(columns), rows.of(select(*chosen).where(*wheres).order_by(chosen[0])), tells, one)
