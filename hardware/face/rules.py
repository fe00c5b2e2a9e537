"""Rules of the face matcher, pure.

- A distance up to ``match`` is a match, up to ``clerk`` a clerk looks, above it is no match.
- A picture is refused, in this order: no face; a second face at least half as wide as the widest
  (live pictures only: a card may carry a ghost image); face narrower than 90 px (measured: below,
  a printed portrait is no fair reference); too dark; blurred.
- The portrait is the widest face of the card with half its width around it.

Boxes are (top, right, bottom, left) in pixels; pictures are height × width × 3, uint8, RGB.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Box = tuple[int, int, int, int]
MIN_WIDTH = 90
SECOND_FACE = 0.5
DARK = 40.0
SHARP = 30.0
MARGIN = 0.5


def band(distance: float, match: float, clerk: float) -> Literal["match", "clerk", "no-match"]:
    """The band a distance falls into."""
    if distance <= match:
        return "match"
    return "clerk" if distance <= clerk else "no-match"


def widest(boxes: Sequence[Box]) -> Box:
    """The widest face; the first of equals."""
    return max(boxes, key=_width)


def hint(pixels: "NDArray[np.uint8]", boxes: Sequence[Box], alone: bool) -> str:
    """Why this picture cannot be used, as a hint of ``FaceError``; '' where it can. ``alone``: one face only may be on it."""
    if not boxes:
        return "no-face"
    face = widest(boxes)
    if alone and sum(_width(box) >= SECOND_FACE * _width(face) for box in boxes) > 1:
        return "many-faces"
    if _width(face) < MIN_WIDTH:
        return "too-small"
    grey = _luma(pixels[max(0, face[0]) : face[2], max(0, face[3]) : face[1]])
    if float(grey.mean()) < DARK:
        return "too-dark"
    return "blurred" if _sharpness(grey) < SHARP else ""


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
