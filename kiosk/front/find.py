"""Finding by a typed word, pure: forgiving about how a thing is written, strict about inventing what is not there.

Rules

- Width, case and the spelling of a character do not count: ＰＩＮ is pin, 臺 is 台, 税 is 稅, カード is かーど.
- Every word typed must be found; a part of a word is enough. The title counts most, then the words a thing is known by, then its text.
- Chinese and Japanese have no spaces: where a word is nowhere as a whole, its pairs of characters may be, most of them.
- A Latin word of five letters or more may have one letter wrong.
- The language of the screen counts more than the others, but all are searched: people type what they know.
- Equal hits keep the order they were given in.
- Where nothing has every word, it was a sentence as people say it: then what fewer things are called counts more, what everything is
  called little, and words in no name nothing. Titles and what a thing is known by are looked at, no texts; turns of speech are left out.
"""
from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SPELLINGS = str.maketrans("臺税証戸国県産険関変発帯遅払続価図継弐帰", "台稅證戶國縣產險關變發帶遲拂續價圖繼貳歸")
TITLE, KNOWN_BY, TEXT = 8.0, 5.0, 1.0
OWN_LANGUAGE = 1.5
NEAR = 0.6
"""A word found only by its pairs, or with a letter wrong, counts so much of a whole one."""
MOST_PAIRS = 0.6
CLOSE = 0.5
"""What answers a sentence less than so much of the best answer is no answer."""
_SPLIT = re.compile(r"[\s,.;:!?、，。；：！？「」『』（）()\"'’“”/·・]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: by language its title, the words it is known by, its text."""

    key: str
    titles: Mapping[str, str]
    known_by: Mapping[str, str]
    texts: Mapping[str, str]


def folded(text: str) -> str:
    """The text with everything taken away that does not count."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    # katakana to hiragana: the two rows stand 0x60 apart
    plain = "".join(chr(ord(one) - 0x60) if "ァ" <= one <= "ヶ" else one for one in plain)
    return plain.translate(SPELLINGS)


def words(typed: str) -> list[str]:
    """What was typed, as folded words."""
    return [word for word in _SPLIT.split(folded(typed)) if word]


def found(typed: str, entries: Sequence[Entry], lang: str, skipped: Sequence[str] = ()) -> list[str]:
    """Keys of what was found, the best first."""
    asked = words(typed)
    if not asked:
        return []
    hits = [(score(asked, entry, lang), at, entry.key) for at, entry in enumerate(entries)]
    if not any(points for points, _, _ in hits):
        hits = [(points, at, entries[at].key) for at, points in enumerate(said(typed, entries, skipped))]
    return [key for points, _, key in sorted(hits, key=lambda hit: (-hit[0], hit[1])) if points > 0]


def said(typed: str, entries: Sequence[Entry], skipped: Sequence[str]) -> list[float]:
    """How well each entry answers a sentence."""
    plain = folded(typed)
    for turn in sorted((folded(one) for one in skipped), key=len, reverse=True):
        plain = plain.replace(turn, " ") if _WIDE.search(turn) else re.sub(rf"(?<![a-z0-9]){re.escape(turn)}(?![a-z0-9])", " ", plain)
    asked = set(_terms(plain))
    named = [[(_terms(folded(text)), weight) for weight, texts in ((TITLE, entry.titles), (KNOWN_BY, entry.known_by))
              for text in texts.values()] for entry in entries]
    everywhere = [frozenset().union(*(terms for terms, _ in one)) for one in named]
    rare = {term: math.log(1 + len(entries) / many) for term in asked if (many := sum(term in names for names in everywhere))}
    points = [sum(worth * max((weight for terms, weight in one if term in terms), default=0.0) for term, worth in rare.items())
              for one in named]
    best = max(points, default=0.0)
    return [one if one >= CLOSE * best else 0.0 for one in points]


def _terms(plain: str) -> frozenset[str]:
    """Latin words without the s of the plural, and pairs of Chinese or Japanese characters."""
    latin = {word.removesuffix("s") for word in re.findall(r"[a-z0-9]{2,}", plain)}
    runs = re.findall(rf"{_WIDE.pattern}+", plain)
    return frozenset(latin | {run[at : at + 2] for run in runs for at in range(len(run) - 1)})


def score(asked: Sequence[str], entry: Entry, lang: str) -> float:
    """How well an entry answers; 0 where a word is nowhere in it."""
    total = 0.0
    for word in asked:
        best = max((weight * (OWN_LANGUAGE if tag == lang else 1.0) * _held(word, text)
                    for weight, texts in ((TITLE, entry.titles), (KNOWN_BY, entry.known_by), (TEXT, entry.texts))
                    for tag, text in texts.items()), default=0.0)
        if best == 0.0:
            return 0.0
        total += best
    return total


def _held(word: str, text: str) -> float:
    """How much of a word a text holds, 0 to 1."""
    plain = folded(text)
    if word in plain:
        whole = re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", plain) is not None
        return 1.0 if whole or len(word) > 1 else NEAR
    if _WIDE.search(word):
        return _pairs(word, plain)
    if len(word) < 5:
        return 0.0
    near = difflib.get_close_matches(word, _SPLIT.split(plain), n=1, cutoff=0.8)
    return NEAR if near and abs(len(near[0]) - len(word)) <= 1 else 0.0


def _pairs(word: str, plain: str) -> float:
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    if not pairs:
        return 0.0
    share = sum(pair in plain for pair in pairs) / len(pairs)
    return NEAR * share if share >= MOST_PAIRS else 0.0
