"""One sealed message of 4 KiB kept safely: :meth:`kiosk.store.Outbox.commit` beside a bare append + fdatasync of the same octets.

``outbox-commit`` is time on the clock (mostly the disk's), ``.cpu`` CPU time, ``.fsync`` the number of syncs per message as strace
counts them: the difference of two runs, so that opening the store does not count; being a count it is taken once.
Envelopes are sealed beforehand (see the row ``envelope``); files lie under ``build/``, on the disk of the checkout.
"""
from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench import queues
from bench.harness import ROOT
from bench.measurement import Measurement, NotMeasured, Samples, timed
from bench.rows.envelope import Parties
from kiosk.store import Outbox
from wire.chain import advance
from wire.envelope import Envelope
from wire.messages import Head

TIMES = 100
FEW, MANY = 20, 120
LIMIT = "append + fdatasync"
NAME = "bench.rows.outbox_commit"


def chain(head: Head, count: int) -> list[Envelope]:
    """Envelopes that follow each other after ``head``."""
    parties, made = Parties(), []
    for _ in range(count):
        made.append(parties.sealed(head))
        head = advance(head, made[-1])
    return made


def commit_all(directory: Path, count: int) -> tuple[float, float]:
    """Commit so many; milliseconds on the clock and microseconds of CPU per message."""
    outbox = Outbox(directory)
    envelopes = iter(chain(outbox.head(), count))
    try:
        return timed(lambda: outbox.commit(lambda _: next(envelopes)), count)
    finally:
        outbox.close()


def append_all(directory: Path, count: int) -> tuple[float, float]:
    """Append the same octets to a bare file, each synced; figures as :func:`commit_all`."""
    octets = chain(Head(), 1)[0].octets
    with ExitStack() as stack:
        append = queues.append(directory, stack)
        return timed(lambda: append(octets), count)


def syncs(module: str, what: str) -> float:
    """How many fsync and fdatasync each message costs ``python -m module what FOLDER COUNT``, as strace counts them in two runs."""
    if shutil.which("strace") is None:
        raise NotMeasured("strace is missing: apt install strace")
    counted = []
    for count in (FEW, MANY):
        with tempfile.TemporaryDirectory(dir=place()) as directory:
            trace = Path(directory) / "trace"
            strace = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
            done = subprocess.run([*strace, sys.executable, "-m", module, what, directory, str(count)], cwd=ROOT, capture_output=True,
                                  text=True, check=False)
            if done.returncode:
                raise NotMeasured(f"strace of {count} × {what}: {done.stderr.strip()[-200:]}")
            counted.append(sum("sync(" in line for line in trace.read_text().splitlines()))
    return (counted[1] - counted[0]) / (MANY - FEW)


def place() -> Path:
    """Where the files of the stores that are measured lie: on the disk of the checkout."""
    place = ROOT / "build" / "bench"
    place.mkdir(parents=True, exist_ok=True)
    return place


def measure(rounds: int) -> Iterator[Measurement]:
    """Measure time, CPU and syncs."""
    ours: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    for number in range(rounds):
        with tempfile.TemporaryDirectory(dir=place()) as directory:
            turns = [(ours, commit_all), (bare, append_all)]
            for kept, act in reversed(turns) if number % 2 else turns:
                kept.append(act(Path(directory), TIMES))
    wall: Samples = tuple(one[0] for one in ours), tuple(one[0] for one in bare)
    yield Measurement("ms", LIMIT, wall)
    cpu: Samples = tuple(one[1] for one in ours), tuple(one[1] for one in bare)
    yield Measurement("µs CPU", LIMIT, cpu, part="cpu")
    per = [syncs(NAME, what) for what in ("commit", "append")]
    yield Measurement("syncs", LIMIT, ((per[0],), (per[1],)), part="fsync")


if __name__ == "__main__":
    {"commit": commit_all, "append": append_all}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
