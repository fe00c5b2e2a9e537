"""Licence plates (handbook §2.6). Pure.

- Kept in capitals with one hyphen. Where it was left out it is put in if only one of the known forms fits.
- Whether a plate exists, the bureau's register decides: anything of the general pattern is taken.
- Plates never use I and O, and the newest form (ABC-1234) no 4; who types one is asked to look again, no more.
"""
from __future__ import annotations

import re
from typing import Literal

PATTERN = re.compile(r"(?=.*[A-Z])(?=.*[0-9])[0-9A-Z]{2,4}-[0-9A-Z]{2,5}", re.ASCII)
FORMS = ("AAA-0000", "AA-00000", "0A-0000", "AA-0000", "0000-AA", "AA0-000", "000-AAA", "AAA-000")
LONGEST = 8
Doubt = Literal["letter", "four"]


def normalised(typed: str) -> str:
    """Capitals, no spaces, one hyphen where it is plain where it belongs; '' for what is no plate at all."""
    plate = re.sub(r"[\s\u2010-\u2015]+", lambda found: "-" if found[0].strip() else "", typed)
    plate = plate.upper() if plate.isascii() else ""
    if "-" not in plate and len(found := hyphenated(plate)) == 1:
        plate = found[0]
    return plate if PATTERN.fullmatch(plate) else ""


def hyphenated(plate: str) -> tuple[str, ...]:
    """The plates that letters and digits without a hyphen may mean, newest form first."""
    def fits(form: str) -> bool:
        bare = form.replace("-", "")
        return len(bare) == len(plate) and all(one.isdigit() == (two == "0") for one, two in zip(plate, bare, strict=True))

    places = dict.fromkeys(form.index("-") for form in FORMS if fits(form))
    return tuple(f"{plate[:at]}-{plate[at:]}" for at in places)


def doubts(plate: str) -> tuple[Doubt, ...]:
    """What makes a second look at the plate worth while."""
    found: list[Doubt] = ["letter"] if re.search("[IO]", plate) else []
    return (*found, "four") if re.fullmatch(r"[A-Z]{3}-[0-9]*4[0-9]*", plate) else tuple(found)
