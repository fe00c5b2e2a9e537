"""Slips in what a flow does: keys that must be there, steps out of order, words of the catalogue, conditions, who releases."""
from __future__ import annotations

import random
import re
from itertools import pairwise

from rehearsal.slips.sheet import Sheet, Slip, Way, misspelt, some

ORDER = ("consent", "identify", "review", "sign", "send", "wait", "acknowledge")
NEEDED = {
    "consent": ("purpose",), "form": ("fields",), "lookup": ("question", "at_most"), "choose": ("from", "field"), "wait": ("at_most",),
    "print": ("paper",), "pay-slip": ("paper",), "compute": ("says", "shows"), "evidence": ("papers",),
}
WORDS = ("agency", "outcome", "kind", "purpose", "fields", "from", "by", "evidence", "life_events", "flow", "table", "says", "shows",
         "tell", "ask", "paper", "ways", "who", "started_by")
OUT_OF_RANGE = {"often": ("101", "-1"), "version": ("0", "-3"), "at_most": ('"0s"', '"10000s"', '"60"'), "promise": ('"0m"', '"5"', '"3w"'),
                "decision": ('"D9"',), "codes": ('["lt5"]', '["LT"]')}


def _identified(sheet: Sheet) -> bool:
    """Whether a citizen begins it and says who he is."""
    return sheet.kind == "flow" and not sheet.top("started_by") and "identify" in [kind for _, kind in sheet.steps()]


