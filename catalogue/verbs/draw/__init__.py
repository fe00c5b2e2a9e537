"""``flows draw ID [-o FILE] [--lang zh-TW]``: a service on one sheet of A4 (SVG), for whoever decides about it.

* The steps stand in their order on a line; those that happen only under a condition leave it together and come back to it.
* Words are those the citizen reads, in the language asked for; what is asked stands inside its step, the kind in small letters beside it.
* The same files give the same drawing; a long service makes everything smaller, never the sheet larger.
"""
from __future__ import annotations

import argparse
import sys
import tomllib
from datetime import date
from pathlib import Path

from catalogue.flow import Flow, load_catalogue
from catalogue.lines import FileErrors, nearest
from catalogue.verbs.draw.paper import HEIGHT, MARGIN, SOFT, WIDTH, Paper
from catalogue.verbs.draw.parts import end, head, line
from catalogue.verbs.draw.said import Said
from catalogue.words import Words

ASSETS = Path(__file__).parents[3] / "assets"
COLOURS = ("#064650", "#E2EEEC")
"""Of an agency that has none in the theme."""


def main(arguments: list[str]) -> int:
    """Draw one service; 2 for a service or language that is not there."""
    parser = argparse.ArgumentParser(prog="python -m kiosk flows draw", description=__doc__)
    parser.add_argument("id", help="which service, e.g. changhua-tax.house-registration")
    parser.add_argument("-o", "--out", type=Path, help="file to write (ID.svg); - writes to the terminal")
    parser.add_argument("--lang", default="zh-TW", help="language of the drawing (zh-TW)")
    parser.add_argument("--flows", type=Path, default=Path("flows"), help="directory of flows (flows)")
    asked = parser.parse_args(arguments)
    try:
        catalogue, words = load_catalogue(asked.flows), Words(ASSETS / "locale")
    except (FileErrors, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    catalogue = words.also_in(catalogue)
    flows = {**catalogue.flows, **catalogue.definitions}
    if asked.id not in flows:
        print(f"no flow '{asked.id}'{nearest(asked.id, flows)}", file=sys.stderr)
        return 2
    if asked.lang not in words.languages:
        print(f"no language '{asked.lang}': there is {', '.join(words.languages)}", file=sys.stderr)
        return 2
    drawing = drawn(Said(catalogue, flows[asked.id], words, asked.lang, date.today()))
    if str(asked.out) == "-":
        sys.stdout.write(drawing)
        return 0
    out = asked.out or Path(f"{asked.id}.svg")
    out.write_text(drawing, encoding="utf-8")
    print(out)
    return 0


def drawn(said: Said) -> str:
    """The drawing as SVG, first at full size, then as much smaller as it is too long."""
    width = WIDTH
    while True:
        paper, foot = _sheet(said, width)
        if foot <= paper.height - 48:
            return paper.svg(f"{said.flow.text(said.lang, 'title')} · {said.own('page')}", said.lang)
        width = max(width * 1.02, (foot + 48) * WIDTH / HEIGHT)


def _sheet(said: Said, width: float) -> tuple[Paper, float]:
    paper, (accent, tint) = Paper(width), colours(said.flow)
    foot = end(paper, said, line(paper, said, head(paper, said, accent, tint), accent, tint), accent, tint)
    paper.text(MARGIN, paper.height - 24, f"{said.own('page')} · {said.flow.id} · {said.flow.version}", 8.5, ink=SOFT)
    return paper, foot


def colours(flow: Flow) -> tuple[str, str]:
    """Accent and tint of the flow's agency, as at the counter."""
    theme = tomllib.loads((ASSETS / "themes" / "civic.toml").read_text("utf-8"))
    agency = theme.get("agency", {}).get(flow.agency, {})
    return agency.get("accent", COLOURS[0]), agency.get("tint", COLOURS[1])
