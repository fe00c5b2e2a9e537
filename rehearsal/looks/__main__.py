"""``python -m rehearsal.looks record|check [--size 0-3] [--lang TAG] [--screen NAME]``.

``record`` walks the engine's rooms and flows and writes the inventory anew (a few minutes); ``check`` holds every screen of it
against the rules and lists the faults. Ends with 0 when there are none.
"""
from __future__ import annotations

import argparse
import asyncio
import sys

from rehearsal.looks.inventory import FILE, LANGUAGES, load, save


def main(arguments: list[str]) -> int:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m rehearsal.looks", description=__doc__)
    parser.add_argument("what", choices=("record", "check"))
    parser.add_argument("--lang", action="append", choices=LANGUAGES)
    parser.add_argument("--size", action="append", type=int, choices=range(4))
    parser.add_argument("--screen", default="", help="only screens whose name contains this")
    asked = parser.parse_args(arguments)
    if asked.what == "record":
        from rehearsal.looks.recording import everything

        screens = asyncio.run(everything())
        save(screens)
        print(f"{len(screens)} screens in {FILE}")
        return 0
    from rehearsal.looks.every import faults
    from rehearsal.looks.laying import sheets

    screens = [screen for screen in load() if asked.screen in screen.name]
    found = 0
    for sheet in sheets(screens, asked.lang or LANGUAGES, asked.size or range(4)):
        for what in faults(sheet):
            print(what)
            found += 1
    print(f"{found} faults on {len(screens)} screens", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
