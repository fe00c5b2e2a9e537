"""Paper: printed, taken, kept for later, the request on its way, the signature on the pad."""
from __future__ import annotations

from kiosk.ui.pictures.cards import arrow, backdrop, bell
from kiosk.ui.pictures.hands import holding, pointing, thumb
from kiosk.ui.pictures.pen import Pen, arc


def sheet(pen: Pen, x: float, y: float, w: float, h: float) -> None:
    """A certificate: a title, lines, a seal."""
    pen.block(x, y, w, h, "paper", 5)
    pen.rect(x + w * 0.22, y + 16, w * 0.56, 11, "print", 5)
    for row in range(max(0, int((h - 66) // 20))):
        pen.rect(x + w * 0.13, y + 44 + row * 20, w * (0.74 if row % 3 != 2 else 0.5), 8, "faint", 4)
    if h > 110:
        pen.ball(x + w * 0.76, y + h - 32, 17, "coral", 3)
        pen.bow(x + w * 0.76, y + h - 32, 9, 0, 360, 3, "soot")


def printer(pen: Pen, y: float, lamp: str = "leaf", x: float = 78) -> None:
    """A printer; what comes out of it is drawn afterwards and hidden by :func:`mouth`."""
    pen.block(x, y, 244, 88, "night", 20)
    pen.rect(x + 4, y + 4, 236, 28, "night2", 15)
    pen.ball(x + 214, y + 18, 8, lamp, 3)


def mouth(pen: Pen, y: float, x: float = 78) -> None:
    """The slot the sheet comes out of."""
    pen.block(x + 30, y, 184, 12, "soot", 6, 3)


def printing(pen: Pen, turn: int = 2) -> None:
    """A sheet comes out of the printer."""
    backdrop(pen)
    pen.block(142, 22, 116, 70 - turn * 6, "paper", 5)
    printer(pen, 76, "glow" if turn % 2 else "leaf")
    sheet(pen, 130, 138, 140, (36, 68, 100, 132)[turn])
    mouth(pen, 134)


def take(pen: Pen, turn: int = 3) -> None:
    """The finished sheet comes out and a hand takes it."""
    backdrop(pen)
    printer(pen, 14, x=62)
    long = (70, 122, 176, 186)[turn]
    if turn == 3:
        hand = holding(pen, 248, 212, 8)
        sheet(pen, 106, 84, 152, long)
        thumb(hand, 248, 212)
    else:
        sheet(pen, 106, 84, 152, long)
    mouth(pen, 76, x=62)
    arrow(pen, 54, 178, 108, 0)


def left(pen: Pen) -> None:
    """A sheet still lies in the tray, the bell rings."""
    backdrop(pen)
    printer(pen, 14)
    sheet(pen, 124, 84, 152, 176)
    mouth(pen, 76)
    bell(pen, 340, 206)
    arrow(pen, 66, 176, 108, 0)


def sending(pen: Pen, turn: int = 1) -> None:
    """A sealed letter flies from the counter to the office."""
    backdrop(pen)
    for at in range(13):
        x, y = arc(200, 236, 146, 150, 190 + at * 13.3, 190 + at * 13.3, 1)[0]
        pen.dot(x, y, 4.5, "contour")
    pen.block(20, 186, 74, 94, "night", 11)
    pen.block(32, 198, 50, 42, "glow", 5, 3)
    pen.rect(36, 254, 42, 9, "night2", 4.5)
    office(pen, 302, 186)
    x, y, tilt = ((112, 118, -22), (200, 84, -4), (282, 124, 18))[turn]
    letter(pen.turned(tilt, x, y), x, y)


def letter(pen: Pen, x: float, y: float) -> None:
    """A sealed letter with its middle at ``x, y``."""
    pen.block(x - 68, y - 44, 136, 88, "paper", 10)
    pen.line([(x - 64, y - 38), (x, y + 6), (x + 64, y - 38)], 5, "contour")
    pen.ball(x, y + 6, 18, "coral", 3)
    pen.line([(x - 8, y + 6), (x - 2, y + 12), (x + 8, y)], 5, "soot")


def office(pen: Pen, x: float, y: float) -> None:
    """The agency's house."""
    pen.block(x, y + 24, 76, 64, "pale", 3)
    pen.shape([(x - 10, y + 26), (x + 38, y - 12), (x + 86, y + 26)], "accent")
    for at in range(3):
        pen.block(x + 9 + at * 22, y + 38, 14, 34, "glow", 2, 3)
    pen.block(x - 8, y + 82, 92, 11, "night2", 4)


def slip(pen: Pen, x: float, y: float) -> None:
    """The slip one comes back with."""
    pen.block(x, y, 134, 240, "paper", 7)
    pen.rect(x + 26, y + 20, 82, 12, "print", 6)
    pen.rect(x + 20, y + 46, 94, 8, "faint", 4)
    pen.rect(x + 20, y + 63, 70, 8, "faint", 4)
    pattern = ("1110111", "1010101", "1110110", "0001001", "1101101", "1010010", "1110101")
    for row, bits in enumerate(pattern):
        for column, bit in enumerate(bits):
            if bit == "1":
                pen.rect(x + 25 + column * 12, y + 92 + row * 12, 12.4, 12.4, "print")


def clock(pen: Pen, x: float, y: float, r: float = 54) -> None:
    """A clock, ten past four."""
    pen.ball(x, y, r, "paper")
    pen.bow(x, y, r - 6, 0, 360, 7, "warm")
    pen.line([(x, y), (x, y - r * 0.55)], 8, "print")
    pen.line([(x, y), (x + r * 0.42, y + r * 0.2)], 8, "print")


def parked(pen: Pen) -> None:
    """A slip to come back with, and a clock."""
    backdrop(pen)
    slip(pen, 104, 28)
    clock(pen, 280, 206, 58)


FLOURISH = [(112.0, 136.0), (124.0, 98.0), (136.0, 134.0), (150.0, 108.0), (162.0, 134.0), (178.0, 116.0), (190.0, 132.0),
            (208.0, 120.0), (230.0, 128.0), (252.0, 122.0)]  # fmt: skip


def sign(pen: Pen, turn: int = 2) -> None:
    """A finger signs on the white pad."""
    backdrop(pen)
    pen.block(62, 22, 276, 172, "night", 18)
    pen.block(80, 38, 240, 140, "paper", 8, 3)
    pen.line([(98, 148), (302, 148)], 4, "faint")
    upto = FLOURISH[: (1, 5, 10)[turn]]
    if len(upto) > 1:
        pen.line(upto, 8, "print")
    pointing(pen, *upto[-1])
