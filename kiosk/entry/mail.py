"""An e-mail address while it is typed: small letters, digits and its signs; the strip offers what no pad has, and common endings."""
from __future__ import annotations

from kiosk.entry.text import TextEntry, TextPad
from kiosk.entry.zhuyin import Zhuyin, ZhuyinMissing

OFFERED = ("@", "_", ".com", ".tw")
SIGNS = "@._%+-"


class MailEntry(TextEntry):
    """One address. The pads are those for Latin letters and for digits and signs, whatever the language."""

    def __init__(self, longest: int, text: str = "") -> None:
        super().__init__(longest, text, compose=_nothing_composed)

    def pads(self, lang: str) -> tuple[TextPad, ...]:
        """Letters first."""
        return "latin", "signs"

    def strip(self) -> tuple[tuple[str, ...], int, int]:
        """Always the same: what can be added by one touch."""
        return OFFERED, 0, 1

    def choose(self, key: str) -> None:
        """Add one of what is offered, by its place."""
        if key.isascii() and key.isdigit() and int(key) < len(OFFERED):
            for char in OFFERED[int(key)]:
                self.press(char)

    def press(self, key: str) -> None:
        """One key of the pad in use; what no address holds is not taken."""
        if key in ("clear", "backspace"):
            super().press(key)
        elif len(key) == 1 and key.isascii() and (key.isalnum() or key in SIGNS) and len(self._text) < self.longest:
            self._text += key.lower()


def _nothing_composed() -> Zhuyin:
    raise ZhuyinMissing("an address has no Chinese characters")
