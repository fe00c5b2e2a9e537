"""A thousand citizens at one counter: what it holds must not grow.

The counter stands from the first piece of a sitting to its last; a new sitting starts another one. What a piece of visits
held in the middle is compared with the first piece of the sitting, the last half of that one with its first half.
"""
from __future__ import annotations

import random
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

from rehearsal.soak.campaign import Campaign, Played

if TYPE_CHECKING:
    from rehearsal.soak.visits import Cost, Standing

MOST_GROWTH = 1.0
"""Percent."""
_standing: list[Standing] = []
_first: list[Cost] = []


def play(seed: int, count: int) -> Played:
    """``count`` citizens, one after the other."""
    from rehearsal.soak.visits import Standing

    if not _standing:
        _standing.append(Standing())
    counts: Counter[str] = Counter()
    costs = []
    for number in range(seed, seed + count):
        counts[_standing[0].visit(random.Random(f"visit {number}"))] += 1
        costs.append(_standing[0].cost())
    if not _first:
        half = max(1, len(costs) // 2)
        _first.append(_middle(costs[:half]))
        costs = costs[half:] or costs
    middle = _middle(costs)
    return Played(counts, _most(middle, _first[0]), tuple(_faults(middle, _first[0])))


def end() -> None:
    """The counter closes; the next piece opens another."""
    while _standing:
        _standing.pop().stop()
    _first.clear()


def _middle(costs: list[Cost]) -> Cost:
    from rehearsal.soak.visits import Cost

    return Cost(*(median(getattr(cost, name) for cost in costs) for name in Cost.__dataclass_fields__))


def _growth(now: Cost, first: Cost) -> float:
    return 100 * (now.anonymous / first.anonymous - 1)


def _most(now: Cost, first: Cost) -> dict[str, float]:
    held = {"pss mib": now.pss, "files": now.files, "threads": now.threads, "processes": now.processes}
    return {**{name: round(float(value), 1) for name, value in held.items()}, "growth percent": round(_growth(now, first), 2)}


def _faults(now: Cost, first: Cost) -> list[str]:
    grown = [f"memory grew by {_growth(now, first):.1f} %"] if _growth(now, first) >= MOST_GROWTH else []
    more = [name for name in ("files", "threads", "processes") if getattr(now, name) > getattr(first, name)]
    return grown + [f"more {name}: {getattr(now, name):.0f}, first {getattr(first, name):.0f}" for name in more]


CAMPAIGN = Campaign(
    name="thousand-visits", what="memory, files, threads, processes of one counter over a thousand citizens", whole=1000, step=20,
    unit="visits", play=play, end=end, real=True, sources=(
        "kiosk/*.py", "kiosk/front/*.py", "kiosk/steps/*.py", "kiosk/store/*.py", "kiosk/ui/**/*.py", "rehearsal/citizen.py",
        "rehearsal/soak/visits.py",
    ),
)
