"""What every kind of field has, and the ID numbers, which are asked for outside forms too."""
from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

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

    def kept(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> None:
        """Hold an answer as it is stored against the field: at the bureau it comes from outside. Raises ``AnswerWrong``."""
        if self.check(name, answer, tables, today) != answer:
            raise AnswerWrong(name, self.type)
