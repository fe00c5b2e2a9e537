"""A licence plate while it is typed: capitals, the hyphen comes by itself where it is plain where it belongs. Pure."""
from __future__ import annotations

from catalogue.answers.plate import LONGEST, hyphenated, normalised


class PlateEntry:
    """One plate. Where letters and digits may be read in two ways, ``choices`` are both plates, to pick one from."""

    def __init__(self, plate: str = "") -> None:
        self._typed, self._fixed = plate, "-" in plate

    def press(self, key: str) -> None:
        """One key of the pad; a hyphen typed by hand stays where it is."""
        if key == "clear":
            self._typed, self._fixed = "", False
        elif key == "backspace":
            self._typed = self._typed[:-1]
            self._fixed = self._fixed and "-" in self._typed
        elif key == "-" and self._typed and "-" not in self._typed:
            self._typed, self._fixed = self._typed + "-", True
        elif len(key) == 1 and key.isascii() and key.isalnum() and len(self._typed.replace("-", "")) < LONGEST - 1:
            self._typed += key.upper()

    @property
    def entry(self) -> str:
        """What stands there."""
        found = () if self._fixed else hyphenated(self._typed)
        return found[0] if len(found) == 1 else self._typed

    @property
    def choices(self) -> tuple[str, ...]:
        """The plates to choose from where it is not plain which one is meant."""
        found = () if self._fixed else hyphenated(self._typed)
        return found if len(found) > 1 else ()

    def choose(self, key: str) -> None:
        """Take one of the choices by its place."""
        if key.isascii() and key.isdigit() and int(key) < len(self.choices):
            self._typed, self._fixed = self.choices[int(key)], True

    @property
    def value(self) -> str:
        """The plate, '' as long as it is none."""
        return normalised(self.entry)
