"""A million events of vandals on the whole counter, window and engines, with citizens in between (rehearsal/vandals)."""
from __future__ import annotations

from rehearsal.soak.campaign import Campaign, Played

STEP = 50_000
WALK_EVERY = 5


def play(seed: int, count: int) -> Played:
    """One night; in every fifth whole one everybody walks away at the end."""
    from rehearsal.vandals.night import play as night

    return night(seed, count, walk=count >= STEP and seed // STEP % WALK_EVERY == 0)


CAMPAIGN = Campaign(
    name="vandals", what="palms, 1,000 taps a second, keys, torn cards on the whole counter", whole=1_000_000, step=STEP,
    unit="input events", play=play, real=True, sources=(
        "kiosk/ui/**/*.py", "kiosk/counter.py", "kiosk/engine.py", "kiosk/conversation.py", "kiosk/goodbye.py", "kiosk/front/*.py",
        "rehearsal/vandals/**/*.py",
    ),
)
