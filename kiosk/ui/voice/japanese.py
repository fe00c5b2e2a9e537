"""Japanese as katakana, for voices that read no kanji (espeak-ng): the readings of UniDic, numbers with their counters.

A number before a counter is read with it (``assets/readings/ja.toml``: 4月 シガツ, 10分 ジュップン), as no dictionary of words knows that.
"""
from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.ui.voice.numerals import KANA, NUMERAL, is_name, kana, parts

READINGS = Path(__file__).parents[3] / "assets" / "readings" / "ja.toml"
_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-4]):([0-5]\d)(?!\d)")
_MARKS = str.maketrans({"「": " ", "」": " ", "『": " ", "』": " ", "（": "、", "）": "、", "／": "、", "・": "、", "　": "、"})


def katakana(text: str) -> str:
    """The text as it is pronounced, punctuation kept where a voice pauses."""
    text = _TIME.sub(lambda at: f"{at[1]}時" + (f"{int(at[2])}分" if int(at[2]) else ""), text).translate(_MARKS)
    made, at = "", 0
    for found in NUMERAL.finditer(text):
        made += _words(text[at : found.start()])
        said, at = _number(found[0], text, found.end())
        made += said
    return made + _words(text[at:])


def _number(numeral: str, text: str, end: int) -> tuple[str, int]:
    """A number with the counter behind it, and where the text goes on."""
    if is_name(numeral):
        return "、".join(KANA[int(char)] if char.isdigit() and char.isascii() else char for char in numeral if char.isalnum()), end
    number, rest = parts(numeral)
    if rest:
        return f"{kana(number)}テン" + "".join(KANA[int(digit)] for digit in rest), end
    for counter, readings in _tables()["counters"].items():
        if text.startswith(counter, end):
            fitting = readings.get(str(number)) or (readings.get(f"*{number % 10}") if number > 10 else None)
            if fitting and str(number) not in readings:
                fitting = kana(number - number % 10) + fitting if number % 10 else fitting
            if number > 10 and number % 10 == 0 and "*0" in readings and str(number) not in readings:
                fitting = kana(number).removesuffix("ジュウ") + readings["*0"]
            return fitting or kana(number) + readings["else"], end + len(counter)
    return kana(number), end


def _words(text: str) -> str:
    made = ""
    for word, reading in _tables()["words"].items():
        if len(word) > 1:  # a dictionary would cut it in two
            text = text.replace(word, reading)
    for word in _tagger()(text) if text else ():
        own = _tables()["words"].get(word.surface)
        read = word.feature.pron if word.feature.pron not in (None, "", "*") else ""
        made += (" " if word.white_space and made else "") + (own or read or _plain(word.surface))
    return made


def _plain(surface: str) -> str:
    """Hiragana as katakana; anything else as it is."""
    return "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ん" else char for char in surface)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(READINGS.read_text(encoding="utf-8"))


@cache
def _tagger() -> Any:
    from fugashi import Tagger  # type: ignore[attr-defined]  # compiled, without types

    return Tagger()
