"""A citizen's own words: what stands in the field after each key of the pads for Zhuyin, Latin letters, kana, digits and signs.

- What Zhuyin composes stands in the field at once; a candidate replaces its end. Any other key makes it fast.
- A space or first tone: on the Zhuyin pad the space ends a syllable first, as on every telephone in Taiwan.
- The field is full at ``longest`` characters: further keys do nothing, candidates still do.
- Candidates come in pages that fit on one line at every text size.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Literal

from catalogue.answers.writing import tidy, writable
from kiosk.entry.kana import HALF, SMALL, VOICED, marked
from kiosk.entry.zhuyin import LONGEST, SYMBOLS, TONES, Zhuyin, ZhuyinMissing

TextPad = Literal["zhuyin", "latin", "kana", "signs"]
ORDER: dict[str, tuple[TextPad, ...]] = {"zh-TW": ("zhuyin", "latin", "signs"), "ja": ("kana", "latin", "zhuyin", "signs")}
ELSEWHERE: tuple[TextPad, ...] = ("latin", "zhuyin", "signs")
ROOM = 9.0
"""A line of candidates: a character takes 1, the gap beside a word half of one."""


class TextEntry:
    """One field. ``pads`` may be switched at any time; ``close`` ends the composing."""

    def __init__(self, longest: int, text: str = "", compose: Callable[[], Zhuyin] = Zhuyin) -> None:
        self.longest = longest
        self._text, self._page = text, 0
        self._pad: TextPad | None = None
        self._zhuyin: Zhuyin | None = None
        with suppress(ZhuyinMissing):  # the other pads still serve; the self test says what is missing
            self._zhuyin = compose()

    def pads(self, lang: str) -> tuple[TextPad, ...]:
        """The pads of a language, the one to begin with first."""
        return tuple(pad for pad in ORDER.get(lang, ELSEWHERE) if pad != "zhuyin" or self._zhuyin is not None)

    def pad(self, lang: str) -> TextPad:
        """The pad in use: what the citizen switched to, else the language's first."""
        return self._pad if self._pad in self.pads(lang) and self._pad is not None else self.pads(lang)[0]

    @property
    def entry(self) -> str:
        """What stands there, the incomplete syllable aside."""
        return self._text + (self._zhuyin.words if self._zhuyin else "")

    @property
    def composing(self) -> str:
        """The Bopomofo of an incomplete syllable."""
        return self._zhuyin.composing if self._zhuyin else ""

    def candidates(self) -> tuple[str, ...]:
        """Every word that may stand for the end of what was typed."""
        return self._zhuyin.candidates() if self._zhuyin else ()

    def strip(self) -> tuple[tuple[str, ...], int, int]:
        """The page of candidates shown, its number and how many there are."""
        dealt = pages(self.candidates())
        page = min(self._page, max(len(dealt) - 1, 0))
        return (dealt[page] if dealt else ()), page, max(len(dealt), 1)

    def switch(self, pad: str) -> None:
        """Go over to another pad; what was typed stays."""
        if pad in ("zhuyin", "latin", "kana", "signs"):
            self._fasten()
            self._pad = pad  # type: ignore[assignment]  # one of the literals, just tested

    def choose(self, key: str) -> None:
        """Touch the strip: ``next``, ``previous`` or the place of a word on its page."""
        words, page, count = self.strip()
        if key in ("next", "previous"):
            self._page = min(max(page + (1 if key == "next" else -1), 0), count - 1)
        elif key.isascii() and key.isdigit() and int(key) < len(words) and self._zhuyin is not None:
            self._text += self._zhuyin.take(words[int(key)])
            self._page = 0

    def press(self, key: str) -> None:
        """One key of the pad in use."""
        self._page = 0
        if key == "clear":
            self._text = ""
            if self._zhuyin is not None:
                self._zhuyin.drop()
        elif key == "backspace":
            if self._zhuyin is None or not self._zhuyin.erase():
                self._text = self._text[:-1]
        elif len(key) == 1 and key in SYMBOLS + TONES:
            self._compose(key)
        elif key == " " and self.composing:
            self._compose("ˉ")
        elif key in (VOICED, HALF, SMALL):
            self._text = marked(self._text, key)
        elif len(key) == 1 and (key == " " or (tidy(key) == key and writable(key))):
            self._fasten()
            if len(self._text) < self.longest and not (key == " " and self._text[-1:] in ("", " ")):
                self._text += key

    def close(self) -> None:
        """End the composing; what it held is gone."""
        if self._zhuyin is not None:
            self._zhuyin.close()
            self._zhuyin = None

    def _compose(self, symbol: str) -> None:
        if self._zhuyin is None:
            return
        if not self._zhuyin.composing:
            if len(self.entry) >= self.longest:
                return
            if len(self._zhuyin.words) >= LONGEST:
                self._fasten()
        self._zhuyin.press(symbol)

    def _fasten(self) -> None:
        """Make fast what is composed; an incomplete syllable is dropped."""
        if self._zhuyin is not None:
            self._text += self._zhuyin.take()


def pages(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Words dealt out to lines; one that is longer than a line is left out."""
    dealt: list[tuple[str, ...]] = []
    line: list[str] = []
    for word in words:
        if len(word) + 0.5 > ROOM:
            continue
        if line and sum(len(one) + 0.5 for one in [*line, word]) > ROOM:
            dealt.append(tuple(line))
            line = []
        line.append(word)
    return [*dealt, tuple(line)] if line else dealt
