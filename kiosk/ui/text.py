"""Text as lines of runs: broken where Unicode allows it, each run in a face that can draw it.

Kivy breaks Chinese at any character and knows no second font in one label, so both are done
here: UAX #14 (:mod:`kiosk.ui.breaks`) says where a line may end, the coverage bitmaps of :mod:`kiosk.ui.fonts`
say which face draws a character. Of a text, its lines are kept while it stands on the screen and no longer.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from kiosk.ui.breaks import units
from kiosk.ui.fonts import Faces
from kiosk.ui.theme import Style

NOT_FIRST = frozenset("，。、；：？！）」』】〕》〉”’…—％℃,.;:?!)]}%ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ・")
NOT_LAST = frozenset("（「『【〔《〈“‘([{")
Width = Callable[[str, str, int], float]
T = TypeVar("T")


@dataclass(frozen=True)
class Run:
    """Characters of one face, ``x`` pixels from the line's start."""

    text: str
    font: str
    x: float


@dataclass(frozen=True)
class TextLine:
    """One line: its runs and its whole width in pixels."""

    runs: tuple[Run, ...]
    width: float

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join(run.text for run in self.runs)


class Typesetter:
    """Breaks and measures texts of one set of faces. ``width`` tells the pixels of (text, font file, size)."""

    def __init__(self, faces: Faces, width: Width) -> None:
        self._faces, self._width = faces, width
        self._kept: dict[tuple[object, ...], Any] = {}
        self._before: dict[tuple[object, ...], Any] = {}

    def begin(self) -> None:
        """A screen will be laid out: what the one before did not need is let go."""
        self._kept, self._before = {}, self._kept

    def forget(self) -> None:
        """Let go of every text."""
        self._kept, self._before = {}, {}

    def _once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What was made for this key on this screen or the one before, else made now."""
        if key not in self._kept:
            self._kept[key] = self._before[key] if key in self._before else make()
        made: T = self._kept[key]
        return made

    def line(self, text: str, style: Style, lang: str) -> TextLine:
        """One line of text, not broken."""
        return self._once((text, style.size, style.bold, lang), lambda: self._run(text, style, lang))

    def _run(self, text: str, style: Style, lang: str) -> TextLine:
        runs, x = [], 0.0
        for path, chars in groupby(text, lambda char: self._faces.face(char, lang, style.bold).path):
            part = "".join(chars)
            runs.append(Run(part, path, x))
            x += self._width(part, path, style.size)
        return TextLine(tuple(runs), x)

    def lines(self, text: str, style: Style, lang: str, room: float, even: bool = False) -> tuple[TextLine, ...]:
        """The text in lines of at most ``room`` pixels; ``even`` makes them about equally long (headings, centred text)."""
        key = (text, style.size, style.bold, lang, room, even)
        return self._once(key, lambda: self._set(text, style, lang, room, even))

    def _set(self, text: str, style: Style, lang: str, room: float, even: bool) -> tuple[TextLine, ...]:
        broken = [part for paragraph in text.split("\n") for part in self._broken(paragraph, style, lang, room)]
        if even and len(broken) > 1 and "\n" not in text:
            broken = self._even(text, style, lang, room, broken)
        return tuple(self.line(part, style, lang) for part in broken)

    def _even(self, text: str, style: Style, lang: str, room: float, broken: list[str]) -> list[str]:
        low, high = room / 2, room
        for _ in range(5):
            middle = (low + high) / 2
            tried = self._broken(text, style, lang, middle)
            if len(tried) > len(broken):
                low = middle
            else:
                high, broken = middle, tried
        return broken

    def _broken(self, paragraph: str, style: Style, lang: str, room: float) -> list[str]:
        """Fill line after line. A unit that is wider than the room is cut between characters, never before ，。」."""
        if self.line(paragraph.rstrip(), style, lang).width <= room:
            return [paragraph.rstrip()]  # most texts
        lines, line = list[str](), ""
        for unit in self._units(paragraph, style, lang, room):
            # measured as one piece: widths of units are rounded one by one, and their sum is not the line's
            if line and self.line((line + unit).rstrip(), style, lang).width > room:
                lines.append(line.rstrip())
                line = ""
            line += unit
        return [*lines, line.rstrip()]

    def _units(self, paragraph: str, style: Style, lang: str, room: float) -> list[str]:
        made: list[str] = []
        for unit in units(paragraph):
            if self.line(unit.rstrip(), style, lang).width <= room:
                made.append(unit)
            else:
                made.extend(_characters(unit))
        return made


def _characters(unit: str) -> list[str]:
    parts: list[str] = []
    for char in unit:
        if parts and (char in NOT_FIRST or char.isspace() or parts[-1][-1] in NOT_LAST):
            parts[-1] += char
        else:
            parts.append(char)
    return parts
