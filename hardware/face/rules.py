"""Rules of the face matcher, pure.

- A distance up to ``match`` is a match, up to ``clerk`` a clerk looks, above it is no match.
- A picture is refused, in this order: no face; a second face at least half as wide as the widest
  (live pictures only: a card may carry a ghost image); face narrower than 90 px (measured: below,
  a printed portrait is no fair reference); too dark; blurred.
- The portrait is the widest face of the card with half its width around it.
- Several pictures a side: the distance of the means, and half of what the pictures of each side differ among themselves. The means
  alone come nearer to everybody's (at 0.45, thirty times as many strangers); with half the spread the thresholds keep their meaning for
  any number of pictures, and fewest people are turned away (docs/faces.md). Live pictures farther apart than the library's own limit
  for one person are of two.

Boxes are (top, right, bottom, left) in pixels; pictures are height × width × 3, uint8, RGB.
"""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Box = tuple[int, int, int, int]
Point = tuple[float, float]
MIN_WIDTH = 90
SECOND_FACE = 0.5
DARK = 40.0
SHARP = 30.0
MARGIN = 0.5
SPREAD = 0.5
STRANGERS = 0.6


@dataclass(frozen=True)
class Eyes:
    """Landmarks of a face, in pixels, named as they stand in the picture: ``left`` is on its left side, the person's right eye."""

    left: tuple[Point, ...]
    right: tuple[Point, ...]
    nose: Point
    lids: tuple[tuple[Point, ...], tuple[Point, ...]] = ((), ())


def band(distance: float, match: float, clerk: float) -> Literal["match", "clerk", "no-match"]:
    """The band a distance falls into."""
    if distance <= match:
        return "match"
    return "clerk" if distance <= clerk else "no-match"


def fused(portraits: "NDArray[np.float64]", lives: "NDArray[np.float64]") -> float:
    """How far apart two faces are, each by one or more templates (n × 128)."""
    apart = portraits.mean(0) - lives.mean(0)
    spread = float(portraits.var(0).sum() + lives.var(0).sum())
    return math.sqrt(float(apart @ apart) + SPREAD * spread)


def strangers(lives: "NDArray[np.float64]") -> bool:
    """Whether somebody else came before the camera between two live pictures: two of them are no match for each other."""
    return any(math.dist(one, other) > STRANGERS for place, one in enumerate(lives) for other in lives[place + 1 :])


def yaw(eyes: Eyes) -> float:
    """How far the nose stands from the middle between the eyes along their line, in their distance; to the person's left: positive."""
    one, other = _middle(eyes.left), _middle(eyes.right)
    if one[0] > other[0]:
        one, other = other, one
    along = (other[0] - one[0], other[1] - one[1])
    apart = math.hypot(*along) or 1.0
    middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    return ((eyes.nose[0] - middle[0]) * along[0] + (eyes.nose[1] - middle[1]) * along[1]) / apart**2


def openness(eyes: Eyes) -> float | None:
    """The eye aspect ratio of both eyes (height of the lids by width of the eye), None without the lids."""
    if not all(eyes.lids):
        return None
    return sum(_ratio(lid) for lid in eyes.lids) / 2


def _ratio(lid: tuple[Point, ...]) -> float:
    corner, upper, upper2, corner2, lower2, lower = lid
    return (math.dist(upper, lower) + math.dist(upper2, lower2)) / (2 * (math.dist(corner, corner2) or 1.0))


def _middle(points: tuple[Point, ...]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def widest(boxes: Sequence[Box]) -> Box:
    """The widest face; the first of equals."""
    return max(boxes, key=_width)


def held(boxes: Sequence[Box], alone: bool) -> str:
    """Why these faces cannot be used wherever they look, as a hint of ``FaceError``; '' where they can. ``alone``: one face only."""
    if not boxes:
        return "no-face"
    face = widest(boxes)
    if alone and sum(_width(box) >= SECOND_FACE * _width(face) for box in boxes) > 1:
        return "many-faces"
    return "too-small" if _width(face) < MIN_WIDTH else ""


def hint(pixels: "NDArray[np.uint8]", boxes: Sequence[Box], alone: bool) -> str:
    """Why this picture cannot be compared, as a hint of ``FaceError``; '' where it can."""
    wrong = held(boxes, alone)
    if wrong:
        return wrong
    face = widest(boxes)
    grey = _luma(pixels[max(0, face[0]) : face[2], max(0, face[3]) : face[1]])
    if float(grey.mean()) < DARK:
        return "too-dark"
    return "blurred" if _sharpness(grey) < SHARP else ""


def sharpness(pixels: "NDArray[np.uint8]", face: Box) -> float:
    """How sharp a face is, comparable between pictures of any size and light."""
    return _sharpness(_luma(pixels[max(0, face[0]) : face[2], max(0, face[3]) : face[1]]))


def with_margin(face: Box, height: int, width: int) -> Box:
    """The face and half its width around it, within a picture of that size."""
    room = int(_width(face) * MARGIN)
    return max(0, face[0] - room), min(width, face[1] + room), min(height, face[2] + room), max(0, face[3] - room)


def without_margin(height: int, width: int) -> Box:
    """Where the face of a portrait cut by ``with_margin`` stands, for a portrait in which it is not found again."""
    top, left = int(height * MARGIN / (1 + 2 * MARGIN)), int(width * MARGIN / (1 + 2 * MARGIN))
    return top, width - left, height - top, left


def _width(box: Box) -> int:
    return box[1] - box[3]


def _luma(pixels: "NDArray[np.uint8]") -> "NDArray[np.float64]":
    return cast("NDArray[np.float64]", pixels @ (0.299, 0.587, 0.114))


def _sharpness(grey: "NDArray[np.float64]") -> float:
    """Variance of the Laplacian, with the face brought to about 90 px and its contrast to a fixed spread: size and light count little."""
    step = max(1, grey.shape[1] // MIN_WIDTH)
    rows, columns = grey.shape[0] // step, grey.shape[1] // step
    small = grey[: rows * step, : columns * step].reshape(rows, step, columns, step).mean(axis=(1, 3))
    small = (small - small.mean()) * (50.0 / max(1.0, float(small.std())))
    laplacian = small[:-2, 1:-1] + small[2:, 1:-1] + small[1:-1, :-2] + small[1:-1, 2:] - 4 * small[1:-1, 1:-1]
    return float(laplacian.var())
