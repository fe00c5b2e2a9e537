"""Real files of ``flows/`` with one slip each, put before ``flows check``: does it name the file and the right line?"""
from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from catalogue.check import LOCALE, check_directory
from catalogue.check.word_rules import check_words
from catalogue.flow import flow_paths
from catalogue.toml import FileError
from rehearsal.slips import any_file, flow_steps, words_and_tables
from rehearsal.slips.sheet import Sheet, Slip, Way

FLOWS = Path(__file__).parents[2] / "flows"
TODAY = date(2026, 11, 21)
WAYS: dict[str, tuple[Way, ...]] = {
    "flow": (*any_file.WAYS, *flow_steps.WAYS, *words_and_tables.WAYS[:5]),
    "fields": (*any_file.WAYS, *words_and_tables.WAYS[5:]), "table": (*any_file.WAYS, *words_and_tables.WAYS[5:]),
    "agencies": (*any_file.WAYS, *words_and_tables.WAYS[5:]), "questions": (*any_file.WAYS, *words_and_tables.WAYS[5:]),
}


@dataclass(frozen=True)
class Broken:
    """One file with one slip."""

    path: Path
    way: str
    slip: Slip


class Trial:
    """A copy of the real directory in which one file at a time is broken."""

    def __init__(self, directory: Path) -> None:
        self.directory = Path(shutil.copytree(FLOWS, directory / "flows"))
        self._words = check_words(LOCALE)[1]
        named = {self.directory / f"{name}.toml": name for name in ("fields", "agencies", "questions")}
        tables = {path: "table" for path in (self.directory / "tables").glob("*.toml")}
        kinds = {**{path: "flow" for path in flow_paths(self.directory)}, **tables, **named}
        self.sheets = {path: Sheet(kind, path.read_text(encoding="utf-8")) for path, kind in sorted(kinds.items())}

    def broken(self, chance: random.Random) -> Broken:
        """One more broken file: mostly a flow, each way to slip as likely as the others."""
        while True:
            kind = chance.choices(("flow", "fields", "table", "agencies", "questions"), (12, 3, 3, 1, 1))[0]
            path = chance.choice([path for path, sheet in self.sheets.items() if sheet.kind == kind])
            way = chance.choice(WAYS[kind])
            if (slip := way(self.sheets[path], chance)) is not None:
                return Broken(path, way.__name__, slip)

    def told(self, broken: Broken) -> list[FileError]:
        """What the check says while the file is broken."""
        good = "\n".join(self.sheets[broken.path].lines)
        broken.path.write_text(broken.slip.text, encoding="utf-8", newline="")
        try:
            return check_directory(self.directory, self._words, TODAY, [broken.path] if self.sheets[broken.path].kind == "flow" else [])
        finally:
            broken.path.write_text(good, encoding="utf-8", newline="")

    def named(self, broken: Broken) -> bool:
        """Whether the check names the file and the line of the slip."""
        return any(error.path == broken.path and error.line == broken.slip.line for error in self.told(broken))


@contextmanager
def trial() -> Iterator[Trial]:
    """A trial over a copy of ``flows/`` as it is now."""
    with TemporaryDirectory() as directory:
        yield Trial(Path(directory))
