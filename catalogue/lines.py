"""TOML texts and their faults: which line, which mend. No model is known here, so whoever reads a file can use it at no cost.

The rules:

* A text is at most 256 kB long and 16 tables, lists and parts of keys deep: more is refused before it is parsed, so nothing takes long.
* What cannot be seen (control, zero-width and right-to-left characters, odd spaces) and letters that only look Latin are named.
* A line that is no TOML is named and left out, so that the faults behind it are named too; what would be missing then is not.
* A list or text that was never closed is a fault of the line that should have closed it, not of the one that was taken for its rest.
"""
from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

Keys = tuple[str | int, ...]
MOST_OCTETS = 256 * 1024
DEEPEST = 16
MOST_FAULTS = 100
"""So many faults of one file are told; whoever mends them sees the rest."""
_HIDDEN = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3164\ud800-\udfff\ue000-\uf8ff\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\U000f0000-\U0010ffff]")
_ALIKE = "[\u0370-\u03ff\u0400-\u058f\u13a0-\u13ff\uff21-\uff3a\uff41-\uff5a]"
_MIXED = re.compile(rf"[A-Za-z_-]({_ALIKE})|({_ALIKE})[A-Za-z_-]")
_TOKEN = re.compile(r'''
    (?P<text>"""(?:[^\\"]|\\.|"(?!""))*+(?:"{3,5}|\\?) | \'\'\'(?:[^\']|\'(?!\'\'))*+\'{0,5} | "(?:[^"\\\n]|\\[^\n])*+"? | '[^'\n]*+'?)
  | (?P<end>\n) | (?P<gap>[ \t\r]+|\#[^\n]*) | (?P<sign>[][{},=.]) | (?P<word>[^\s][^][{},=.\s"'\#]*)''', re.X | re.S)


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
    """The tables of ``text``, the content of ``path``. Raises ``FileErrors`` with every line that is no TOML or hides something."""
    tables, errors = looked_at(path, text)
    if errors or tables is None:
        raise FileErrors(errors)
    return tables


