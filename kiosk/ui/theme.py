"""The theme file as frozen values, and the look of one screen: language, text size and palette together."""
from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.ui.fonts import Faces

DESIGN_MM = 0.277
SIZES = 4
Colour = tuple[float, float, float, float]


@dataclass(frozen=True)
class Style:
    """One kind of text: its size in pixels, line pitch in pixels, and weight."""

    name: str
    size: int
    pitch: float
    bold: bool


@dataclass(frozen=True)
class Theme:
    """The theme file, read once."""

    tempo: dict[str, float]
    space: dict[str, float]
    pictures: dict[str, tuple[float, float]]
    type: dict[str, dict[str, Any]]
    shade: dict[str, float]
    palettes: dict[str, dict[str, Colour]]
    order: tuple[str, ...]
    agencies: dict[str, dict[str, Colour]]
    signs: dict[str, str]
    languages: dict[str, str]
    moment: dict[str, str]


def read(path: Path) -> Theme:
    """Read a theme file."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    order = tuple(table["palettes"].pop("order"))
    return Theme(
        tempo=table["tempo"],
        space=table["space"],
        pictures={name: (low, high) for name, (low, high) in table["picture"].items()},
        type=table["type"],
        shade=table["shade"],
        palettes={name: _colours(hexes) for name, hexes in table["palettes"].items()},
        order=order,
        agencies={name: _colours({key: text for key, text in row.items() if key != "sign"}) for name, row in table["agency"].items()},
        signs={name: row["sign"] for name, row in table["agency"].items()},
        languages=table["languages"],
        moment=table["moment"],
    )


def _colours(hexes: dict[str, str]) -> dict[str, Colour]:
    return {name: colour(text) for name, text in hexes.items()}


def colour(text: str) -> Colour:
    """``#RRGGBB`` as four numbers from 0 to 1."""
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return (red, green, blue, 1.0)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""

    def luminance(of: Colour) -> float:
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in of[:3]]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@dataclass(frozen=True)
class Look:
    """How one screen is drawn. ``step`` is the text size 0–3; ``px`` turns theme lengths into pixels of this screen.

    ``low`` brings every control within ``reach_mm`` of the screen's lower edge; ``still`` shows pictures without motion.
    """

    theme: Theme
    faces: Faces
    mm_per_pixel: float = DESIGN_MM
    lang: str = "zh-TW"
    agency: str = ""
    step: int = 0
    palette: str = "paper"
    low: bool = False
    still: bool = False
    reach_mm: float = 420.0
    colours: dict[str, Colour] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        own = self.theme.agencies.get(self.agency, {}) if self.palette == "paper" else {}
        object.__setattr__(self, "colours", {**self.theme.palettes[self.palette], **own})

    def px(self, length: float) -> float:
        """A length of the theme in pixels of this screen."""
        return length * DESIGN_MM / self.mm_per_pixel

    def space(self, name: str) -> float:
        """A named distance of the theme in pixels of this screen."""
        return self.px(self.theme.space[name])

    def picture(self, size: str) -> tuple[float, float]:
        """The least and the greatest height of a picture of this size, in pixels of this screen."""
        low, high = self.theme.pictures[size]
        return self.px(low), self.px(high)

    def style(self, name: str) -> Style:
        """A kind of text at the chosen size."""
        row = self.theme.type[name]
        size = round(self.px(row["sizes"][self.step]))
        return Style(name, size, size * float(row["pitch"]), bool(row["bold"]))

    def colour(self, name: str) -> Colour:
        """A colour of the palette by its name."""
        return self.colours[name]
