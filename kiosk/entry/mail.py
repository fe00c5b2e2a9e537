"""An e-mail address while it is typed: small letters, digits and its signs; the strip offers what no pad of letters has.

On the strip a sign stands with its name, so that it has a sound.
"""
from __future__ import annotations

from collections.abc import Callable

from kiosk.entry.text import TextEntry, TextPad
from kiosk.entry.zhuyin import Zhuyin, ZhuyinMissing

OFFERED = {"at": "@", "underscore": "_", "com": ".com"}
"""What can be added by one touch; its names stand in the wording under ``mail.*``."""
SIGNS = "@._%+-"


class MailEntry(TextEntry):
    """One address. The pads are those for Latin letters and for digits and signs, whatever the language. ``word`` is the wording."""

    def __init__(self, longest: int, text: str, word: Callable[[str], str]) -> None:
        super().__init__(longest, text, compose=_nothing_composed)
        self._word = word

    def pads(self, lang: str) -> tuple[TextPad, ...]:
        """Letters first."""
        return "latin", "signs"

    def strip(self) -> tuple[tuple[str, ...], int, int]:
        """Always the same: what can be added by one touch."""
        return tuple(self._word(f"mail.{name}") for name in OFFERED), 0, 1

    def choose(self, key: str) -> None:
        """Add one of what is offered, by its place."""
        if key.isascii() and key.isdigit() and int(key) < len(OFFERED):
            for char in list(OFFERED.values())[int(key)]:
                self.press(char)

    def press(self, key: str) -> None:
        """One key of the pad in use; what no address holds is not taken."""
        if key in ("clear", "backspace"):
            super().press(key)
        elif len(key) == 1 and key.isascii() and (key.isalnum() or key in SIGNS) and len(self._text) < self.longest:
            self._text += key.lower()


def _nothing_composed() -> Zhuyin:
    raise ZhuyinMissing("an address has no Chinese characters")
