"""What a program is given to read: a sentence in runs of one language each, in the spelling its voice can read."""
from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Literal

from kiosk.ui.voice.chinese import pinyin
from kiosk.ui.voice.japanese import katakana
from kiosk.ui.voice.numerals import NUMERAL, is_name

HAN_LANGS = ("zh-TW", "ja")


def runs(text: str, lang: str) -> list[tuple[str, str]]:
    """The text as (language, run): kana are Japanese, characters Chinese unless the language has them; words in Chinese text English."""
    text = re.sub(r"(?<=[A-Za-z])-(?=\d)", " ", text)  # a case number: its name, then its digits
    return [("ja", text)] if lang == "ja" else _split(text, partial(_tongue, lang))


def _tongue(lang: str, part: str) -> str:
    if _KANA.match(part):
        return "ja"
    if lang == "zh-TW":
        return "en" if part[0].isascii() and part[0].isalpha() else lang
    return "zh-TW" if _HAN.match(part) else lang


_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]+")
_HAN = re.compile(r"[\u02c7\u02c9-\u02cb\u02d9\u3105-\u312f\u4e00-\u9fff\U00020000-\U0003ffff]+")
_LATIN = r"[A-Za-z][A-Za-z']*(?:[ -][A-Za-z][A-Za-z']*)*(?![A-Za-z0-9])|[A-Za-z](?=\d)"
_PARTS = re.compile(f"{_LATIN}|{_HAN.pattern}|{_KANA.pattern}|.", re.S)


def _split(text: str, tongue: Callable[[str], str]) -> list[tuple[str, str]]:
    """Neighbours of one language together; what has no sound of its own goes with the run before it."""
    made: list[tuple[str, str]] = []
    for lang, group in groupby(_PARTS.findall(text), tongue):
        run = "".join(group)
        if made and (lang == made[-1][0] or not any(char.isalnum() for char in run)):
            made[-1] = (made[-1][0], made[-1][1] + run)
        else:
            made.append((lang, run))
    return [(lang, run.strip()) for lang, run in made if any(char.isalnum() for char in run)]


def read(text: str, lang: str, reads: Literal["words", "pinyin", "kana"]) -> str:
    """One run in the spelling of a voice."""
    if reads == "pinyin":
        return pinyin(text)
    if reads == "kana":
        return katakana(text)
    return NUMERAL.sub(_apart, text) if lang not in HAN_LANGS else text


def _apart(found: "re.Match[str]") -> str:
    """A name of letters and digits, each for itself."""
    text = found[0]
    return ", ".join(char for char in text if char.isalnum()) if is_name(text) else text
