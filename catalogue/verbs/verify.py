"""``flows verify DIRECTORY --root FILE [--group NAME]``: is this pack directory good, against the root that is trusted?

Every group's catalogue is looked through, or the one of a group. Nothing is remembered, so an older directory that was
published in order is good here; a counter, which remembers, refuses it.
"""
from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory


def main(arguments: list[str]) -> int:
    """Run the verb; prints what is good and what is wrong, returns 1 where something is."""
    parser = argparse.ArgumentParser(prog="python -m kiosk flows verify", description=__doc__)
    parser.add_argument("directory", type=Path, help="the pack directory")
    parser.add_argument("--root", type=Path, required=True, help="the root file that this counter trusts")
    parser.add_argument("--group", help="one group; all without it")
    asked = parser.parse_args(arguments)
    from catalogue.pack.client import Examination
    from catalogue.pack.refusal import Refused

    faults = 0
    with TemporaryDirectory() as scratch:
        try:
            examination = Examination(asked.directory, asked.root, Path(scratch) / "trust")
        except Refused as refused:
            print(refused)
            return 1
        for group in [asked.group] if asked.group else examination.groups():
            try:
                found = examination.found(group, Path(scratch) / "taking.part")
                print(f"{group}: good, list {found.number}, {found.note.get('services')} services, counts until {found.expires}")
            except Refused as refused:
                print(refused)
                faults += 1
    if not faults and not asked.group and not examination.groups():
        print(f"{asked.directory}: good, but nothing is published for any group")
    return 1 if faults else 0
