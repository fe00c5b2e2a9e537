"""What an eye makes of the illustrations: small, without colour, side by side. Measured on the pixels, as luminance."""
from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.ui.pictures.scenes import GRID, SCENES, scene
from kiosk.ui.stage.raster import pixels
from kiosk.ui.theme import read

ROOT = Path(__file__).resolve().parents[3]
THEME = read(ROOT / "assets" / "themes" / "civic.toml")
LEAST = round(THEME.space["least"])
SMALL = (LEAST * 4 // 3, LEAST)
"""The smallest that is ever shown: 22 mm high."""
LARGE = (400, 300)
Field = NDArray[np.float64]


@cache
def seen(name: str, palette: str, size: tuple[int, int]) -> tuple[Field, Field]:
    """The illustration on its palette's ground: colours from 0 to 1, and relative luminance (WCAG 2.2)."""
    colours = THEME.palettes[palette]
    rgba = np.frombuffer(pixels(scene(name), GRID, size, colours), np.uint8).reshape(size[1], size[0], 4) / 255
    rgb = rgba[..., :3] * rgba[..., 3:] + np.array(colours["ground"][:3]) * (1 - rgba[..., 3:])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return rgb, linear @ np.array([0.2126, 0.7152, 0.0722])


def ratio(one: Field, other: Field) -> Field:
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)


@pytest.mark.parametrize("palette", THEME.order)
def test_every_illustration_keeps_its_lines_where_it_is_smallest(palette: str) -> None:
    weak = []
    for name in SCENES:
        light = seen(name, palette, SMALL)[1]
        lines = (ratio(light[:, :-2], light[:, 2:]) >= 3).mean() + (ratio(light[:-2], light[2:]) >= 3).mean()
        if lines < 0.05:
            weak.append((name, round(float(lines), 3)))
    assert weak == []


@pytest.mark.parametrize("palette", THEME.order)
def test_what_differs_in_colour_differs_in_light_as_well(palette: str) -> None:
    lost = []
    for name in SCENES:
        rgb, light = seen(name, palette, LARGE)
        edges = np.linalg.norm(rgb[:, :-4] - rgb[:, 4:], axis=2) > 0.25
        kept = (edges & (ratio(light[:, :-4], light[:, 4:]) >= 1.5)).sum() / edges.sum()
        if kept < 0.8:
            lost.append((name, round(float(kept), 2)))
    assert lost == []


@pytest.mark.parametrize("palette", THEME.order)
def test_no_two_illustrations_look_alike_to_whoever_sees_no_colour(palette: str) -> None:
    alike = [
        (one, other) for one, other in itertools.combinations(SCENES, 2)
        if (ratio(seen(one, palette, SMALL)[1], seen(other, palette, SMALL)[1]) >= 1.5).mean() < 0.05
    ]
    assert alike == []


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_two_palettes_have_no_hue_at_all_so_no_illustration_needs_one(palette: str) -> None:
    used = {shape.colour for name in SCENES for shape in scene(name).shapes}
    assert {name for name in used if len(set(THEME.palettes[palette][name][:3])) > 1} == set()
