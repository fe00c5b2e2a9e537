"""The number of a house while it is typed as people say it: 12 巷 3 弄 5 之 1 號 2 樓. Pure.

- Units come in their order, each once and after a number; a key that cannot come now does nothing (``may`` tells).
- A number alone is the house number: 號 need not be typed. A floor needs its 樓, as 12 號 3 may be anything.
"""
from __future__ import annotations

import re

from catalogue.answers.address import DOOR, is_door

UNITS = ("段", "巷", "弄", "之", "號", "樓")
ENGLISH = {"段": "Sec. {}", "巷": "Lane {}", "弄": "Alley {}", "號": "No. {}", "樓": "{}F", "": "{}"}
DIGITS = 4
_PARTS = re.compile(
    r"(?:(?P<section>[1-9])段)?(?:(?P<lane>[0-9]+)巷)?(?:(?P<alley>[0-9]+)弄)?(?P<number>[0-9]+)(?:之(?P<sub>[0-9]+))?"
    r"(?:號(?:(?P<floor>[0-9]+)樓(?:之(?P<floor_sub>[0-9]+))?)?)?", re.ASCII,
)


class DoorEntry:
    """One door; what was typed stands in ``typed`` in Chinese units."""

    def __init__(self, typed: str = "") -> None:
        self.typed = typed

    def press(self, key: str) -> None:
        """One digit, unit, ``backspace`` or ``clear``."""
        if key == "clear":
            self.typed = ""
        elif key == "backspace":
            self.typed = self.typed[:-1]
        elif self.may(key):
            self.typed += key

    def may(self, key: str) -> bool:
        """Whether this key can come now."""
        units = re.sub("[0-9]", "", self.typed)
        run = re.search("[0-9]*$", self.typed)
        digits = run[0] if run else ""
        if len(key) == 1 and key in "0123456789":
            return len(digits) < DIGITS and (key != "0" or bool(digits)) and units[-1:] != "樓"
        if key not in UNITS:
            return False
        if key == "之":
            return (bool(digits) and not re.search("[之號]", units)) or self.typed.endswith("樓")
        if not digits or units.endswith("樓之"):
            return False
        if key == "段":
            return not units and len(digits) == 1
        if key == "樓":
            return units.endswith("號")
        later = {"巷": "巷弄之號", "弄": "弄之號", "號": "號"}[key]
        return not set(units) & set(later) and not (key in "巷弄" and "之" in units)

    def value(self) -> dict[str, str] | None:
        """The parts of the door; None as long as it is none."""
        found = _PARTS.fullmatch(self.typed)
        parts = {key: found[key] for key in DOOR if found[key]} if found else {}
        return parts if is_door(parts) else None

    def shown(self, lang: str) -> str:
        """What stands in the field, in the units of a language."""
        if lang != "en":
            return self.typed.translate(str.maketrans("號樓", "号階")) if lang == "ja" else self.typed
        said = ""
        for number, unit in re.findall("([0-9]+(?:之[0-9]*)?|之[0-9]*)([段巷弄號樓]?)", self.typed):
            number = number.replace("之", "-")
            said += (", " if said and not number.startswith("-") else "") + ENGLISH[unit].format(number)
        return said


def written(parts: dict[str, str]) -> str:
    """The keys that lead to these parts."""
    sub = f"之{parts['sub']}" if "sub" in parts else ""
    floor = f"{parts['floor']}樓" + (f"之{parts['floor_sub']}" if "floor_sub" in parts else "") if "floor" in parts else ""
    front = "".join(f"{parts[key]}{unit}" for key, unit in (("section", "段"), ("lane", "巷"), ("alley", "弄")) if key in parts)
    return f"{front}{parts.get('number', '')}{sub}" + ("號" + floor if floor else "")
