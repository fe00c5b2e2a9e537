"""Screens of the inventory broken in one place each, a hundred thousand times: at least 99 of 100 must be seen by the rules."""
from __future__ import annotations

import random
from collections import Counter

from rehearsal.soak.campaign import Campaign, Played

SEEN = 0.99


def play(seed: int, count: int) -> Played:
    """Break ``count`` screens; a way to break that is seen less often than it must be is a failure."""
    from rehearsal.looks.every import RULES
    from rehearsal.looks.inventory import LANGUAGES, load
    from rehearsal.looks.laying import STANDS, lay
    from rehearsal.looks.mutants import mutant

    chance, screens, counts, missed = random.Random(f"layout-mutants {seed}"), load(), Counter[str](), list[str]()
    while counts["broken"] < count:
        screen = chance.choice(screens)
        sheet = lay(screen.name, screen.views[chance.choice(LANGUAGES)], chance.randrange(4), chance.choice(STANDS))
        sound = {what for rule in RULES for what in rule(sheet)}
        for _ in range(16):
            if (made := mutant(sheet, chance)) is None or counts["broken"] >= count:
                continue
            way, broken = made
            counts["broken"] += 1
            counts[way] += 1
            if any(what not in sound for rule in RULES for what in rule(broken)):
                counts["seen"] += 1
            else:
                missed.append(f"{way} {broken.where}")
    few = counts["seen"] < SEEN * counts["broken"]
    return Played(counts, {}, tuple(missed[:20]) if few else ())


CAMPAIGN = Campaign(
    name="layout-mutants", what="real screens broken in one place: the rules see at least 99 of 100", whole=100_000, step=5_000,
    unit="broken screens", sources=("rehearsal/looks/*.py", "rehearsal/looks/inventory.json", "kiosk/ui/widgets/*.py",
                                    "kiosk/ui/widgets/pads/*.py", "kiosk/ui/screens/*.py", "kiosk/ui/text.py", "kiosk/ui/theme.py"),
    play=play,
)
