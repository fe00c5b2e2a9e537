"""``kill -9`` of four processes at six states of a visit, a hundred times each: nothing lost, nothing doubled."""
from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rehearsal.soak.campaign import Campaign, Played

if TYPE_CHECKING:
    from rehearsal.box import Box

EACH = 100
_open: list[tuple["tempfile.TemporaryDirectory[str]", "Box"]] = []


def _box() -> Box:
    from rehearsal.box import Box
    from rehearsal.kills import WAIT_S

    if not _open:
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        box = Box(Path(folder.name), wait_s=WAIT_S)
        box.__enter__()
        _open.append((folder, box))
    return _open[0][1]


def play(seed: int, count: int) -> Played:
    """``count`` kills; one of each kind before the next of any."""
    from rehearsal import kills

    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for number in range(seed, seed + count):
        process, state = kills.MATRIX[number % len(kills.MATRIX)]
        outcome, broken = kills.play(_box(), process, state)
        counts[f"{process} at '{state}'"] += 1
        counts[f"ended {outcome}"] += 1
        wrong += [f"{process} at '{state}' (kill {number}): {one}" for one in broken]
    return Played(counts, {}, tuple(wrong))


def end() -> None:
    """The counter closes; the next sitting opens another."""
    for folder, box in _open:
        box.__exit__()
        folder.cleanup()
    _open.clear()


CAMPAIGN = Campaign(
    name="kills", what="kill -9 of uplink, gateway, desk and engine at six states of a visit: 0 lost, 0 doubled", whole=24 * EACH, step=4,
    small=1, unit="kills", play=play, end=end, sources=(
        "kiosk/*.py", "kiosk/post/*.py", "kiosk/steps/*.py", "kiosk/store/*.py", "bureau/*.py", "bureau/desk/*.py", "bureau/gateway/*.py",
        "rehearsal/box.py", "rehearsal/citizen.py", "rehearsal/kills.py",
    ),
)
