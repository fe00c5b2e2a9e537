"""The illustrations: complete, inside their field, readable in every palette; the moving ones step by step."""
from __future__ import annotations

import itertools
import math
import re
import tomllib
from pathlib import Path

import pytest

from catalogue.flow import load_catalogue
from catalogue.trouble import Trouble
from kiosk.front.menu import WAYS
from kiosk.ui.door import View
from kiosk.ui.pictures.icons import SPECIAL, STROKES
from kiosk.ui.pictures.pen import Area
from kiosk.ui.pictures.scenes import GRID, MOVING, SCENES, TROUBLES, moves, scene, step_at, steps
from kiosk.ui.pictures.signs import SIGNS
from kiosk.ui.screens.notice import PICTURES
from kiosk.ui.stage.raster import pixels
from kiosk.ui.theme import Colour, Theme, contrast, read
from kiosk.ui.widgets.frame import ENGINE, LOCAL, SPEAKS

ROOT = Path(__file__).resolve().parents[3]
THEME = read(ROOT / "assets" / "themes" / "civic.toml")
PALETTES = THEME.order
SEEN = 3.0
"""Shapes that carry meaning stand out at least 3 : 1 (WCAG 2.2, 1.4.11)."""


def veiled(over: Colour, under: Colour, alpha: float) -> Colour:
    red, green, blue = (one * alpha + other * (1 - alpha) for one, other in zip(over[:3], under[:3], strict=True))
    return (red, green, blue, 1.0)


@pytest.mark.parametrize("name", SCENES)
def test_every_illustration_stays_on_its_sheet_and_uses_colours_that_every_palette_has(name: str) -> None:
    for step in range(steps(name)):
        for shape in scene(name, step).shapes:
            assert all(shape.colour in palette for palette in THEME.palettes.values()), shape.colour
            middle = sum(x for x, _ in shape.points) / len(shape.points), sum(y for _, y in shape.points) / len(shape.points)
            assert 0 <= middle[0] <= GRID[0], (name, step, middle)
            assert 0 <= middle[1] <= GRID[1], (name, step, middle)


@pytest.mark.parametrize("palette", PALETTES)
def test_contours_and_print_stand_out_in_every_palette(palette: str) -> None:
    colours = THEME.palettes[palette]
    field = veiled(colours["pale"], colours["ground"], 0.55)
    weak = [
        (one, other, round(contrast(colours[one], ground), 1))
        for one, other, ground in (
            ("contour", "ground", colours["ground"]), ("contour", "the field", field), ("contour", "paper", colours["paper"]),
            ("print", "paper", colours["paper"]), ("print", "skin", colours["skin"]), ("soot", "glow", colours["glow"]),
            ("soot", "warm", colours["warm"]), ("on_accent", "accent", colours["accent"]), ("soot", "coral", colours["coral"]),
            ("glow", "night", colours["night"] if palette != "light" else colours["contour"]),
        )
        if contrast(colours[one], ground) < SEEN
    ]  # fmt: skip
    assert weak == []
    night = max(contrast(colours["night"], field), contrast(colours["contour"], colours["night"]))
    assert night >= SEEN


@pytest.mark.parametrize("name", MOVING)
def test_the_steps_of_a_moving_scene_differ_and_none_is_missing(name: str) -> None:
    drawn = [pixels(scene(name, step), GRID, (200, 150), THEME.palettes["paper"]) for step in range(steps(name))]
    assert len(set(drawn)) == len(drawn) >= 2
    assert pixels(scene(name), GRID, (200, 150), THEME.palettes["paper"]) == drawn[step_at(name, None)]
    assert [step_at(name, turn) for turn in range(steps(name) + 1)] == [*range(steps(name)), 0]


def test_what_the_counter_does_moves_only_while_it_does_it() -> None:
    assert moves("insert-card", busy=False)
    assert moves("printing", busy=True)
    assert not moves("printing", busy=False)
    assert not moves("thanks", busy=True)


def test_nothing_flickers() -> None:
    assert THEME.tempo["breath_s"] >= 1 / 3, "three changes a second are the most that is safe (WCAG 2.2, 2.3.1)"


def test_every_picture_that_is_named_anywhere_is_drawn() -> None:
    named = set(PICTURES.values())
    for path in [*(ROOT / "kiosk").rglob("*.py"), ROOT / "rehearsal" / "gallery.toml"]:
        named |= set(re.findall(r'picture ?= ?"([a-z-]+)"', path.read_text(encoding="utf-8")))
    assert len(named) > 10
    assert named - {*SCENES, *TROUBLES} == set()


