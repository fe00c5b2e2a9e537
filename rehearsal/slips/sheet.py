"""A flow, field or table file as lines on paper: headers, and the rows ``key = value`` under each; and what a slip makes of it.

It is read here by eye, as a clerk reads it, with nothing of the catalogue's own reader: that one is on trial.
"""
from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

_HEADER = re.compile(r"(\[\[?)([\w.-]+)\]\]?\s*(#.*)?$")
_ROW = re.compile(r"""(\s*)("[\w.-]+"|[\w-]+)(\s*=\s*)("(?:[^"\\]|\\.)*"|[^"#]*?|[\[{].*[\]}])(\s*|\s+#.*)$""")


@dataclass(frozen=True)
class Row:
    """One ``key = value``: its line (0 = the first), the header it stands under, and whether that one is of a list."""

    at: int
    head: int
    table: str
    key: str
    value: str


@dataclass(frozen=True)
class Slip:
    """A broken file: its text, and the line (1 = the first) at which the fault must be told."""

    text: str
    line: int


class Sheet:
    """One good file. ``kind`` is flow, fields, table, agencies or questions."""

    def __init__(self, kind: str, text: str) -> None:
        self.kind, self.lines = kind, text.split("\n")
        self.heads: list[tuple[int, str]] = []
        self.rows: list[Row] = []
        for at, line in enumerate(self.lines):
            if header := _HEADER.match(line):
                self.heads.append((at, header[2]))
            elif row := _ROW.match(line):
                head, table = self.heads[-1] if self.heads else (0, "")
                self.rows.append(Row(at, head, table, row[2].strip('"'), row[4]))

    def under(self, head: int) -> dict[str, Row]:
        """The rows under one header, by key."""
        return {row.key: row for row in self.rows if row.head == head}

    def block(self, head: int) -> tuple[int, int]:
        """From the header to before the next one that does not belong to it (``[step.values]`` belongs to its ``[[step]]``)."""
        name = dict(self.heads)[head]
        after = [at for at, other in self.heads if at > head and not other.startswith(f"{name}.")]
        end = after[0] if after else len(self.lines)
        while end > head + 1 and not self.lines[end - 1].strip():
            end -= 1
        return head, end

    def steps(self) -> list[tuple[int, str]]:
        """Header and kind of every step."""
        return [(head, self.under(head)["kind"].value.strip('"')) for head, name in self.heads if name == "step"]

    def top(self, key: str) -> str:
        """A value that stands before all headers, or ''."""
        return next((row.value.strip('"') for row in self.rows if row.table == "" and row.key == key), "")

    def put(self, at: int, line: str) -> Slip:
        """Another line in place of one; the fault is there."""
        return self.made([*self.lines[:at], line, *self.lines[at + 1:]], at)

    def value(self, row: Row, value: str) -> Slip:
        """Another value in a row; the fault is there."""
        line = self.lines[row.at]
        start = line.index("=") + 1
        start = line.index(row.value, start) if row.value else start
        return self.put(row.at, line[:start] + value + line[start + len(row.value):])

    def add(self, after: int, *lines: str) -> Slip:
        """Further lines behind one; the fault is in the first of them."""
        return self.made([*self.lines[:after + 1], *lines, *self.lines[after + 1:]], after + 1)

    def drop(self, start: int, end: int, told: int) -> Slip:
        """Without some lines; the fault is told at line ``told`` of the lines that stay (0 = the first)."""
        return self.made(self.lines[:start] + self.lines[end:], told - (end - start if told >= end else 0))

    def made(self, lines: list[str], told: int) -> Slip:
        """A broken file of these lines."""
        return Slip("\n".join(lines), told + 1)


Way = Callable[[Sheet, random.Random], Slip | None]


def misspelt(word: str, chance: random.Random, known: set[str] | None = None) -> str:
    """The word with two neighbouring letters changed about, one doubled or one left out; '' where that makes another known word."""
    letters = [at for at in range(1, len(word) - 1) if word[at].isalpha() and word[at + 1].isalpha()]
    if not letters:
        return ""
    at = chance.choice(letters)
    made = chance.choice([word[:at] + word[at + 1] + word[at] + word[at + 2:], word[:at] + word[at] + word[at:], word[:at] + word[at + 1:]])
    return "" if made == word or made in (known or set()) else made


def some(rows: list[Row], chance: random.Random) -> Row | None:
    """One of the rows, or None where there is none."""
    return chance.choice(rows) if rows else None
