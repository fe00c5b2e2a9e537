"""Chinese from Bopomofo: libchewing (its C library, its dictionaries, Debian's packages ``libchewing3`` and ``libchewing3-data``).

- Nothing is learnt and nothing is written: its user dictionary is an SQLite database in memory, and because
  words are read out and then dropped, never committed, even that one stays empty.
- The words of what was typed change while one goes on typing, as the dictionary understands more of it.
- Candidates are those for the end of what was typed: the longest word first, then its last character alone;
  rare characters of names, which the dictionary lacks, stand last (``assets/rare.toml``).
"""
from __future__ import annotations

import ctypes
import tomllib
from collections.abc import Mapping
from pathlib import Path

LIBRARY, DATA = "libchewing.so.3", "/usr/share/libchewing"
RARE = Path(__file__).parents[2] / "assets" / "rare.toml"
SYMBOLS = "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦㄧㄨㄩ"
TONES = "ˉˊˇˋ˙"
LONGEST = 12
"""So many syllables are kept open for a better understanding; what is before them stands fast."""
# libchewing counts keys of a keyboard in the usual Taiwanese layout, whatever the pad looks like
_KEYS = dict(zip("ㄅㄆㄇㄈㄉㄊㄋㄌˇㄍㄎㄏˋㄐㄑㄒㄓㄔㄕㄖˊ˙ㄗㄘㄙㄧㄨㄩㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦˉ",
                 "1qaz2wsx3edc4rfv5tgb67yhnujm8ik,9ol.0p;/- ", strict=True))
_TEXTS = ("bopomofo_String_static", "buffer_String_static", "cand_string_by_index_static")


class ZhuyinMissing(Exception):
    """libchewing or its dictionaries are not there; the text names the package."""


class Zhuyin:
    """One field's composing. ``close`` gives its memory back; nothing of it outlives the process in any case."""

    def __init__(self, rare: Mapping[str, str] | None = None) -> None:
        """Open it. Raises ``ZhuyinMissing``."""
        self._rare = rare_characters() if rare is None else rare
        self._syllables: list[str] = []
        try:
            library = ctypes.CDLL(LIBRARY)
        except OSError as error:
            raise ZhuyinMissing(f"{LIBRARY} is missing: install the package libchewing3") from error
        library.chewing_new2.restype = ctypes.c_void_p
        library.chewing_new2.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p]
        for name in _TEXTS:
            getattr(library, f"chewing_{name}").restype = ctypes.c_char_p
        context = library.chewing_new2(DATA.encode(), b":memory:", None, None)
        if not context:
            raise ZhuyinMissing(f"no dictionaries in {DATA}: install the package libchewing3-data")
        self._library, self._context = library, ctypes.c_void_p(context)
        for name, value in (("KBType", 0), ("maxChiSymbolLen", 2 * LONGEST), ("spaceAsSelection", 0), ("phraseChoiceRearward", 1)):
            self._call(f"set_{name}", value)

    @property
    def composing(self) -> str:
        """The Bopomofo of the syllable that is not complete yet."""
        return self._text("bopomofo_String_static")

    @property
    def words(self) -> str:
        """What the complete syllables mean."""
        return self._text("buffer_String_static")

    def press(self, symbol: str) -> None:
        """One symbol or tone mark; a syllable is complete with its tone. What cannot follow replaces or does nothing."""
        if symbol not in _KEYS or (symbol in TONES and not self.composing):
            return
        before, composed = len(self.words), self.composing
        if symbol == "ˉ":
            self._call("handle_Space")
        else:
            self._call("handle_Default", ord(_KEYS[symbol]))
        if len(self.words) > before:
            self._syllables.append(composed + symbol.strip("ˉ"))

    def erase(self) -> bool:
        """Take the last symbol or word back; False where nothing is left to take."""
        if not self.composing and not self.words:
            return False
        if not self.composing:
            self._syllables = self._syllables[:-1]
        self._call("handle_Backspace")
        return True

    def candidates(self) -> tuple[str, ...]:
        """The words for the end of what was typed; none while a syllable is not complete."""
        if self.composing or not self.words or self._call("cand_open") != 0:
            return ()
        found: dict[str, None] = {}
        try:
            self._call("cand_list_first")
            while True:
                found |= dict.fromkeys(self._text("cand_string_by_index_static", at) for at in range(self._call("cand_TotalChoice")))
                if not self._call("cand_list_has_next"):
                    break
                self._call("cand_list_next")
        finally:
            self._call("cand_close")
        return tuple(found | dict.fromkeys(self._rare.get(self._syllables[-1] if self._syllables else "", "")))

    def take(self, word: str = "") -> str:
        """The words, their end replaced by the candidate ``word``; nothing is open afterwards."""
        words = self.words
        self.drop()
        return words[: len(words) - len(word)] + word

    def drop(self) -> None:
        """Forget everything that is open."""
        self._syllables = []
        self._call("clean_bopomofo_buf")
        self._call("clean_preedit_buf")

    def learnt(self) -> bool:
        """Whether the user dictionary in memory holds anything."""
        word, reading = ctypes.c_uint(), ctypes.c_uint()
        self._call("userphrase_enumerate")
        return bool(self._call("userphrase_has_next", ctypes.byref(word), ctypes.byref(reading)))

    def close(self) -> None:
        """Give the memory back; a second time does nothing."""
        if self._context:
            self.drop()
            self._call("delete")
            self._context = ctypes.c_void_p(None)

    def _call(self, name: str, *arguments: object) -> int:
        return int(getattr(self._library, f"chewing_{name}")(self._context, *arguments))

    def _text(self, name: str, *arguments: object) -> str:
        got: bytes | None = getattr(self._library, f"chewing_{name}")(self._context, *arguments)
        return (got or b"").decode("utf-8", "replace")


def rare_characters(path: Path = RARE) -> dict[str, str]:
    """Rare characters of names by their reading."""
    return {str(reading): str(chars) for reading, chars in tomllib.loads(path.read_text(encoding="utf-8"))["characters"].items()}
