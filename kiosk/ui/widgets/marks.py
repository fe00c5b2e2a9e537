"""Marks: one screen as a flat list of things to draw, to touch and to read aloud.

All are frozen and comparable, so that the stage draws again only what changed, and plain data,
so that tests and the accessibility tree look at exactly what is drawn. Rectangles are pixels from
the top left corner of the citizen's area.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kiosk.ui.text import TextLine
from kiosk.ui.theme import Colour


@dataclass(frozen=True)
class Rect:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.h

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def overlaps(self, other: "Rect", slack: float = 1.0) -> bool:
        """Tell whether two rectangles share more than ``slack`` pixels in both directions."""
        return (
            min(self.right, other.right) - max(self.x, other.x) > slack
            and min(self.bottom, other.bottom) - max(self.y, other.y) > slack
        )

    def inset(self, dx: float, dy: float | None = None) -> "Rect":
        """The rectangle made smaller on each side."""
        dy = dx if dy is None else dy
        return Rect(self.x + dx, self.y + dy, self.w - 2 * dx, self.h - 2 * dy)


@dataclass(frozen=True)
class Plate:
    """A filled rounded rectangle, with an edge where ``edge`` is given."""

    rect: Rect
    fill: Colour
    radius: float = 0.0
    edge: Colour | None = None
    edge_width: float = 0.0


@dataclass(frozen=True)
class Words:
    """Broken text. ``text`` is the whole string for speech; ``private`` keeps it out of the accessibility tree."""

    rect: Rect
    text: str
    lines: tuple[TextLine, ...]
    size: int
    pitch: float
    colour: Colour
    align: Literal["left", "center", "right"] = "left"
    role: Literal["heading", "text", "entry", "value", "code"] = "text"
    private: bool = False


@dataclass(frozen=True)
class Icon:
    """A small sign of one colour."""

    rect: Rect
    name: str
    colour: Colour


@dataclass(frozen=True)
class Scene:
    """An illustration; ``turn`` is the step of its loop where it moves."""

    rect: Rect
    name: str
    palette: str
    agency: str
    turn: int = 0


@dataclass(frozen=True)
class Live:
    """Where the camera's picture stands."""

    rect: Rect


@dataclass(frozen=True)
class Slate:
    """Where the citizen signs."""

    rect: Rect
    ink: Colour


@dataclass(frozen=True)
class Target:
    """A place to touch; what is said to the engine is ``name`` and ``value``. ``local``: only the screen itself acts on it."""

    rect: Rect
    name: str
    value: str = ""
    role: Literal["button", "key", "item", "frame", "rate", "local", "dock"] = "button"
    text: str = ""
    enabled: bool = True
    chosen: bool = False
    private: bool = False
    radius: float = 0.0


Mark = Plate | Words | Icon | Scene | Live | Slate | Target
