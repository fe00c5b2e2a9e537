"""Real flow, field and table files with one slip of the hand each, five thousand of them: 99 of 100 are named at the right line."""
from __future__ import annotations

import random
from collections import Counter

from rehearsal.soak.campaign import Campaign, Played

NAMED = 0.99


def play(seed: int, count: int) -> Played:
    """Break ``count`` files; fewer named at their line than there must be is a failure."""
    from rehearsal.slips.trial import trial

    chance, counts, missed = random.Random(f"flow-mutants {seed}"), Counter[str](), list[str]()
    with trial() as files:
        for _ in range(count):
            broken = files.broken(chance)
            counts["broken"] += 1
            counts[broken.way] += 1
            if files.named(broken):
                counts["named"] += 1
            else:
                missed.append(f"{broken.path.parent.name}/{broken.path.name}:{broken.slip.line}: {broken.way}")
    return Played(counts, {}, tuple(missed[:20]) if counts["named"] < NAMED * counts["broken"] else ())


CAMPAIGN = Campaign(
    name="flow-mutants", what="real flow, field and table files with one slip each: at least 99 of 100 named at the right line",
    whole=5_000, step=250, unit="broken files", play=play,
    sources=("catalogue/**/*.py", "flows/**/*.toml", "rehearsal/slips/*.py"),
)
