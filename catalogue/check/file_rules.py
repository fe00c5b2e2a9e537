"""What makes the files beside the flows fit: tables, agencies, the field dictionary.

* Exactly one row of a table is valid on a day, one is valid today; no row ends before it begins; an entry's key stands once a row.
* Every name is there in every language.
* Tables and fields that a field leans on are there; least is not above most; groups of digits add up to the length.
* A pattern of digits or a code is plain: characters, [classes], {counts}, ? and (one|other), so that no answer takes long to compare.
* Years do not end before they begin; every section is in a township; a group repeats each of its fields once and hides nothing personal.
* No word stands twice in a list of choices.
* Every file in the directory of flows is one that is read.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from catalogue.fields import Address, Amount, Choice, Code, Count, Digits, Fields, Group, Parcel, Several, Year
from catalogue.flow import LANGUAGES, Agencies, flow_paths
from catalogue.tables import Table
from catalogue.toml import FileError, Lines, nearest

_PIECE = r"(?:\[[^]\\]+\]|[A-Za-z0-9_ -]|\\[.-])(?:\{[0-9]+(?:,[0-9]+)?\}|\?)?"
PLAIN = re.compile(rf"(?:{_PIECE}|\((?:\?:)?(?:{_PIECE})+(?:\|(?:{_PIECE})+)*\)(?:\{{[0-9](?:,[0-9])?\}}|\?)?)+")
"""The patterns that a field may have."""


def table_faults(path: Path, text: str, table: Table, today: date) -> Iterable[FileError]:
    """Faults of one dated table."""
    lines = Lines(text)
    if not any(row.covers(today) for row in table.rows):
        yield FileError(path, lines.of("row", len(table.rows) - 1), f"no row is valid today ({today.isoformat()})")
    for one, two in table.overlaps():
        yield FileError(path, lines.of("row", two), f"valid at the same time as the row in line {lines.of('row', one)}")
    for at, row in enumerate(table.rows):
        if row.valid_to is not None and row.valid_to < row.valid_from:
            yield FileError(path, lines.of("row", at, "valid_to"), "ends before it begins")
        seen: set[str] = set()
        for nth, entry in enumerate(row.entries):
            if entry.key in seen:
                yield FileError(path, lines.of("row", at, "entry", nth, "key"), f"'{entry.key}' stands here for the second time")
            seen.add(entry.key)
            yield from _name_faults(path, lines.of("row", at, "entry", nth, "names"), entry.names)


def agency_faults(path: Path, text: str, agencies: Agencies) -> Iterable[FileError]:
    """Faults of the file of agencies."""
    lines = Lines(text)
    for name, agency in agencies.root.items():
        yield from _name_faults(path, lines.of(name, "names"), agency.names)
        yield from _name_faults(path, lines.of(name, "short"), agency.short)


def field_faults(path: Path, text: str, fields: Fields, tables: Mapping[str, object]) -> Iterable[FileError]:
    """Faults of the field dictionary but for its words."""
    lines = Lines(text)
    if "remark" not in fields:
        yield FileError(path, 1, "'remark' is missing: it is asked after every service")
    for name in fields.names():
        yield from (FileError(path, lines.of(name, key), fault) for key, fault in _limit_faults(fields[name]))
        field = fields[name]
        if isinstance(field, Address | Parcel):
            yield from _name_faults(path, lines.of(name, "county"), field.county)
        leans = {key: getattr(field, key, None) for key in ("towns", "roads", "sections", "table")}
        for key, table in leans.items():
            if table is not None and table not in tables:
                yield FileError(path, lines.of(name, key), f"unknown table '{table}'{nearest(table, tables)}")
        if isinstance(field, Year):
            yield from (FileError(path, lines.of(name, "table"), fault) for fault in _year_faults(field, tables))
        if isinstance(field, Parcel):
            yield from (FileError(path, lines.of(name, "sections"), fault) for fault in _section_faults(field, tables))
        if isinstance(field, Group):
            yield from (FileError(path, lines.of(name, key), fault) for key, fault in _group_faults(field, fields))


def _year_faults(field: Year, tables: Mapping[str, object]) -> Iterator[str]:
    held = tables.get(field.table or "")
    for at, row in enumerate(held.rows if isinstance(held, Table) else ()):
        if {"first", "last"} - set(row.values):
            yield f"row {at + 1} of '{field.table}' lacks 'first' or 'last'"
        elif row.values["first"] > row.values["last"]:
            yield f"row {at + 1} of '{field.table}': 'first' is after 'last', so there is no year"


def _section_faults(field: Parcel, tables: Mapping[str, object]) -> Iterator[str]:
    towns, sections = tables.get(field.towns), tables.get(field.sections)
    if isinstance(towns, Table) and isinstance(sections, Table):
        known = {entry.key for row in towns.rows for entry in row.entries}
        for entry in (entry for row in sections.rows for entry in row.entries):
            if not any(entry.key.startswith(f"{town}-") for town in known):
                yield f"'{entry.key}' of '{field.sections}' does not begin with a key of '{field.towns}' and a hyphen"


def _group_faults(field: Group, fields: Fields) -> Iterator[tuple[str, str]]:
    for part in field.fields:
        if part not in fields:
            yield "fields", f"unknown field '{part}'{nearest(part, fields.names())}"
        elif isinstance(fields[part], Group):
            yield "fields", f"'{part}' repeats itself: a group has no group inside"
        elif fields[part].personal and not field.personal:
            yield "personal", f"'{part}' is personal, so the group is"
    yield from (("fields", f"'{part}' stands here for the second time") for part in twice(field.fields))


def _name_faults(path: Path, line: int, names: Mapping[str, str]) -> Iterable[FileError]:
    for lang in LANGUAGES:
        if not names.get(lang):
            yield FileError(path, line, f"no name in {lang}")


def _limit_faults(field: object) -> Iterator[tuple[str, str]]:
    """Key and fault of what a field says about its answers."""
    if isinstance(field, Count | Amount) and field.least > field.most:
        yield "most", "'most' is less than 'least': no answer fits"
    if isinstance(field, Digits | Code) and not (PLAIN.fullmatch(field.pattern) and _compiles(field.pattern)):
        yield "pattern", "write the pattern with characters, [classes], {counts}, ? and (one|other) only"
    if isinstance(field, Digits) and field.group and sum(field.group) != field.length:
        yield "group", f"the groups have {sum(field.group)} digits, 'length' has {field.length}"
    if isinstance(field, Choice | Several):
        yield from (("choices", f"'{choice}' stands here for the second time") for choice in twice(field.choices))


def _compiles(pattern: str) -> bool:
    try:
        return bool(re.compile(pattern))
    except (re.error, OverflowError):
        return False


def twice(words: Iterable[str]) -> list[str]:
    """The words that stand in a list more than once."""
    return sorted(word for word, times in Counter(words).items() if times > 1)


def stray_faults(directory: Path) -> Iterator[FileError]:
    """Files that nobody reads."""
    read = {*flow_paths(directory), *(directory / "tables").glob("*.toml"), *(directory / f"{name}.toml" for name in NAMED)}
    for path in sorted(set(directory.rglob("*.toml")) - read):
        near = nearest(path.stem, NAMED) if path.parent == directory else ""
        yield FileError(path, 1, f"nobody reads this file: a flow stands in the folder of its agency, a table in 'tables'{near}")


NAMED = ("agencies", "fields", "questions")
