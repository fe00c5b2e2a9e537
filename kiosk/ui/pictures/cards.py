"""Cards: into the reader, out of it, under the scanner, under the camera."""
from __future__ import annotations

from kiosk.ui.pictures.pen import Pen


def arrow(pen: Pen, x: float, y: float, length: float, degrees: float, colour: str = "warm") -> None:
    """A round arrow; 0 degrees points down."""
    turned = pen.turned(degrees, x, y)
    turned.line([(x, y - length / 2), (x, y + length / 2 - 4)], 13, colour)
    turned.line([(x - 20, y + length / 2 - 24), (x, y + length / 2 - 2), (x + 20, y + length / 2 - 24)], 13, colour)


def backdrop(pen: Pen) -> None:
    """The soft field behind every illustration."""
    pen.oval(200, 154, 190, 134, "pale", 0.55)


def chip_card(pen: Pen, x: float, y: float) -> None:
    """A citizen certificate card standing upright, its chip at the lower end."""
    pen.rect(x + 4, y + 6, 112, 172, "ink", 13, 0.14)
    pen.rect(x, y, 112, 172, "accent", 13)
    pen.rect(x, y + 26, 112, 30, "leaf")
    pen.dot(x + 26, y + 84, 13, "card", 0.9)
    pen.rect(x + 48, y + 74, 48, 7, "card", 3.5, 0.9)
    pen.rect(x + 48, y + 88, 34, 7, "card", 3.5, 0.9)
    pen.rect(x + 36, y + 116, 40, 34, "glow", 6)
    pen.line([(x + 36, y + 128), (x + 50, y + 128)], 2, "warm")
    pen.line([(x + 36, y + 139), (x + 50, y + 139)], 2, "warm")
    pen.line([(x + 62, y + 128), (x + 76, y + 128)], 2, "warm")
    pen.line([(x + 62, y + 139), (x + 76, y + 139)], 2, "warm")
    pen.rect(x + 50, y + 122, 12, 22, "warm", 3)


def _reader(pen: Pen) -> None:
    """The front of the reader hides the lower end of the card."""
    pen.rect(96, 206, 208, 66, "night", 16)
    pen.rect(96, 206, 208, 22, "night2", 11)
    pen.rect(128, 210, 144, 7, "glow", 3.5)
    pen.dot(278, 252, 5, "leaf")
    pen.rect(120, 248, 60, 7, "night2", 3.5)


def insert(pen: Pen) -> None:
    """A card goes down into the slot."""
    backdrop(pen)
    chip_card(pen, 144, 42)
    _reader(pen)
    arrow(pen, 324, 118, 96, 0)


def keep(pen: Pen) -> None:
    """The card stays in the slot while the chip works."""
    backdrop(pen)
    chip_card(pen, 144, 98)
    _reader(pen)
    for at, x in enumerate((316, 338, 360)):
        pen.dot(x, 170 - at * 12, 6, "warm")
    pen.dot(76, 120, 30, "leaf")
    pen.line([(62, 121), (72, 132), (91, 109)], 8, "card")


def take(pen: Pen) -> None:
    """The card comes out again."""
    backdrop(pen)
    chip_card(pen, 144, 36)
    _reader(pen)
    arrow(pen, 324, 112, 96, 180)


def id_card(pen: Pen, x: float, y: float, portrait: bool) -> None:
    """An identity card, its front with a portrait or its back with a barcode; a drawing, no likeness."""
    pen.rect(x + 4, y + 6, 190, 120, "ink", 12, 0.14)
    pen.rect(x, y, 190, 120, "paper", 12)
    pen.rect(x, y, 190, 26, "coral", 12, 0.85)
    pen.rect(x, y + 14, 190, 12, "coral", 0, 0.85)
    if portrait:
        pen.rect(x + 126, y + 38, 50, 66, "pale", 5)
        pen.dot(x + 151, y + 64, 13, "skin")
        pen.poly([(x + 138, y + 62), (x + 140, y + 48), (x + 151, y + 44), (x + 163, y + 49), (x + 164, y + 62), (x + 151, y + 56)], "hair")
        pen.rect(x + 132, y + 80, 38, 24, "leaf", 11)
        for row, wide in enumerate((86, 64, 92)):
            pen.rect(x + 18, y + 46 + row * 20, wide, 9, "line", 4)
        return
    at = x + 22.0
    for wide in (4, 2, 6, 2, 3, 5, 2, 4, 2, 6, 3, 2, 5, 2, 4, 3, 6, 2):
        pen.rect(at, y + 50, wide, 46, "ink")
        at += wide + 4.6


def scan(pen: Pen) -> None:
    """The barcode under the light of the scanner."""
    backdrop(pen)
    pen.rect(136, 18, 128, 50, "night", 16)
    pen.rect(158, 58, 84, 12, "coral", 6)
    pen.poly([(160, 70), (240, 70), (316, 232), (84, 232)], "glow", 0.30)
    id_card(pen, 105, 142, portrait=False)
    pen.line([(92, 216), (308, 216)], 5, "coral")


def lay(pen: Pen) -> None:
    """The card lies on the marked field under the camera."""
    backdrop(pen)
    pen.rect(170, 14, 60, 40, "night", 12)
    pen.dot(200, 52, 16, "night2")
    pen.dot(200, 52, 8, "glow")
    pen.poly([(190, 62), (210, 62), (330, 262), (70, 262)], "glow", 0.22)
    pen.rect(66, 132, 268, 146, "night2", 16)
    pen.rect(74, 140, 252, 130, "pale", 11)
    id_card(pen, 105, 145, portrait=True)
    arrow(pen, 356, 96, 80, 18)
