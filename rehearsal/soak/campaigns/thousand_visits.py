"""A thousand citizens at one counter: what it holds must not grow.

The counter stands from the first piece of a sitting to its last; a new sitting starts another one. Of counter and screen, which live
on, the least counts that they held in a hundred visits: the last hundred are compared with the first. What is free and not given back
yet comes and goes by itself, 3 MiB up and down in each, and may stay up for twenty visits (2.5 % once); what is up after a hundred stays
up. The engine is another process in every visit, looked at while it still loads (42 to 47 MiB): nothing can add up in it but what a
longer journal costs, so the most that one held in a hundred is compared, and less closely.
Until there are two hundred, a piece of visits is compared with the first piece, which can only tell what is far more than that.
"""
from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from rehearsal.soak.campaign import Campaign, Played

if TYPE_CHECKING:
    from rehearsal.soak.visits import Cost, Standing

MOST_GROWTH, MOST_AT_FIRST = 1.0, 5.0
"""Percent: from hundred to hundred, and from the first piece on until there are two hundred."""
MOST_ENGINE = 5.0
"""From hundred to hundred: in twenty visits none may have been caught with all it loads."""
HUNDRED = 5
"""Pieces."""
_standing: list[Standing] = []
_pieces: list[Cost] = []


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
    half = max(1, len(costs) // 2)
    before, now, bound = _least(costs[:half]), _least(costs[half:] or costs), MOST_AT_FIRST
    _pieces.append(_least(costs))
    if len(_pieces) >= 2 * HUNDRED:
        before, now, bound = _least(_pieces[:HUNDRED]), _least(_pieces[-HUNDRED:]), MOST_GROWTH
    elif len(_pieces) > 1:
        before, now = _pieces[0], _pieces[-1]
    kind = "growth percent, hundred to hundred" if bound == MOST_GROWTH else "growth percent, at first"
    return Played(counts, _most(now, before, kind), tuple(_faults(now, before, bound)))


def end() -> None:
    """The counter closes; the next piece opens another."""
    while _standing:
        _standing.pop().stop()
    _pieces.clear()


def _least(costs: list[Cost]) -> Cost:
    """The least of everything, of the engine the most."""
    from rehearsal.soak.visits import Cost

    return Cost(*((max if name == "engine" else min)(getattr(cost, name) for cost in costs) for name in Cost.__dataclass_fields__))


def _growth(now: Cost, first: Cost) -> float:
    return 100 * (now.lasting / first.lasting - 1)


def _engine(now: Cost, first: Cost) -> float:
    return 100 * (now.engine / first.engine - 1)


def _most(now: Cost, first: Cost, kind: str) -> dict[str, float]:
    held = {"pss mib": now.pss, "files": now.files, "threads": now.threads, "processes": now.processes}
    return {**{name: round(float(value), 1) for name, value in held.items()}, kind: round(_growth(now, first), 2),
            "growth percent, engine": round(_engine(now, first), 2)}


def _faults(now: Cost, first: Cost, bound: float) -> list[str]:
    grown = [f"memory grew by {_growth(now, first):.1f} %"] if _growth(now, first) >= bound else []
    grown += [f"the engine grew by {_engine(now, first):.1f} %"] if bound == MOST_GROWTH and _engine(now, first) >= MOST_ENGINE else []
    more = [name for name in ("files", "threads", "processes") if getattr(now, name) > getattr(first, name)]
    return grown + [f"more {name}: {getattr(now, name):.0f}, first {getattr(first, name):.0f}" for name in more]


CAMPAIGN = Campaign(
    name="thousand-visits", what="memory, files, threads, processes of one counter over a thousand citizens", whole=1000, step=20,
    unit="visits", play=play, end=end, real=True, sources=(
        "kiosk/*.py", "kiosk/front/*.py", "kiosk/steps/*.py", "kiosk/store/*.py", "kiosk/ui/**/*.py", "rehearsal/citizen.py",
        "rehearsal/soak/visits.py",
    ),
)
