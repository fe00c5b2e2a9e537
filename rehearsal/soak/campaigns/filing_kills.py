"""``kill -9`` of the desk at four steps of filing, a hundred times each: in the register once, under the number that the case has."""
from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from rehearsal.soak.campaign import Campaign, Played

if TYPE_CHECKING:
    from rehearsal.filing_kills import FilingDesk

EACH, STEPS = 100, 4
_open: list["FilingDesk"] = []


def _desk() -> "FilingDesk":
    from rehearsal.filing_kills import FilingDesk

    if not _open:
        desk = FilingDesk()
        _open.append(desk)
        desk.__enter__()
    return _open[0]


def play(seed: int, count: int) -> Played:
    """``count`` kills, one of each kind before the next of any."""
    from rehearsal import filing_kills

    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for number in range(seed, seed + count):
        step = filing_kills.STEPS[number % STEPS]
        try:
            broken = _desk().judged(_desk().kill_at(step, random.Random(number)))
        except TimeoutError as error:
            broken = [str(error)]
        counts[f"desk at '{step}'"] += 1
        wrong += [f"desk at '{step}' (kill {number}): {one}" for one in broken]
    return Played(counts, {}, tuple(wrong))


def end() -> None:
    """The desk closes; the next sitting opens another."""
    for desk in _open:
        desk.__exit__()
    _open.clear()


CAMPAIGN = Campaign(
    name="filing-kills", what="kill -9 of the desk at every step of filing an application: in the register once, never twice",
    whole=EACH * STEPS, step=4, unit="kills", play=play, end=end, sources=(
        "bureau/*.py", "bureau/agencies/*.py", "bureau/desk/*.py", "bureau/registers/*.py", "bureau/registers/county/*.py",
        "rehearsal/applications.py", "rehearsal/filing_kills.py",
    ),
)
