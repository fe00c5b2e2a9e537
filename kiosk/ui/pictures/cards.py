"""Cards: into the reader, out of it, under the scanner, under the camera, laid out on a table."""
from __future__ import annotations

from kiosk.ui.pictures.hands import holding, thumb
from kiosk.ui.pictures.pen import Pen, arc


def arrow(pen: Pen, x: float, y: float, length: float, degrees: float, colour: str = "warm") -> None:
    """A round arrow with its middle at ``x, y``; 0 degrees points down."""
    turned = pen.turned(degrees, x, y)
    low = y + length / 2
    for width, ink in ((22.0, "contour"), (14.0, colour)):
        turned.line([(x, y - length / 2), (x, low - 4)], width, ink)
        turned.line([(x - 23, low - 27), (x, low - 3), (x + 23, low - 27)], width, ink)


def backdrop(pen: Pen) -> None:
    """The soft field behind every illustration."""
    pen.oval(200, 154, 190, 134, "pale", 0.55)


def tick(pen: Pen, x: float, y: float, r: float = 30) -> None:
    """Done: a round field with a tick."""
    pen.ball(x, y, r, "leaf")
    pen.line([(x - r * 0.45, y + r * 0.05), (x - r * 0.12, y + r * 0.38), (x + r * 0.48, y - r * 0.34)], r * 0.26, "soot")


def padlock(pen: Pen, x: float, y: float, colour: str = "warm") -> None:
    """A closed padlock with its middle at ``x, y``."""
    for width, ink in ((17.0, "contour"), (9.0, colour)):
        pen.line([(x - 16, y), *arc(x, y - 18, 16, 18, 180, 360), (x + 16, y)], width, ink)
    pen.block(x - 29, y - 6, 58, 46, colour, 9)
    pen.dot(x, y + 12, 7, "soot")
    pen.line([(x, y + 14), (x, y + 25)], 6, "soot")


def bell(pen: Pen, x: float, y: float) -> None:
    """A desk bell that rings."""
    pen.shape([*arc(x, y + 22, 40, 44, 180, 360, 24), (x + 40, y + 24), (x - 40, y + 24)], "warm")
    pen.block(x - 50, y + 24, 100, 12, "night2", 6)
    pen.block(x - 7, y - 34, 14, 13, "night2", 5)
    for side in (-1, 1):
        pen.bow(x, y, 58, -64 if side > 0 else 204, -26 if side > 0 else 244, 6, "contour")


def chip_card(pen: Pen, x: float, y: float) -> None:
    """A citizen certificate card standing upright, its chip at the lower end."""
    pen.block(x, y, 112, 172, "accent", 13)
    pen.rect(x + 2, y + 26, 108, 28, "leaf")
    pen.dot(x + 26, y + 82, 13, "on_accent", 0.9)
    pen.rect(x + 48, y + 72, 48, 8, "on_accent", 4, 0.9)
    pen.rect(x + 48, y + 87, 34, 8, "on_accent", 4, 0.9)
    pen.rect(x + 34, y + 114, 44, 38, "glow", 7)
    for side in (0, 28):
        for row in (126, 139):
            pen.line([(x + 35 + side, y + row), (x + 49 + side, y + row)], 2.5, "soot")
    pen.frame(x + 49, y + 120, 14, 26, 2.5, "soot", 3)


def _reader(pen: Pen, lamp: bool = False) -> None:
    """The front of the reader hides the lower end of the card; its slot glows, its lamp is lit when the card sits."""
    pen.block(88, 206, 224, 72, "night", 18)
    pen.rect(92, 210, 216, 22, "night2", 10)
    pen.rect(132, 208, 136, 9, "glow", 4.5)
    pen.block(112, 244, 34, 22, "night2", 4, 2.5)
    pen.rect(118, 250, 9, 8, "glow", 2)
    pen.ball(284, 254, 9, "glow" if lamp else "night2", 3)


def insert(pen: Pen, turn: int = 1) -> None:
    """A card, chip first, goes down into the slot; then the reader's lamp is lit."""
    backdrop(pen)
    top = (26, 62, 98, 98)[turn]
    if turn == 3:
        chip_card(pen, 144, top)
        _reader(pen, lamp=True)
        tick(pen, 326, 132)
        return
    hand = holding(pen, 250, top + 40)
    chip_card(pen, 144, top)
    thumb(hand, 250, top + 40)
    _reader(pen)
    arrow(pen, 82, 122, 104, 0)


def keep(pen: Pen, turn: int = 0) -> None:
    """The card stays in the slot, as if locked, while the chip works."""
    backdrop(pen)
    chip_card(pen, 144, 98)
    _reader(pen, lamp=True)
    padlock(pen, 74, 138)
    for at in range(3):
        pen.ball(304 + at * 27, 146, 10, "warm" if at == turn else "paper", 3)


def take(pen: Pen, turn: int = 2) -> None:
    """The card comes out again and a hand takes it."""
    backdrop(pen)
    top = (98, 62, 44, 14)[turn]
    hand = holding(pen, 250, top + 40) if turn > 1 else None
    chip_card(pen, 144, top)
    if hand is not None:
        thumb(hand, 250, top + 40)
    _reader(pen)
    arrow(pen, 82, 122, 104, 180)


def card_left(pen: Pen) -> None:
    """A card still stands in the reader, the bell rings."""
    backdrop(pen)
    chip_card(pen, 144, 54)
    _reader(pen)
    bell(pen, 336, 118)
    arrow(pen, 82, 122, 104, 180)


