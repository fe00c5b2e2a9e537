"""The outbox beside other durable queues: a sealed message of 4 KiB kept, one at a time, each durable when the call returns.

Ours is :meth:`kiosk.store.Outbox.commit` with the envelope made beforehand: row, chain head, indexes. Milliseconds on the clock against
each of ``sqlite3``, ``sqlcipher``, ``persist-queue``, ``litequeue``, ``huey`` (the last two told to sync) and ``redis`` (append-only file
synced always).
``.syncs-…``: syncs a message of ours and of queues as they come; a figure below one is a queue that loses messages with the power.
"""
from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench import queues
from bench.measurement import Measurement
from bench.rows.outbox_commit import NAME, TIMES, commit_all, place, syncs


def measure(rounds: int) -> Iterator[Measurement]:
    """In turns; who begins moves on by one every round."""
    found: dict[str, list[float]] = {name: [] for name in ("ours", *queues.HONEST)}
    for number in range(rounds):
        names = list(found)
        for name in names[number % len(names):] + names[: number % len(names)]:
            with tempfile.TemporaryDirectory(dir=place()) as folder, ExitStack() as stack:
                if name == "ours":
                    found[name].append(commit_all(Path(folder), TIMES)[0])
                else:
                    found[name].append(queues.kept(queues.HONEST[name](Path(folder), stack), TIMES)[0])
    for name in queues.HONEST:
        yield Measurement("ms", name, (tuple(found["ours"]), tuple(found[name])), part=name)
    ours = syncs(NAME, "commit")
    for name in queues.AS_THEY_COME:
        yield Measurement("syncs", f"{name}, as it comes", ((ours,), (syncs("bench.queues", name),)), part=f"syncs-{name}")
