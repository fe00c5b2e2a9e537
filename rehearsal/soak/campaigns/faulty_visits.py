"""A thousand citizens who each meet one fault: every visit ends, none twice, and what lives on does not grow.

The first 950 visits are played with simulated devices, the last 50 with the real card daemon, print daemon and printers.
"""
from __future__ import annotations

from collections import Counter
from dataclasses import fields
from statistics import median_low
from typing import TYPE_CHECKING

from rehearsal.soak.campaign import Campaign, Played

if TYPE_CHECKING:
    from rehearsal.faults.day import Day, Held

WHOLE, SIMULATED = 1000, 950
REAL_OF_THE_SMALL = WHOLE + 9
MOST_GROWTH, MOST_AT_FIRST = 3.0, 15.0
"""Percent of the counter's memory: from the first fifty visits of a warm one to the last fifty, and from the first ten until then."""
MOST_UPLINK_MIB = 60.0
"""The uplink has a bound instead: the faults replace it every twenty visits, and it holds 35 MiB when new, 43 after an hour alone and 53
just after a large message, so that growth tells only how long ago a fault came.
"""
WARM, FIFTY = 3, 5
"""Pieces of ten visits: what is loaded late is loaded after thirty."""
SPARE = 3
"""Files and threads more than in the first piece that may be open for a moment: a connection of the uplink, a worker that starts."""
_days: dict[str, Day] = {}
_pieces: dict[str, list[Held]] = {}


def parts(number: int) -> str:
    """With which devices a visit is played."""
    return "real" if SIMULATED <= number < WHOLE or number == REAL_OF_THE_SMALL else "simulated"


def play(seed: int, count: int) -> Played:
    """``count`` citizens, one after the other."""
    counts: Counter[str] = Counter()
    failures: list[str] = []
    most: dict[str, float] = {}
    for kind in ("simulated", "real"):
        numbers = [number for number in range(seed, seed + count) if parts(number) == kind]
        if numbers:
            held = []
            for number in numbers:
                day = _day(kind)
                fault, ended, wrong = day.visit(number)
                counts[f"{kind}: {ended}"] += 1
                counts[f"fault: {fault}"] += 1
                failures += wrong
                held.append(day.held())
            failures += _grown(kind, _usual(held), most)
    return Played(counts, most, tuple(failures))


def end() -> None:
    """The counter closes; the next sitting opens another."""
    for day in _days.values():
        day.close()
    _days.clear()
    _pieces.clear()


def _day(kind: str) -> Day:
    """The open counter; one at a time, as all have the same ports."""
    from rehearsal.faults.day import Day

    if kind not in _days:
        end()
        _days[kind] = Day(kind)
    return _days[kind]


def _usual(held: list[Held]) -> Held:
    """The median of each: what a process holds that was killed a moment ago is no measure, nor what one holds in the middle of its work."""
    from rehearsal.faults.day import Held

    return Held(*(median_low(getattr(one, field.name) for one in held) for field in fields(Held)))


def _grown(kind: str, now: Held, most: dict[str, float]) -> list[str]:
    pieces = _pieces.setdefault(kind, [])
    pieces.append(now)
    settled = len(pieces) >= WARM + 2 * FIFTY
    before, after = (pieces[WARM : WARM + FIFTY], pieces[-FIFTY:]) if settled else (pieces[:1], [now])
    first = _usual(before)
    growth = 100 * (_usual(after).counter / first.counter - 1)
    bound = MOST_GROWTH if settled else MOST_AT_FIRST
    how = "fifty to fifty" if settled else "at first"
    most |= {f"{kind} growth percent, {how}": round(growth, 2), f"{kind} counter mib": round(now.counter, 1),
             f"{kind} uplink mib": round(now.uplink, 1), f"{kind} files": now.files, f"{kind} threads": now.threads,
             f"{kind} processes": now.processes}
    more = [name for name in ("files", "threads", "processes") if getattr(now, name) > getattr(first, name) + SPARE]
    wrong = [f"the counter's memory grew by {growth:.1f} %"] if growth >= bound else []
    wrong += [f"the uplink holds {now.uplink:.1f} MiB"] if now.uplink > MOST_UPLINK_MIB else []
    return wrong + [f"more {name}: {getattr(now, name)}, first {getattr(first, name)}" for name in more]


CAMPAIGN = Campaign(
    name="faulty-visits", what="a random fault at a random moment of every visit: each ends, none twice, nothing grows", whole=WHOLE,
    step=10, unit="visits", play=play, end=end, real=True, sources=(
        "hardware/*.py", "hardware/card/*.py", "hardware/printer/*.py", "hardware/power/*.py", "hardware/tamper/*.py", "kiosk/*.py",
        "kiosk/identity/*.py", "kiosk/steps/*.py", "kiosk/store/*.py", "kiosk/watch/*.py", "rehearsal/faults/*.py", "rehearsal/citizen.py",
        "rehearsal/box.py", "rehearsal/windowless.py",
    ),
)
