"""People: looking into the camera, signing. Drawings of nobody."""
from __future__ import annotations

from kiosk.ui.pictures.cards import backdrop
from kiosk.ui.pictures.pen import Pen, arc


def bust(pen: Pen, x: float, y: float, shirt: str = "leaf") -> None:
    """Head and shoulders, looking at you; ``x, y`` is the middle of the face."""
    pen.poly([*arc(x, y + 128, 92, 62, 180, 360, 30), (x + 92, y + 140), (x - 92, y + 140)], shirt)
    pen.rect(x - 17, y + 40, 34, 40, "skin", 14)
    pen.oval(x, y - 8, 56, 60, "hair")
    pen.oval(x, y + 6, 46, 54, "skin")
    pen.poly([*arc(x, y - 16, 50, 42, 180, 360, 24), (x + 30, y - 22), (x - 20, y - 30)], "hair")
    pen.dot(x - 17, y + 6, 4.6, "hair")
    pen.dot(x + 17, y + 6, 4.6, "hair")
    pen.bow(x, y + 24, 15, 20, 160, 4.5, "coral", ry=10)
    pen.dot(x - 28, y + 22, 7, "coral", 0.28)
    pen.dot(x + 28, y + 22, 7, "coral", 0.28)


def look(pen: Pen) -> None:
    """A face between four corners, the camera above it."""
    backdrop(pen)
    bust(pen, 200, 152)
    pen.rect(150, 16, 100, 44, "night", 22)
    pen.dot(200, 38, 16, "night2")
    pen.dot(200, 38, 9, "glow")
    pen.dot(230, 38, 4, "coral")
    for x, y, dx, dy in ((112, 76, 1, 1), (288, 76, -1, 1), (112, 284, 1, -1), (288, 284, -1, -1)):
        pen.line([(x + 34 * dx, y), (x, y), (x, y + 34 * dy)], 8, "warm")


def sign(pen: Pen) -> None:
    """A pen writes a flourish on a sheet."""
    backdrop(pen)
    sheet = pen.turned(-4, 190, 160)
    sheet.rect(84, 54, 220, 204, "ink", 12, 0.12)
    sheet.rect(78, 48, 220, 204, "paper", 12)
    for row, wide in enumerate((140, 168, 120)):
        sheet.rect(104, 78 + row * 24, wide, 9, "line", 4)
    sheet.line([(104, 222), (272, 222)], 3, "edge")
    sheet.line([(112, 208), (126, 176), (138, 206), (150, 184), (160, 206), (176, 190), (186, 206), (206, 196), (226, 204)], 5, "accent")
    stylus = pen.turned(38, 232, 192)
    stylus.rect(223, 60, 20, 104, "warm", 8)
    stylus.rect(223, 60, 20, 22, "coral", 8)
    stylus.poly([(223, 160), (243, 160), (233, 190)], "skin")
    stylus.poly([(229, 180), (237, 180), (233, 192)], "ink")
