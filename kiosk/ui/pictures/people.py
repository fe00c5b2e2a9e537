"""People: looking into the camera, the officer, those who go first, a PIN entered behind a hand. Drawings of nobody."""
from __future__ import annotations

from kiosk.ui.pictures.cards import backdrop
from kiosk.ui.pictures.hands import pointing, shielding
from kiosk.ui.pictures.pen import Pen, arc


def bust(pen: Pen, x: float, y: float, shirt: str = "leaf", hair: str = "hair") -> None:
    """Head and shoulders, looking at you; ``x, y`` is the middle of the face."""
    pen.shape([*arc(x, y + 128, 92, 62, 180, 360, 30), (x + 92, y + 136), (x - 92, y + 136)], shirt)
    pen.block(x - 18, y + 44, 36, 40, "skin", 14)
    pen.ball(x, y - 8, 57, hair, ry=60)
    pen.ball(x, y + 6, 46, "skin", ry=54)
    pen.poly([*arc(x, y - 16, 50, 42, 180, 360, 24), (x + 30, y - 22), (x - 20, y - 30)], hair)
    pen.dot(x - 17, y + 6, 5.2, "print")
    pen.dot(x + 17, y + 6, 5.2, "print")
    pen.bow(x, y + 22, 16, 20, 160, 5, "print", ry=11)
    pen.dot(x - 29, y + 23, 8, "coral", 0.34)
    pen.dot(x + 29, y + 23, 8, "coral", 0.34)


def lens(pen: Pen, x: float, y: float) -> None:
    """The counter's camera."""
    pen.block(x - 52, y - 22, 104, 44, "night", 22)
    pen.ball(x, y, 16, "night2", 3)
    pen.dot(x, y, 8, "glow")
    pen.dot(x + 32, y, 5, "coral")


def look(pen: Pen, turn: int = 1) -> None:
    """A face between four corners that close in on it, the camera above."""
    backdrop(pen)
    bust(pen, 200, 152)
    lens(pen, 200, 32)
    far = (12, 0)[turn]
    corners = ((110, 78, 1, 1), (290, 78, -1, 1), (110, 278, 1, -1), (290, 278, -1, -1))
    for width, ink in ((15.0, "contour"), (8.0, "warm")):
        for x, y, dx, dy in corners:
            x, y = x - far * dx, y - far * dy
            pen.line([(x + 36 * dx, y), (x, y), (x, y + 36 * dy)], width, ink)


def headset(pen: Pen, x: float, y: float) -> None:
    """A headset worn on a head whose face is at ``x, y``."""
    pen.bow(x, y - 8, 60, 188, 352, 9, "contour")
    pen.bow(x, y - 8, 60, 190, 350, 4, "glow")
    for side in (-1, 1):
        pen.block(x + side * 56 - 11, y - 10, 22, 40, "night", 9)
    pen.line([(x + 56, y + 28), (x + 46, y + 50), (x + 22, y + 54)], 6, "contour")
    pen.ball(x + 16, y + 54, 8, "night", 3)


def bubble(pen: Pen, x: float, y: float, w: float, h: float, colour: str = "paper", left: bool = True) -> None:
    """A speech bubble whose tail points down, to the left or the right."""
    at = x + (w * 0.24 if left else w * 0.76)
    pen.shape([(at - 12, y + h - 8), (at + (-20 if left else 20), y + h + 26), (at + 16, y + h - 8)], colour)
    pen.block(x, y, w, h, colour, 22)
    pen.rect(at - 9, y + h - 10, 22, 9, colour)


def officer(pen: Pen) -> None:
    """A friendly officer with a headset listens."""
    backdrop(pen)
    bust(pen, 172, 158, "accent")
    headset(pen, 172, 158)
    bubble(pen, 252, 34, 118, 84)
    for at in range(3):
        pen.dot(284 + at * 27, 76, 8, "print")


def clerk(pen: Pen) -> None:
    """An officer looks at a card on a screen: a person checks, not a machine."""
    backdrop(pen)
    bust(pen, 138, 152, "accent")
    headset(pen, 138, 152)
    pen.block(214, 112, 160, 118, "night", 12)
    pen.block(226, 124, 136, 94, "paper", 6, 3)
    pen.block(284, 236, 22, 24, "night2", 2)
    pen.block(250, 258, 90, 14, "night2", 7)
    pen.block(304, 138, 44, 56, "pale", 4, 3)
    pen.dot(326, 158, 11, "hair")
    pen.dot(326, 161, 8.5, "skin")
    pen.rect(311, 174, 30, 16, "leaf", 8)
    for row, wide in enumerate((56, 42, 60)):
        pen.rect(236, 142 + row * 18, wide, 8, "faint", 4)


def elder(pen: Pen) -> None:
    """Those who go first: a grey-haired person with glasses, and a wheel."""
    backdrop(pen)
    bust(pen, 146, 150, "coral", "faint")
    for side in (-1, 1):
        pen.bow(146 + side * 18, 156, 14, 0, 360, 5, "contour")
    pen.line([(142, 154), (150, 154)], 5, "contour")
    for width, ink in ((20.0, "contour"), (12.0, "warm")):
        pen.line([(282, 132), (282, 196), (322, 196), (344, 244)], width, ink)
        pen.bow(288, 222, 42, 30, 270, width, ink)
    pen.ball(282, 100, 18, "skin")


def pin(pen: Pen) -> None:
    """Keys, a finger on one of them, and the other hand as a roof over it."""
    backdrop(pen)
    pen.block(118, 42, 176, 236, "night", 18)
    for row in range(4):
        for column in range(3):
            pen.block(136 + column * 49, 72 + row * 49, 42, 40, "paper", 9, 3)
    pointing(pen, 208, 136)
    shielding(pen, 216, 64, 4)


def touch(pen: Pen) -> None:
    """A finger touches the counter's screen: I am still here."""
    backdrop(pen)
    pen.block(92, 22, 184, 252, "night", 20)
    pen.block(108, 38, 152, 220, "paper", 8, 3)
    pen.rect(128, 56, 90, 13, "print", 6)
    pen.rect(128, 80, 112, 9, "faint", 4)
    pen.block(126, 108, 116, 46, "leaf", 12, 3)
    for r in (20, 34):
        pen.bow(206, 132, r, 180, 300, 5, "contour")
    pointing(pen, 206, 132)
