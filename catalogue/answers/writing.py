"""Which characters a citizen's own words may hold, and the one form they are kept in. Pure.

- Chinese characters of every plane (a name may need a rare one), kana, Bopomofo, Latin letters with their accents, ASCII digits.
- The punctuation of plain sentences, half and full width, and single spaces between words.
- Nothing that is unseen or that turns other characters round: no control, no format character, no private use.
- Kept in NFC, so that the same word is the same octets, without spaces at its ends.
"""
from __future__ import annotations

import re
import unicodedata

SIGNS = ".,;:?!'\"()-/+@&#%·…—～" "，。、；：？！「」『』（）《》〈〉－／＋％＆＃’‘“”々〇ー"
_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f\U00030000-\U000323af"
_KANA = "\u3041-\u3096\u30a1-\u30fa"
_BOPOMOFO = "\u3105-\u3129\u02ca\u02c7\u02cb\u02d9"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_ALLOWED = re.compile(f"[ 0-9{_CHINESE}{_KANA}{_BOPOMOFO}{_LATIN}{re.escape(SIGNS)}]*")


def tidy(text: str) -> str:
    """The one form in which words are kept."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def writable(text: str) -> bool:
    """Whether every character of a tidy text is one that a citizen may write."""
    return _ALLOWED.fullmatch(text) is not None
