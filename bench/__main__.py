"""``python -m bench [--only row,…] [--rounds N] [--out FILE]``: measure, print a table, write ``build/bench.json``.

Ends with 0 when every target was met, 1 when one was missed or a row could not be measured, 2 for a wrong command.
"""
from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench import harness
from bench.measurement import NotMeasured


def main(argv: list[str]) -> int:
    """Measure what was asked for; one row that cannot be measured does not stop the others."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--only", help="rows, separated by commas; all without it")
    parser.add_argument("--rounds", type=int, default=harness.MIN_ROUNDS, help=f"at least {harness.MIN_ROUNDS}")
    parser.add_argument("--out", type=Path, default=harness.ROOT / "build" / "bench.json")
    asked = parser.parse_args(argv)
    if asked.rounds < harness.MIN_ROUNDS:
        parser.error(f"--rounds: at least {harness.MIN_ROUNDS}, a median of fewer says little")
    try:
        wanted = harness.chosen(asked.only)
    except harness.UnknownRow as unknown:
        parser.error(f"--only: {unknown}")
    goals = harness.targets()
    rows: list[harness.Row] = []
    unmeasured = 0
    for name in wanted:
        print(f"bench: {name} …", file=sys.stderr, flush=True)
        try:
            for row in harness.run(name, harness.load_row(name), asked.rounds, goals):
                rows.append(row)
                harness.keep(asked.out, rows)
        except NotMeasured as why:
            print(f"bench: {name} not measured: {why}", file=sys.stderr)
            unmeasured += 1
    print(harness.table(rows))
    return 1 if unmeasured or not all(row.met for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
