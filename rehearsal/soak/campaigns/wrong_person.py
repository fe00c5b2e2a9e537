"""A million replies that went astray, at two hundred visits: no citizen is shown another's page or progress."""
from __future__ import annotations

from collections import Counter

from rehearsal.soak.campaign import Campaign, Played

A_VISIT = 5_000
"""Replies brought to one visit."""


def play(seed: int, count: int) -> Played:
    """``count`` replies; every visit sees 5,000 of them."""
    from rehearsal import misdelivery

    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for first in range(seed, seed + count, A_VISIT):
        seen, foreign = misdelivery.play(first, min(A_VISIT, seed + count - first))
        counts += seen
        counts["visits"] += 1
        wrong += foreign
    return Played(counts, {}, tuple(wrong[:20]))


CAMPAIGN = Campaign(
    name="wrong-person", what="interleaved, doubled, reordered, readdressed replies: none but the own page is shown", whole=1_000_000,
    step=A_VISIT, unit="replies", play=play, sources=(
        "kiosk/gate.py", "kiosk/post/*.py", "kiosk/visit.py", "kiosk/store/inbox.py", "kiosk/store/file.py", "wire/*.py", "wire/codec/*.py",
        "rehearsal/misdelivery.py",
    ),
)
