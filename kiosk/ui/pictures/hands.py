"""Hands: holding something, touching, shielding. Nobody's hands."""
from __future__ import annotations

from kiosk.ui.pictures.pen import Pen

FINGER = 19.0


def holding(pen: Pen, x: float, y: float, degrees: float = 0.0) -> Pen:
    """Draw the fingers that go behind a thing held at ``x, y`` by its right edge; returns the pen for :func:`thumb`."""
    turned = pen.turned(degrees, x, y)
    turned.block(x + 100, y - 20, 38, 66, "leaf", 10)
    for at in range(4):
        turned.limb([(x + 66, y - 14 + at * 15), (x - 4 + at * 3, y - 22 + at * 19)], FINGER, "skin")
    return turned


def thumb(turned: Pen, x: float, y: float) -> None:
    """The palm and the thumb in front of the thing that is held at ``x, y``."""
    turned.ball(x + 76, y + 12, 40, "skin", ry=34)
    turned.limb([(x + 62, y - 6), (x + 14, y - 2)], FINGER + 2, "skin")
    turned.line([(x + 80, y + 2), (x + 58, y - 5)], FINGER, "skin")


def pointing(pen: Pen, x: float, y: float, degrees: float = 0.0) -> None:
    """A hand from the lower right whose finger touches ``x, y``."""
    turned = pen.turned(degrees, x, y)
    turned.limb([(x + 108, y + 134), (x + 100, y + 121)], 50, "leaf")
    turned.limb([(x + 8, y + 12), (x + 52, y + 66)], FINGER, "skin")
    turned.ball(x + 74, y + 88, 36, "skin", ry=34)
    turned.line([(x + 40, y + 52), (x + 60, y + 76)], FINGER, "skin")
    for at in range(3):
        turned.limb([(x + 74 + at * 12, y + 62 + at * 7), (x + 58 + at * 13, y + 78 + at * 9)], FINGER - 4, "skin")
    turned.limb([(x + 62, y + 104), (x + 30, y + 82)], FINGER - 2, "skin")
    turned.line([(x + 70, y + 104), (x + 58, y + 100)], FINGER - 2, "skin")


def shielding(pen: Pen, x: float, y: float, degrees: float = 0.0) -> None:
    """A flat hand that comes from the left and covers what lies below ``x, y``."""
    turned = pen.turned(degrees, x, y)
    turned.block(x - 150, y - 28, 44, 68, "coral", 10)
    turned.limb([(x - 62, y + 34), (x - 18, y + 46)], FINGER, "skin")
    for at, long in enumerate((70, 84, 80, 60)):
        turned.limb([(x - 60, y - 26 + at * 17), (x - 60 + long + 30, y - 24 + at * 17)], FINGER - 3, "skin")
    turned.ball(x - 76, y + 2, 38, "skin", ry=34)
    for at in range(4):
        turned.line([(x - 76, y - 20 + at * 14), (x - 44, y - 24 + at * 16)], FINGER - 3, "skin")
