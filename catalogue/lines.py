"""TOML texts and their faults: which line, which mend. No model is known here, so whoever reads a file can use it at no cost."""
from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Keys = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class FileError:
    """One fault in one file: which file, which line (1 = the first), what to mend."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class FileErrors(ValueError):
    """Every fault found, in the order of files and lines; ``str`` has one line for each."""

    def __init__(self, errors: Iterable[FileError]) -> None:
        self.errors = tuple(sorted(errors))
        super().__init__("\n".join(str(error) for error in self.errors))


def loaded(path: Path, text: str) -> dict[str, Any]:
    """The tables of ``text``, the content of ``path``. Raises ``FileErrors`` with the parser's one fault."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileErrors([_syntax_error(path, text, error)]) from error


def nearest(word: str, words: Iterable[str]) -> str:
    """``, did you mean 'x'?`` for the nearest of ``words``, or nothing where none is near."""
    near = difflib.get_close_matches(word, sorted(set(words)), n=1, cutoff=0.6)
    return f", did you mean '{near[0]}'?" if near else ""


class Lines:
    """Where each key of a TOML text stands; a key inside an inline table stands where that table stands."""

    _header = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(#.*)?$")
    _key = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*=\s*(.*)$""")
    _part = re.compile(r'"([^"]*)"|\'([^\']*)\'|([A-Za-z0-9_-]+)')

    def __init__(self, text: str) -> None:
        self._found: dict[Keys, int] = {(): 1}
        self._counts: dict[Keys, int] = {}
        table: Keys = ()
        inside = ""
        for number, line in enumerate(text.splitlines(), 1):
            if inside:
                inside = "" if inside in line else inside
            elif key := self._key.match(line):
                self._note(table + self._split(key[1]), number)
                inside = next((quote for quote in ('"""', "'''") if key[2].startswith(quote) and key[2].count(quote) == 1), "")
            elif header := self._header.match(line):
                table = self._open(self._split(header[2]), many=header[1] == "[[")
                self._note(table, number)

    def of(self, *keys: str | int) -> int:
        """The line of a key path, or of the longest part of it that stands in the text."""
        found = tuple(keys)
        while found not in self._found:
            found = found[:-1]
        return self._found[found]

    def has(self, *keys: str | int) -> bool:
        """True where exactly this key path stands in the text."""
        return tuple(keys) in self._found

    def _split(self, dotted: str) -> Keys:
        return tuple(next(group for group in part if group) for part in self._part.findall(dotted) if any(part))

    def _open(self, names: Keys, *, many: bool) -> Keys:
        path: Keys = ()
        for name in names[:-1]:
            path += (name,)
            if path in self._counts:
                path += (self._counts[path] - 1,)
        path += names[-1:]
        if many:
            self._counts[path] = self._counts.get(path, 0) + 1
            path += (self._counts[path] - 1,)
        return path

    def _note(self, path: Keys, number: int) -> None:
        for length in range(1, len(path) + 1):
            self._found.setdefault(path[:length], number)


def _syntax_error(path: Path, text: str, error: tomllib.TOMLDecodeError) -> FileError:
    message = str(error)
    where = re.search(r"\(at line (\d+), column \d+\)", message)
    line = int(where[1]) if where else max(1, text.count("\n"))
    message = re.sub(r"\s*\(at [^)]*\)", "", message)
    if message.startswith(("Cannot overwrite", "Cannot declare")):
        message = "this key or table stands here for the second time"
    return FileError(path, line, message)