def test_every_picture_that_the_door_speaks_of_is_drawn() -> None:
    told = re.search(r"names an illustration: (.*?)\.\s", View.__doc__ or "", re.S)
    assert told is not None
    assert len(told[1].split()) >= 12
    assert set(told[1].split()) - set(SCENES) == set()


def test_every_trouble_has_an_illustration_of_its_own_and_none_is_kept_for_no_trouble() -> None:
    assert {code.value for code in Trouble if TROUBLES.get(code, code) not in SCENES} == set()
    assert set(TROUBLES) - {code.value for code in Trouble} == set()
    assert {TROUBLES[code] for code in TROUBLES} - set(SCENES) == set()
    assert scene("pin-locked").shapes == scene("card-locked").shapes != scene("warning").shapes


def test_every_sign_that_is_named_anywhere_is_drawn() -> None:
    told = tomllib.loads((ROOT / "rehearsal" / "gallery.toml").read_text(encoding="utf-8"))
    named = {item.get("icon", "") for view in told["view"] for item in view.get("items", ())}
    named |= {[*button.split(":"), ""][2] for view in told["view"] for button in view.get("buttons", ())}
    for path in (ROOT / "kiosk").rglob("*.py"):
        named |= set(re.findall(r'icon ?= ?"([a-z-]+)"', path.read_text(encoding="utf-8")))
    for path in (ROOT / "flows").rglob("*.toml"):
        named |= set(tomllib.loads(path.read_text(encoding="utf-8")).get("life_events", ()))
    named |= {*ENGINE, *LOCAL, *SPEAKS, *(icon for _, icon in WAYS)}
    drawn = {*STROKES, *SPECIAL, "size", *(f"face-{mood}" for mood in range(1, 6))}
    assert len(named) > 25
    assert named - drawn - {""} == set()


def test_no_colour_of_a_scene_is_written_down_outside_the_theme() -> None:
    theme: Theme = THEME
    used = {shape.colour for name in SCENES for shape in scene(name).shapes}
    assert used <= set(theme.palettes["paper"])
    assert any(isinstance(shape, Area) for shape in scene("counter").shapes)


# What people see who lack one kind of cone: Machado, Oliveira and Fernandes 2009, severity 1, on linear light
BLIND = {
    "nobody": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
APART = 9.0
"""CIE 1976 colour difference; 2.3 is just noticeable."""


def lab(colour: Colour, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]]
    red, green, blue = (min(1.0, max(0.0, sum(one * other for one, other in zip(row, linear, strict=True)))) for row in matrix)
    x, y, z = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    a, b, c = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def test_agencies_differ_by_colour_for_everybody_and_by_sign_for_those_who_see_none() -> None:
    near = [
        (seen, one, other)
        for seen, matrix in BLIND.items() for one, other in itertools.combinations(THEME.agencies, 2)
        if math.dist(lab(THEME.agencies[one]["accent"], matrix), lab(THEME.agencies[other]["accent"], matrix)) < APART
    ]
    assert near == []
    signs = list(THEME.signs.values())
    assert len(set(signs)) == len(signs)
    assert set(signs) <= set(SIGNS)


@pytest.mark.parametrize("agency", THEME.agencies)
def test_an_agencys_colours_keep_the_contrast_of_text(agency: str) -> None:
    own = {**THEME.palettes["paper"], **THEME.agencies[agency]}
    assert contrast(own["accent"], own["on_accent"]) >= 10
    assert contrast(own["ink"], own["tint"]) >= 10
    assert contrast(own["accent"], own["ground"]) >= 4.5
    assert contrast(own["edge"], own["tint"]) >= SEEN, "the fixed keys stand on the tint"


def test_every_agency_that_serves_has_its_colour_and_its_sign_in_the_theme() -> None:
    told = tomllib.loads((ROOT / "flows" / "agencies.toml").read_text(encoding="utf-8"))
    serving = {flow.agency for flow in load_catalogue(ROOT / "flows").flows.values()}
    assert serving <= set(told), "who serves has a name"
    assert serving <= set(THEME.agencies), "who serves has a colour; who is only asked or told needs none"
    assert not any("accent" in row for row in told.values()), "the theme file is the one place for colours"
