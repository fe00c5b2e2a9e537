"""The longest texts that ``flows check`` lets pass fit every screen on which they stand, all at once, in the largest letters too."""
from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from catalogue.check.word_rules import WIDEST, WIDEST_NAME, width
from kiosk.ui.door import View
from kiosk.ui.theme import SIZES
from rehearsal.looks.every import faults
from rehearsal.looks.inventory import LANGUAGES, load
from rehearsal.looks.laying import STANDS, lay

SAMPLE = 2
WORDS = {
    "zh-TW": "請您在這裡選擇要辦理的項目並確認內容無誤後再繼續進行下一步的手續",
    "en": "please choose what you want here and see whether everything is right before you go on ",
    "ja": "こちらで手続きする内容を選び間違いがないか確かめてから次へ進んでください",
}
SCREENS = load()


def text(lang: str, most: float) -> str:
    """As much as ``most`` holds."""
    words = WORDS[lang] * 10
    return next(words[:end] for end in range(len(words), 0, -1) if width(words[:end]) <= most).strip()


def on_a_step(view: View, lang: str) -> View:
    """Heading, body, and what can be chosen."""
    body = text(lang, WIDEST["body"]) if view.body and view.screen in ("info", "form", "compute") else view.body
    items = tuple(item.but(text=text(lang, WIDEST_NAME)) for item in view.items)
    return view.but(heading=text(lang, WIDEST["heading"]), body=body, items=items)


def in_the_menu(view: View, lang: str) -> View:
    """Title and what the service is about."""
    return view.but(items=tuple(item.but(text=text(lang, WIDEST["title"]), about=text(lang, WIDEST["about"]) if item.about else "")
                                for item in view.items))


def to_bring(view: View, lang: str) -> View:
    """Every line as long as it may be."""
    return view.but(lines=tuple(line.but(value=text(lang, WIDEST["bring"])) for line in view.lines))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "change"), [
    *((kind, on_a_step) for kind in ("info", "choose", "form", "evidence", "bundle", "compute")),
    ("menu", in_the_menu), ("every", in_the_menu), ("bring", to_bring)])
def test_the_longest_texts_fit(kind: str, change: Callable[[View, str], View], lang: str) -> None:
    of_kind = [screen for screen in SCREENS if screen.views["zh-TW"].screen == kind]
    found = [
        fault for screen in random.Random(kind).sample(of_kind, SAMPLE) for step in range(SIZES) for stand in STANDS
        for fault in faults(lay(screen.name, change(screen.views[lang], lang), step, stand))
    ]
    assert found == []


def test_much_more_would_not_fit() -> None:
    long = text("en", WIDEST["body"] * 3)
    screens = [screen for screen in SCREENS if screen.views["en"].screen == "info"]
    assert any(fault for screen in screens[:3] for stand in STANDS
               for fault in faults(lay(screen.name, screen.views["en"].but(body=long), SIZES - 1, stand)))
