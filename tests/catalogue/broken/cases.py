"""Reads the corpus of broken files: small patches against the model directory beside it, with the fault told under its line.

A case begins with ``## what is wrong``; the next line names a file of the model, or of the shared
wording (``locale/en.po``). Then, as in a patch, in the order of the file:

* `` line``  stands in the file and stays; a line that is the same as an earlier one is found after the one before it in the case
* ``-line``  is taken away, ``+line`` is put in
* ``! text`` is the whole message that is expected at the line above it, once for each fault there
* ``!! file:line: text`` is a fault expected in another file, since that one leans on what was broken here

Lines not shown stay as they are. ``\\uXXXX`` after a ``+`` is that character, so that what cannot be seen is seen here.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
MODEL = HERE / "model"
LOCALE = HERE.parents[2] / "assets" / "locale"


class CaseWrong(ValueError):
    """The case itself does not fit its model."""


@dataclass
class Case:
    """One broken file: ``told`` are (line, message) in the order of lines, ``elsewhere`` faults of other files."""

    topic: str
    title: str
    path: str
    text: str
    told: list[tuple[int, str]] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def cases(topic: Path) -> Iterator[Case]:
    """All cases of one file of the corpus."""
    for part in topic.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, path, *patch = part.rstrip("\n").split("\n")
        yield _case(topic.stem, title, path, [line for line in patch if line])


def _case(topic: str, title: str, path: str, patch: list[str]) -> Case:
    source = LOCALE / path.removeprefix("locale/") if path.startswith("locale/") else MODEL / path
    model = source.read_text(encoding="utf-8").split("\n")
    made: list[str] = []
    case = Case(topic, title, path, "")
    for sign, line in ((one[0], one[1:]) for one in patch):
        if sign == "!" and line.startswith("!"):
            case.elsewhere.append(line.removeprefix("! "))
        elif sign == "!":
            case.told.append((len(made), line.removeprefix(" ")))
        elif sign == "+":
            made.append(re.sub(r"(?<!\\)\\u([0-9A-F]{4})", lambda found: chr(int(found[1], 16)), line).replace(r"\\u", r"\u"))
        elif sign in " -":
            if line not in model:
                raise CaseWrong(f"{topic}: {title}: the model has no further line {line!r}")
            at = model.index(line)
            made += model[:at] + ([line] if sign == " " else [])
            model = model[at + 1:]
        else:
            raise CaseWrong(f"{topic}: {title}: no sign before {sign + line!r}")
    case.text = "\n".join(made + model)
    case.told.sort()
    return case


def corpus() -> list[Case]:
    """Every case there is."""
    return [case for topic in sorted(HERE.glob("*.txt")) for case in cases(topic)]
