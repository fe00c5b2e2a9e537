"""Screens of the inventory laid out as the counter lays them out: every page, in each language, text size and arrangement."""
from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PIL import ImageFont

from kiosk.config import Screen as ScreenConfig
from kiosk.ui.door import View
from kiosk.ui.fonts import Faces, fonts
from kiosk.ui.stage.local import Local
from kiosk.ui.stage.reach import reach_mm
from kiosk.ui.stage.whole import whole
from kiosk.ui.text import Typesetter
from kiosk.ui.theme import SIZES, Look, Theme, read
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.marks import Mark, Rect
from rehearsal.looks.inventory import LANGUAGES, Screen

ROOT = Path(__file__).resolve().parents[2]
FACES = Path(tempfile.gettempdir()) / "nightcounter-looks-fonts"
PLACE = {"zh-TW": "埔心鄉公所", "en": "Puxin Township Office", "ja": "埔心郷役場"}


@dataclass(frozen=True)
class Stand:
    """How the screen stands: its area in pixels, and whether everything was brought down for somebody who sits."""

    name: str
    area: Rect
    low: bool = False


STANDS = (Stand("upright", Rect(0, 0, 1080, 1920)), Stand("lying", Rect(0, 0, 1920, 1080)), Stand("low", Rect(0, 0, 1080, 1920), True))


@dataclass(frozen=True)
class Sheet:
    """One screen laid out: the marks of each of its pages."""

    name: str
    view: View
    look: Look
    stand: Stand
    pages: tuple[tuple[Mark, ...], ...]
    voice: bool = False

    @property
    def where(self) -> str:
        """Screen, language, text size, arrangement."""
        return f"{self.name} [{self.view.lang}, size {self.look.step}, {self.stand.name}, {self.look.palette}]"


@cache
def _face(font: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font, size)


@cache
def measure(text: str, font: str, size: int) -> float:
    """The width of a text in pixels, as the screen measures it."""
    return float(_face(font, size).getlength(text))


@cache
def theme() -> Theme:
    """The counter's theme."""
    return read(ROOT / "assets" / "themes" / "civic.toml")


@cache
def faces() -> Faces:
    """The counter's fonts, taken out of the system's collections once."""
    return fonts(FACES)


@cache
def types() -> Typesetter:
    """One typesetter for all: what was measured once is kept."""
    return Typesetter(faces(), measure)


def look(lang: str, step: int = 0, palette: str = "paper", low: bool = False, agency: str = "") -> Look:
    """A look as the counter would have it."""
    screen = ScreenConfig()
    return Look(theme(), faces(), screen.mm_per_pixel, lang, agency, step, palette, low, reach_mm=reach_mm(screen.bottom_mm))


def lay(name: str, view: View, step: int, stand: Stand, palette: str = "paper", voice: bool = False) -> Sheet:
    """One screen, all its pages."""
    seen = look(view.lang, step, palette, stand.low, view.agency)
    on, local = Setting(seen, types()), Local(left_s=view.countdown_s)
    pages: list[tuple[Mark, ...]] = []
    count = 1
    while len(pages) < count:
        here = replace(local, page=len(pages))
        marks, count = whole(on, view, here, stand.area, PLACE[view.lang], LANGUAGES, voice)
        pages.append(tuple(marks))
    return Sheet(name, view, seen, stand, tuple(pages), voice)


def sheets(
    screens: Iterable[Screen], langs: Iterable[str] = LANGUAGES, steps: Iterable[int] = range(SIZES), stands: Iterable[Stand] = STANDS,
    palettes: Iterable[str] = ("paper",),
) -> Iterator[Sheet]:
    """All of them."""
    asked = list(screens)
    for lang in langs:
        for step in steps:
            for stand in stands:
                for palette in palettes:
                    types().forget()
                    for screen in asked:
                        yield lay(screen.name, screen.views[lang], step, stand, palette)
