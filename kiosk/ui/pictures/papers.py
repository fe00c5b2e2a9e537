"""Paper: printed, taken, kept for later, and the request on its way."""
from __future__ import annotations

from kiosk.ui.pictures.cards import arrow, backdrop
from kiosk.ui.pictures.pen import Pen, arc


def sheet(pen: Pen, x: float, y: float, w: float, h: float) -> None:
    """A certificate: a title, lines, a seal."""
    pen.rect(x + 4, y + 5, w, h, "ink", 6, 0.12)
    pen.rect(x, y, w, h, "paper", 6)
    pen.rect(x + w * 0.25, y + h * 0.10, w * 0.5, 9, "accent", 4)
    for row in range(4):
        pen.rect(x + w * 0.13, y + h * (0.25 + row * 0.12), w * (0.74 if row != 3 else 0.4), 6, "line", 3)
    pen.dot(x + w * 0.74, y + h * 0.80, w * 0.11, "coral")
    pen.dot(x + w * 0.74, y + h * 0.80, w * 0.06, "paper", 0.6)


def _printer(pen: Pen) -> None:
    pen.rect(78, 84, 244, 88, "night", 20)
    pen.rect(78, 84, 244, 34, "night2", 17)
    pen.rect(112, 142, 176, 12, "ink", 6)
    pen.dot(294, 101, 6, "leaf")
    pen.dot(274, 101, 6, "glow")


def printing(pen: Pen) -> None:
    """A sheet comes out of the printer."""
    backdrop(pen)
    pen.rect(142, 34, 116, 60, "paper", 6)
    pen.rect(142, 34, 116, 60, "line", 6, 0.35)
    _printer(pen)
    sheet(pen, 130, 149, 140, 112)
    pen.rect(112, 142, 176, 8, "ink", 4)
    for at, y in enumerate((190, 214, 238)):
        pen.dot(312 + at * 4, y, 5, "warm")


def take(pen: Pen) -> None:
    """The finished sheet, to be taken."""
    backdrop(pen)
    pen.rect(86, 28, 228, 62, "night", 20)
    pen.rect(86, 28, 228, 26, "night2", 13)
    pen.dot(288, 41, 6, "leaf")
    sheet(pen, 124, 76, 152, 190)
    pen.rect(110, 70, 180, 11, "ink", 5)
    arrow(pen, 334, 190, 100, 0)


def sending(pen: Pen) -> None:
    """A sealed letter flies from the counter to the office."""
    backdrop(pen)
    for at in range(7):
        x, y = arc(200, 250, 142, 176, 196 + at * 22, 196 + at * 22, 1)[0]
        pen.dot(x, y, 4.5, "warm")
    pen.rect(26, 190, 66, 86, "night", 10)
    pen.rect(36, 200, 46, 40, "glow", 5)
    pen.rect(36, 252, 46, 7, "night2", 3.5)
    _office(pen, 298, 186)
    letter = pen.turned(-6, 200, 112)
    letter.rect(120, 62, 168, 106, "ink", 12, 0.14)
    letter.rect(114, 56, 168, 106, "paper", 12)
    letter.line([(118, 64), (198, 118), (278, 64)], 6, "line")
    letter.dot(198, 116, 20, "coral")
    letter.line([(189, 116), (196, 123), (208, 109)], 5, "paper")


def _office(pen: Pen, x: float, y: float) -> None:
    pen.poly([(x - 8, y + 26), (x + 38, y - 8), (x + 84, y + 26)], "leaf")
    pen.rect(x, y + 26, 76, 64, "accent", 3)
    for at in range(3):
        pen.rect(x + 10 + at * 22, y + 36, 12, 34, "glow", 2)
    pen.rect(x - 6, y + 84, 88, 8, "night2", 3)


def parked(pen: Pen) -> None:
    """A slip to come back with, and a clock."""
    backdrop(pen)
    pen.rect(114, 34, 134, 236, "ink", 8, 0.12)
    pen.rect(108, 28, 134, 236, "paper", 8)
    pen.rect(138, 50, 74, 9, "accent", 4)
    pen.rect(128, 74, 94, 6, "line", 3)
    pen.rect(128, 90, 70, 6, "line", 3)
    pattern = ("1110111", "1010101", "1110110", "0001001", "1101101", "1010010", "1110101")
    for row, bits in enumerate(pattern):
        for column, bit in enumerate(bits):
            if bit == "1":
                pen.rect(133 + column * 12, 120 + row * 12, 12, 12, "ink")
    pen.dot(276, 208, 54, "card")
    pen.bow(276, 208, 50, 0, 360, 9, "warm")
    pen.line([(276, 208), (276, 178)], 8, "ink")
    pen.line([(276, 208), (298, 218)], 8, "ink")
