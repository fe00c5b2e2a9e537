"""What stands on a paper, apart from how it looks: pure, from register answers to labelled rows.

Documents are Chinese always; the rows which the citizen checks on the screen carry labels in the language of the visit
(``labels.toml``). A label says how its column is written too (``as``); what was registered in words stays as registered.
"""
from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from bureau.documents.slips import Slip
from bureau.registers import TAIPEI, Answer, Cell, Line, Person, Sheet
from catalogue.flow import spoken
from catalogue.roc import to_roc_words

LABELS: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "labels.toml").read_text("utf-8"))
OFFICIAL = "zh-TW"
NONE = "—"
SHOWN = 12
"""So many lines of a sheet are told on a screen; the paper has them all."""


@dataclass(frozen=True)
class Group:
    """One table of a paper: a heading, the column titles, the lines."""

    heading: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


class PrintedSlip(Slip):
    """A slip with its words, Chinese as on every paper."""

    @property
    def tax_name(self) -> str:
        """The tax."""
        return label(f"tax.{self.tax}")

    @property
    def until_words(self) -> str:
        """The last day."""
        return to_roc_words(self.until)

    @property
    def where_words(self) -> str:
        """Where it can be paid."""
        return label(f"pay-where.{self.where}")

    @property
    def named_barcodes(self) -> tuple[tuple[str, str], ...]:
        """Each barcode's label and digits."""
        return tuple((label(key), digits) for key, digits in self.barcodes)


@dataclass(frozen=True)
class Paper:
    """A whole paper, ready to be set. ``check_url`` is what its QR says.

    ``name`` is empty on a paper that tells what everybody may know. ``slips`` are what is to pay, under the ``terms`` of
    the table ``pay-slips``.
    """

    template: str
    title: str
    agency: str
    name: str
    id_masked: str
    address: str
    purpose: str
    serial: str
    check_code: str
    check_url: str
    issued: datetime
    groups: tuple[Group, ...] = field(default=())
    slips: tuple[PrintedSlip, ...] = field(default=())
    terms: Mapping[str, int] = field(default_factory=dict)

    @property
    def issued_roc(self) -> str:
        """Issue time in the ROC calendar, Taipei time."""
        local = self.issued.astimezone(TAIPEI)
        return f"中華民國 {local.year - 1911} 年 {local.month} 月 {local.day} 日 {local:%H:%M}"


def masked(id_no: str) -> str:
    """An ID number as a paper shows it: first four and last two characters (A123****89)."""
    return id_no[:4] + "*" * (len(id_no) - 6) + id_no[-2:]


def label(key: str, lang: str = OFFICIAL) -> str:
    """The label of one row or column in a language."""
    return LABELS[key][spoken(lang)]


def written(column: str, value: Cell, lang: str = OFFICIAL) -> str:
    """A value as a paper or a screen shows it, by what its column's label says."""
    how = LABELS[column].get("as", "text")
    if value is None or value == "":
        return NONE
    if how == "word":
        return label(f"{column}.{value}", lang)
    if isinstance(value, date):
        return to_roc_words(value, lang)
    if how == "roc-year":
        return f"{value} 年" if lang == OFFICIAL else f"{int(value) + 1911}{'年' if lang == 'ja' else ''}"
    if how == "nt":
        return {"en": f"NT${value:,}", "ja": f"{value:,}元"}.get(spoken(lang), f"{value:,} 元")
    if how == "floors":
        return f"{value} 層"
    return f"{value:.1f}" if isinstance(value, float) else f"{value:,}" if how == "number" else str(value)


def told(sheet: Sheet, line: Line, lang: str) -> tuple[str, ...]:
    """The telling columns of a line, written."""
    return tuple(written(column, sheet.value(line, column), lang) for column in sheet.tells or sheet.columns)


def groups(answer: Answer) -> tuple[Group, ...]:
    """The tables of a paper; a list shows each kind even where there is none."""
    return tuple(Group(label(sheet.name), tuple(label(column) for column in sheet.columns), tuple(
        tuple(written(column, value) for column, value in zip(sheet.columns, line, strict=True)) for line in sheet.lines
    )) for sheet in answer.sheets)


def rows(answer: Answer, lang: str) -> tuple[tuple[str, str], ...]:
    """What an answer tells on a screen: (label, value).

    A sheet whose lines have a name of their own says it and the line; a single line is told column by column; of several each
    is called by its telling column. Of a long sheet only the number of lines is told.
    """
    found: list[tuple[str, str]] = []
    for sheet in answer.sheets:
        if len(sheet.lines) > SHOWN:
            found.append((label(sheet.name, lang), label("so-many", lang).format(n=len(sheet.lines))))
            continue
        for line in sheet.lines:
            first, *rest = told(sheet, line, lang)
            if sheet.one:
                found.append((label(sheet.one, lang), first + "".join(f"（{each}）" for each in rest)))
            elif len(sheet.lines) == 1:
                names = (label(column, lang) for column in sheet.tells or sheet.columns)
                found += zip(names, (first, *rest), strict=True)
            else:
                found.append((first, "　".join(rest)))
    return tuple(found)


def headed(title: str, person: Person | None, answer: Answer, lang: str) -> tuple[tuple[str, str], ...]:
    """What the citizen checks before the page is printed: which paper, whose, and what is on it."""
    whose = ((label("name", lang), person.name),) if person is not None else ()
    return ((label("title", lang), title), *whose, *rows(answer, lang))
