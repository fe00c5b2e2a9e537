"""What a counter that waits keeps in memory, against a browser that shows the same words.

Ours: screen, the counter that keeps it, the engine that waits for a citizen, ``SETTLED_S`` after attract was drawn.
Peer: all processes of Chromium in kiosk mode on a page of the same words, as long after it was painted.
Proportional set size of all of them together, each time freshly started. Growth over a thousand visits is a campaign of its
own: ``make soak CAMPAIGN=thousand-visits``.
"""
from __future__ import annotations

import time
from collections.abc import Iterator

from bench.browser import NAME, Browser
from bench.measurement import Measurement, interleave
from bench.processes import pss_mib
from bench.rows.start_to_attract import counter
from rehearsal.headless import Rehearsal, opened
from rehearsal.screen import VirtualScreen

SETTLED_S = 8.0
"""Behind what either loads after its first frame."""


def browser() -> float:
    """MiB of a browser that has come to rest."""
    with VirtualScreen() as screen, Browser(screen) as peer:
        time.sleep(SETTLED_S)
        return pss_mib(peer.pid)


def ours(rehearsal: Rehearsal) -> float:
    """MiB of a counter that has come to rest."""
    counter(rehearsal)
    time.sleep(SETTLED_S)
    assert rehearsal.premises is not None
    return pss_mib(rehearsal.premises.counter.pid)


def measure(rounds: int) -> Iterator[Measurement]:
    """Take turns."""
    with opened() as rehearsal:
        yield Measurement("MiB PSS", NAME, interleave(rounds, lambda: ours(rehearsal), browser))