def forget_a_key(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A key at the top that must be there."""
    needed = {"id", "version", "codes", "agency", "outcome", "promise", "legal"}
    needed |= {"retain"} if sheet.top("outcome") != "advice" else set()
    row = some([row for row in sheet.rows if row.table == "" and row.key in needed], chance)
    return sheet.drop(row.at, row.at + 1, 0) if row else None


def forget_a_key_of_a_step(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A key that this kind of step must have, or the kind itself."""
    found = [(head, row) for head, kind in sheet.steps() for key in ("kind", *NEEDED.get(kind, ())) if (row := sheet.under(head).get(key))]
    head, row = chance.choice(found)
    return sheet.drop(row.at, row.at + 1, head)


def forget_a_step(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A step that every path needs; told at the last one that is there."""
    steps = sheet.steps()
    found = [head for head, kind in steps if kind in ORDER and kind != "identify"] if _identified(sheet) else []
    if not found:
        return None
    start, end = sheet.block(chance.choice(found))
    left = [head for head, _ in steps if head != start]
    return sheet.drop(start, end, left[-1])


def swap_two_steps(sheet: Sheet, chance: random.Random) -> Slip | None:
    """Two neighbours in the wrong order; told at the one that should have come first."""
    steps = sheet.steps()
    found = [(one, two) for (one, first), (two, second) in pairwise(steps) if first in ORDER and second in ORDER]
    if not found or not _identified(sheet):
        return None
    one, two = chance.choice(found)
    _, end = sheet.block(two)
    first, second = sheet.lines[one:two], sheet.lines[two:end]
    return sheet.made(sheet.lines[:one] + second + first + sheet.lines[end:], one + len(second))


def ask_too_early(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A form, papers or a bundle before anybody was told why."""
    steps = sheet.steps()
    found = [head for head, kind in steps if kind in ("form", "evidence", "bundle")]
    first = next((head for head, kind in steps if kind == "consent"), 0)
    if not found or not first or not _identified(sheet) or min(found) < first:
        return None
    start, end = sheet.block(chance.choice(found))
    lines = sheet.lines
    return sheet.made(lines[:first] + lines[start:end] + lines[first:start] + lines[end:], first)


def skip_what_may_not_be(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A condition on a step that every path needs."""
    found = [head for head, kind in sheet.steps() if kind in ORDER] if _identified(sheet) else []
    if not found:
        return None
    return sheet.add(sheet.under(chance.choice(found))["kind"].at, 'when = "certificate"')


def review_twice(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A second step of a kind that stands once."""
    found = [head for head, kind in sheet.steps() if kind in ("review", "sign", "send")] if _identified(sheet) else []
    if not found:
        return None
    head = chance.choice(found)
    _, end = sheet.block(head)
    return sheet.add(end - 1, "[[step]]", 'name = "once-more"', f"kind = {sheet.under(head)['kind'].value}")


def call_two_steps_alike(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A step with the name of an earlier one."""
    named = [row for row in sheet.rows if row.table == "step" and row.key == "name"]
    if len(named) < 2:
        return None
    earlier, later = sorted(chance.sample(named, 2), key=lambda row: row.at)
    return sheet.value(later, earlier.value)


def misspell_a_word(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A word of the catalogue: agency, kind, field, purpose, table, evidence …"""
    row = some([row for row in sheet.rows if row.key in WORDS and not row.table.startswith("text.")], chance)
    words = re.findall(r'"([a-z][a-z0-9_.-]{3,})"', row.value) if row else []
    if row is None or not words:
        return None
    word = chance.choice(words)
    wrong = misspelt(word, chance)
    return sheet.value(row, row.value.replace(f'"{word}"', f'"{wrong}"', 1)) if wrong and f'"{wrong}"' not in row.value else None


def misspell_an_agency_of_a_bundle(sheet: Sheet, chance: random.Random) -> Slip | None:
    """An agency in a list of several lines."""
    found = [at for at, line in enumerate(sheet.lines) if re.match(r'\s+\{item = ".*agency = "', line)]
    if not found:
        return None
    at = chance.choice(found)
    agency = re.sub(r'.*agency = "([^"]*)".*', r"\1", sheet.lines[at])
    wrong = misspelt(agency, chance)
    return sheet.put(at, sheet.lines[at].replace(f'agency = "{agency}"', f'agency = "{wrong}"')) if wrong else None


def leave_the_range(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A number or a length of time that cannot be."""
    row = some([row for row in sheet.rows if row.key in OUT_OF_RANGE and row.table in ("", "step")], chance)
    return sheet.value(row, chance.choice(OUT_OF_RANGE[row.key])) if row else None


def take_another_id(sheet: Sheet, chance: random.Random) -> Slip | None:
    """An id that is not the file's."""
    row = next(row for row in sheet.rows if row.table == "" and row.key == "id")
    wrong = misspelt(row.value.strip('"'), chance)
    return sheet.value(row, f'"{wrong}"') if wrong else None


def break_an_expression(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A condition or formula with a name misspelt, half of it gone, or more than the language has."""
    row = some([row for row in sheet.rows if row.table == "step.values" or (row.table == "step" and row.key in ("when", "check"))], chance)
    if row is None or not row.value.startswith('"') or "\\" in row.value:
        return None
    formula = row.value[1:-1]
    bare = re.sub("'[^']*'", lambda found: "'" + "." * (len(found[0]) - 2) + "'", formula)
    names = [found for found in re.finditer(r"[a-z_][a-z0-9_]{3,}", bare) if found[0] not in ("else",)]
    ways = [f"{formula} +", f"({formula}", f"{formula} ** 9", f"open({formula})", f"{formula} = 1", f"[{formula} for x in y]"]
    if names:
        found = chance.choice(names)
        wrong = misspelt(found[0], chance, {other.key for other in sheet.rows} | {"certificate", "today"})
        ways += [formula[:found.start()] + wrong + formula[found.end():]] * 4 if wrong else []
    return sheet.value(row, f'"{chance.choice(ways)}"')


def let_nobody_release(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A rule of release that lacks its clerk, or takes a face without a card."""
    rules = [sheet.under(head) for head, name in sheet.heads if name == "release"]
    found = [rule["evidence"] for rule in rules if rule["by"].value == '"clerk"']
    row = some(found, chance)
    if row is None:
        return None
    if "id-card" in row.value and chance.random() < 0.5:
        return sheet.value(row, row.value.replace('"id-card", ', "", 1))
    return sheet.value(row, row.value.replace(', "clerk"', "", 1))


def forget_the_proposal(sheet: Sheet, chance: random.Random) -> Slip | None:
    """The register releases what a clerk decides, and nobody is asked to confirm it."""
    row = some([row for row in sheet.rows if row.table == "release" and row.key == "proposal" and row.value == "true"], chance)
    if row is None or sheet.top("decision") not in ("D1", "D2", "D3"):
        return None
    return sheet.drop(row.at, row.at + 1, sheet.under(row.head)["evidence"].at)


WAYS: tuple[Way, ...] = (
    forget_a_key, forget_a_key_of_a_step, forget_a_step, swap_two_steps, ask_too_early, skip_what_may_not_be, review_twice,
    call_two_steps_alike, misspell_a_word, misspell_an_agency_of_a_bundle, leave_the_range, take_another_id, break_an_expression,
    let_nobody_release, forget_the_proposal,
)
