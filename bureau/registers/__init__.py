"""Bureau systems behind one interface: a question goes in, an answer comes out.

An answer is made of sheets: labelled columns and lines, as registered. Their names and columns are keys of
``bureau/documents/labels.toml``, so a new kind of question is one query and its labels. ``county`` reads a county's
registers from any SQL database, ``synthetic`` fills one with clearly fake people so that everything runs out of the box.
"""
from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

Cell = str | int | float | date | None
Line = tuple[Cell, ...]
TAIPEI = ZoneInfo("Asia/Taipei")


@dataclass(frozen=True)
class Person:
    """One entry of the population register. ``mobile`` and ``birth`` stand on no card and serve as the clerk's question."""

    id_no: str
    name: str
    birth: date
    mobile: str
    address: str


def today() -> date:
    """The day in Taipei."""
    return datetime.now(TAIPEI).date()


@dataclass(frozen=True)
class Question:
    """What is asked of a register, about whom, for which purpose and case; recorded with the case.

    ``id_no`` is empty where public data is asked for. ``answers`` are the citizen's, places written in Chinese as registers
    write them; a register reads those it knows. ``on`` is the day for which the answer counts.
    """

    kind: str
    id_no: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    purpose: str = ""
    case: str = ""
    on: date = field(default_factory=today)


@dataclass(frozen=True)
class Application:
    """What an agency takes in. ``key`` is the same at every try; ``kind`` the id of the service, ``on`` the day it was approved."""

    key: str
    kind: str
    case_no: str
    id_no: str
    answers: Mapping[str, Any]
    on: date


@dataclass(frozen=True)
class Sheet:
    """One table of an answer.

    ``name`` and ``columns`` are keys of the labels; a line's key is its first value. ``tells`` are the columns that a screen has
    room for, the telling one first; ``one`` the label of a line there, where the telling column's own would not do.
    """

    name: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    tells: tuple[str, ...] = ()
    one: str = ""

    def value(self, line: Line, column: str) -> Cell:
        """What stands in a column of a line. Raises ``ValueError`` for a column that is not there."""
        return line[self.columns.index(column)]

    def where(self, column: str, wanted: Collection[Cell]) -> Sheet:
        """The lines that have one of these values; the whole sheet where it has no such column."""
        if column not in self.columns:
            return self
        return replace(self, lines=tuple(line for line in self.lines if self.value(line, column) in wanted))


@dataclass(frozen=True)
class Answer:
    """What the register said. ``refusal`` is a code of :class:`catalogue.trouble.Trouble` where it says no."""

    question: Question
    sheets: tuple[Sheet, ...] = ()
    refusal: str = ""

    @property
    def empty(self) -> bool:
        """A register was asked and nothing is there."""
        return bool(self.sheets) and not any(sheet.lines for sheet in self.sheets)

    def sheet(self, name: str) -> Sheet:
        """The sheet of this name; one without lines where there is none."""
        return next((sheet for sheet in self.sheets if sheet.name == name), Sheet(name, ()))

    def only(self, column: str, wanted: Collection[Cell]) -> Answer:
        """The answer with those lines only that have one of these values in the column; other sheets stay whole."""
        return replace(self, sheets=tuple(sheet.where(column, wanted) for sheet in self.sheets))


@dataclass(frozen=True)
class Finding:
    """Who was meant.

    ``why``: found, unknown (no such number), mismatch (name or digits differ), ambiguous (a namesake shares the last four).
    """

    why: Literal["found", "unknown", "mismatch", "ambiguous"]
    person: Person | None = None


class RegisterGone(Exception):
    """A register cannot be reached now; a question goes to a clerk, an application waits."""


class Register(Protocol):
    """One back-end system of the bureau."""

    @property
    def kinds(self) -> Collection[str]:
        """The kinds of question that it answers."""
        ...

    def find_person(self, name: str, last4: str, id_no: str) -> Finding:
        """Select the person by what a certificate holds plus the number (design: visit, assurance ladder)."""
        ...

    def person(self, id_no: str) -> Person | None:
        """The person with this number."""
        ...

    def lookup(self, question: Question) -> Answer:
        """Answer a question. Raises ``RegisterGone``."""
        ...

    @property
    def finds(self) -> bool:
        """Whether it can say what it has taken in under a key."""
        ...

    def file(self, application: Application) -> str:
        """Take an application in; its number there, the same one for a key that was taken in before where that is known.

        Raises ``RegisterGone``: whether it was taken in is then not known.
        """
        ...

    def find(self, key: str) -> str | None:
        """The number under which an application was taken in; None where it was not. Raises ``RegisterGone``."""
        ...
