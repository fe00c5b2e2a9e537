"""Slips that happen in every kind of file: keys, quotes, brackets, types, signs of another keyboard, what cannot be seen."""
from __future__ import annotations

import random
import re

from rehearsal.slips.sheet import Row, Sheet, Slip, Way, misspelt, some

FREE = ("step.values", "row.values", "question.ask", "question.answer", "question.find")
"""Tables whose keys are not of the language: formulas, numbers of a law, languages."""


def misspell_a_key(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A key with a letter wrong."""
    row = some([row for row in sheet.rows if row.table not in FREE and re.search("[a-z]{4}", row.key)], chance)
    wrong = misspelt(row.key, chance, {other.key for other in sheet.rows}) if row else ""
    return sheet.put(row.at, sheet.lines[row.at].replace(row.key, wrong, 1)) if row and wrong else None


def write_a_row_twice(sheet: Sheet, chance: random.Random) -> Slip | None:
    """The same key once more."""
    row = some(sheet.rows, chance)
    return sheet.add(row.at, sheet.lines[row.at]) if row else None


def add_a_key(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A key that nobody reads."""
    row = some([row for row in sheet.rows if row.table not in FREE and (row.table or sheet.kind in ("flow", "table"))], chance)
    return sheet.add(row.at, f'{chance.choice(("colour", "remark_of_clerk", "hidden"))} = "red"') if row else None


def write_a_note(sheet: Sheet, chance: random.Random) -> Slip | None:
    """Words between the rows, without the sign of a comment."""
    row = some(sheet.rows, chance)
    return sheet.add(row.at, chance.choice(("see above", "這一行待確認", "- ask the bureau", "look again!"))) if row else None


def lose_a_quote(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A text without its first or its last quote."""
    row = some([row for row in sheet.rows if re.fullmatch(r'"[^"\\]+"', row.value) and sheet.lines[row.at].count('"') <= 4
                and not re.search('#.*"', sheet.lines[row.at])], chance)
    return sheet.value(row, row.value[1:] if chance.random() < 0.5 else row.value[:-1]) if row else None


def lose_a_bracket(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A list or table in a line that is not closed."""
    row = some([row for row in sheet.rows if row.value[-1:] in ("]", "}")], chance)
    return sheet.value(row, row.value[:-1].rstrip()) if row else None


def lose_an_equals_sign(sheet: Sheet, chance: random.Random) -> Slip | None:
    """Key and value, and nothing between."""
    row = some(sheet.rows, chance)
    return sheet.put(row.at, sheet.lines[row.at].replace("=", "", 1)) if row else None


def type_full_width(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A sign of the Chinese keyboard where TOML wants a plain one."""
    row = some(sheet.rows, chance)
    if row is None:
        return None
    ways = [sheet.put(row.at, sheet.lines[row.at].replace("=", "＝", 1))]
    if row.value.startswith('"'):
        ways.append(sheet.value(row, f"“{row.value[1:-1]}”"))
    if re.search(r'", "', row.value):
        ways.append(sheet.value(row, row.value.replace('", "', '"，"', 1)))
    return chance.choice(ways)


def write_another_type(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A number in quotes, a text without being one, one thing for a list of them."""
    row = some(sheet.rows, chance)
    if row is None:
        return None
    if row.value.startswith('"'):
        return sheet.value(row, chance.choice(("7", "true", '["7"]')))
    if row.value[:1] in ("[", "{"):
        return sheet.value(row, chance.choice(('"one"', "7")))
    return sheet.value(row, '"yes"' if row.value in ("true", "false") else f'"about {row.value}"')


def paste_the_unseen(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A zero-width, right-to-left or control character, as it comes along with what is pasted."""
    row = some([row for row in sheet.rows if len(row.value) > 3 and row.value.startswith('"')], chance)
    if row is None:
        return None
    at = chance.randrange(1, len(row.value) - 1)
    while row.value[at - 1] == "\\":
        at -= 1
    return sheet.value(row, row.value[:at] + chance.choice("\u200b\u200d\u202e\u2066\ufeff\u00ad\u0007\u00a0") + row.value[at:])


def type_a_look_alike(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A Cyrillic letter within a Latin word."""
    row = some([row for row in sheet.rows if re.search("[A-Za-z][aeopcx][A-Za-z]", sheet.lines[row.at].split("#")[0])], chance)
    if row is None:
        return None
    line = sheet.lines[row.at]
    at = chance.choice([found.start() + 1 for found in re.finditer("(?=[A-Za-z][aeopcx][A-Za-z])", line.split("#")[0])])
    return sheet.put(row.at, line[:at] + dict(zip("aeopcx", "аеорсх", strict=True))[line[at]] + line[at + 1:])


def break_a_header(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A header that is not closed, or whose last word is misspelt."""
    heads = [head for head in sheet.heads if sheet.kind != "agencies"]
    if not heads:
        return None
    at, name = chance.choice(heads)
    if chance.random() < 0.4:
        return sheet.put(at, sheet.lines[at].replace("]", "", 1))
    last = name.split(".")[-1]
    wrong = misspelt(last, chance, {part for _, other in sheet.heads for part in other.split(".")})
    return sheet.put(at, sheet.lines[at].replace(last, wrong, 1)) if wrong and last not in name.split(".")[:-1] else None


def empty_a_text(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A text of a flow or a source that says nothing."""
    row = some([row for row in sheet.rows if row.table.startswith("text.") or row.key in ("source", "id", "promise", "at_most", "purpose")],
               chance)
    return sheet.value(row, '""') if row else None


WAYS: tuple[Way, ...] = (
    misspell_a_key, write_a_row_twice, add_a_key, write_a_note, lose_a_quote, lose_a_bracket, lose_an_equals_sign, type_full_width,
    write_another_type, paste_the_unseen, type_a_look_alike, break_a_header, empty_a_text,
)


def is_text(row: Row, *languages: str) -> bool:
    """Whether the row is a text of a flow in one of the languages."""
    return row.table in {f"text.{lang}" for lang in languages}
