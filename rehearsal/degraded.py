"""Frames of an ID card as bad cameras and hurried hands make them: 1280 × 720, RGB, the same for the same seed.

Every scene is one card held one way for a while; its frames differ as those of a camera do: noise, the hand's shaking, a light that glares.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from catalogue.fields import id_kind
from rehearsal import pictures

Pixels = NDArray[np.uint8]
Chance = np.random.Generator
Way = Callable[[Pixels, Chance], Pixels]
WIDTH, HEIGHT = pictures.DESK
LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


def number(chance: Chance) -> str:
    """An invented national ID number with its check digit (handbook §2.1)."""
    stem = LETTERS[chance.integers(len(LETTERS))] + str(chance.integers(1, 3)) + "".join(map(str, chance.integers(0, 10, 7)))
    return next(stem + digit for digit in "0123456789" if id_kind(stem + digit) is not None)


@lru_cache(maxsize=64)
def card(id_no: str) -> Pixels:
    """The specimen with this number; a phone number stands on it as a second code."""
    return np.asarray(pictures.drawn_card(id_no=id_no, other="0912345678"))


def noisy(frame: NDArray[np.generic], sigma: float, chance: Chance) -> Pixels:
    """With a sensor's noise."""
    grain = chance.normal(0, sigma, frame.shape[:2]).astype(np.float32)[..., None]
    spoilt: Pixels = np.clip(frame.astype(np.float32) + grain, 0, 255).astype(np.uint8)
    return spoilt


def blurred(frame: Pixels, sigma: float) -> Pixels:
    """Out of focus."""
    return np.asarray(cv2.GaussianBlur(frame, (0, 0), sigma), np.uint8)


def shaken(frame: Pixels, length: int, angle: float) -> Pixels:
    """Moved by ``length`` pixels while the shutter was open."""
    line = np.zeros((length, length), np.float32)
    line[length // 2, :] = 1
    middle = (length - 1) / 2
    line = np.asarray(cv2.warpAffine(line, cv2.getRotationMatrix2D((middle, middle), angle, 1), (length, length)), np.float32)
    return np.asarray(cv2.filter2D(frame, -1, line / line.sum(), borderType=cv2.BORDER_REPLICATE), np.uint8)


def turned(frame: Pixels, degrees: float) -> Pixels:
    """Lying askew."""
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(frame, turn, (WIDTH, HEIGHT), borderValue=pictures.GREY), np.uint8)


def tilted(frame: Pixels, share: float, chance: Chance) -> Pixels:
    """Held at a slant: each corner moved by up to ``share`` of the picture."""
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    moved = corners + chance.uniform(-share, share, (4, 2)).astype(np.float32) * np.array([WIDTH, HEIGHT], np.float32)
    return np.asarray(cv2.warpPerspective(frame, cv2.getPerspectiveTransform(corners, moved), (WIDTH, HEIGHT), borderValue=pictures.GREY),
                      np.uint8)


def glaring(frame: Pixels, chance: Chance) -> NDArray[np.float32]:
    """With a lamp mirrored in the card, at any place of its lower half."""
    x, y, radius = chance.uniform(0.2, 0.8) * WIDTH, chance.uniform(0.5, 0.95) * HEIGHT, chance.uniform(60, 160)
    rows, columns = np.ogrid[:HEIGHT, :WIDTH]
    spot = np.exp(-(((columns - x) / radius) ** 2 + ((rows - y) / (radius * 0.6)) ** 2)) * chance.uniform(120, 255)
    return np.asarray(frame + spot[..., None], np.float32)


def dim(frame: Pixels, light: float, sigma: float, chance: Chance) -> Pixels:
    """With a part of the light, and the noise of a sensor that strains."""
    return noisy(frame * np.float32(light), sigma, chance)


def _mixed(frame: Pixels, chance: Chance) -> Pixels:
    held = tilted(turned(shaken(frame, int(chance.integers(2, 5)), chance.uniform(0, 180)), chance.uniform(-8, 8)), 0.03, chance)
    return dim(blurred(held, chance.uniform(0.5, 1.2)), chance.uniform(0.25, 0.8), chance.uniform(2, 6), chance)


WAYS: dict[str, Way] = {
    "clean": lambda frame, chance: noisy(frame, 2, chance),
    "blur": lambda frame, chance: noisy(blurred(frame, chance.uniform(1, 2)), 2, chance),
    "motion": lambda frame, chance: noisy(shaken(frame, int(chance.integers(4, 9)), chance.uniform(0, 180)), 2, chance),
    "dark": lambda frame, chance: dim(frame, chance.uniform(0.12, 0.3), chance.uniform(2, 8), chance),
    "rotation": lambda frame, chance: noisy(turned(frame, chance.uniform(-20, 20)), 2, chance),
    "perspective": lambda frame, chance: noisy(tilted(frame, 0.05, chance), 2, chance),
    "glare": lambda frame, chance: noisy(glaring(frame, chance), 2, chance),
    "mixed": _mixed,
}
"""How a frame is spoilt, by name; ranges are those within which a counter must read."""


def frames(way: str, id_no: str, chance: Chance) -> Iterator[Pixels]:
    """A card with this number, spoilt one way, frame after frame, without end."""
    while True:
        yield WAYS[way](card(id_no), chance)
