"""What a row gives back, and how two things are measured side by side (rules).

- Everything is a cost: less is better.
- Ours and the peer take turns in the same run, and who begins changes every round, so that drift hits both.
- The figure of each is the median of its rounds; the ratio is the median of the rounds' own ratios.
"""
from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from statistics import median

Samples = tuple[tuple[float, ...], tuple[float, ...]]
"""Ours and the peer's, round by round."""


class NotMeasured(Exception):
    """A row, or a part of one, cannot be measured here; the text says what to do."""


@dataclass(frozen=True)
class Measurement:
    """One line of the table. ``part`` distinguishes several lines of one row: ``row.part``."""

    unit: str
    peer_name: str
    samples: Samples
    part: str = ""

    @property
    def ours(self) -> float:
        """Our figure, in ``unit``."""
        return median(self.samples[0])

    @property
    def peer(self) -> float:
        """The peer's figure, in ``unit``."""
        return median(self.samples[1])

    @property
    def ratio(self) -> float:
        """How many times the peer's cost ours is; infinite beside a peer that it costs nothing."""
        return median(one / other if other else inf for one, other in zip(*self.samples, strict=True))


def interleave(rounds: int, ours: Callable[[], float], peer: Callable[[], float]) -> Samples:
    """Measure in turns."""
    mine, theirs = [], []
    for number in range(rounds):
        if number % 2:
            theirs.append(peer())
            mine.append(ours())
        else:
            mine.append(ours())
            theirs.append(peer())
    return tuple(mine), tuple(theirs)


def cpu_us(action: Callable[[], object], times: int) -> float:
    """CPU time of this process for one ``action``, in microseconds, over ``times`` of them."""
    began = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - began) * 1e6 / times


def timed(action: Callable[[], object], times: int, each: int = 1) -> tuple[float, float]:
    """Milliseconds on the clock and microseconds of this process's CPU, over ``times`` actions of ``each`` things."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        action()
    return (time.perf_counter() - wall) * 1e3 / times / each, (time.process_time() - cpu) * 1e6 / times / each
