"""Slips in texts, names, dated tables and the field dictionary."""
from __future__ import annotations

import random
import re
from itertools import pairwise

from rehearsal.slips.any_file import is_text
from rehearsal.slips.sheet import Sheet, Slip, Way, misspelt, some

LANGUAGES = ("zh-TW", "en", "ja")
FIELD_NEEDS = {
    "digits": ("personal", "pattern", "length"), "code": ("personal", "pattern", "length"), "count": ("least", "most"), "amount": ("most",),
    "choice": ("choices",), "several": ("choices",), "text": ("personal", "longest"), "address": ("county", "towns", "roads"),
    "parcel": ("county", "towns", "sections"), "group": ("fields", "most"), "roc-date": ("personal",), "id": ("personal",),
}
OUT_OF_RANGE = {"length": ("0", "99"), "years_ago": ("500",), "longest": ("0", "5000"), "back": ("-1", "99"), "most": ("-5", "99999999999")}


def forget_a_text(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A text that two languages have and the third has not; told where its texts begin."""
    row = some([row for row in sheet.rows if is_text(row, *LANGUAGES)], chance)
    return sheet.drop(row.at, row.at + 1, row.head) if row else None


def forget_a_placeholder(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A placeholder that stands in two languages, gone or misspelt in the third."""
    row = some([row for row in sheet.rows if is_text(row, *LANGUAGES) and re.search(r"\{[a-z_]{4,}\}", row.value)], chance)
    if row is None:
        return None
    name = re.findall(r"\{([a-z_]{4,})\}", row.value)[0]
    wrong = misspelt(name, chance)
    return sheet.value(row, row.value.replace(f"{{{name}}}", f"{{{wrong}}}" if wrong and chance.random() < 0.5 else "12"))


def write_half_width(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A half-width sign within Chinese or Japanese."""
    row = some([row for row in sheet.rows if is_text(row, "zh-TW", "ja") and re.search("[\u4e00-\u9fff][，、。？！]", row.value)], chance)
    if row is None:
        return None
    wide = chance.choice([found.start() + 1 for found in re.finditer("[\u4e00-\u9fff][，、。？！]", row.value)])
    sign = dict(zip("，、。？！", ",,.?!", strict=True))[row.value[wide]]
    return sheet.value(row, row.value[:wide] + sign + row.value[wide + 1:])


def write_the_other_tai(sheet: Sheet, chance: random.Random) -> Slip | None:
    """台 for 臺."""
    row = some([row for row in sheet.rows if is_text(row, "zh-TW") and "臺" in row.value], chance)
    return sheet.value(row, row.value.replace("臺", "台", 1)) if row else None


def leave_a_brace_open(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A brace that is no placeholder."""
    row = some([row for row in sheet.rows if is_text(row, *LANGUAGES)], chance)
    return sheet.value(row, row.value[:-1] + '{"') if row else None


def forget_a_language(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A name in two languages only, or an empty one."""
    row = some([row for row in sheet.rows if re.match(r'\{zh-TW = "', row.value)], chance)
    if row is None:
        return None
    lang = chance.choice(LANGUAGES)
    if chance.random() < 0.5:
        return sheet.value(row, re.sub(rf'{lang} = "[^"]*"', f'{lang} = ""', row.value))
    return sheet.value(row, re.sub(rf'(, )?{lang} = "[^"]*"(?(1)|, )', "", row.value))


def forget_a_language_of_a_question(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A question in two languages only; told where its words begin."""
    row = some([row for row in sheet.rows if row.table.startswith("question.")], chance)
    return sheet.drop(row.at, row.at + 1, row.head) if row else None


def run_on(sheet: Sheet, chance: random.Random) -> Slip | None:
    """An answer longer than a page."""
    row = some([row for row in sheet.rows if row.table == "question.answer"], chance)
    return sheet.value(row, '"' + row.value[1:-1] * (400 // len(row.value) + 2) + '"') if row else None


def forget_a_key_of_an_entry(sheet: Sheet, chance: random.Random) -> Slip | None:
    """What every row, entry, agency, question or field of its type must have; told at its header."""
    needed = {"row": ("valid_from", "source"), "row.entry": ("key", "names"), "question": ("key",)}
    found = []
    for head, name in sheet.heads:
        rows = sheet.under(head)
        kind = rows["type"].value.strip('"') if "type" in rows else ""
        keys = ("names", "short") if sheet.kind == "agencies" else ("type", *FIELD_NEEDS.get(kind, ())) if kind else needed.get(name, ())
        found += [rows[key] for key in keys if key in rows]
    row = some(found, chance)
    return sheet.drop(row.at, row.at + 1, row.head) if row else None


def name_it_twice(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A key of an entry or question that an earlier one has; a choice that stands twice."""
    keys = [row for row in sheet.rows if row.key == "key" and row.table in ("row.entry", "question")]
    rows = [at for at, name in sheet.heads if name == "row"]
    pairs = [(one, two) for one, two in pairwise(keys) if not any(one.at < at < two.at for at in rows)]
    choices = [row for row in sheet.rows if row.key == "choices"]
    if pairs and (not choices or chance.random() < 0.5):
        one, two = chance.choice(pairs)
        return sheet.value(two, one.value)
    row = some(choices, chance)
    return sheet.value(row, row.value[:-1] + ", " + chance.choice(re.findall('"[^"]*"', row.value)) + "]") if row else None


def misspell_a_field_word(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A type, a table, a choice, the words for a wrong answer."""
    keys = ("type", "towns", "roads", "sections", "table", "choices", "wrong")
    row = some([row for row in sheet.rows if row.key in keys], chance)
    words = re.findall('"([a-z][a-z-]{3,})"', row.value) if row else []
    wrong = misspelt(word := chance.choice(words), chance) if words else ""
    return sheet.value(row, row.value.replace(f'"{word}"', f'"{wrong}"', 1)) if row and wrong and f'"{wrong}"' not in row.value else None


def bend_a_pattern(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A pattern that is not closed, or has no end."""
    row = some([row for row in sheet.rows if row.key == "pattern"], chance)
    return sheet.value(row, row.value.replace("]", chance.choice(("", "]*", "]+")), 1)) if row else None


def leave_the_range(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A number that no answer could have."""
    row = some([row for row in sheet.rows if row.key in OUT_OF_RANGE], chance)
    return sheet.value(row, chance.choice(OUT_OF_RANGE[row.key])) if row else None


def write_no_day(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A day that never was, a ROC year, a day in words."""
    row = some([row for row in sheet.rows if row.key in ("valid_from", "valid_to")], chance)
    if row is None:
        return None
    year, month, _ = row.value.split("-")
    return sheet.value(row, chance.choice((f"{year}-02-30", f"{year}-13-01", f"{int(year) - 1911}-{month}-01", f'"{month}/{year}"', year)))


def end_before_it_begins(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A row that ends years before its first day."""
    row = some([row for row in sheet.rows if row.key == "valid_to"], chance)
    return sheet.value(row, "1999-12-31") if row else None


def let_two_rows_run(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A row that goes on while the next one is valid; told at the next one."""
    rows = [(head, sheet.under(head)) for head, name in sheet.heads if name == "row"]
    found = [(one, head) for (_, one), (head, _) in pairwise(rows) if "valid_to" in one]
    if not found:
        return None
    one, head = chance.choice(found)
    if chance.random() < 0.5:
        return sheet.drop(one["valid_to"].at, one["valid_to"].at + 1, head)
    made = sheet.value(one["valid_to"], "2199-12-31")
    return Slip(made.text, head + 1)


def begin_in_the_far_future(sheet: Sheet, chance: random.Random) -> Slip | None:
    """The one row that is valid today begins when nobody here lives; told at the last row."""
    rows = [(head, sheet.under(head)) for head, name in sheet.heads if name == "row"]
    if len([1 for _, row in rows if "valid_to" not in row]) != 1 or "valid_to" in rows[-1][1]:
        return None
    return Slip(sheet.value(rows[-1][1]["valid_from"], "2199-01-01").text, rows[-1][0] + 1)


def write_a_fraction(sheet: Sheet, chance: random.Random) -> Slip | None:
    """A number of a law that is none: with a fraction, a comma, in quotes."""
    row = some([row for row in sheet.rows if row.table == "row.values"], chance)
    return sheet.value(row, chance.choice((f"{row.value}.5", f'"{row.value}"', f"{row.value},000", "nan", "NT$1"))) if row else None


WAYS: tuple[Way, ...] = (
    forget_a_text, forget_a_placeholder, write_half_width, write_the_other_tai, leave_a_brace_open, forget_a_language,
    forget_a_language_of_a_question, run_on, forget_a_key_of_an_entry, name_it_twice, misspell_a_field_word, bend_a_pattern,
    leave_the_range, write_no_day, end_before_it_begins, let_two_rows_run, begin_in_the_far_future, write_a_fraction,
)
