"""Places: the counter at night, closed, a lamp to wait by, good night."""
from __future__ import annotations

from kiosk.ui.pictures.cards import backdrop
from kiosk.ui.pictures.papers import letter
from kiosk.ui.pictures.pen import Pen, arc

STARS = (
    (46, 52, 2.6), (92, 34, 1.8), (140, 62, 2.2), (188, 30, 2.6), (236, 56, 1.8), (352, 92, 2.2), (62, 104, 1.8), (272, 26, 1.6),
    (372, 44, 1.8),
)


def moon(pen: Pen, x: float, y: float, r: float, sky: str) -> None:
    """A crescent."""
    pen.dot(x, y, r, "glow")
    pen.dot(x + r * 0.42, y - r * 0.28, r * 0.86, sky)


def sky(pen: Pen, hills: bool = True) -> None:
    """Night behind everything: stars, hills."""
    pen.block(8, 8, 384, 284, "night", 30)
    for x, y, r in STARS:
        pen.dot(x, y, r, "glow")
    if hills:
        ridge = [(8.0, 214.0), *arc(96, 226, 104, 66, 190, 350, 20), *arc(300, 228, 120, 92, 190, 340, 20), (392.0, 212.0)]
        pen.poly([*((min(max(x, 8.0), 392.0), y) for x, y in ridge), (392, 262), (8, 262)], "night2")


def counter(pen: Pen) -> None:
    """The office sleeps, the counter is open: a lit window, a person on the way to it."""
    sky(pen)
    moon(pen, 318, 66, 30, "night")
    _lawn(pen, 246)
    pen.block(80, 130, 176, 120, "pale", 4)
    pen.shape([(62, 134), (168, 72), (274, 134)], "coral")
    for x in (94, 216):
        pen.block(x, 154, 26, 42, "night2", 4, 3)
        pen.line([(x + 13, 156), (x + 13, 194)], 3, "contour")
    pen.block(132, 148, 72, 102, "glow", 8)
    pen.poly([(134, 252), (202, 252), (246, 286), (90, 286)], "glow", 0.40)
    pen.block(147, 160, 42, 64, "night", 7, 3)
    pen.rect(153, 167, 30, 36, "paper", 4)
    pen.rect(158, 173, 20, 5, "print", 2)
    pen.rect(158, 183, 14, 5, "faint", 2)
    pen.rect(158, 208, 20, 5, "warm", 2.5)
    pen.block(154, 224, 28, 26, "night2", 3, 3)
    _walker(pen, 300, 190)
    for x, y in ((38, 236), (362, 232)):
        pen.line([(x, y + 22), (x, y)], 7, "soot")
        bush = [*arc(x - 12, y - 2, 14, 14, 90, 200, 10), *arc(x, y - 14, 22, 22, 190, 350, 16), *arc(x + 12, y - 2, 14, 14, -20, 90, 10)]
        pen.shape(bush, "leaf", 3)


def _lawn(pen: Pen, y: float) -> None:
    pen.rect(10, y, 380, 290 - y, "leaf", 28)
    pen.rect(10, y, 380, 24, "leaf")
    pen.line([(10, y), (390, y)], 4, "contour")
    pen.frame(8, 8, 384, 284, 4, "contour", 30)


def _walker(pen: Pen, x: float, y: float) -> None:
    pen.oval(x, y + 86, 30, 5, "soot", 0.3)
    pen.limb([(x - 7, y + 48), (x - 9, y + 80)], 9, "night2")
    pen.limb([(x + 7, y + 48), (x + 11, y + 80)], 9, "night2")
    pen.block(x - 42, y + 31, 22, 17, "paper", 2, 3)
    pen.block(x - 20, y + 10, 40, 48, "warm", 15)
    pen.limb([(x - 14, y + 24), (x - 27, y + 40)], 8, "warm")
    pen.ball(x, y - 6, 17, "skin")
    pen.shape([*arc(x + 1, y - 7, 17, 16, 180, 375, 20), (x + 8, y - 4), (x, y - 10)], "hair", 3)


