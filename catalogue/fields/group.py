"""A field that repeats others: members of a household, plates, parcels."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import Field, PrivateAttr

from catalogue.fields.base import AnswerWrong, FieldBase
from catalogue.steps import FieldName
from catalogue.tables import Table


class Group(FieldBase):
    """One to ``most`` times the same ``fields``; the answer is a list of their answers by name. The first field tells them apart."""

    type: Literal["group"]
    personal: bool
    fields: tuple[FieldName, ...] = Field(min_length=1, max_length=4)
    most: int = Field(ge=2, le=40)
    _members: dict[str, FieldBase] = PrivateAttr(default={})

    @property
    def members(self) -> Mapping[str, FieldBase]:
        """The fields that repeat, by name."""
        return self._members

    def hold(self, known: Mapping[str, FieldBase]) -> None:
        """Learn which fields repeat, once the whole dictionary was read."""
        self._members.update({name: known[name] for name in self.fields if name in known})

    def among(self, one: Mapping[str, Any], made: Sequence[Mapping[str, Any]]) -> bool:
        """Whether the same person or thing is on the list already."""
        return any(other[self.fields[0]] == one[self.fields[0]] for other in made)

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> list[dict[str, Any]]:
        if not isinstance(answer, list | tuple) or not 1 <= len(answer) <= self.most:
            raise AnswerWrong(name, "group")
        found: list[dict[str, Any]] = []
        for one in answer:
            if not isinstance(one, dict) or set(one) != set(self.fields):
                raise AnswerWrong(name, "group")
            checked = {key: self._members[key].check(key, one[key], tables, today) for key in self.fields}
            if self.among(checked, found):
                raise AnswerWrong(name, "group-twice")
            found.append(checked)
        return found

    def kept(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> None:
        if not isinstance(answer, list) or not 1 <= len(answer) <= self.most or not all(isinstance(one, dict) for one in answer):
            raise AnswerWrong(name, "group")
        for at, one in enumerate(answer):
            if set(one) != set(self.fields):
                raise AnswerWrong(name, "group")
            for key in self.fields:
                self._members[key].kept(key, one[key], tables, today)
            if self.among(one, answer[:at]):
                raise AnswerWrong(name, "group-twice")
