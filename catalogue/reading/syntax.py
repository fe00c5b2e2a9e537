"""Where the parser stopped and what to mend there, in words that need no manual of TOML.

* A list or text that was never closed is a fault of the line that should have closed it, not of the one that was taken for its rest.
* A key that stands twice is a fault of the second one.
* Signs of a Chinese keyboard (＝ “ ，) are named with the sign that is meant.
"""
from __future__ import annotations

import re
from collections.abc import Iterable

from catalogue.lines import Token, tokens

WIDE = dict(zip("＝，［］｛｝＂“”„＇‘’．＃：", "=,[]{}\"\"\"\"'''.#=", strict=True))
SAID = (
    ("Illegal character '\\n'", "this text is not closed: a quote is missing"),
    ("Unterminated string", "this text is not closed: its quotes are missing"),
    ("Unclosed array", "this list is not closed: a ']' or a comma is missing"),
    ("Unclosed inline table", "this table is not closed: a '}' or a comma is missing"),
    ("Expected ']", "this header is not closed: write [name] or [[name]]"),
    ("Expected newline", "something stands behind the value: write one 'key = value' a line, texts in quotes"),
    ("Invalid date", "no such number or day: write 12, or 2026-01-31"),
    ("Invalid value", "no value stands here: write \"text\" in quotes, a number, true, false or a [list]"),
    ("Expected '='", "'=' and a value are missing: write key = value"),
    ("Expected \"'\"", "this text is not closed: a quote is missing"),
    ("Expected", "this text is not closed: a quote is missing"),
    ("Invalid", "neither 'key = value' nor [table] stands here"),
    ("Unescaped", "write \\\\ for a backslash"),
    ("Cannot", "this key or table stands here for the second time"),
    ("Duplicate", "this key or table stands here for the second time"),
    ("Exceeds", "a number with thousands of digits"),
)
_NUMBER = re.compile(r"[^=]*=\s*[-+0-9][-+0-9:._TZ]*\s*(#.*)?$", re.I)
_STATEMENT = re.compile(r"\s*(\[\[?[^]\"']*\]|[\w\"'.-]+\s*=)")


class Stop:
    """One stop of the parser: ``line`` to be mended, ``message``, and whether the line can be left out to read on (``alone``)."""

    def __init__(self, text: str, error: Exception) -> None:
        told, where = str(error), re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        self._lines = text.split("\n")
        self._last = int(where[1]) if where else len(text.rstrip().split("\n"))
        start = sum(len(line) + 1 for line in self._lines[:self._last - 1])
        offset = start + int(where[2]) - 1 if where else len(text)
        self.message = next((ours for theirs, ours in SAID if told.startswith(theirs)), "this is not TOML")
        self.line = self._last
        if text[offset:offset + 1] in WIDE:
            self.message = f"a full-width {text[offset]} stands here: write {WIDE[text[offset]]}"
        elif told.startswith("Exceeds"):
            self.line = next((number for number, line in enumerate(self._lines, 1) if re.search("[0-9_]{4301}", line)), self._last)
        elif told.startswith("Unterminated") and (lost := re.search("\"\"\"|'''", text[:offset][::-1])):
            self.line = text.count("\n", 0, offset - lost.end()) + 1
        elif told.startswith("Expected newline") and _NUMBER.match(self._lines[self._last - 1]):
            self.message = "no such number or day: write 12, or 2026-01-31"
        else:
            self._look_back([token for token in tokens(text) if token.start < offset and token.kind != "end"], told)

    @property
    def alone(self) -> bool:
        """Whether the line is one whole ``key = value``, so that leaving it out makes no fault of what stands around it."""
        written = self._lines[self.line - 1]
        pair = re.match(r"\s*[\w\"'.-]+\s*[=＝]", written) is not None and '"""' not in written and "'''" not in written
        return pair and self.line <= self._last <= self.line + 1 and written.count("[") <= written.count("]") + (self._last > self.line)

    def _look_back(self, before: list[Token], told: str) -> None:
        """The line and words for what the parser noticed only later."""
        opened = [token for token in _open_brackets(before) if told.startswith("Unclosed") or token.line < self._last]
        above = [token for token in before if token.line < self._last]
        if opened and above and opened[-1].line < self._last and _STATEMENT.match(self._lines[self._last - 1]):
            self.line = above[-1].line
            self.message = dict(SAID)["Unclosed array" if opened[-1].text == "[" else "Unclosed inline table"]
        elif before and (told.startswith("Unclosed") if opened else told.startswith(("Cannot", "Duplicate"))):
            self.line = before[-1].line


def _open_brackets(before: Iterable[Token]) -> list[Token]:
    opened: list[Token] = []
    for token in before:
        if token.text in ("[", "{"):
            opened.append(token)
        elif token.text in ("]", "}") and opened:
            opened.pop()
    return opened
