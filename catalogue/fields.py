"""The field dictionary: what can be asked, and what makes an answer good.

A field is asked, checked, masked and translated the same way everywhere. Its words stand in the shared
wording: ``field.<name>.label``, ``.hint``, and ``field.<name>.<choice>`` for a choice.

Rules on answers (handbook §1.8, §2.1, §2.2): only ASCII letters and digits count, ``fullmatch`` always, so that
neither a newline nor full-width digits pass.
"""
from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, RootModel

from catalogue.roc import from_roc
from catalogue.steps import FieldName
from catalogue.tables import Table
from catalogue.toml import Schema

_VALUES = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1, 1)


class AnswerWrong(ValueError):
    """The answer is not good. ``field`` and ``code`` choose the words: ``wrong.<code>``; the answer itself is not repeated."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


def id_kind(text: str) -> Literal["national", "ui_new", "ui_old"] | None:
    """Which kind of ID number this is, checksum included; None for anything else (handbook §2.1)."""
    parts = re.fullmatch(r"([A-Z])([1289A-D])([0-9]{8})", text, re.ASCII)
    if parts is None:
        return None
    value = _VALUES[parts[1]]
    digits = [int(parts[2]) if parts[2].isdigit() else _VALUES[parts[2]] % 10] + [int(digit) for digit in parts[3]]
    if (value // 10 + 9 * (value % 10) + sum(one * two for one, two in zip(digits, _WEIGHTS, strict=True))) % 10:
        return None
    return "national" if parts[2] in "12" else "ui_new" if parts[2] in "89" else "ui_old"


def mask_id(text: str) -> str:
    """The number as it may stand on a screen or paper that others could see: first letter and last three digits."""
    return f"{text[:1]}{'*' * max(0, len(text) - 4)}{text[-3:]}"


class FieldBase(Schema):
    """What every kind of field has. ``personal``: the answer says something about a person."""

    type: str
    personal: bool = False

    @abstractmethod
    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> Any:
        """The answer as it is stored. ``answer`` comes from outside: raises ``AnswerWrong`` for anything that does not fit."""


class IdNumber(FieldBase):
    """A national ID number or UI number; scanned, or typed twice."""

    type: Literal["id"]
    personal: Literal[True]

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> str:
        if not isinstance(answer, str) or id_kind(answer) is None:
            raise AnswerWrong(name, "id-number")
        return answer


class RocDate(FieldBase):
    """A day, typed as seven digits YYYMMDD, stored as ISO; not in the future."""

    type: Literal["roc-date"]
    personal: bool

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> str:
        try:
            day = from_roc(answer if isinstance(answer, str) else "")
        except ValueError as error:
            raise AnswerWrong(name, "roc-date") from error
        if day > today:
            raise AnswerWrong(name, "future")
        return day.isoformat()


class Digits(FieldBase):
    """A number that is not counted with, such as a phone number: ``pattern`` on ASCII digits, typed on the digit pad."""

    type: Literal["digits"]
    personal: bool
    pattern: str
    length: int = Field(ge=1, le=20, description="most digits that can be typed")
    group: tuple[int, ...] = Field(default=(), description="how the digits are grouped on screen, e.g. 4 3 3")
    wrong: str = Field(default="digits", pattern=r"^[a-z-]+$", description="code of the words for an answer that does not fit")

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> str:
        if not isinstance(answer, str) or not re.fullmatch(self.pattern, answer, re.ASCII):
            raise AnswerWrong(name, self.wrong)
        return answer


class Count(FieldBase):
    """A whole number from ``least`` to ``most``."""

    type: Literal["count"]
    least: int
    most: int

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> int:
        if not isinstance(answer, int) or isinstance(answer, bool) or not self.least <= answer <= self.most:
            raise AnswerWrong(name, "count")
        return answer


class Choice(FieldBase):
    """One of ``choices``."""

    type: Literal["choice"]
    choices: tuple[Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,30}$")], ...] = Field(min_length=2)

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> str:
        if answer not in self.choices:
            raise AnswerWrong(name, "choice")
        return str(answer)


class Address(FieldBase):
    """A door number, picked part by part: township, road, then the number typed. The answer has the keys ``town``, ``road``, ``number``.

    ``road`` may be ``other``: the clerk asks for it.
    """

    type: Literal["address"]
    personal: bool
    county: dict[str, str] = Field(description="name of the county, by language")
    towns: str = Field(description="table of townships")
    roads: str = Field(description="table of road names")

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> dict[str, str]:
        parts = answer if isinstance(answer, dict) else {}
        if set(parts) != {"town", "road", "number"} or not all(isinstance(part, str) for part in parts.values()):
            raise AnswerWrong(name, "address")
        for part, table in (("town", self.towns), ("road", self.roads)):
            keys = {entry.key for entry in tables[table].at(today).entries}
            if answer[part] not in keys | ({"other"} if part == "road" else set()):
                raise AnswerWrong(name, part)
        if not re.fullmatch(r"[1-9][0-9]{0,3}", answer["number"], re.ASCII):
            raise AnswerWrong(name, "number")
        return {"town": answer["town"], "road": answer["road"], "number": answer["number"]}

    def written(self, answer: Mapping[str, str], tables: Mapping[str, Table], today: date, lang: str = "zh-TW") -> str:
        """The address in one line; Chinese as on an envelope: county, township, road, number."""
        towns = {entry.key: entry.names for entry in tables[self.towns].at(today).entries}
        roads = {entry.key: entry.names for entry in tables[self.roads].at(today).entries}
        town, county = towns[answer["town"]][lang], self.county[lang]
        road = roads[answer["road"]][lang] if answer["road"] != "other" else ""
        if lang == "en":
            return ", ".join(part for part in (f"No. {answer['number']}", road, town, county) if part)
        return f"{county}{town}{road}{answer['number']}號"


FieldKind = Annotated[IdNumber | RocDate | Digits | Count | Choice | Address, Field(discriminator="type")]


class Fields(RootModel[dict[FieldName, FieldKind]]):
    """The whole of ``flows/fields.toml``: one table a field."""

    def __getitem__(self, name: str) -> FieldKind:
        return self.root[name]

    def __contains__(self, name: object) -> bool:
        return name in self.root

    def names(self) -> list[str]:
        """All field names."""
        return list(self.root)
