"""A pen that records shapes; :mod:`kiosk.ui.stage.raster` turns them into pixels."""
from __future__ import annotations

import math
from dataclasses import dataclass, field

Point = tuple[float, float]
LINE = 4.0
"""The contour of every thing that carries meaning, in units of the illustration's grid."""


@dataclass(frozen=True)
class Area:
    """A filled outline. ``alpha`` 0–1."""

    points: tuple[Point, ...]
    colour: str
    alpha: float = 1.0


@dataclass(frozen=True)
class Stroke:
    """A line with round ends."""

    points: tuple[Point, ...]
    width: float
    colour: str


@dataclass
class Pen:
    """Draws in the picture's own coordinates, y down; ``turned`` gives a pen whose paper is turned."""

    shapes: list[Area | Stroke] = field(default_factory=list)
    angle: float = 0.0
    centre: Point = (0.0, 0.0)
    scale: float = 1.0

    def turned(self, degrees: float, x: float, y: float) -> "Pen":
        """The same sheet, everything drawn turned clockwise around a point."""
        return Pen(self.shapes, math.radians(degrees), (x, y))

    def larger(self, times: float, x: float, y: float) -> "Pen":
        """The same sheet, everything drawn so many times larger around a point, contours as well."""
        return Pen(self.shapes, 0.0, (x, y), times)

    def poly(self, points: list[Point], colour: str, alpha: float = 1.0) -> None:
        """A filled outline."""
        self.shapes.append(Area(tuple(self._at(point) for point in points), colour, alpha))

    def rect(self, x: float, y: float, w: float, h: float, colour: str, r: float = 0.0, alpha: float = 1.0) -> None:
        """A rectangle with rounded corners."""
        self.poly(rounded(x, y, w, h, r), colour, alpha)

    def oval(self, cx: float, cy: float, rx: float, ry: float, colour: str, alpha: float = 1.0) -> None:
        """A filled ellipse around a centre."""
        self.poly(arc(cx, cy, rx, ry, 0, 360, 72), colour, alpha)

    def dot(self, cx: float, cy: float, r: float, colour: str, alpha: float = 1.0) -> None:
        """A filled circle."""
        self.oval(cx, cy, r, r, colour, alpha)

    def line(self, points: list[Point], width: float, colour: str) -> None:
        """A line through points."""
        self.shapes.append(Stroke(tuple(self._at(point) for point in points), width * self.scale, colour))

    def shape(self, points: list[Point], colour: str, width: float = LINE) -> None:
        """A filled outline with a contour around it."""
        self.poly(points, colour)
        self.line([*points, points[0]], width, "contour")

    def block(self, x: float, y: float, w: float, h: float, colour: str, r: float = 0.0, width: float = LINE) -> None:
        """A rectangle with rounded corners and a contour."""
        self.shape(rounded(x, y, w, h, r), colour, width)

    def ball(self, cx: float, cy: float, r: float, colour: str, width: float = LINE, ry: float | None = None) -> None:
        """A circle or ellipse with a contour."""
        self.shape(arc(cx, cy, r, r if ry is None else ry, 0, 360, 60)[:-1], colour, width)

    def limb(self, points: list[Point], thick: float, colour: str) -> None:
        """A thick line with round ends and a contour: fingers, arms, arrows."""
        self.line(points, thick + 2 * LINE, "contour")
        self.line(points, thick, colour)

    def frame(self, x: float, y: float, w: float, h: float, width: float, colour: str, r: float = 0.0) -> None:
        """The outline of a rounded rectangle."""
        points = rounded(x, y, w, h, r)
        self.line([*points, points[0]], width, colour)

    def bow(self, cx: float, cy: float, r: float, start: float, end: float, width: float, colour: str, ry: float | None = None) -> None:
        """Part of a circle's outline, degrees clockwise from the right."""
        self.line(arc(cx, cy, r, r if ry is None else ry, start, end, 40), width, colour)

    def _at(self, point: Point) -> Point:
        if not self.angle and self.scale == 1.0:
            return point
        dx, dy = (point[0] - self.centre[0]) * self.scale, (point[1] - self.centre[1]) * self.scale
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        return (self.centre[0] + dx * cos - dy * sin, self.centre[1] + dx * sin + dy * cos)


def arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float, steps: int = 16) -> list[Point]:
    """Points along an ellipse, degrees clockwise from the right."""
    angles = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(cx + rx * math.cos(angle), cy + ry * math.sin(angle)) for angle in angles]


def rounded(x: float, y: float, w: float, h: float, r: float) -> list[Point]:
    """The outline of a rectangle with rounded corners."""
    r = min(r, w / 2, h / 2)
    if not r:
        return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    points: list[Point] = []
    for cx, cy, start in ((x + w - r, y + r, -90), (x + w - r, y + h - r, 0), (x + r, y + h - r, 90), (x + r, y + r, 180)):
        points += arc(cx, cy, r, r, start, start + 90, 10)
    return points
