"""Every path of every service, walked: right answers, wrong ones first, back from every form, gone or idle at every screen, each answer of
the bureau.
"""
from __future__ import annotations

import random
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from rehearsal.soak.campaign import Campaign, Played
from rehearsal.soak.evidence import ROOT

WHOLE = 2937
"""So many walks there are for the flows of this tree; a flow more or less makes another number."""
PLANNED = date(2026, 11, 26)
"""Whose rates and years decide which answers make another path."""


def play(seed: int, count: int) -> Played:
    """The walks ``seed`` to ``seed + count`` of a fixed shuffle, in two processes of their own; behind the last one it begins anew."""
    half = max(1, count // 2)
    pieces = [(seed, half), *([(seed + half, count - half)] if count > half else [])]
    with ProcessPoolExecutor(len(pieces), mp_context=get_context("spawn")) as walkers:
        played = list(walkers.map(_piece, *zip(*pieces, strict=True)))
    return Played(sum((Counter(one.counts) for one in played), Counter()), played[0].most,
                  tuple(failure for one in played for failure in one.failures))


def _piece(seed: int, count: int) -> Played:
    from catalogue.flow import load_catalogue
    from kiosk.walk.place import made
    from rehearsal.paths.plans import every
    from rehearsal.paths.play import walk_all

    flows = ROOT / "flows"
    plans = every(load_catalogue(flows), PLANNED)
    if len(plans) != WHOLE:
        return Played(failures=(f"there are {len(plans)} walks, the campaign says {WHOLE}: set WHOLE and play all of it",))
    random.Random("every path").shuffle(plans)
    chosen = [plans[number % WHOLE] for number in range(seed, seed + count)]
    with tempfile.TemporaryDirectory() as folder:
        walked = walk_all(chosen, made(Path(folder) / "like", flows))
    counts = Counter(f"{one.plan.twist}: {one.outcome or 'lost'}" for one in walked)
    counts["wrong answers told"] = sum(one.noted for one in walked if one.plan.twist == "wrong")
    return Played(dict(counts), {"flows": len({plan.flow for plan in plans})},
                  tuple(f"{one.plan}: {one.fault}" for one in walked if one.fault))


CAMPAIGN = Campaign(
    name="every-path", what="every path of every service, with right and wrong answers, back, gone, idle, and all the bureau may answer",
    whole=WHOLE, step=60, unit="walks", play=play,
    sources=("catalogue/*.py", "catalogue/answers/*.py", "catalogue/fields/*.py", "catalogue/reckoning/*.py", "flows/**/*.toml",
             "kiosk/*.py", "kiosk/entry/**/*.py", "kiosk/identity/*.py", "kiosk/steps/*.py", "kiosk/walk/*.py", "rehearsal/paths/*.py"),
)
