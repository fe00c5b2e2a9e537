"""The small signs, on a grid of 24. Each is drawn in one colour, called ``ink`` here; ``ground`` cuts holes."""
from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.pictures.pen import Pen, Point, arc
from kiosk.ui.pictures.signs import sign

W = 2.0
Line = list[Point]
STROKES: dict[str, list[Line]] = {
    "back": [[(19, 12), (5, 12)], [(11, 5.5), (4.5, 12), (11, 18.5)]],
    "previous": [[(15, 4.5), (7.5, 12), (15, 19.5)]],
    "next": [[(9, 4.5), (16.5, 12), (9, 19.5)]],
    "home": [[(3, 12), (12, 4), (21, 12)], [(5.5, 10.5), (5.5, 20), (18.5, 20), (18.5, 10.5)], [(12, 20), (12, 15)]],
    "house": [[(3, 12), (12, 4), (21, 12)], [(5.5, 10.5), (5.5, 20), (18.5, 20), (18.5, 10.5)], [(10, 20), (10, 15), (14, 15), (14, 20)]],
    "check": [[(4.5, 12.5), (10, 18), (20, 6.5)]],
    "box": [[(4.5, 4.5), (19.5, 4.5), (19.5, 19.5), (4.5, 19.5), (4.5, 4.5)]],
    "clear": [[(6, 6), (18, 18)], [(18, 6), (6, 18)]],
    "backspace": [
        [(9, 5.5), (21, 5.5), (21, 18.5), (9, 18.5), (2.5, 12), (9, 5.5)],
        [(11.5, 9.3), (16.8, 14.7)], [(16.8, 9.3), (11.5, 14.7)],
    ],
    "document": [
        [(6, 3), (14, 3), (19, 8), (19, 21), (6, 21), (6, 3)], [(14, 3), (14, 8), (19, 8)],
        [(9.5, 13), (15.5, 13)], [(9.5, 17), (15.5, 17)],
    ],
    "list": [[(4, 6), (4.1, 6)], [(4, 12), (4.1, 12)], [(4, 18), (4.1, 18)], [(9, 6), (20, 6)], [(9, 12), (20, 12)], [(9, 18), (20, 18)]],
    "tray": [[(4, 13), (4, 20), (20, 20), (20, 13)], [(12, 3), (12, 14)], [(7.5, 10), (12, 14.5), (16.5, 10)]],
    "print": [
        [(7, 8), (7, 3), (17, 3), (17, 8)],
        [(7, 17), (3.5, 17), (3.5, 8), (20.5, 8), (20.5, 17), (17, 17)], [(7, 13.5), (17, 13.5), (17, 21), (7, 21), (7, 13.5)],
    ],
    "voice": [
        [(4, 9.5), (4, 14.5), (7.5, 14.5), (12.5, 19), (12.5, 5), (7.5, 9.5), (4, 9.5)],
        [(16.5, 9.5), (21.5, 14.5)], [(21.5, 9.5), (16.5, 14.5)],
    ],
    "voice-on": [[(4, 9.5), (4, 14.5), (7.5, 14.5), (12.5, 19), (12.5, 5), (7.5, 9.5), (4, 9.5)]],
    "slower": [[(12, 5), (4.5, 12), (12, 19)], [(19.5, 5), (12, 12), (19.5, 19)]],
    "faster": [[(4.5, 5), (12, 12), (4.5, 19)], [(12, 5), (19.5, 12), (12, 19)]],
    "volume": [[(4, 19), (4, 16)], [(9.3, 19), (9.3, 12.5)], [(14.6, 19), (14.6, 8.5)], [(20, 19), (20, 4.5)]],
    "repeat": [
        [(4, 4.5), (4, 10), (9.5, 10)],
        [(4.6, 9.6), (7.6, 6), (12, 4.6), (17, 6.5), (19.6, 12), (17, 17.6), (12, 19.5), (6.6, 17.4)],
    ],
    "low": [[(12, 3), (12, 15)], [(7, 10.5), (12, 15.5), (17, 10.5)], [(4, 20.5), (20, 20.5)]],
    "pause": [[(8.5, 5), (8.5, 19)], [(15.5, 5), (15.5, 19)]],
    "play": [[(7.5, 5), (18.5, 12), (7.5, 19), (7.5, 5)]],
    "undo": [[(8, 5), (3.5, 9.5), (8, 14)], [(4, 9.5), (15, 9.5), (19, 11), (20.5, 14.5), (19, 18), (15, 19.5), (9, 19.5)]],
    "find": [[(15.5, 15.5), (21, 21)]],
    "life": [
        [(12, 3), (12, 21)],
        [(12, 4.5), (18, 4.5), (20.8, 7.2), (18, 10), (12, 10)], [(12, 12), (6, 12), (3.2, 14.7), (6, 17.5), (12, 17.5)],
    ],
    "bring": [
        [(5.5, 3.5), (18.5, 3.5), (18.5, 20.5), (5.5, 20.5), (5.5, 3.5)],
        [(8.3, 9), (9.8, 10.6), (12.2, 7.4)], [(14.4, 9), (15.8, 9)], [(8.3, 15.6), (9.8, 17.2), (12.2, 14)], [(14.4, 15.6), (15.8, 15.6)],
    ],
    "agency": [
        [(3, 9), (12, 3.5), (21, 9), (3, 9)], [(6, 12.5), (6, 17)], [(10, 12.5), (10, 17)], [(14, 12.5), (14, 17)], [(18, 12.5), (18, 17)],
        [(3.5, 20.5), (20.5, 20.5)],
    ],
    "moved": [[(4, 8.5), (20, 8.5), (20, 20.5), (4, 20.5), (4, 8.5)], [(4, 8.5), (7, 3.5), (17, 3.5), (20, 8.5)], [(12, 3.5), (12, 12.5)]],
    "bought-a-house": [[(11.4, 12), (21, 12), (21, 16)], [(17, 12), (17, 15.4)]],
    "lost-a-relative": [
        [(8.5, 11.5), (15.5, 11.5), (15.5, 20.5), (8.5, 20.5), (8.5, 11.5)], [(12, 2.8), (14, 6), (12, 8.6), (10, 6), (12, 2.8)],
        [(5, 20.5), (19, 20.5)],
    ],
    "have-a-car": [
        [(3, 16.5), (3, 12.2), (6, 11), (8.2, 6.2), (15.8, 6.2), (18, 11), (21, 12.2), (21, 16.5), (3, 16.5)], [(6, 11), (18, 11)],
    ],
    "lost-a-job": [
        [(3, 8), (21, 8), (21, 20), (3, 20), (3, 8)], [(8.5, 8), (8.5, 4.5), (15.5, 4.5), (15.5, 8)],
        [(3, 13), (9.5, 13)], [(14.5, 13), (21, 13)],
    ],
    "had-a-child": [
        [(4, 10), (20, 10), (17.5, 16.5), (6.5, 16.5), (4, 10)], [(20, 10), (20, 4.5), (22, 3.5)], [(4, 10), (6.5, 5), (11, 3.2), (11, 10)],
    ],
    "going-abroad": [
        [(12, 2.5), (14, 5), (14, 9), (21.5, 14), (21.5, 16), (14, 13.8), (13.6, 18), (16, 20), (16, 21.5), (12, 20.4)],
        [(12, 2.5), (10, 5), (10, 9), (2.5, 14), (2.5, 16), (10, 13.8), (10.4, 18), (8, 20), (8, 21.5), (12, 20.4)],
    ],
    "lost-papers": [
        [(17, 8.5), (17, 7), (12.5, 3), (4, 3), (4, 20), (11, 20)], [(12.5, 3), (12.5, 7), (17, 7)],
        [(7.5, 11), (11, 11)], [(7.5, 15), (10.5, 15)],
    ],
    "camera": [[(2.5, 7.5), (7, 7.5), (9, 4.5), (15, 4.5), (17, 7.5), (21.5, 7.5), (21.5, 19.5), (2.5, 19.5), (2.5, 7.5)]],
    "loan": [[(5, 7), (5, 17)], [(19, 7), (19, 17)]],
    "line-cut": [[(3, 12), (9, 12)], [(15, 12), (21, 12)], [(10, 7), (14, 17)]],
}  # fmt: skip


