"""The ink of a signature: a hand's curve stays a curve, a stroke can be taken back, a dot is no name."""
from __future__ import annotations

import base64
import io
import itertools
import math
import random

import numpy as np
import pytest
from PIL import Image

from kiosk.ui.stage.ink import FULL, MOST, NEAR, THIN, Dab, Ink, Point, dabs
from kiosk.ui.stage.raster import SIGNATURE, signature

WIDE, HIGH, PEN = 900.0, 500.0, 7.0
Spot = tuple[float, float]


def drawn(stroke: list[Point]) -> list[Spot]:
    """The line as it is drawn, point by point."""
    spots: list[Spot] = []
    for dab in dabs(stroke):
        piece = list(zip(dab.points[::2], dab.points[1::2], strict=True))
        spots += piece[1:] if spots else piece
    return spots


def turns(spots: list[Spot]) -> list[float]:
    """By how much the line turns at each of its points, in degrees."""
    ways = [math.atan2(two[1] - one[1], two[0] - one[0]) for one, two in itertools.pairwise(spots) if math.dist(one, two) > 1e-9]
    return [abs(math.degrees((two - one + math.pi) % (2 * math.pi) - math.pi)) for one, two in itertools.pairwise(ways)]


def circle(count: int, radius: float = 150.0) -> list[Point]:
    """A circle as a slow panel reports it."""
    ways = (2 * math.pi * at / count for at in range(count + 1))
    return [(450 + radius * math.cos(way), 250 + radius * math.sin(way), at / 60) for at, way in enumerate(ways)]


def hand(seed: int) -> list[Point]:
    """A hand that wanders, with a panel's steps of 20 to 60 pixels."""
    chance, way, x, y = random.Random(seed), 0.0, 450.0, 250.0
    points = [(x, y, 0.0)]
    for at in range(1, 60):
        way += chance.uniform(-1.2, 1.2)
        step = chance.uniform(20, 60)
        x, y = x + step * math.cos(way), y + step * math.sin(way)
        points.append((x, y, at / 60))
    return points


def from_line(spot: Spot, line: list[Spot]) -> float:
    """The distance of a spot from a line."""
    def from_piece(one: Spot, two: Spot) -> float:
        long = math.dist(one, two)
        if long < 1e-9:
            return math.dist(spot, one)
        along = max(0.0, min(1.0, ((spot[0] - one[0]) * (two[0] - one[0]) + (spot[1] - one[1]) * (two[1] - one[1])) / long**2))
        return math.dist(spot, (one[0] + along * (two[0] - one[0]), one[1] + along * (two[1] - one[1])))
    return min(from_piece(one, two) for one, two in itertools.pairwise(line))


@pytest.mark.parametrize("count", [8, 12, 24])
def test_a_circle_of_few_points_is_drawn_round(count: int) -> None:
    raw = 360 / count
    assert max(turns([point[:2] for point in circle(count)])) == pytest.approx(raw)
    assert max(turns(drawn(circle(count)))) <= raw * 0.35


@pytest.mark.parametrize("seed", range(8))
def test_no_corner_of_a_hands_line_is_drawn_sharper_than_half_of_what_was_reported(seed: int) -> None:
    stroke = hand(seed)
    raw, smooth = turns([point[:2] for point in stroke]), turns(drawn(stroke))
    assert max(smooth) <= max(raw) * 0.5
    assert sum(turn**2 for turn in smooth) <= sum(turn**2 for turn in raw) * 0.4


@pytest.mark.parametrize("seed", range(8))
def test_rounding_never_leaves_the_line_by_more_than_a_quarter_of_a_step(seed: int) -> None:
    stroke = hand(seed)
    raw = [point[:2] for point in stroke]
    longest = max(math.dist(one, two) for one, two in itertools.pairwise(raw))
    line = drawn(stroke)
    assert max(from_line(spot, raw) for spot in line) <= longest / 4
    assert max(from_line(spot, line) for spot in raw) <= longest / 4
    assert (line[0], line[-1]) == (raw[0], raw[-1]), "it begins and ends where the finger did"


