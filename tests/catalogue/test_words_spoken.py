"""What the kiosk says is in the words: every key written in its code exists, in every language."""
from __future__ import annotations

import re
from pathlib import Path

from catalogue.words import Words

ROOT = Path(__file__).parents[2]
LITERAL = re.compile(
    r'\.word\(\s*"([^"{]+)"|\.words\(\s*(?:step, )?"([^"{]+)"'
    r'|button\("[a-z-]+"(?:, "[a-z]+")?, "(button\.[a-z-]+)"\)|button\("([a-z-]+)"(?:, "[a-z]+")?\)')
TROUBLE = re.compile(r'trouble\(\s*"([a-z-]+)"((?:,\s*"[a-z-]+")*)')


def spoken(source: str) -> set[str]:
    """Keys that a piece of code asks for by a literal."""
    keys: set[str] = set()
    for word, screen, named, button in LITERAL.findall(source):
        keys.add(word or (f"{screen}.heading" if screen else named or f"button.{button}"))
    for code, buttons in TROUBLE.findall(source):
        keys |= {f"error.{code}.happened", f"error.{code}.do", *(f"button.{name}" for name in re.findall(r'"([a-z-]+)"', buttons))}
    return keys


def test_every_word_that_the_kiosk_asks_for_exists_in_every_language() -> None:
    words = Words(ROOT / "assets" / "locale")
    asked = {key for path in (ROOT / "kiosk").rglob("*.py") for key in spoken(path.read_text(encoding="utf-8"))}
    assert len(asked) > 50
    assert [(lang, key) for lang in words.languages for key in sorted(asked) if not words.has(lang, key)] == []


def test_a_word_that_is_not_there_would_be_found() -> None:
    assert spoken('talk.word("frame.nowhere"), talk.button("vanish", "primary"), visit.trouble("odd", "retry")') == {
        "frame.nowhere", "button.vanish", "error.odd.happened", "error.odd.do", "button.retry"}
