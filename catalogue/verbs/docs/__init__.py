"""``flows docs [--check]``: makes ``flows/README.md``, the manual for whoever writes a service, from the classes and the files.

* What a class says of itself is what the manual says: docstrings, keys, what may stand there. Prose between stands in ``manual.md``.
* Examples are lines of the files that serve; conditions and sums are parsed before they are shown.
* The lists of services are those of the directory, so the page is never older than the files: ``--check`` says whether it is.
"""
from __future__ import annotations

import argparse
import sys
from pathlib import Path

import catalogue.expressions
from catalogue.assurance import ReleaseRule
from catalogue.check import order_rules
from catalogue.expressions import parse
from catalogue.flow import Catalogue, load_catalogue
from catalogue.lines import FileErrors
from catalogue.tables import Table
from catalogue.verbs.docs.items import codes, definitions, items
from catalogue.verbs.docs.keys import fields, rules, steps, top_keys
from catalogue.verbs.plain import manual

EXAMPLE = "changhua-tax.house-registration"
EXAMPLES = (
    ("certificate", "the citizen came with a citizen certificate and its PIN"),
    ("not certificate", "came with an ID card"),
    ("house == 'one'", "the answer of the field `house` is the choice `one`"),
    ("house != 'one'", "it is anything else"),
    ("not certificate and house == 'one'", "both hold; `or`: at least one of them"),
    ("filed_tax in ['house', 'deed']", "the answer is one of these"),
    ("'house' in tax_kinds", "this was ticked, where several can be"),
    ("members >= 3", "a number is at least three; also `<`, `<=`, `>`"),
    ("len(plates) > 1", "more than one stands on the list that the citizen made"),
    ("days_between(deed_date, today) <= 30", "the day is at most thirty days ago"),
    ("mmdd(today) <= 922", "not later in the year than 22 September"),
    ("year(today) - 1", "the ROC year before this one"),
    ("table('fees-household', 'transcript') * copies", "a number of a dated table, as it stands today, times an answer"),
    ("round_half_up(income, members)", "divided and rounded, a half up"),
    ("min(income, 30000)", "the smaller of the two; `max` the greater"),
    ("working_day_after(today, 5)", "the fifth working day from today"),
    ("'free' if income == 0 else 'pay'", "the first where the condition holds, else the second"),
)


def main(arguments: list[str]) -> int:
    """Write the page; with ``--check`` only say, by exit status 1, that it is not what the files say."""
    parser = argparse.ArgumentParser(prog="python -m kiosk flows docs", description=__doc__)
    parser.add_argument("--flows", type=Path, default=Path("flows"), help="directory of flows (flows)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 where the page differs")
    asked = parser.parse_args(arguments)
    page = asked.flows / "README.md"
    try:
        text = written(load_catalogue(asked.flows))
    except FileErrors as error:
        print(error, file=sys.stderr)
        return 1
    if asked.check:
        same = page.exists() and page.read_text("utf-8") == text
        print(f"{page} is up to date" if same else f"{page} is older than what it tells: run `python -m kiosk flows docs`")
        return 0 if same else 1
    page.write_text(text, encoding="utf-8")
    print(page)
    return 0


def written(catalogue: Catalogue) -> str:
    """The whole page, in Markdown."""
    parts = {
        "example": EXAMPLE, "keys": top_keys(), "steps": steps(catalogue), "fields": fields(catalogue),
        "order": "What must stand in which order:\n\n" + rules(order_rules.__doc__ or ""),
        "expressions": rules(catalogue_expressions()), "examples": _examples(),
        "tables_are": manual(Table, "`").partition("\n")[0],
        "tables": "\n".join(f"| `{name}` | {table.about} |" for name, table in catalogue.tables.items()),
        "release": manual(ReleaseRule, "`").replace("\n\n", " "),
        "count": str(len(catalogue.flows)), "agencies": str(len({flow.agency for flow in catalogue.flows.values()})),
        "items": items(catalogue), "definitions": definitions(catalogue), "codes": codes(catalogue),
    }
    text = (Path(__file__).parent / "manual.md").read_text("utf-8")
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", part)
    return text


def catalogue_expressions() -> str:
    """What the module of the expressions says of them."""
    return catalogue.expressions.__doc__ or ""


def _examples() -> str:
    return "\n".join(f"| `{parse(text).text}` | {means} |" for text, means in EXAMPLES)
