"""Speaking and hearing: telephone, headset, languages, what people think of the counter."""
from __future__ import annotations

from kiosk.ui.pictures.cards import backdrop
from kiosk.ui.pictures.icons import face
from kiosk.ui.pictures.pen import Pen, arc
from kiosk.ui.pictures.people import bubble


def phone(pen: Pen) -> None:
    """A telephone that is answered."""
    backdrop(pen)
    pen.block(96, 180, 180, 92, "night", 20)
    for row in range(3):
        for column in range(3):
            pen.rect(146 + column * 30, 194 + row * 23, 20, 15, "glow", 5)
    for width, ink in ((54.0, "contour"), (46.0, "coral")):
        pen.line([(92, 146), (114, 120), (258, 120), (280, 146)], width, ink)
    pen.block(66, 132, 54, 40, "coral", 12)
    pen.block(252, 132, 54, 40, "coral", 12)
    pen.line([(106, 124), (266, 124)], 30, "coral")
    for r in (26, 46, 66):
        pen.bow(296, 96, r, -78, -12, 7, "contour")


def headset(pen: Pen) -> None:
    """A headset, the socket it goes into, and words that are heard."""
    backdrop(pen)
    for width, ink in ((26.0, "contour"), (17.0, "accent")):
        pen.bow(160, 146, 82, 180, 360, width, ink)
    for side in (-1, 1):
        pen.block(160 + side * 82 - 24, 132, 48, 88, "night", 20)
        pen.rect(160 + side * 82 - 7, 152, 14, 48, "glow", 7)
    pen.line([*arc(214, 220, 28, 46, 180, 60, 12), (266, 256), (306, 250)], 8, "contour")
    pen.block(300, 234, 58, 32, "night2", 8)
    pen.ball(329, 250, 8, "glow", 3)
    for r in (22, 42, 62):
        pen.bow(262, 130, r, -46, 46, 8, "contour")


def _a(pen: Pen, x: float, y: float) -> None:
    pen.line([(x - 20, y + 24), (x, y - 26), (x + 20, y + 24)], 8, "print")
    pen.line([(x - 12, y + 7), (x + 12, y + 7)], 7, "print")


def _wen(pen: Pen, x: float, y: float) -> None:
    pen.line([(x, y - 28), (x, y - 20)], 7, "print")
    pen.line([(x - 26, y - 13), (x + 26, y - 13)], 7, "print")
    pen.line([(x - 13, y - 12), (x - 4, y + 8), (x + 24, y + 26)], 7, "print")
    pen.line([(x + 13, y - 12), (x + 4, y + 8), (x - 24, y + 26)], 7, "print")


def _hiragana(pen: Pen, x: float, y: float) -> None:
    pen.line([(x - 22, y - 16), (x + 20, y - 18)], 7, "print")
    pen.line([(x - 5, y - 28), (x - 6, y), (x, y + 24)], 7, "print")
    pen.line([(x + 13, y - 6), *arc(x - 4, y + 8, 18, 14, 300, 130, 14)], 6, "print")
    pen.line([*arc(x - 2, y + 10, 24, 17, 190, 420, 20)], 7, "print")


def languages(pen: Pen) -> None:
    """A globe and three greetings."""
    backdrop(pen)
    pen.ball(200, 198, 82, "leaf")
    pen.bow(200, 198, 36, 0, 360, 5, "contour", ry=82)
    pen.line([(120, 198), (280, 198)], 5, "contour")
    for y, half in ((156, 68), (240, 68)):
        pen.line([(200 - half, y), (200 + half, y)], 5, "contour")
    bubble(pen, 26, 66, 98, 82, left=False)
    _wen(pen, 75, 107)
    bubble(pen, 150, 14, 98, 82)
    _a(pen, 199, 55)
    bubble(pen, 274, 66, 98, 82)
    _hiragana(pen, 323, 107)


def answer(pen: Pen) -> None:
    """A question, and its answer."""
    backdrop(pen)
    bubble(pen, 40, 34, 128, 104)
    pen.bow(104, 72, 18, 180, 400, 10, "print")
    pen.line([(118, 84), (104, 94), (104, 102)], 10, "print")
    pen.dot(104, 119, 6, "print")
    bubble(pen, 150, 124, 206, 112, "leaf", left=False)
    for row, wide in enumerate((150, 120, 84)):
        pen.rect(178, 148 + row * 26, wide, 11, "soot", 5)


def rate(pen: Pen) -> None:
    """Three faces: sad, neither, glad."""
    backdrop(pen)
    for mood, x, y, r, colour in ((1, 98, 170, 56, "coral"), (3, 302, 170, 56, "pale"), (5, 200, 132, 78, "glow")):
        face(pen, x, y, r, mood, colour)


def remark(pen: Pen) -> None:
    """A few words of one's own: a bubble with lines, and a pencil."""
    backdrop(pen)
    bubble(pen, 66, 48, 240, 150)
    for row, wide in enumerate((180, 150, 96)):
        pen.rect(96, 82 + row * 32, wide, 11, "print" if row < 2 else "faint", 5)
    pencil = pen.turned(40, 286, 180)
    pencil.block(272, 76, 28, 120, "warm", 4)
    pencil.block(272, 70, 28, 24, "coral", 6)
    pencil.shape([(272, 194), (300, 194), (286, 228)], "skin")
    pencil.poly([(281, 214), (291, 214), (286, 227)], "soot")


def search(pen: Pen) -> None:
    """A list under a magnifying glass."""
    backdrop(pen)
    pen.block(78, 32, 190, 236, "paper", 9)
    for row in range(5):
        pen.ball(108, 72 + row * 40, 10, "leaf" if row == 2 else "pale", 3)
        pen.rect(132, 66 + row * 40, 108 - row % 2 * 24, 12, "print" if row == 2 else "faint", 6)
    for width, ink in ((30.0, "contour"), (21.0, "warm")):
        pen.line([(306, 212), (346, 262)], width, ink)
    pen.dot(264, 160, 62, "paper", 0.6)
    for width, ink in ((20.0, "contour"), (11.0, "warm")):
        pen.bow(264, 160, 60, 0, 360, width, ink)
    pen.rect(222, 152, 74, 16, "print", 8)