def closed(pen: Pen) -> None:
    """The shutter is down, the moon is up."""
    sky(pen)
    moon(pen, 332, 60, 28, "night")
    _lawn(pen, 250)
    pen.block(92, 100, 216, 152, "pale", 6)
    pen.block(118, 140, 164, 112, "night2", 4)
    for row in range(6):
        pen.line([(120, 156 + row * 15), (280, 156 + row * 15)], 3, "contour")
    pen.block(176, 236, 48, 12, "glow", 5, 3)
    for at in range(6):
        colour = "coral" if at % 2 == 0 else "paper"
        x = 84 + at * 39
        pen.shape([(x, 84), (x + 39, 84), (x + 39, 114), *arc(x + 19.5, 114, 19.5, 13, 0, 180, 12)], colour)


def private(pen: Pen) -> None:
    """The counter, locked; what was entered is under way in a sealed letter, and nothing stays."""
    backdrop(pen)
    pen.block(70, 30, 150, 236, "night", 18)
    pen.block(86, 46, 118, 112, "paper", 8, 3)
    pen.block(110, 184, 70, 16, "night2", 6, 3)
    for width, ink in ((25.0, "contour"), (14.0, "warm")):
        pen.line([(120, 98), *arc(145, 86, 25, 26, 180, 360), (170, 98)], width, ink)
    pen.block(102, 94, 86, 58, "warm", 12)
    pen.dot(145, 118, 10, "soot")
    pen.line([(145, 120), (145, 136)], 8, "soot")
    for at in range(3):
        pen.dot(242 + at * 17, 150 - at * 9, 5, "contour")
    letter(pen.turned(-8, 306, 206), 306, 206)


def waiting(pen: Pen, turn: int = 0) -> None:
    """A window at night, a lamp, a cup of tea that steams."""
    backdrop(pen)
    pen.block(66, 30, 150, 160, "paper", 10)
    pen.block(78, 42, 126, 136, "night", 5, 3)
    moon(pen, 166, 82, 20, "night")
    for x, y, r in ((100, 70, 2.6), (116, 136, 2.4), (184, 146, 2.6), (96, 158, 2)):
        pen.dot(x, y, r, "glow")
    pen.rect(137, 42, 8, 136, "paper")
    pen.rect(78, 108, 126, 8, "paper")
    pen.poly([(240, 134), (340, 134), (372, 230), (208, 230)], "glow", 0.38)
    pen.block(284, 134, 11, 92, "soot", 0, 3)
    pen.shape([(264, 66), (316, 66), (346, 136), (234, 136)], "warm")
    pen.block(258, 220, 64, 14, "soot", 6, 3)
    pen.block(30, 232, 340, 20, "coral", 10)
    for width, ink in ((15.0, "contour"), (7.0, "leaf")):
        pen.bow(182, 206, 14, -80, 80, width, ink)
    pen.block(118, 184, 64, 48, "leaf", 12)
    way = 5 if turn == 0 else -5
    for x in (138, 160):
        pen.line([(x, 174), (x + way, 165), (x - way, 155), (x + way, 146)], 10, "contour")
        pen.line([(x, 174), (x + way, 165), (x - way, 155), (x + way, 146)], 4, "paper")


def thanks(pen: Pen) -> None:
    """The moon smiles over the hills; the way home is lit."""
    sky(pen, hills=False)
    pen.dot(200, 118, 78, "glow", 0.22)
    pen.ball(200, 118, 68, "glow")
    for x in (174, 226):
        pen.bow(x, 112, 11, 190, 350, 6.5, "soot")
    pen.bow(200, 124, 26, 20, 160, 6.5, "soot", ry=19)
    pen.dot(154, 132, 12, "coral", 0.5)
    pen.dot(246, 132, 12, "coral", 0.5)
    hill = [(10.0, 240.0), *arc(120, 262, 150, 50, 200, 340, 24), (390.0, 236.0)]
    hill = [(min(max(x, 10.0), 390.0), y) for x, y in hill]
    pen.poly([*hill, (390, 266), (10, 266)], "leaf")
    pen.rect(10, 240, 380, 50, "leaf", 28)
    pen.line(hill, 4, "contour")
    pen.poly([(321, 250), (335, 250), (300, 289), (250, 289)], "glow", 0.5)
    pen.block(306, 214, 44, 36, "paper", 2)
    pen.block(320, 226, 16, 24, "glow", 2, 3)
    pen.shape([(296, 218), (328, 192), (360, 218)], "coral")
    pen.frame(8, 8, 384, 284, 4, "contour", 30)
