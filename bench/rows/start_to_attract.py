"""From starting the counter to the attract screen drawn: Kivy, engine, devices, words, against a browser and a static page.

Ours: ``python -m kiosk counter`` of a simulated site with its bureau running, until the screen's tree says that attract
was drawn. Peer: Chromium in kiosk mode on a page of the same words from loopback, until its second animation frame after
load reported back. Each on an Xvfb 1080 × 1920 of its own, software rendering, caches of the file system warm after round one.
"""
from __future__ import annotations

import time
from collections.abc import Iterator

from bench.browser import NAME, Browser
from bench.measurement import Measurement, NotMeasured, interleave
from rehearsal.headless import Rehearsal, opened
from rehearsal.screen import VirtualScreen

PATIENCE_S = 40.0


def browser() -> float:
    """Seconds until Chromium painted the page."""
    with VirtualScreen() as screen, Browser(screen) as peer:
        return peer.start_s


def counter(rehearsal: Rehearsal) -> float:
    """Seconds until the counter drew attract, its bureau running already."""
    premises, glass = rehearsal.premises, rehearsal.glass()
    assert premises is not None
    premises.counter.stop()
    began = time.monotonic()
    premises.counter.start()
    while time.monotonic() - began < PATIENCE_S:
        sight = glass.look()
        if sight is not None and sight.screen == "attract" and sight.offers:
            return time.monotonic() - began
        time.sleep(0.01)
    raise NotMeasured("the counter did not show attract within its time")


def measure(rounds: int) -> Iterator[Measurement]:
    """Take turns."""
    with opened() as rehearsal:
        yield Measurement("s", NAME, interleave(rounds, lambda: counter(rehearsal), browser))
