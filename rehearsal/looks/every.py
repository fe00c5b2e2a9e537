"""All rules together."""
from __future__ import annotations

from collections.abc import Iterator

from rehearsal.looks import rules, senses, wording
from rehearsal.looks.laying import Sheet
from rehearsal.looks.rules import Rule

RULES: tuple[Rule, ...] = (*rules.RULES, *senses.RULES, *wording.RULES)


def faults(sheet: Sheet) -> Iterator[str]:
    """Everything that is wrong with a screen: where, against which rule, what."""
    for rule in RULES:
        for what in dict.fromkeys(rule(sheet)):
            yield f"{sheet.where} {rule.__name__}: {what}"