def looked_at(path: Path, text: str) -> tuple[dict[str, Any] | None, list[FileError]]:
    """The tables of ``text`` without the lines that are no TOML (None: nothing can be read), and what is wrong with those."""
    if len(text) > MOST_OCTETS or len(text.encode("utf-8", "replace")) > MOST_OCTETS:
        return None, [FileError(path, 1, f"this file has more than {MOST_OCTETS // 1024} kB: divide it")]
    errors = [FileError(path, line, message) for line, message in unseen(text)]
    if line := _too_deep(text):
        return None, [*errors, FileError(path, line, f"more than {DEEPEST} tables, lists or parts of keys within each other")]
    lines, hidden = text.split("\n"), {error.line for error in errors}
    readings = max(1, 4 * MOST_OCTETS // (len(text) + 1))
    while True:
        try:
            return tomllib.loads("\n".join(lines)), errors
        except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
            from catalogue.reading.syntax import Stop

            stop = Stop("\n".join(lines), error)
        if stop.line not in hidden:
            errors.append(FileError(path, stop.line, stop.message))
        readings -= 1
        if not readings or len(errors) >= MOST_FAULTS or not stop.alone:
            return None, errors
        lines[stop.line - 1] = ""


def unseen(text: str) -> Iterator[tuple[int, str]]:
    """Line and name of what cannot be seen, or only looks like a Latin letter; the first of each line, a hundred lines at most."""
    told = set[int]()
    line, at = 1, 0
    for found in sorted((*_HIDDEN.finditer(text), *_MIXED.finditer(text)), key=lambda one: one.start()):
        line, at = line + text.count("\n", at, found.start()), found.start()
        if line in told:
            continue
        if len(told) == MOST_FAULTS:
            return
        told.add(line)
        yield line, _unseen(found)


def _unseen(found: re.Match[str]) -> str:
    character = next((group for group in found.groups() if group), found[0])
    name = f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
    if found.re is _MIXED:
        return f"{name} only looks like a Latin letter: write the Latin one"
    if character == "\ufeff" and found.start() == 0:
        return f"{name} stands before everything: save the file as UTF-8 without a byte-order mark"
    if unicodedata.category(character) == "Zs":
        return f"{name} looks like a space: write a plain one"
    return f"{name} cannot be seen: delete it"


def nearest(word: str, words: Iterable[str]) -> str:
    """``, did you mean 'x'?`` for the nearest of ``words``, or nothing where none is near."""
    known = set(words)
    if len(known) > 500:  # so that no file makes a search of it
        known = {one for one in known if one[:1] == word[:1] and abs(len(one) - len(word)) < 3}
    near = difflib.get_close_matches(word, sorted(known)[:500], n=1, cutoff=0.6) if len(word) <= 60 else []
    return f", did you mean '{near[0]}'?" if near else ""


def short(word: str) -> str:
    """A word of a file as it may stand in a message: one line, not endless, nothing unseen."""
    seen = "".join("?" if character in "\n\t" or _HIDDEN.match(character) else character for character in word[:61])
    return seen if len(word) <= 60 else f"{seen[:60]}…"


class Token(NamedTuple):
    kind: str
    text: str
    line: int
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The words, texts, signs and line ends of a TOML text, without gaps and comments."""
    line = 1
    for found in _TOKEN.finditer(text):
        if found.lastgroup != "gap":
            yield Token(str(found.lastgroup), found[0], line, found.start())
        line += found[0].count("\n")


class Lines:
    """Where everything in a TOML text stands: each key, each item of a list, also within lists and tables of several lines."""

    def __init__(self, text: str) -> None:
        self._found: dict[Keys, int] = {(): 1}
        self._counts: dict[Keys, int] = {}
        self._tokens, self._at = [*tokens(text), Token("end", "\n", text.count("\n") + 1, len(text))], 0
        table: Keys = ()
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.text == "[":
                many = self._tokens[self._at + 1].text == "["
                self._at += 1 + many
                table = self._open(self._names(), many=many)
                self._note(table, token.line)
            elif token.kind != "end":
                self._pair(table)
            self._skip("\n")
            self._at += 1
        del self._tokens

    def of(self, *keys: str | int) -> int:
        """The line of a key path, or of the longest part of it that stands in the text."""
        found = tuple(keys)
        while found not in self._found:
            found = found[:-1]
        return self._found[found]

    def has(self, *keys: str | int) -> bool:
        """True where exactly this key path stands in the text."""
        return tuple(keys) in self._found

    def _names(self) -> Keys:
        names: list[str] = []
        while (token := self._tokens[self._at]).kind in ("text", "word") or token.text == ".":
            if token.kind == "text":
                names.append(next(iter(tomllib.loads(f"{token.text} = 0"))) if "\\" in token.text else token.text[1:-1])
            elif token.kind == "word":
                names.append(token.text)
            self._at += 1
        return tuple(names)

    def _pair(self, table: Keys) -> None:
        line = self._tokens[self._at].line
        path = table + self._names()
        self._note(path, line)
        if self._tokens[self._at].text == "=":
            self._at += 1
            self._value(path)

    def _value(self, path: Keys) -> None:
        opened = self._tokens[self._at].text
        if opened not in ("[", "{"):
            self._skip(",", "]", "}", "\n")
            return
        self._at += 1
        nth = 0
        while (token := self._tokens[self._at]).text not in ("]", "}") and self._at + 1 < len(self._tokens):
            before = self._at
            if token.kind == "end" or token.text == ",":
                self._at += 1
            elif opened == "[":
                self._note((*path, nth), token.line)
                self._value((*path, nth))
                nth += 1
            else:
                self._pair(path)
            self._at = max(self._at, before + 1)
        self._at += self._at + 1 < len(self._tokens)

    def _skip(self, *signs: str) -> None:
        while self._at < len(self._tokens) - 1 and self._tokens[self._at].text not in signs:
            self._at += 1

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


def _too_deep(text: str) -> int:
    """The first line at which tables, lists and the parts of keys stand too deep within each other; 0 where none is."""
    deep = dots = 0
    for token in tokens(text):
        deep += (token.text in ("[", "{")) - (token.text in ("]", "}"))
        dots = 0 if token.kind == "end" or token.text in (",", "=") else dots + (token.text == ".")
        if deep + dots > DEEPEST:
            return token.line
    return 0
