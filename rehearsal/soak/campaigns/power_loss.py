"""The mains is cut at a thousand random moments: nothing promised is lost, nothing is corrupt."""
from __future__ import annotations

from collections import Counter

from rehearsal.soak.campaign import Campaign, Played

A_RUN = 50
"""Cuts of one recorded run."""
ACTS = ("counter", "bureau")


def play(seed: int, count: int) -> Played:
    """``count`` cuts; the runs of counter and bureau take turns."""
    from rehearsal import powerloss

    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for first in range(seed, seed + count, A_RUN):
        act = ACTS[first // A_RUN % len(ACTS)]
        seen, broken = powerloss.play(act, first, min(A_RUN, seed + count - first))
        counts += seen
        wrong += broken
    return Played(counts, {}, tuple(wrong[:20]))


CAMPAIGN = Campaign(
    name="power-loss", what="the mains cut between any two writes, unsynced sectors kept or lost at random: 0 lost, 0 corrupt",
    whole=2_000, step=100, small=100, unit="cuts", play=play, sources=(
        "kiosk/store/*.py", "bureau/gateway/*.py", "bureau/store.py", "bureau/leaves.py", "bureau/tables.py", "wire/log.py",
        "wire/chain.py", "rehearsal/powerloss/*.py",
    ),
)
