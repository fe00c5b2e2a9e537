"""Chinese as pinyin with tone numbers, for voices that know no characters (espeak-ng 1.51 reads characters wrongly).

Readings follow the phrase dictionary of pypinyin, which knows mainland usage in simplified characters best; what it reads
otherwise than a counter in Taiwan does stands in ``assets/readings/zh-TW.toml``.
"""
from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

from kiosk.ui.voice.numerals import HAN, NUMERAL, han, is_name, parts

INPUT_WORDS = Path("/usr/share/libchewing/dictionary.dat")
"""Words that the input method knows (libchewing3-data), each ended by a zero octet."""
COMMONEST = 120
READINGS = Path(__file__).parents[3] / "assets" / "readings" / "zh-TW.toml"
BOPOMOFO = frozenset("ˉˊˇˋ˙") | {chr(code) for code in range(0x3105, 0x312A)}
COUNTED = "個件份張間位次筆棟輛種天秒樓頁"
"""Behind these and before no 第 a two is 兩."""
_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-4]):([0-5]\d)(?!\d)")
_TWO = re.compile(r"(?<![\d第.,A-Za-z:/-])(?<!第 )2(?= ?(?:[" + COUNTED.replace("樓", "").replace("頁", "") + r"]|分鐘|小時|項服務))")


def words(text: str) -> str:
    """The same with every numeral in Chinese characters, names of things digit by digit, and signs of Bopomofo by their names."""
    if BOPOMOFO & set(text):
        from kiosk.ui.widgets.pads.writing import SAID

        text = "".join(SAID.get(char, char) if char in BOPOMOFO else char for char in text)
    timed = _TIME.sub(lambda at: f"{han(int(at[1]))}點" + (f"{han(int(at[2]))}分" if int(at[2]) else ""), text)
    return NUMERAL.sub(_numeral, _TWO.sub("兩", timed))


def _numeral(found: "re.Match[str]") -> str:
    text = found[0]
    if not is_name(text):
        whole, rest = parts(text)
        return han(whole) + ("點" + "".join(HAN[int(digit)] for digit in rest) if rest else "")
    return " ".join(HAN[int(char)] if char.isascii() and char.isdigit() else char for char in text if char.isalnum())


def pinyin(text: str) -> str:
    """Syllables with tone numbers, apart by blanks; punctuation stays, as it is where a voice pauses."""
    from pypinyin import Style, lazy_pinyin

    _taught()
    made = lazy_pinyin(words(text), style=Style.TONE3, neutral_tone_with_five=True, v_to_u=True)
    spaced = " ".join(part.strip() for part in made if part.strip())
    return " ".join(re.sub(r"\s+([,.!?;:])", r"\1", spaced.translate(_PAUSES)).split())


_PAUSES = {ord(wide): narrow for wide, narrow in zip("，。、；：？！（）「」『』《》〈〉…—", (
    ", ", ". ", ", ", "; ", ": ", "? ", "! ", ", ", ", ", *[" "] * 8, ", ", ", "), strict=True)}


def named(char: str) -> str:
    """A character told from others that sound alike by a word that has it, as 謝，感謝的謝; the words are those of the input method."""
    if told := _table()["described"].get(char):
        return f"{char}，{told}"
    word = _pairs().get(char)
    return f"{char}，{word}的{char}" if word else char


@cache
def _pairs() -> dict[str, str]:
    """For each character a word of two, the one whose other character is in most words, the very commonest (了, 上) aside."""
    try:
        entries = INPUT_WORDS.read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return {}
    pairs = [word for word in entries if len(word) == 2 and word[0] != word[1]]
    often = Counter(char for word in pairs for char in word)
    for char, _ in often.most_common(COMMONEST):
        often[char] = 0
    best: dict[str, tuple[int, str]] = {}
    for word in pairs:
        for at in (0, 1):
            fame = often[word[1 - at]]
            if fame > best.get(word[at], (-1, ""))[0]:
                best[word[at]] = fame, word
    return {char: word for char, (_, word) in best.items()}


@cache
def _taught() -> None:
    """Teach the library how words of the counter are read."""
    from pypinyin import load_phrases_dict, load_single_dict
    from pypinyin.contrib.tone_convert import to_tone

    table = _table()
    load_single_dict({ord(char): to_tone(syllable) for char, syllable in table["characters"].items()})
    load_phrases_dict({phrase: [[to_tone(one)] for one in syllables.split()] for phrase, syllables in table["phrases"].items()})


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(READINGS.read_text(encoding="utf-8"))