def test_a_quick_stroke_is_thin_a_slow_one_full_and_the_width_never_jumps() -> None:
    quick = [dab.width for dab in dabs([(20.0 * at, 100.0, at / 200) for at in range(40)])]
    slow = [dab.width for dab in dabs([(4.0 * at, 100.0, at / 20) for at in range(40)])]
    assert quick[-1] == pytest.approx(THIN, abs=0.02)
    assert slow[-1] > FULL - 0.1
    first, then = [(20.0 * at, 100.0, at / 200) for at in range(20)], [(400.0 + 4 * at, 100.0, 0.1 + at / 20) for at in range(20)]
    both = [dab.width for dab in dabs(first + then)]
    assert max(abs(two - one) for one, two in itertools.pairwise(both)) <= 0.35 * (FULL - THIN)


def test_a_finger_that_trembles_in_one_place_draws_nothing_more() -> None:
    ink = Ink()
    ink.begin(100, 100, 0)
    assert not any(ink.go(100 + NEAR / 2 * math.cos(at), 100 + NEAR / 2 * math.sin(at), at / 60) for at in range(100))
    assert [dab.width for dab in ink.dabs()] == [FULL], "a dot stays a dot"


def write(ink: Ink, stroke: list[Point]) -> None:
    ink.begin(*stroke[0])
    for point in stroke[1:]:
        ink.go(*point)


def test_undo_takes_the_last_stroke_back_and_leaves_the_others_as_they_were() -> None:
    ink, before = Ink(), list[list[Dab]]()
    for seed in range(4):
        before.append(list(ink.dabs()))
        write(ink, hand(seed))
    for was in reversed(before):
        ink.undo()
        assert list(ink.dabs()) == was
    assert not ink
    ink.undo()
    assert not ink


def test_wiping_leaves_nothing() -> None:
    ink = Ink()
    write(ink, circle(24))
    ink.clear()
    assert not ink
    assert list(ink.dabs()) == []


@pytest.mark.parametrize(("stroke", "what"), [
    ([(450, 250, 0)], "a dot"),
    ([(450, 250, 0), (470, 270, 0.1), (480, 260, 0.2)], "a tick"),
    ([(450 + at % 2 * 8, 100 + 6 * at, at / 60) for at in range(60)], "a line from top to bottom"),
    ([(400 + 3.5 * at, 250, at / 60) for at in range(30)], "a dash"),
    ([(450 + 5 * math.cos(at), 250 + 5 * math.sin(at), at / 60) for at in range(300)], "a blot"),
], ids=lambda given: given if isinstance(given, str) else "")
def test_what_is_no_name_is_not_enough(stroke: list[Point], what: str) -> None:
    ink = Ink()
    write(ink, stroke)
    assert not ink.enough(WIDE, HIGH), what


def test_names_are_enough_in_one_stroke_or_in_many() -> None:
    many = [[(300 + 60 * part + 4.0 * at, 200 + 10.0 * at, at / 60) for at in range(12)] for part in range(4)]
    for strokes in ([circle(24)], [hand(3)], many):
        ink = Ink()
        for stroke in strokes:
            write(ink, stroke)
        assert ink.enough(WIDE, HIGH)


def test_an_hour_of_rubbing_fills_no_memory() -> None:
    ink = Ink()
    for stroke in range(200):
        write(ink, [(at * 7 % 900, (at * 13 + stroke) % 500, at / 60) for at in range(100)])
    assert sum(len(stroke) for stroke in ink.strokes) <= MOST
    assert len(list(ink.dabs())) <= MOST


def test_the_picture_is_dark_on_nothing_small_and_shows_every_stroke() -> None:
    ink = Ink()
    write(ink, circle(24))
    with Image.open(io.BytesIO(base64.b64decode(signature(ink.dabs(), WIDE, HIGH, PEN)))) as one:
        assert one.mode == "LA"
        assert one.size[0] <= SIGNATURE[0]
        assert one.size[1] <= SIGNATURE[1]
        alone = np.asarray(one)[:, :, 1].sum(dtype=int)
    write(ink, [(100.0 + 6 * at, 400.0, 5 + at / 60) for at in range(60)])
    with Image.open(io.BytesIO(base64.b64decode(signature(ink.dabs(), WIDE, HIGH, PEN)))) as two:
        both = np.asarray(two)[:, :, 1].sum(dtype=int)
    assert 0 < alone < both
