"""Every sample screen in three languages and four text sizes, looked at as marks: what is measured is what is drawn."""
from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PIL import ImageFont

from kiosk.ui.door import View
from kiosk.ui.fonts import fonts
from kiosk.ui.stage.local import Local
from kiosk.ui.stage.whole import whole
from kiosk.ui.text import Typesetter
from kiosk.ui.theme import SIZES, Look, read
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.marks import Mark, Rect, Target, Words
from rehearsal.gallery import samples

ASSETS = Path(__file__).resolve().parents[3] / "assets"
LANGUAGES = ("zh-TW", "en", "ja")
AREA = Rect(0, 0, 1080, 1920)
TARGET_PX = 72.2
"""20 mm on the screen of 0.277 mm a pixel (design: screens, targets)."""
APART_PX = 10.8
NEVER_FIRST = "，。、；：？！）」』】》〉"
NEVER_LAST = "（「『【《〈"


@cache
def face(font: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font, size)


@cache
def measure(text: str, font: str, size: int) -> float:
    return float(face(font, size).getlength(text))


@pytest.fixture(scope="session")
def look(tmp_path_factory: pytest.TempPathFactory) -> Look:
    return Look(read(ASSETS / "themes" / "civic.toml"), fonts(tmp_path_factory.mktemp("fonts")), 0.277, "zh-TW")


LAID: dict[tuple[str, int], list[tuple[str, View, list[Mark]]]] = {}


def screens(look: Look, lang: str, step: int) -> list[tuple[str, View, list[Mark]]]:
    """Every page of every sample in one language and size, laid out once."""
    if (lang, step) not in LAID:
        LAID[lang, step] = list(laid(look, lang, step))
    return LAID[lang, step]


def laid(look: Look, lang: str, step: int) -> Iterator[tuple[str, View, list[Mark]]]:
    sized = replace(look, lang=lang, step=step, agency="changhua-tax")
    on = Setting(sized, Typesetter(sized.faces, measure))
    for name, view in samples(lang):
        _, pages = whole(on, view, Local(), AREA, "埔心鄉公所", LANGUAGES)
        for page in range(pages):
            yield f"{name} {lang} size {step} page {page}", view, whole(on, view, Local(page=page), AREA, "埔心鄉公所", LANGUAGES)[0]


EVERY = [(lang, step) for lang in LANGUAGES for step in range(SIZES)]


@pytest.mark.parametrize(("lang", "step"), EVERY)
def test_every_target_is_large_enough_apart_and_inside(look: Look, lang: str, step: int) -> None:
    faults = []
    for name, _, marks in screens(look, lang, step):
        targets = [mark for mark in marks if isinstance(mark, Target)]
        for target in targets:
            if min(target.rect.w, target.rect.h) < TARGET_PX:
                faults.append(f"{name}: {target.name} {target.value} is {target.rect.w:.0f} × {target.rect.h:.0f}")
            if target.rect.x < 0 or target.rect.right > AREA.w or target.rect.y < 0 or target.rect.bottom > AREA.h:
                faults.append(f"{name}: {target.name} {target.value} leaves the screen")
        for one, two in itertools.combinations(targets, 2):
            if one.rect.inset(-APART_PX / 2).overlaps(two.rect.inset(-APART_PX / 2)):
                faults.append(f"{name}: {one.name} {one.value} and {two.name} {two.value} are too close")
    assert faults == []


@pytest.mark.parametrize(("lang", "step"), EVERY)
def test_no_words_overlap_or_leave_the_screen(look: Look, lang: str, step: int) -> None:
    faults = []
    for name, _, marks in screens(look, lang, step):
        words = [mark for mark in marks if isinstance(mark, Words) and mark.text.strip()]
        pairs = ((one, two) for one, two in itertools.combinations(words, 2) if one.rect.overlaps(two.rect))
        faults += [f"{name}: {one.text[:12]} over {two.text[:12]}" for one, two in pairs]
        outside = (one for one in words if one.rect.right > AREA.w + 1 or one.rect.bottom > AREA.h + 1)
        faults += [f"{name}: {one.text[:12]} leaves the screen" for one in outside]
        faults += [f"{name}: {line.text[:12]} is too wide" for one in words for line in one.lines if line.width > one.rect.w + 2]
    assert faults == []


@pytest.mark.parametrize(("lang", "step"), EVERY)
def test_no_line_begins_or_ends_with_the_wrong_punctuation(look: Look, lang: str, step: int) -> None:
    faults = [
        f"{name}: {line.text}"
        for name, _, marks in screens(look, lang, step) for mark in marks if isinstance(mark, Words) and len(mark.lines) > 1
        for line in mark.lines if line.text.strip() and (line.text.strip()[0] in NEVER_FIRST or line.text.strip()[-1] in NEVER_LAST)
    ]
    assert faults == []


def test_the_fixed_frame_stands_at_the_same_place_on_every_screen(look: Look) -> None:
    places: dict[str, set[tuple[float, float]]] = {}
    for _, view, marks in screens(look, "zh-TW", 0):
        if view.screen in ("moment", "attract") or "back" not in view.frame:
            continue
        for mark in marks:
            moving = ("page", "wipe", "shift", "still")
            if isinstance(mark, Target) and (mark.name == "frame" or mark.role == "local") and mark.name not in moving:
                places.setdefault(f"{mark.name} {mark.value}", set()).add((mark.rect.x, mark.rect.y))
    assert len(places) >= 8
    assert {name: spots for name, spots in places.items() if len(spots) > 1} == {}
