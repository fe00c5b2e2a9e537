"""Fields that are chosen: one of a list, several of it, a year."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, model_validator

from catalogue.fields.base import AnswerWrong, FieldBase
from catalogue.roc import EPOCH
from catalogue.tables import NoRow, Table

T = TypeVar("T", int, str)
Option = Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,30}$")]


class Choice(FieldBase):
    """One of ``choices``."""

    type: Literal["choice"]
    choices: tuple[Option, ...] = Field(min_length=2, max_length=60)

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> str:
        if answer not in self.choices:
            raise AnswerWrong(name, "choice")
        return str(answer)


class Several(FieldBase):
    """One or more of ``choices``, ticked; the answer keeps their order."""

    type: Literal["several"]
    choices: tuple[Option, ...] = Field(min_length=2, max_length=60)

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> list[str]:
        return _ticked(name, answer, self.choices)


class Year(FieldBase):
    """A ROC year, or with ``many`` several: from ``back`` years before this one to ``ahead`` after it, or those of a ``table``.

    The table's row of the day has the values ``first`` and ``last``. The newest year stands first.
    """

    type: Literal["year"]
    back: int = Field(default=0, ge=0, le=30)
    ahead: int = Field(default=0, ge=0, le=5)
    table: str | None = None
    many: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Year:
        if self.table is not None and (self.back or self.ahead):
            raise ValueError("'table' says which years there are: leave 'back' and 'ahead' out")
        return self

    def years(self, tables: Mapping[str, Table], today: date) -> tuple[int, ...]:
        """The years that can be chosen. Raises ``NoRow``."""
        first, last = today.year - EPOCH - self.back, today.year - EPOCH + self.ahead
        if self.table is not None:
            values = tables[self.table].at(today).values
            first, last = values["first"], values["last"]
        return tuple(range(last, first - 1, -1))

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> int | list[int]:
        try:
            years = self.years(tables, today)
        except NoRow:
            years = ()
        if self.many:
            return _ticked(name, answer, years)
        if not isinstance(answer, int) or isinstance(answer, bool) or answer not in years:
            raise AnswerWrong(name, "year")
        return answer


def _ticked(name: str, answer: Any, offered: tuple[T, ...]) -> list[T]:
    if not isinstance(answer, list | tuple) or not answer or not offered:
        raise AnswerWrong(name, "several")
    if not all(type(one) is type(offered[0]) and one in offered for one in answer) or len(set(answer)) != len(answer):
        raise AnswerWrong(name, "several")
    return [one for one in offered if one in answer]
