"""The inventory of screens is what the engine shows today. Where this fails: ``python -m rehearsal.looks record``."""
from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.flow import load_catalogue
from catalogue.trouble import Trouble
from catalogue.words import Words
from kiosk.ui.screens import LAYOUTS
from rehearsal.looks.inventory import LANGUAGES, Screen, load, told
from rehearsal.looks.recording import rooms

ROOT = Path(__file__).resolve().parents[2]
SCREENS = load()
CATALOGUE = load_catalogue(ROOT / "flows")
CLOCK = ("officer", "help")
"""Screens that say today or tomorrow."""
ELSEWHERE = ("moment", "language")
"""Shown without an engine, and in all languages at once."""


@pytest.fixture(scope="module")
def shown() -> dict[str, str]:
    """Everything that stands on some screen, by language."""
    return {lang: "\n".join(str(told(screen.views[lang])) for screen in SCREENS) for lang in LANGUAGES}


def stands(text: str, shown: str) -> bool:
    """Whether a text, or its paragraphs one by one, stand somewhere."""
    return all(repr(part)[1:-1] in shown for part in text.split("\n") if "{" not in part)


async def test_the_rooms_in_front_of_a_service_show_what_was_recorded(tmp_path: Path) -> None:
    known = {screen.key for screen in SCREENS}
    now = [screen for screen in await rooms(tmp_path, quick=True) if screen.views["zh-TW"].screen not in CLOCK]
    assert len(now) > 80
    assert [screen.name for screen in now if screen.key not in known] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_trouble_and_every_question_was_recorded_in_its_present_words(lang: str, shown: dict[str, str]) -> None:
    words = Words(ROOT / "assets" / "locale")
    troubles = [words.text(lang, f"error.{code}.happened", n="{", phone="{", s="{", device="{") for code in Trouble]
    questions = [text for question in CATALOGUE.questions for text in (question.ask[lang], question.answer[lang])]
    assert [text for text in (*troubles, *questions) if not stands(text, shown[lang])] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_of_every_flow_was_recorded_in_its_present_words(lang: str, shown: dict[str, str]) -> None:
    texts = [text for flow in CATALOGUE.flows.values() for step in flow.steps for part in ("heading", "body")
             if (text := flow.text(lang, f"{step.name}.{part}"))]
    assert [text for text in texts if not stands(text, shown[lang])] == []


def test_every_layout_of_the_screen_was_recorded() -> None:
    assert set(LAYOUTS) - {screen.views["zh-TW"].screen for screen in SCREENS} - set(ELSEWHERE) == set()


def test_every_screen_is_there_in_every_language() -> None:
    def shape(screen: Screen) -> set[tuple[object, ...]]:
        return {(view.screen, view.picture, len(view.items), *(button.name for button in view.buttons)) for view in screen.views.values()}

    assert [screen.name for screen in SCREENS if len(shape(screen)) > 1] == []
