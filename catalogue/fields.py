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

from catalogue.answers import address
from catalogue.answers.plate import normalised
from catalogue.answers.writing import tidy, writable
from catalogue.roc import from_roc
from catalogue.steps import FieldName
from catalogue.tables import Table
from catalogue.toml import Names, Schema

_VALUES = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1, 1)
ROAD_LONGEST = 20


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
    """A day, dialled or typed as seven digits YYYMMDD, stored as ISO; not in the future."""

    type: Literal["roc-date"]
    personal: bool
    years_ago: int = Field(default=0, ge=0, le=100, description="where the year's dial begins, counted back from today")

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


class Amount(FieldBase):
    """An amount of money in whole NT$, typed on the digit pad and shown grouped."""

    type: Literal["amount"]
    personal: bool
    least: int = Field(default=0, ge=0)
    most: int = Field(le=10**9)

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> int:
        digits = str(answer) if isinstance(answer, int | str) and not isinstance(answer, bool) else ""
        if not re.fullmatch(r"[0-9]{1,10}", digits, re.ASCII) or not self.least <= int(digits) <= self.most:
            raise AnswerWrong(name, "amount")
        return int(digits)


class Choice(FieldBase):
    """One of ``choices``."""

    type: Literal["choice"]
    choices: tuple[Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,30}$")], ...] = Field(min_length=2)

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> str:
        if answer not in self.choices:
            raise AnswerWrong(name, "choice")
        return str(answer)


class Text(FieldBase):
    """The citizen's own words, on the pads for Zhuyin, Latin letters, kana, digits and signs (:mod:`catalogue.answers.writing`)."""

    type: Literal["text"]
    personal: bool
    longest: int = Field(ge=1, le=200, description="most characters")

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> str:
        text = tidy(answer) if isinstance(answer, str) else ""
        if not text:
            raise AnswerWrong(name, "text-empty")
        if len(text) > self.longest:
            raise AnswerWrong(name, "text-long")
        if not writable(text):
            raise AnswerWrong(name, "text-character")
        return text


class Plate(FieldBase):
    """A licence plate, kept in capitals with its hyphen (:mod:`catalogue.answers.plate`); whether it exists, the register says."""

    type: Literal["plate"]
    personal: bool

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> str:
        plate = normalised(answer) if isinstance(answer, str) else ""
        if not plate:
            raise AnswerWrong(name, "plate")
        return plate


class Address(FieldBase):
    """A door number, picked part by part: township, road, then the number typed. The answer has the keys ``town``, ``road``, ``number``.

    ``road`` may be ``other``: its name may stand in ``road_name``, else the clerk asks for it. Further keys where
    the door has them: ``section`` ``lane`` ``alley`` ``sub`` (of the number) ``floor`` ``floor_sub``.
    """

    type: Literal["address"]
    personal: bool
    county: Names = Field(description="name of the county, by language")
    towns: str = Field(description="table of townships")
    roads: str = Field(description="table of road names")

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> dict[str, str]:
        parts = answer if isinstance(answer, dict) else {}
        known = {"town", "road", "number"} <= set(parts) <= {"town", "road", "road_name", *address.DOOR}
        if not known or not all(isinstance(part, str) for part in parts.values()):
            raise AnswerWrong(name, "address")
        for part, table in (("town", self.towns), ("road", self.roads)):
            keys = {entry.key for entry in tables[table].at(today).entries}
            if answer[part] not in keys | ({"other"} if part == "road" else set()):
                raise AnswerWrong(name, part)
        road_name = tidy(parts.get("road_name", ""))
        if "road_name" in parts and not (parts["road"] == "other" and road_name and len(road_name) <= ROAD_LONGEST and writable(road_name)):
            raise AnswerWrong(name, "road")
        if not address.is_door(parts):
            raise AnswerWrong(name, "number")
        named = {"road_name": road_name} if road_name else {}
        return {"town": parts["town"], "road": parts["road"], **named, **{key: parts[key] for key in address.DOOR if key in parts}}

    def written(self, answer: Mapping[str, str], tables: Mapping[str, Table], today: date, lang: str = "zh-TW") -> str:
        """The address in one line; Chinese as on an envelope: county, township, road, number."""
        towns = {entry.key: entry.names for entry in tables[self.towns].at(today).entries}
        roads = {entry.key: entry.names for entry in tables[self.roads].at(today).entries}
        road = roads[answer["road"]][lang] if answer["road"] != "other" else answer.get("road_name", "")
        return address.line((self.county[lang], towns[answer["town"]][lang], road), answer, lang)


FieldKind = Annotated[IdNumber | RocDate | Digits | Count | Amount | Choice | Text | Plate | Address, Field(discriminator="type")]


class Fields(RootModel[dict[FieldName, FieldKind]]):
    """The whole of ``flows/fields.toml``: one table a field."""

    def __getitem__(self, name: str) -> FieldKind:
        return self.root[name]

    def __contains__(self, name: object) -> bool:
        return name in self.root

    def names(self) -> list[str]:
        """All field names."""
        return list(self.root)