def icon(name: str) -> Pen:
    """Draw a sign; an unknown name is a dot."""
    pen = Pen()
    for stroke in STROKES.get(name, []):
        pen.line(stroke, W, "ink")
    special = SPECIAL.get(name)
    if special is not None:
        special(pen)
    elif name.startswith("sign-"):
        sign(pen, name.removeprefix("sign-"))
    elif name.startswith("face-"):
        face(pen, 12, 12, 9.6, int(name[-1]))
    elif name.startswith("size-"):
        _size(pen, int(name[-1]))
    elif name not in STROKES:
        pen.dot(12, 12, 3, "ink")
    return pen


def face(pen: Pen, x: float, y: float, r: float, mood: int, colour: str = "") -> None:
    """A face from 1 (unhappy) to 5 (happy); filled where a colour is given, else one line of the sign's ink."""
    ink, wide = ("soot", r * 0.1) if colour else ("ink", 1.5)
    unit = r / 9.6
    if colour:
        pen.ball(x, y, r, colour)
    else:
        pen.bow(x, y, r, 0, 360, wide, ink)
    for side in (-1, 1):
        pen.dot(x + side * 3.4 * unit, y - 2.2 * unit, 1.25 * unit, ink)
    if mood == 3:
        pen.line([(x - 3.8 * unit, y + 3.6 * unit), (x + 3.8 * unit, y + 3.6 * unit)], wide, ink)
    elif mood > 3:
        pen.bow(x, y + 2.2 * unit, 4.4 * unit, 0, 180, wide, ink, ry=(2.2 if mood == 4 else 4.2) * unit)
        if mood == 5:
            pen.line([(x - 4.4 * unit, y + 2.2 * unit), (x + 4.4 * unit, y + 2.2 * unit)], wide, ink)
    else:
        pen.bow(x, y + 5.4 * unit, 4.2 * unit, 180, 360, wide, ink, ry=(2.0 if mood == 2 else 3.6) * unit)


