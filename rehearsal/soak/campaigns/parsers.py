"""Ten million bent octets before everything that reads what strangers send: no crash, no hang, no growth."""
from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from rehearsal.soak.campaign import Campaign, Played

if TYPE_CHECKING:
    from rehearsal.untrusted.parsers import Parser

MOST_GROWTH = 1.0
"""Percent of this process's own memory, the least after each thousand readings: this piece against the first that counts."""
SETTLED = 15
"""So many pieces of a sitting come before that one: the parser of the models keeps 16,384 short strings for reuse, and fills up slowly."""
_parsers: list["Parser"] = []
_first: list[float] = []


def play(seed: int, count: int) -> Played:
    """``count`` readings, every parser in its turn."""
    import os

    from bench.processes import anonymous_mib
    from rehearsal.untrusted.bending import bent
    from rehearsal.untrusted.parsers import everything
    from rehearsal.untrusted.reading import again, read, watched

    if not _parsers:
        _parsers.extend(everything())
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    held = []
    with watched():
        for number in range(seed, seed + count):
            parser = _parsers[number % len(_parsers)]
            if number % 1000 == 0:
                again()
                held.append(anonymous_mib(os.getpid()))
            ended, fault = read(parser, bent(parser.good, random.Random(number)))
            counts["read" if ended == "read" else "refused"] += 1
            wrong += [f"{fault} (reading {number})"] if fault else []
    least = min(held or [anonymous_mib(os.getpid())])
    _first.append(least)
    grown = 100 * (least / _first[SETTLED] - 1) if len(_first) > SETTLED else 0.0
    if grown >= MOST_GROWTH:
        wrong.append(f"memory grew by {grown:.1f} %")
    return Played(counts, {"growth percent": round(grown, 2), "mib": round(least, 1), "parsers": len(_parsers)}, tuple(wrong[:20]))


def end() -> None:
    """The next sitting measures anew."""
    _parsers.clear()
    _first.clear()


CAMPAIGN = Campaign(
    name="parsers", what="bent octets before everything that reads what strangers send: no crash, no hang, no growth", whole=10_000_000,
    step=200_000, small=60_000, unit="readings", play=play, end=end, sources=(
        "wire/**/*.py", "hardware/printer/ipp.py", "hardware/printer/escpos_words.py", "hardware/scanner/lines.py", "kiosk/ui/door.py",
        "kiosk/ui/voice/clip.py", "rehearsal/untrusted/*.py", "rehearsal/untrusted/corpus.json",
    ),
)
