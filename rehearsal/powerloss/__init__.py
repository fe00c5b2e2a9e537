"""The mains is cut: what a program wrote is put back as a disk may hold it then, and held against what the program had promised.

- :mod:`.record` runs a program under strace and keeps every write, sync and removal below one folder, in order.
- :mod:`.disk` rebuilds the folder as of any moment: what was synced is there; of the rest anything may be.
- :mod:`.acts` are the programs: the counter's stores and the bureau's ledger at work, each telling what it has promised.
- :mod:`.judge` opens what was rebuilt with the product's own stores and looks for every promise.

``kill -9`` cannot show a missing sync, for the kernel keeps what was written; this can (measured: recipes, performance, section 7).
"""
from __future__ import annotations

import random
import tempfile
from collections import Counter
from pathlib import Path


def play(act: str, seed: int, cuts: int) -> tuple["Counter[str]", list[str]]:
    """Record one run of an act and cut it so many times: what was counted, and every promise that was broken. Raises ``NotRecorded``."""
    from rehearsal.powerloss import judge
    from rehearsal.powerloss.disk import Disk
    from rehearsal.powerloss.record import record

    chance, counts, wrong = random.Random(seed), Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as folder:
        events = record(act, Path(folder) / "run", seed)
        for number in range(cuts):
            before = events[: chance.randrange(1, len(events) + 1)]
            found, promises = Path(folder) / f"cut-{number}", judge.promised(before)
            found.mkdir()
            Disk(before).cut(found, chance)
            try:
                broken = getattr(judge, act)(found, promises)
            except Exception as error:  # whatever it is: what was found cannot be opened
                broken = [f"{type(error).__name__}: {error}"]
            counts += {f"{act}: cuts": 1, f"{act}: promises": len(promises)}
            wrong += [f"{act}, run {seed}, cut {number} after {len(before)} events: {one}" for one in broken]
    return counts, wrong