def _size(pen: Pen, step: int) -> None:
    """A small and a large A; as many dots as the size is large."""
    pen.line([(1.5, 16), (4.7, 8), (7.9, 16)], 1.7, "ink")
    pen.line([(2.7, 13.3), (6.7, 13.3)], 1.5, "ink")
    pen.line([(9.8, 16), (15.6, 2.5), (21.4, 16)], 2.2, "ink")
    pen.line([(11.9, 11.4), (19.3, 11.4)], 2.0, "ink")
    for at in range(4):
        pen.dot(4.2 + at * 5.2, 21, 1.7 if at <= step else 0.7, "ink")


def _help(pen: Pen) -> None:
    pen.bow(12, 12, 9.6, 0, 360, 1.7, "ink")
    pen.bow(12, 9.6, 3.1, 170, 395, W, "ink")
    pen.line([(14.5, 11.4), (12, 13.4), (12, 14.4)], W, "ink")
    pen.dot(12, 17.7, 1.35, "ink")


def _info(pen: Pen) -> None:
    pen.bow(12, 12, 9.6, 0, 360, 1.8, "ink")
    pen.line([(12, 11), (12, 17)], 2.2, "ink")
    pen.dot(12, 7.2, 1.5, "ink")


def _contrast(pen: Pen) -> None:
    pen.bow(12, 12, 9.4, 0, 360, 1.8, "ink")
    pen.poly(arc(12, 12, 9.4, 9.4, -90, 90, 30), "ink")


def _waves(pen: Pen) -> None:
    pen.bow(12.5, 12, 4.4, -48, 48, 1.8, "ink")
    pen.bow(12.5, 12, 8.6, -48, 48, 1.8, "ink")


def _closed(pen: Pen) -> None:
    pen.bow(12, 12, 9.2, 0, 360, W, "ink")
    pen.line([(5.8, 5.8), (18.2, 18.2)], W, "ink")


def _globe(pen: Pen) -> None:
    pen.bow(12, 12, 9.4, 0, 360, 1.7, "ink")
    pen.bow(12, 12, 4.2, 0, 360, 1.5, "ink", ry=9.4)
    pen.line([(3, 12), (21, 12)], 1.5, "ink")


def _card(pen: Pen) -> None:
    pen.frame(2.5, 5, 19, 14, 1.8, "ink", 2)
    pen.frame(5.5, 9, 4.6, 4, 1.3, "ink", 0.6)
    pen.line([(13, 10), (18, 10)], 1.6, "ink")
    pen.line([(13, 14), (18, 14)], 1.6, "ink")


