"""The slides of the counter that waits: every one in every language, nothing that moves, one question whatever stands there."""
from __future__ import annotations

from pathlib import Path

from catalogue.words import Words
from kiosk.front.attract import SLIDE_S, SLIDES, slide_at
from kiosk.ui.door import Button, View
from kiosk.ui.pictures.scenes import SCENES, moves

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh-TW", "en", "ja")
WORDS = Words(ROOT / "assets" / "locale")


def test_a_slide_comes_in_every_language_before_the_next_one_and_all_come_round() -> None:
    turns = [slide_at(turn, LANGUAGES) for turn in range(len(LANGUAGES) * len(SLIDES))]
    assert [lang for lang, _ in turns[:3]] == list(LANGUAGES)
    assert len({slide for _, slide in turns[:3]}) == 1
    assert set(turns) == {(lang, slide) for lang in LANGUAGES for slide in SLIDES}
    assert slide_at(len(turns), LANGUAGES) == turns[0]


def test_every_slide_has_its_words_for_eye_and_ear_in_every_language() -> None:
    missing = [(lang, key, part) for lang in LANGUAGES for key, _ in SLIDES for part in ("heading", "body", "say")
               if not WORDS.has(lang, f"{key}.{part}")]
    assert missing == []


def test_nothing_moves_on_the_screen_that_waits_and_each_slide_stands_for_several_seconds() -> None:
    assert [picture for _, picture in SLIDES if picture not in SCENES or moves(picture, busy=False)] == []
    assert SLIDE_S >= 5


def test_a_touch_counts_whatever_slide_stands_there() -> None:
    def slide(lang: str, picture: str, visit: str = "v") -> View:
        return View(visit=visit, screen="attract", lang=lang, heading=picture, picture=picture, buttons=(Button(name="start", text="x"),))

    assert slide("en", "officer").asks_like(slide("en", "counter"))
    assert slide("en", "officer").asks_like(slide("ja", "private"))
    assert not slide("en", "officer").asks_like(slide("en", "officer", visit="another"))
