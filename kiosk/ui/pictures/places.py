"""Places: the counter at night, closed, a sign that something is wrong, a lamp to wait by, good night."""
from __future__ import annotations

from kiosk.ui.pictures.cards import backdrop
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
    pen.rect(8, 8, 384, 284, "night", 30)
    for x, y, r in STARS:
        pen.dot(x, y, r, "glow")
    if hills:
        ridge = [(8.0, 214.0), *arc(96, 226, 104, 66, 190, 350, 20), *arc(300, 228, 120, 92, 190, 340, 20), (392.0, 212.0)]
        pen.poly([*((min(max(x, 8.0), 392.0), y) for x, y in ridge), (392, 262), (8, 262)], "night2")


def counter(pen: Pen) -> None:
    """The office sleeps, the counter is open: a lit window, a person on the way to it."""
    sky(pen)
    moon(pen, 318, 66, 30, "night")
    pen.rect(8, 246, 384, 46, "leaf", 30)
    pen.rect(8, 246, 384, 22, "leaf")
    pen.poly([(66, 132), (168, 74), (270, 132)], "coral")
    pen.rect(80, 130, 176, 120, "pale", 4)
    pen.rect(80, 130, 176, 9, "ink", 0, 0.12)
    for x in (96, 216):
        pen.rect(x, 156, 24, 40, "night2", 4)
        pen.line([(x + 12, 158), (x + 12, 194)], 2, "pale")
    pen.rect(134, 148, 68, 102, "glow", 8)
    pen.poly([(134, 250), (202, 250), (246, 284), (90, 284)], "glow", 0.40)
    pen.rect(148, 162, 40, 62, "night", 7)
    pen.rect(153, 167, 30, 36, "card", 4)
    pen.rect(158, 174, 20, 4, "accent", 2)
    pen.rect(158, 183, 14, 4, "line", 2)
    pen.rect(158, 208, 20, 5, "warm", 2.5)
    pen.rect(154, 224, 28, 26, "night2", 3)
    _walker(pen, 300, 190)
    for x, y in ((40, 236), (360, 232)):
        pen.line([(x, y + 20), (x, y)], 5, "hair")
        pen.dot(x, y - 14, 22, "leaf")
        pen.dot(x - 12, y - 2, 13, "leaf")
        pen.dot(x + 12, y - 2, 13, "leaf")


def _walker(pen: Pen, x: float, y: float) -> None:
    pen.oval(x, y + 86, 30, 5, "ink", 0.25)
    pen.line([(x - 7, y + 48), (x - 9, y + 80)], 10, "hair")
    pen.line([(x + 7, y + 48), (x + 11, y + 80)], 10, "hair")
    pen.rect(x - 19, y + 12, 38, 46, "warm", 15)
    pen.line([(x - 15, y + 22), (x - 28, y + 40)], 9, "warm")
    pen.rect(x - 42, y + 32, 20, 15, "paper", 2)
    pen.dot(x, y - 4, 16, "skin")
    pen.poly([*arc(x + 1, y - 6, 17, 16, 180, 380, 20), (x + 8, y - 4), (x, y - 10)], "hair")


def closed(pen: Pen) -> None:
    """The shutter is down, the moon is up."""
    sky(pen)
    moon(pen, 324, 64, 28, "night")
    pen.rect(8, 250, 384, 42, "leaf", 30)
    pen.rect(8, 250, 384, 20, "leaf")
    pen.rect(92, 104, 216, 150, "pale", 6)
    for at in range(6):
        colour = "coral" if at % 2 == 0 else "paper"
        pen.poly([(84 + at * 39, 88), (123 + at * 39, 88), (123 + at * 39, 116), *arc(103.5 + at * 39, 116, 19.5, 12, 0, 180, 12)], colour)
    pen.rect(118, 138, 164, 116, "night2", 4)
    for row in range(7):
        pen.rect(118, 148 + row * 15, 164, 4, "night")
    pen.rect(180, 240, 40, 8, "glow", 4)


def warning(pen: Pen) -> None:
    """A friendly traffic sign, no alarm."""
    backdrop(pen)
    pen.rect(192, 190, 16, 88, "hair", 6)
    pen.oval(200, 278, 70, 9, "ink", 0.14)
    pen.line([(200, 44), (300, 206), (100, 206), (200, 44)], 34, "warm")
    pen.poly([(200, 44), (300, 206), (100, 206)], "warm")
    pen.line([(200, 62), (284, 198), (116, 198), (200, 62)], 16, "paper")
    pen.poly([(200, 62), (284, 198), (116, 198)], "paper")
    pen.line([(200, 106), (200, 152)], 19, "hair")
    pen.dot(200, 184, 11, "hair")
    for x, colour in ((84, "leaf"), (316, "leaf")):
        pen.poly([*arc(x, 278, 32, 44, 180, 360, 20)], colour)


def waiting(pen: Pen) -> None:
    """A window at night, a lamp, a cup of tea."""
    backdrop(pen)
    pen.rect(66, 34, 150, 160, "paper", 10)
    pen.rect(76, 44, 130, 140, "night", 5)
    moon(pen, 160, 88, 22, "night")
    for x, y, r in ((100, 70, 2.4), (118, 128, 2.2), (184, 142, 2.4), (96, 158, 1.8)):
        pen.dot(x, y, r, "glow")
    pen.rect(138, 44, 6, 140, "paper")
    pen.rect(76, 112, 130, 6, "paper")
    pen.poly([(264, 70), (316, 70), (344, 134), (236, 134)], "warm")
    pen.poly([(240, 134), (340, 134), (372, 232), (208, 232)], "glow", 0.32)
    pen.rect(286, 134, 8, 92, "hair")
    pen.rect(262, 222, 56, 10, "hair", 5)
    pen.rect(36, 230, 328, 16, "coral", 8)
    pen.rect(118, 186, 62, 46, "leaf", 12)
    pen.bow(182, 206, 13, -80, 80, 7, "leaf")
    for x in (136, 158):
        pen.line([(x, 176), (x + 5, 168), (x - 3, 160), (x + 2, 152)], 4, "pale")


def thanks(pen: Pen) -> None:
    """The moon smiles over the hills; the way home is lit."""
    sky(pen)
    pen.dot(200, 118, 68, "glow")
    pen.bow(176, 110, 9, 190, 350, 5.5, "hair")
    pen.bow(224, 110, 9, 190, 350, 5.5, "hair")
    pen.bow(200, 126, 24, 20, 160, 5.5, "hair", ry=17)
    pen.dot(158, 132, 11, "coral", 0.45)
    pen.dot(242, 132, 11, "coral", 0.45)
    pen.poly([(8, 240), *arc(120, 262, 150, 50, 200, 340, 24), (392, 236), (392, 268), (8, 268)], "leaf")
    pen.rect(8, 244, 384, 48, "leaf", 30)
    pen.poly([(300, 218), (328, 196), (356, 218)], "coral")
    pen.rect(307, 216, 42, 34, "paper", 2)
    pen.rect(321, 226, 14, 24, "glow", 2)
    pen.poly([(322, 250), (334, 250), (300, 290), (254, 290)], "glow", 0.45)
