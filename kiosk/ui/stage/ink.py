"""Ink of a finger, pure: no pen tells its pressure, so a quick stroke gets thin and a slow one full, and corners are rounded.

- Points closer than a few pixels to the last one are the panel's noise and left out.
- Between two points the line bends as through their middles (quadratic curves), so a hand's curve stays one.
- A signature needs some length and some width; a dot or a tick is asked for again, kindly.
- At most ``MOST`` points are kept: whoever rubs the screen for an hour fills no memory.
"""
from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

Point = tuple[float, float, float]
"""x, y in pixels of the slate, and the moment in seconds."""
NEAR, MOST = 3.0, 3000
THIN, FULL = 0.45, 1.25
QUICK, SPAN_S = 2400.0, 0.03
"""Pixels a second at which a stroke is at its thinnest, and over how long that is looked at: a busy screen gets its points in heaps."""


@dataclass(frozen=True)
class Dab:
    """A short bent piece of a stroke: x and y in turn, and its width as a share of the pen's."""

    points: tuple[float, ...]
    width: float


@dataclass
class Ink:
    """The strokes on one slate."""

    strokes: list[list[Point]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.strokes)

    def begin(self, x: float, y: float, when: float) -> None:
        """The finger touches the slate."""
        if self._room():
            self.strokes.append([(x, y, when)])

    def go(self, x: float, y: float, when: float) -> bool:
        """It moves; tell whether the line grew."""
        if not self.strokes or not self._room():
            return False
        last = self.strokes[-1][-1]
        if math.hypot(x - last[0], y - last[1]) < NEAR:
            return False
        self.strokes[-1].append((x, y, when))
        return True

    def undo(self) -> None:
        """Take the last stroke back."""
        if self.strokes:
            self.strokes.pop()

    def clear(self) -> None:
        """An empty slate."""
        for stroke in self.strokes:
            stroke.clear()
        self.strokes.clear()

    def enough(self, width: float, height: float) -> bool:
        """Whether this could be a name on a slate of that size in pixels: longer than a tick, wider than a dot."""
        points = [point for stroke in self.strokes for point in stroke]
        if len(points) < 6:
            return False
        wide = max(x for x, _, _ in points) - min(x for x, _, _ in points)
        length = sum(math.dist(one[:2], two[:2]) for stroke in self.strokes for one, two in itertools.pairwise(stroke))
        return wide >= width * 0.08 and length >= min(width, height) * 0.45

    def dabs(self) -> Iterator[Dab]:
        """All strokes as drawn."""
        for stroke in self.strokes:
            yield from dabs(stroke)

    def _room(self) -> bool:
        return sum(map(len, self.strokes)) < MOST


def dabs(stroke: list[Point]) -> Iterator[Dab]:
    """One stroke as drawn: from middle to middle of its points, bent at the point between, its width eased from the speed."""
    if len(stroke) == 1:
        x, y, _ = stroke[0]
        yield Dab((x, y, x + 0.1, y), FULL)
        return
    width, back = (THIN + FULL) / 2, 0
    start_x, start_y = stroke[0][:2]
    way = [0.0, *itertools.accumulate(math.dist(one[:2], two[:2]) for one, two in itertools.pairwise(stroke))]
    for at in range(1, len(stroke)):
        (bend_x, bend_y, _), (x, y, when) = stroke[at - 1], stroke[at]
        while back + 1 < at and when - stroke[back + 1][2] >= SPAN_S:
            back += 1
        speed = (way[at] - way[back]) / max(when - stroke[back][2], 0.004)
        width += 0.35 * (FULL - (FULL - THIN) * min(1.0, speed / QUICK) - width)
        end_x, end_y = (x, y) if at == len(stroke) - 1 else ((bend_x + x) / 2, (bend_y + y) / 2)
        points = [start_x, start_y]
        for part in (0.25, 0.5, 0.75, 1.0):
            one, two, three = (1 - part) ** 2, 2 * part * (1 - part), part**2
            points += [one * start_x + two * bend_x + three * end_x, one * start_y + two * bend_y + three * end_y]
        yield Dab(tuple(points), round(width, 3))
        start_x, start_y = end_x, end_y
