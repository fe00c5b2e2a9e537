"""What a counter that waits for a citizen costs the processor, against a browser that shows the same words.

Ours: counter, screen and waiting engine on attract, as shown: languages in turn, devices looked at, scenes that move.
Peer: all processes of Chromium in kiosk mode on a static page of the same words. Both stand there all the time, each on
its own display; they are looked at in turns, after both came to rest. Percent of one core.
"""
from __future__ import annotations

import time
from collections.abc import Iterator

from bench.browser import NAME, Browser
from bench.measurement import Measurement, interleave
from bench.processes import cpu_s
from rehearsal.headless import opened
from rehearsal.screen import VirtualScreen

SETTLED_S = 20.0
LOOK_S = 30.0
"""Three slides, one turn of the languages, each with a look of the engine at its devices."""


def percent(pid: int) -> float:
    """Of one core, over ``LOOK_S``."""
    before, began = cpu_s(pid), time.monotonic()
    time.sleep(LOOK_S)
    return 100 * (cpu_s(pid) - before) / (time.monotonic() - began)


def measure(rounds: int) -> Iterator[Measurement]:
    """Look at both in turns."""
    with opened() as rehearsal:
        assert rehearsal.premises is not None
        counter = rehearsal.premises.counter.pid
        with VirtualScreen() as screen, Browser(screen) as peer:
            time.sleep(SETTLED_S)
            yield Measurement("% of a core", NAME, interleave(rounds, lambda: percent(counter), lambda: percent(peer.pid)))