def id_card(pen: Pen, x: float, y: float, portrait: bool) -> None:
    """An identity card, its front with a portrait or its back with a barcode; a drawing, no likeness."""
    pen.block(x, y, 190, 120, "paper", 12)
    pen.shape([*arc(x + 12, y + 12, 12, 12, 180, 270, 8), *arc(x + 178, y + 12, 12, 12, 270, 360, 8), (x + 190, y + 27), (x, y + 27)],
              "coral", 3)  # fmt: skip
    if portrait:
        pen.block(x + 124, y + 38, 52, 68, "pale", 5, 3)
        pen.rect(x + 132, y + 82, 36, 22, "leaf", 11)
        pen.dot(x + 150, y + 64, 14, "hair")
        pen.dot(x + 150, y + 68, 11, "skin")
        for row, wide in enumerate((86, 64, 92)):
            pen.rect(x + 18, y + 46 + row * 20, wide, 9, "faint", 4)
        return
    at = x + 22.0
    for wide in (4, 2, 6, 2, 3, 5, 2, 4, 2, 6, 3, 2, 5, 2, 4, 3, 6, 2):
        pen.rect(at, y + 48, wide, 50, "print")
        at += wide + 4.6


def scan(pen: Pen, turn: int = 2) -> None:
    """The back of the card is held up to the scanner's window until its light crosses the barcode."""
    backdrop(pen)
    top = (176, 158, 138)[turn]
    pen.block(128, 14, 144, 56, "night", 18)
    pen.block(156, 54, 88, 16, "coral", 8, 3)
    pen.poly([(160, 74), (240, 74), (316, 214), (84, 214)], "glow", 0.34)
    hand = holding(pen, 252, top + 66)
    id_card(pen, 72, top, portrait=False)
    thumb(hand, 252, top + 66)
    if turn == 2:
        pen.line([(60, top + 72), (222, top + 72)], 7, "coral")
    else:
        arrow(pen, 348, 120, 88, 180)


def lay(pen: Pen, turn: int = 1) -> None:
    """The card is laid, portrait up, on the marked field under the camera."""
    backdrop(pen)
    pen.block(160, 8, 80, 44, "night", 14)
    pen.ball(200, 48, 17, "night2")
    pen.dot(200, 48, 8, "glow")
    pen.poly([(190, 66), (210, 66), (330, 262), (70, 262)], "glow", 0.26)
    pen.block(62, 132, 276, 150, "night2", 16)
    pen.block(76, 144, 248, 126, "pale", 11)
    if turn == 2:
        id_card(pen, 105, 147, portrait=True)
        tick(pen, 352, 116)
        return
    top = (78, 112)[turn]
    hand = holding(pen, 252, top + 56)
    id_card(pen, 72, top, portrait=True)
    thumb(hand, 252, top + 56)
    arrow(pen, 38, 104, 88, 0)


def certificate(pen: Pen) -> None:
    """A citizen certificate by itself."""
    chip_card(pen.larger(1.6, 200, 150), 144, 64)


def identity(pen: Pen) -> None:
    """An identity card by itself."""
    id_card(pen.larger(1.9, 200, 150), 105, 90, portrait=True)


def bring(pen: Pen) -> None:
    """What to bring, laid out: a card with a chip, an identity card."""
    backdrop(pen)
    pen.shape([(44, 236), (356, 236), (384, 282), (16, 282)], "warm")
    left = pen.turned(-8, 130, 140)
    chip_card(left, 66, 66)
    right = pen.turned(6, 260, 160)
    id_card(right, 182, 116, portrait=True)
    tick(pen, 322, 84, 34)


def refused(pen: Pen) -> None:
    """A card that cannot be used here: its day is over or it is not known."""
    backdrop(pen)
    chip_card(pen, 110, 62)
    pen.ball(262, 196, 62, "paper")
    pen.line([(262, 196), (262, 158)], 9, "print")
    pen.line([(262, 196), (290, 210)], 9, "print")
    for angle in range(0, 360, 90):
        x, y = arc(262, 196, 50, 50, angle, angle, 1)[0]
        pen.dot(x, y, 4, "print")


def unknown(pen: Pen) -> None:
    """A card that this counter does not know: another colour, no chip."""
    backdrop(pen)
    other = pen.turned(-9, 170, 130)
    other.block(66, 62, 214, 136, "pale", 14)
    other.rect(68, 84, 210, 30, "soot")
    other.rect(88, 140, 84, 10, "faint", 5)
    other.rect(88, 162, 56, 10, "faint", 5)
    pen.ball(268, 190, 58, "paper")
    pen.bow(268, 174, 19, 180, 400, 11, "print")
    pen.line([(283, 186), (268, 197), (268, 206)], 11, "print")
    pen.dot(268, 225, 7, "print")


def void(pen: Pen) -> None:
    """A card that counts no more."""
    backdrop(pen)
    chip_card(pen, 110, 62)
    pen.ball(268, 190, 54, "coral")
    pen.line([(246, 168), (290, 212)], 13, "soot")
    pen.line([(290, 168), (246, 212)], 13, "soot")


def locked(pen: Pen) -> None:
    """A card whose PIN is locked."""
    backdrop(pen)
    chip_card(pen, 110, 62)
    padlock(pen, 268, 186)


def pulled(pen: Pen) -> None:
    """The card came out too early; it goes back in, all is kept."""
    backdrop(pen)
    tilted = pen.turned(9, 200, 90)
    chip_card(tilted, 144, 8)
    _reader(pen)
    arrow(pen, 82, 128, 100, 0)
    for side in (0, 1, 2):
        pen.line([(300 + side * 20, 180), (308 + side * 24, 160)], 6, "contour")
