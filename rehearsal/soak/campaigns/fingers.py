"""A million finger events of palms, children and lost lifts, against the rules of kiosk/ui/stage/fingers.py."""
from __future__ import annotations

import random

from rehearsal.soak.campaign import Campaign, Played


def play(seed: int, count: int) -> Played:
    """Random fingers on a board of targets with a slate; what they begin and press is held against the rules."""
    from rehearsal.soak.board import Board

    board = Board(random.Random(f"fingers {seed}"))
    for _ in range(count):
        board.turn()
    return Played(board.counts, {}, tuple(board.faults[:20]))


CAMPAIGN = Campaign(
    name="fingers", what="palms, ten fingers, lost lifts: which press counts (pure)", whole=1_000_000, step=100_000, unit="finger events",
    sources=("kiosk/ui/stage/fingers.py", "kiosk/ui/widgets/strike.py", "rehearsal/soak/board.py"), play=play,
)
