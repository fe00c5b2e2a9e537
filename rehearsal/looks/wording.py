"""What holds for the words of every screen, as shown; rules as in :mod:`rehearsal.looks.rules`. Pure.

- roc-dates: in Chinese years are those of the Republic; the other year may stand beside a dial. An ISO date stands on no screen.
- official-tai: 臺 and not 台 in Chinese.
- numbers-grouped: an amount of money has its thousands set apart.
- no-holes: no placeholder and no key of a word is left in a text.
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from rehearsal.looks.laying import Sheet
from rehearsal.looks.rules import sheet_words

_CE = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}\s*(?:年|[-/.][0-9])")
_ISO = re.compile(r"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_AMOUNT = re.compile(r"(?:NT\$|\$)\s*([0-9]{4,})|([0-9]{4,})\s*(?:元|円|ドル|NT(?!\$))")
_HOLE = re.compile(r"\{[a-z_]*\}|\b[a-z]+(?:\.[a-z-]+){2,}\b")


def roc_dates(sheet: Sheet) -> Iterator[str]:
    """Years as people write them here."""
    beside_a_dial = {dial.also for dial in sheet.view.dials}
    for text in texts(sheet):
        if _ISO.search(text):
            yield f"{text[:24]!r} has an ISO date"
        if sheet.view.lang == "zh-TW" and text not in beside_a_dial and _CE.search(text):
            yield f"{text[:24]!r} has a year of the other calendar"


def official_tai(sheet: Sheet) -> Iterator[str]:
    """臺 in official names."""
    if sheet.view.lang == "zh-TW":
        yield from (f"{text[:24]!r} has 台" for text in texts(sheet) if "台" in text)


def numbers_grouped(sheet: Sheet) -> Iterator[str]:
    """Thousands of an amount set apart."""
    yield from (f"{text[:24]!r} has an amount in one piece" for text in texts(sheet) if _AMOUNT.search(text))


def no_holes(sheet: Sheet) -> Iterator[str]:
    """Nothing that was to be filled in."""
    yield from (f"{text[:24]!r} has a hole" for text in texts(sheet) if _HOLE.search(text))


RULES = (roc_dates, official_tai, numbers_grouped, no_holes)


def texts(sheet: Sheet) -> list[str]:
    """Every text of the screen but what the citizen typed."""
    return list(dict.fromkeys(mark.text for mark in sheet_words(sheet) if mark.role != "entry"))
