"""When something is in the way: each situation as it is, none as a road sign."""
from __future__ import annotations

from kiosk.ui.pictures.cards import backdrop, tick
from kiosk.ui.pictures.papers import letter, mouth, office, printer, sheet
from kiosk.ui.pictures.pen import Pen, arc


def warning(pen: Pen) -> None:
    """A note on the counter that asks to be read."""
    backdrop(pen)
    pen.block(44, 226, 312, 34, "coral", 12)
    pen.shape([(116, 228), (136, 62), (264, 62), (284, 228)], "paper")
    pen.ball(200, 122, 40, "warm")
    pen.line([(200, 100), (200, 126)], 11, "soot")
    pen.dot(200, 145, 7, "soot")
    pen.rect(150, 182, 100, 11, "faint", 5)
    pen.rect(164, 204, 72, 9, "faint", 4)


def line_down(pen: Pen) -> None:
    """The line to the office is down; the letter waits safely at the counter."""
    backdrop(pen)
    pen.block(34, 128, 168, 140, "night", 16)
    letter(pen, 118, 190)
    tick(pen, 190, 132, 28)
    office(pen, 298, 178)
    pen.line([(214, 236), (234, 236)], 8, "contour")
    pen.line([(268, 236), (286, 236)], 8, "contour")
    pen.line([(242, 218), (260, 254)], 8, "coral")
    pen.line([(260, 218), (242, 254)], 8, "coral")


def no_paper(pen: Pen) -> None:
    """The printer has no more paper: its drawer is out, and the place of the sheets is empty."""
    backdrop(pen)
    printer(pen, 36, "coral")
    mouth(pen, 94)
    pen.shape([(104, 136), (296, 136), (330, 238), (70, 238)], "paper")
    dashes = [((138, 158), (262, 158)), ((262, 158), (280, 216)), ((280, 216), (120, 216)), ((120, 216), (138, 158))]
    for (x, y), (to_x, to_y) in dashes:
        for at in (0.06, 0.4, 0.74):
            pen.line([(x + (to_x - x) * part, y + (to_y - y) * part) for part in (at, at + 0.2)], 5, "print")
    pen.block(52, 236, 296, 40, "night2", 10)
    pen.rect(168, 250, 64, 11, "glow", 5)


def jam(pen: Pen) -> None:
    """A sheet is stuck and crumpled; the keeper sees to it, nobody opens the cabinet."""
    backdrop(pen)
    printer(pen, 76, "coral")
    pen.shape([(136, 140), (264, 140), (256, 168), (266, 190), (248, 214), (226, 204), (206, 226), (184, 206), (160, 218), (140, 194),
               (150, 168)], "paper")  # fmt: skip
    pen.line([(164, 166), (190, 178), (172, 192)], 5, "faint")
    pen.line([(214, 164), (232, 180), (210, 190)], 5, "faint")
    mouth(pen, 134)


def unsure(pen: Pen) -> None:
    """Whether the sheet came out is not certain: half of it is still in the printer."""
    backdrop(pen)
    printer(pen, 30, "coral")
    sheet(pen, 130, 92, 140, 92)
    mouth(pen, 88)
    pen.ball(284, 214, 56, "paper")
    pen.bow(284, 198, 19, 180, 400, 11, "print")
    pen.line([(299, 210), (284, 221), (284, 230)], 11, "print")
    pen.dot(284, 249, 7, "print")


def empty(pen: Pen) -> None:
    """Looked up, and nothing there."""
    backdrop(pen)
    pen.block(88, 32, 178, 236, "paper", 9)
    pen.rect(118, 60, 118, 12, "print", 6)
    for width, ink in ((30.0, "contour"), (21.0, "warm")):
        pen.line([(296, 218), (338, 268)], width, ink)
    pen.dot(250, 166, 64, "paper")
    for width, ink in ((20.0, "contour"), (11.0, "warm")):
        pen.bow(250, 166, 62, 0, 360, width, ink)
    pen.line([(232, 186), (268, 186)], 7, "print")
    pen.dot(230, 150, 6, "print")
    pen.dot(270, 150, 6, "print")


def full(pen: Pen) -> None:
    """The box for requests is full."""
    backdrop(pen)
    for tilt, x, y in ((-14, 152, 110), (12, 250, 104), (0, 200, 92)):
        letter(pen.turned(tilt, x, y), x, y)
    pen.block(80, 136, 240, 132, "night", 16)
    pen.rect(120, 160, 160, 14, "glow", 7)
    pen.rect(150, 214, 100, 16, "night2", 8)


def again(pen: Pen) -> None:
    """The last visit broke off; a plug goes back into its socket and it starts anew."""
    backdrop(pen)
    for width, ink in ((17.0, "contour"), (9.0, "warm")):
        pen.line([*arc(20, 214, 80, 60, 60, 0, 10), *arc(146, 154, 50, 44, 180, 270, 10)], width, ink)
    pen.block(134, 72, 70, 76, "coral", 14)
    pen.block(202, 88, 32, 10, "night2", 3, 3)
    pen.block(202, 122, 32, 10, "night2", 3, 3)
    pen.block(264, 56, 72, 108, "paper", 16)
    pen.block(264, 86, 24, 14, "soot", 4, 3)
    pen.block(264, 120, 24, 14, "soot", 4, 3)
    for width, ink in ((17.0, "contour"), (9.0, "leaf")):
        pen.bow(236, 220, 40, -40, 230, width, ink)
        pen.line([(244, 190), (270, 194), (272, 168)], width, ink)


def mend(pen: Pen) -> None:
    """The counter is being looked after: a spanner and a screwdriver before the shutter."""
    backdrop(pen)
    pen.block(84, 38, 150, 226, "night", 18)
    pen.block(100, 54, 118, 104, "pale", 8, 3)
    pen.block(124, 182, 70, 16, "night2", 6, 3)
    spanner = pen.turned(34, 258, 166)
    for width, ink in ((38.0, "contour"), (29.0, "warm")):
        spanner.line([(258, 120), (258, 250)], width, ink)
    spanner.ball(258, 104, 38, "warm")
    spanner.line([(258, 70), (258, 98)], 26, "contour")
    spanner.line([(258, 56), (258, 97)], 18, "pale")
    spanner.ball(258, 252, 8, "pale", 3)


def not_this(pen: Pen) -> None:
    """A sheet that is not yours goes no further."""
    backdrop(pen)
    sheet(pen, 104, 30, 160, 226)
    pen.ball(274, 206, 52, "coral")
    pen.line([(254, 186), (294, 226)], 12, "soot")
    pen.line([(294, 186), (254, 226)], 12, "soot")

