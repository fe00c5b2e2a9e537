"""Every rule on every screen the counter can show, in three languages, four text sizes, upright, lying and brought down.

The screens are those of the inventory, recorded from the engine (``python -m rehearsal.looks record``). There is no list of
exceptions: what is wrong is mended in the screens. Colours are looked at once in each palette, as they do not move anything.
"""
from __future__ import annotations

from collections import defaultdict

import pytest

from kiosk.ui.theme import SIZES
from kiosk.ui.widgets.marks import Rect, Target
from rehearsal.looks.every import faults
from rehearsal.looks.inventory import LANGUAGES, load
from rehearsal.looks.laying import STANDS, Stand, sheets
from rehearsal.looks.senses import FRAME, high_contrast

SCREENS = load()


@pytest.mark.parametrize("stand", STANDS, ids=[stand.name for stand in STANDS])
@pytest.mark.parametrize("step", range(SIZES))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_holds_on_every_screen(lang: str, step: int, stand: Stand) -> None:
    found = [what for sheet in sheets(SCREENS, (lang,), (step,), (stand,)) for what in faults(sheet)]
    assert found == []


@pytest.mark.parametrize("palette", ["light", "dark", "dim"])
def test_contrast_holds_in_every_palette(palette: str) -> None:
    laid = sheets(SCREENS, ("zh-TW",), (0,), STANDS[:1], (palette,))
    found = [f"{sheet.where}: {what}" for sheet in laid for what in high_contrast(sheet)]
    assert found == []


def test_the_fixed_frame_stands_at_the_same_place_on_every_screen() -> None:
    places: dict[str, set[Rect]] = defaultdict(set)
    for sheet in sheets((screen for screen in SCREENS if "back" in screen.views["zh-TW"].frame), ("zh-TW",), (0,), STANDS[:1]):
        for mark in sheet.pages[0]:
            if isinstance(mark, Target) and mark.name in FRAME and not mark.value.startswith("language:"):
                places[f"{mark.name} {mark.value}"].add(mark.rect)
    assert len(places) >= 7
    assert {name: spots for name, spots in places.items() if len(spots) > 1} == {}
