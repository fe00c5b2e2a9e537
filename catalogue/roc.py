"""The calendar of the Republic of China: year = CE − 1911, year 1 = 1912, no year 0 (handbook §2.2).

Dates are stored as ISO CE; ``1130229`` is the machine form (always seven digits), ``民國 113 年 2 月 29 日`` what people read.
"""
from __future__ import annotations

import re
from datetime import date

EPOCH = 1911


def to_roc(day: date) -> str:
    """The seven-digit machine form. Raises ``ValueError`` before 1912."""
    if day.year <= EPOCH:
        raise ValueError("the calendar begins in 1912")
    return f"{day.year - EPOCH:03d}{day.month:02d}{day.day:02d}"


def from_roc(digits: str) -> date:
    """The date behind exactly seven ASCII digits YYYMMDD. Raises ``ValueError`` for anything else or a day that never was."""
    parts = re.fullmatch(r"([0-9]{3})([0-9]{2})([0-9]{2})", digits, re.ASCII)
    if parts is None:
        raise ValueError("not seven digits")
    if int(parts[1]) == 0:
        raise ValueError("there is no year 0")
    return date(int(parts[1]) + EPOCH, int(parts[2]), int(parts[3]))


def to_roc_words(day: date, lang: str = "zh-TW") -> str:
    """The date as people read it: ROC years in Chinese, CE years elsewhere."""
    if lang == "zh-TW":
        to_roc(day)
        return f"民國 {day.year - EPOCH} 年 {day.month} 月 {day.day} 日"
    if lang == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
