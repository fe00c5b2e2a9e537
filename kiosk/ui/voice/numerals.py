"""Numerals in words, pure: as quantities, or digit by digit where they are names (numbers of people, cases, telephones).

A run of letters and digits, one that begins with 0, one with more than six digits and one with hyphens is a name. Commas
between groups of three and a full stop before the last digits belong to the number.
"""
from __future__ import annotations

import re

NUMERAL = re.compile(r"(?<![A-Za-z0-9])(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+(?![\w.])|(?<![A-Za-z0-9])\d{1,3}(?:,\d{3})+(?!\d)"
                     r"|[A-Za-z0-9]*\d[A-Za-z0-9]*(?:[-–/][A-Za-z0-9]+)*")
MOST_DIGITS = 6
HAN, TENS, MYRIADS = "零一二三四五六七八九", ("", "十", "百", "千"), ("", "萬", "億", "兆")
KANA = ("ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュウ")
_KANA_PLACES = ("", "ジュウ", "ヒャク", "セン")
_KANA_BENT = {(3, 2): "サンビャク", (6, 2): "ロッピャク", (8, 2): "ハッピャク", (3, 3): "サンゼン", (8, 3): "ハッセン"}


def is_name(text: str) -> bool:
    """Whether a numeral is read digit by digit."""
    if "," in text or "." in text:
        return False
    return not text.isdigit() or (len(text) > 1 and text[0] == "0") or len(text) > MOST_DIGITS


def parts(text: str) -> tuple[int, str]:
    """A quantity as its whole number and the digits behind its full stop."""
    whole, _, rest = text.replace(",", "").partition(".")
    return int(whole), rest


def han(number: int) -> str:
    """A number below 10¹⁶ in Chinese words: 10 is 十, 105 一百零五, 20,000 兩萬."""
    if number < 10:
        return HAN[number]
    words, zero = "", False
    for at in range((len(str(number)) - 1) // 4, -1, -1):
        group = number // 10 ** (4 * at) % 10000
        if group:
            gap = bool(words) and (zero or group < 1000)
            words += ("零" if gap else "") + ("兩" if group == 2 and at else _han_group(group)) + MYRIADS[at]
        zero = group == 0
    return words.removeprefix("一") if words.startswith("一十") else words


def _han_group(group: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + HAN[digit] + TENS[place]
            gap = False
        else:
            gap = True
    return words


def kana(number: int) -> str:
    """A number below 10¹² in katakana: 300 is サンビャク."""
    if number < 10:
        return KANA[number]
    words = ""
    for at, unit in ((2, "オク"), (1, "マン"), (0, "")):
        group = number // 10 ** (4 * at) % 10000
        if group:
            words += _kana_group(group, bool(at)) + unit
    return words


def _kana_group(group: int, unit: bool) -> str:
    words = ""
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit == 1 and place == 3 and unit:
            words += "イッセン"
        elif digit == 1 and place:
            words += _KANA_PLACES[place]
        elif digit:
            words += _KANA_BENT.get((digit, place), KANA[digit] + _KANA_PLACES[place])
    return words
