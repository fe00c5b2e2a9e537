"""``flows check``: every fault of flows, fields, agencies, tables and wording at once, ``path:line: message``.

Without a path the whole directory ``flows`` is checked; a path may be such a directory or single flow files.
"""
from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from catalogue.check.file_rules import agency_faults, field_faults, stray_faults, table_faults
from catalogue.check.flow_rules import FlowCheck
from catalogue.check.question_rules import check_questions
from catalogue.check.word_rules import check_field_words, check_further, check_trouble_words, check_words
from catalogue.fields import Fields
from catalogue.flow import Agencies, Flow, flow_paths, load_catalogue
from catalogue.lines import MOST_FAULTS
from catalogue.questions import Questions
from catalogue.reading.files import text_of, why_not
from catalogue.tables import Table
from catalogue.toml import FileError, FileErrors, Lines, parse

Model = TypeVar("Model", bound=BaseModel)
REQUIREMENT = re.compile(r"R[0-9]+")
"""Codes of requirements; these several services may answer to, an item is in one file."""
LOCALE = Path(__file__).parents[2] / "assets" / "locale"


def main(argv: list[str]) -> int:
    """The verb ``check [PATH…] [--locale DIR]``; prints every fault, returns 1 where there was one, 2 for a path that is not there."""
    parser = argparse.ArgumentParser(prog="python -m kiosk flows check", description=__doc__)
    parser.add_argument("path", nargs="*", type=Path, default=[Path("flows")])
    parser.add_argument("--locale", type=Path, default=LOCALE, help="directory of the shared wording")
    asked = parser.parse_args(argv)
    absent = [path for path in asked.path if not path.exists()]
    for path in absent:
        print(f"{path}: no such file or directory; name a directory of flows or a flow file", file=sys.stderr)
    if absent:
        return 2
    errors = check(asked.path, asked.locale, date.today())
    for error in errors:
        print(error)
    if not errors:
        print("no fault found")
    return 1 if errors else 0


def check(paths: Iterable[Path], locale: Path, today: date) -> list[FileError]:
    """Every fault in the given directories and flow files, in the order of files and lines."""
    errors, words = check_words(locale)
    errors += check_trouble_words(locale, words)
    for path in paths:
        directory = path if path.is_dir() else _root(path)
        found = check_directory(directory, words, today, None if path.is_dir() else [path])
        errors += found if found or not path.is_dir() else check_further(locale, load_catalogue(directory))
    return sorted(set(errors))


def check_directory(directory: Path, words: set[str], today: date, only: list[Path] | None = None) -> list[FileError]:
    """Every fault of one directory of flows; with ``only``, of these flow files and of what they lean on."""
    found = _Found()
    fields_path, agencies_path = directory / "fields.toml", directory / "agencies.toml"
    fields, fields_text = found.read(fields_path, Fields)
    agencies, agencies_text = found.read(agencies_path, Agencies)
    tables = {path.stem: found.read(path, Table) for path in sorted((directory / "tables").glob("*.toml"))}
    for name, (table, text) in tables.items():
        if table is not None:
            found.errors += table_faults(directory / "tables" / f"{name}.toml", text, table, today)
    if agencies is not None:
        found.errors += agency_faults(agencies_path, agencies_text, agencies)
    if fields is not None:
        found.errors += check_field_words(fields_path, fields_text, fields, words)
        found.errors += field_faults(fields_path, fields_text, fields, {name: table for name, (table, _) in tables.items()})
    questions_path = directory / "questions.toml"
    questions, questions_text = found.read(questions_path, Questions)
    if questions is not None:
        found.errors += check_questions(questions_path, questions_text, questions)
    if only is None:
        found.errors += stray_faults(directory)
    ids: dict[str, Path] = {}
    codes: dict[str, Path] = {}
    known = {f"{path.parent.name}.{path.stem}" for path in flow_paths(directory)}
    read = {name: table for name, (table, _) in tables.items()}
    for path in only if only is not None else flow_paths(directory):
        flow, text = found.read(path, Flow)
        if flow is None:
            continue
        if flow.id in ids:
            found.errors.append(FileError(path, Lines(text).of("id"), f"{ids[flow.id]} has the id '{flow.id}' already"))
        ids.setdefault(flow.id, path)
        found.errors += [FileError(path, Lines(text).of("codes"), fault) for fault in _offered_twice(path, flow, codes)]
        if fields is not None and agencies is not None:
            found.errors += FlowCheck(path, text, flow, fields, list(agencies.root), words, read, known).errors()
    return list(_first(found.errors))


def _offered_twice(path: Path, flow: Flow, codes: dict[str, Path]) -> Iterator[str]:
    """Items of the handbook that another file offers already; ``codes`` learns those of this one."""
    for code in flow.codes:
        if not REQUIREMENT.fullmatch(code) and codes.setdefault(code, path) != path:
            yield f"{codes[code].name} offers {code} already"


def _first(errors: list[FileError]) -> Iterator[FileError]:
    """The first hundred faults of each file, and how many more there are."""
    for path in {error.path for error in errors}:
        told = sorted({error for error in errors if error.path == path})
        yield from told[:MOST_FAULTS]
        if len(told) > MOST_FAULTS:
            yield FileError(path, told[MOST_FAULTS].line, f"{len(told) - MOST_FAULTS} more faults: mend these first")


class _Found:
    """Reads files and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.errors: list[FileError] = []

    def read(self, path: Path, model: type[Model]) -> tuple[Model | None, str]:
        """The file as a model (None: it has faults, noted here) and its text."""
        text = ""
        try:
            text = text_of(path)
            return parse(path, text, model), text
        except OSError as error:
            self.errors.append(FileError(path, 1, why_not(error)))
        except FileErrors as found:
            self.errors.extend(found.errors)
        return None, text


def _root(path: Path) -> Path:
    """The directory of flows that a flow file belongs to: the nearest one above it that has a field dictionary."""
    above = [parent for parent in path.resolve().parents if (parent / "fields.toml").exists()]
    return above[0] if above else Path("flows")
