"""A sign an agency, on a grid of 24: our own inventions, no coats of arms. A badge of ink with the sign cut out of it."""
from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.pictures.pen import Pen, arc

CUT = "on_accent"


def _badge(pen: Pen) -> None:
    pen.rect(0, 0, 24, 24, "ink", 7)


def _coin(pen: Pen, x: float, y: float, r: float = 2.6) -> None:
    pen.dot(x, y, r, CUT)
    pen.rect(x - 0.8, y - 0.8, 1.6, 1.6, "ink")


def house_coin(pen: Pen) -> None:
    """A house and a coin: the tax of a county."""
    pen.line([(4, 11.5), (10.5, 5.5), (17, 11.5)], 1.9, CUT)
    pen.line([(6, 10.5), (6, 18.5), (15, 18.5)], 1.9, CUT)
    _coin(pen, 17, 16, 3.6)


def ledger(pen: Pen) -> None:
    """Three columns that grow, and a coin: the state's tax in the centre."""
    for at, high in enumerate((5, 8, 11)):
        pen.rect(5 + at * 4, 19 - high, 2.6, high, CUT, 0.8)
    _coin(pen, 17.6, 7.6, 3)
    pen.line([(4.5, 20), (19.5, 20)], 1.6, CUT)


def tower(pen: Pen) -> None:
    """A stepped tower: the state's tax in the capital."""
    for at, wide in enumerate((3.4, 6.4, 9.4, 12.4)):
        pen.rect(12 - wide / 2, 6 + at * 3.6, wide, 2.9, CUT, 0.7)
    pen.line([(12, 3.4), (12, 6)], 1.5, CUT)


def harbour(pen: Pen) -> None:
    """Waves below a sail: a harbour city."""
    pen.poly([(11, 4), (11, 14), (5, 14)], CUT)
    pen.poly([(13, 6.5), (13, 14), (18.5, 14)], CUT)
    for y in (17, 20):
        pen.line([*arc(7, y, 2.5, 1.6, 180, 360, 8), *arc(12, y, 2.5, 1.6, 180, 0, 8), *arc(17, y, 2.5, 1.6, 180, 360, 8)], 1.5, CUT)


def heart(pen: Pen) -> None:
    """A heart over a hand: social affairs on the coast."""
    pen.poly([*arc(8.9, 8.2, 3.2, 3.2, 150, 345, 14), *arc(15.1, 8.2, 3.2, 3.2, 195, 390, 14), (12, 15)], CUT)
    pen.bow(12, 13.5, 7.4, 25, 155, 2, CUT, ry=6.2)


def persons(pen: Pen) -> None:
    """Two people: the household registry."""
    for x, y, r in ((8.6, 8.4, 2.7), (16.2, 10, 2.1)):
        pen.dot(x, y, r, CUT)
        pen.poly([*arc(x, y + r * 4.2, r * 2, r * 2.6, 180, 360, 14)], CUT)


def receipt(pen: Pen) -> None:
    """A receipt: revenue."""
    pen.poly([(7, 4.5), (17, 4.5), (17, 19.5), (15.3, 18), (13.7, 19.5), (12, 18), (10.3, 19.5), (8.7, 18), (7, 19.5)], CUT)
    for y in (8, 11.2, 14.4):
        pen.line([(9.4, y), (14.6, y)], 1.3, "ink")


def field(pen: Pen) -> None:
    """Plots of land."""
    pen.frame(4.6, 5.4, 14.8, 13.2, 1.8, CUT, 1)
    pen.line([(11.4, 5.4), (9.6, 18.6)], 1.6, CUT)
    pen.line([(10.6, 11), (19.4, 12.4)], 1.6, CUT)


def car(pen: Pen) -> None:
    """A car: motor vehicles."""
    pen.poly([(4, 16), (4, 12.4), (6.6, 11.6), (8.6, 7.6), (15.4, 7.6), (17.6, 11.6), (20, 12.6), (20, 16)], CUT)
    pen.rect(9.4, 9.1, 5.2, 2.4, "ink", 0.5)
    for x in (8, 16):
        pen.dot(x, 16.4, 2.6, "ink")
        pen.dot(x, 16.4, 1.6, CUT)


def umbrella(pen: Pen) -> None:
    """An umbrella: social affairs of a county."""
    pen.poly([*arc(12, 12.4, 8, 7.6, 180, 360, 20)], CUT)
    pen.line([(12, 12), (12, 17.6), *arc(10.3, 17.6, 1.7, 1.7, 0, 170, 8)], 1.7, CUT)


SIGNS: dict[str, Callable[[Pen], None]] = {
    "house-coin": house_coin, "ledger": ledger, "tower": tower, "harbour": harbour, "heart": heart, "persons": persons,
    "receipt": receipt, "field": field, "car": car, "umbrella": umbrella,
}  # fmt: skip


def sign(pen: Pen, name: str) -> None:
    """Draw an agency's sign; an unknown one is an empty badge."""
    _badge(pen)
    if name in SIGNS:
        SIGNS[name](pen)
