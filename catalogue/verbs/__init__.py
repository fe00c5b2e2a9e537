"""The verbs of ``python -m kiosk flows VERB …``: each is a module with ``main(arguments) -> int``, loaded when it is asked for.

What needs the counter stands in another room, which hands its verbs over when it calls (``also``), since no file of this room may
know the counter. Without a verb, or with ``--help``, all are listed, one a line. A verb that is not there is answered with the nearest.
"""
from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from catalogue.lines import nearest

PROG = "python -m kiosk flows"


@dataclass(frozen=True)
class Verb:
    """One verb: the module whose ``main`` takes the words behind it, and what it does, in one line."""

    module: str
    does: str


VERBS: dict[str, Verb] = {
    "check": Verb("catalogue.check", "says every fault of flows, fields, tables and wording at once: file:line: what"),
    "new": Verb("catalogue.verbs.new", "asks seven questions and writes a new service, in three languages"),
    "schema": Verb("catalogue.verbs.schema", "writes JSON Schema for editors: completion, red marks while typing"),
    "draw": Verb("catalogue.verbs.draw", "draws one on a sheet of A4 (SVG): steps, branches, outcome, who releases"),
    "docs": Verb("catalogue.verbs.docs", "writes flows/README.md, the manual for whoever writes a service, from classes and files"),
    "pack": Verb("catalogue.verbs.pack", "compiles, signs, stages, rolls out and takes back packs of services"),
    "verify": Verb("catalogue.verbs.verify", "says of a pack directory what is wrong with it, against a trusted root"),
}


def main(arguments: Sequence[str], also: Mapping[str, Verb] | None = None) -> int:
    """Run one verb with the words behind it; its exit status, 2 for a verb that is not there."""
    verbs = {**VERBS, **(also or {})}
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(listed(verbs))
        return 0
    name = arguments[0]
    if name not in verbs:
        print(f"{PROG}: unknown verb '{name}'{nearest(name, verbs)}\n\n{listed(verbs)}", file=sys.stderr)
        return 2
    verb = import_module(verbs[name].module)
    return int(verb.main(list(arguments[1:])))


def listed(verbs: Mapping[str, Verb]) -> str:
    """All verbs, one a line, as ``--help`` prints them."""
    width = max(len(name) for name in verbs)
    lines = [f"  {name:<{width}}  {verb.does}" for name, verb in verbs.items()]
    return "\n".join((f"{PROG} VERB …   ({PROG} VERB --help tells more)", "", *lines))