def _person(pen: Pen) -> None:
    pen.frame(2.5, 5, 19, 14, 1.8, "ink", 2)
    pen.dot(8, 10.2, 2.0, "ink")
    pen.bow(8, 16.6, 3.2, 180, 360, 1.8, "ink")
    pen.line([(13.5, 10), (18.5, 10)], 1.6, "ink")
    pen.line([(13.5, 14), (18.5, 14)], 1.6, "ink")


def _warning(pen: Pen) -> None:
    pen.line([(12, 3.5), (21.5, 20), (2.5, 20), (12, 3.5)], W, "ink")
    pen.line([(12, 10), (12, 14)], W, "ink")
    pen.dot(12, 17, 1.3, "ink")


def _pram(pen: Pen) -> None:
    for x in (8, 16):
        pen.bow(x, 19.6, 1.6, 0, 360, 1.6, "ink")


def _lost(pen: Pen) -> None:
    pen.bow(17, 13.6, 2.8, 175, 400, W, "ink")
    pen.line([(19, 15.4), (17, 17.2), (17, 18)], W, "ink")
    pen.dot(17, 21, 1.3, "ink")


def _find(pen: Pen) -> None:
    pen.bow(10, 10, 7, 0, 360, W, "ink")


def _priority(pen: Pen) -> None:
    pen.dot(10, 4, 2.3, "ink")
    pen.line([(10, 8), (10, 13.4), (15.6, 13.4), (18.6, 20)], W, "ink")
    pen.bow(10.4, 15.8, 5.4, 40, 250, W, "ink")


def _officer(pen: Pen) -> None:
    pen.bow(12, 9.4, 3.9, 0, 360, 1.8, "ink")
    pen.bow(12, 9.2, 6.9, 190, 350, 1.6, "ink")
    for x in (5.2, 18.8):
        pen.line([(x, 8.6), (x, 11.2)], 2.6, "ink")
    pen.line([(18.8, 11.2), (17.4, 14.4), (14.4, 15)], 1.4, "ink")
    pen.bow(12, 22.2, 8.2, 188, 352, W, "ink", ry=5.6)


def _key(pen: Pen) -> None:
    pen.bow(7.2, 12, 4.2, 0, 360, W, "ink")


def _heart(pen: Pen) -> None:
    pen.line([*arc(7.7, 8.6, 4.4, 4.4, 140, 340, 14), *arc(16.3, 8.6, 4.4, 4.4, 200, 400, 14), (12, 20.2), (4.3, 11.4)], W, "ink")


def _coin(pen: Pen) -> None:
    pen.bow(12, 12, 9.2, 0, 360, W, "ink")
    pen.frame(9.3, 9.3, 5.4, 5.4, 1.8, "ink")


def _wheels(pen: Pen) -> None:
    for x in (7.6, 16.4):
        pen.dot(x, 17, 2.5, "ink")


def _lens(pen: Pen) -> None:
    pen.bow(12, 13.2, 3.8, 0, 360, W, "ink")


def _coins(pen: Pen) -> None:
    pen.bow(12, 7, 7, 0, 360, 1.8, "ink", ry=3)
    for y in (12, 17):
        pen.bow(12, y, 7, 0, 180, 1.8, "ink", ry=3)


def _emblem(pen: Pen) -> None:
    """A moon above an open counter: the sign of the house."""
    pen.rect(0.5, 0.5, 23, 23, "ink", 6)
    pen.dot(13.4, 8.2, 4.6, "ground")
    pen.dot(15.6, 6.9, 4.0, "ink")
    pen.rect(4, 15.2, 16, 2.3, "ground", 1.1)
    pen.rect(6.2, 17.4, 1.9, 3.4, "ground", 0.6)
    pen.rect(15.9, 17.4, 1.9, 3.4, "ground", 0.6)


SPECIAL: dict[str, Callable[[Pen], None]] = {
    "help": _help,
    "info": _info,
    "contrast": _contrast,
    "voice-on": _waves,
    "closed": _closed,
    "language": _globe,
    "insert-card": _card,
    "lay-card": _person,
    "warning": _warning,
    "emblem": _emblem,
    "find": _find,
    "had-a-child": _pram,
    "lost-papers": _lost,
    "priority": _priority,
    "officer": _officer,
    "bought-a-house": _key,
    "need-aid": _heart,
    "pay-tax": _coin,
    "have-a-car": _wheels,
    "loan": _coins,
    "camera": _lens,
}
