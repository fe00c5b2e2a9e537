"""Fields that are typed: numbers of many kinds, dates, money, plates, accounts, words."""
from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from catalogue.answers.plate import normalised
from catalogue.answers.ubn import is_ubn
from catalogue.answers.writing import tidy, writable
from catalogue.fields.base import AnswerWrong, FieldBase, id_kind
from catalogue.roc import from_roc
from catalogue.tables import Table

BANK = {"bank": r"[0-9]{3}", "branch": r"[0-9]{4}", "account": r"[0-9]{6,14}"}
"""The parts of a bank account (handbook §1.8); the number as the passbook has it, not filled up with zeros."""
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
MAIL = re.compile(rf"[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@{_LABEL}(?:\.{_LABEL}){{1,4}}", re.ASCII)
MAIL_LONGEST, RAW_LONGEST = 100, 10_000


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

    def kept(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> None:
        try:
            day = date.fromisoformat(answer if isinstance(answer, str) else "")
        except ValueError as error:
            raise AnswerWrong(name, "roc-date") from error
        if day > today or day.isoformat() != answer:
            raise AnswerWrong(name, "roc-date")


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


class Ubn(FieldBase):
    """A business number of eight digits, checked by the rule of 1 April 2023 (handbook §2.3)."""

    type: Literal["ubn"]
    personal: bool

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> str:
        if not isinstance(answer, str) or not is_ubn(answer):
            raise AnswerWrong(name, "ubn")
        return answer


class Code(FieldBase):
    """Capitals and digits after ``pattern``, such as the number of a house-tax record; small letters are taken as capitals."""

    type: Literal["code"]
    personal: bool
    pattern: str
    length: int = Field(ge=1, le=30, description="most characters that can be typed")
    wrong: str = Field(default="code", pattern=r"^[a-z-]+$", description="code of the words for an answer that does not fit")

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> str:
        code = answer.upper() if isinstance(answer, str) and answer.isascii() else ""
        if len(code) > self.length or not re.fullmatch(self.pattern, code, re.ASCII):
            raise AnswerWrong(name, self.wrong)
        return code


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
        typed = isinstance(answer, str) and re.fullmatch(r"[0-9]{1,10}", answer, re.ASCII) is not None
        amount = int(answer) if typed else answer
        if not isinstance(amount, int) or isinstance(amount, bool) or not self.least <= amount <= self.most:
            raise AnswerWrong(name, "amount")
        return amount


class Text(FieldBase):
    """The citizen's own words, on the pads for Zhuyin, Latin letters, kana, digits and signs (:mod:`catalogue.answers.writing`)."""

    type: Literal["text"]
    personal: bool
    longest: int = Field(ge=1, le=200, description="most characters")

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> str:
        if isinstance(answer, str) and len(answer) > RAW_LONGEST:
            raise AnswerWrong(name, "text-long")
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


class Email(FieldBase):
    """An e-mail address of ASCII letters, kept in small ones; whether it is read, only a letter to it can tell."""

    type: Literal["email"]
    personal: Literal[True]

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> str:
        if not isinstance(answer, str) or len(answer) > MAIL_LONGEST or not MAIL.fullmatch(answer):
            raise AnswerWrong(name, "email")
        return answer.lower()


class BankAccount(FieldBase):
    """An account at a bank or the post, in three parts: ``bank`` three digits, ``branch`` four, ``account`` six to fourteen."""

    type: Literal["bank-account"]
    personal: Literal[True]

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> dict[str, str]:
        if not isinstance(answer, dict) or set(answer) != set(BANK):
            raise AnswerWrong(name, "account")
        for part, pattern in BANK.items():
            if not isinstance(answer[part], str) or not re.fullmatch(pattern, answer[part], re.ASCII):
                raise AnswerWrong(name, f"account-{part}")
        return {part: str(answer[part]) for part in BANK}

    def written(self, answer: Mapping[str, str]) -> str:
        """The account as others may see it: the last four digits."""
        return f"{answer['bank']}-{answer['branch']}-…{answer['account'][-4:]}"
