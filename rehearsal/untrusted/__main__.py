"""``python -m rehearsal.untrusted gather [--count N]``: bend, read, and keep one example of every new way in which reading ends."""
from __future__ import annotations

import argparse
import random
import sys

from rehearsal.untrusted import corpus
from rehearsal.untrusted.bending import bent
from rehearsal.untrusted.parsers import everything
from rehearsal.untrusted.reading import again, read, watched

LONG = 4096
"""Longer examples are not kept: they say nothing that short ones do not."""


def main(argv: list[str]) -> int:
    """Gather; exit status 1 where something ended as it must not."""
    parser = argparse.ArgumentParser(prog="python -m rehearsal.untrusted", description=__doc__)
    parser.add_argument("verb", choices=["gather"])
    parser.add_argument("--count", type=int, default=200_000, help="readings of all parsers together")
    asked = parser.parse_args(argv)
    kept = {name: list(every) for name, every in corpus.load().items()}
    bad = 0
    with watched():
        parsers = everything()
        for each in parsers:
            good, known = list(each.good), {read(each, octets)[0] for octets in kept.get(each.name, ())}
            for number in range(asked.count // len(parsers)):
                octets = bent(good, random.Random(f"{each.name} {number}"))
                again()
                ended, wrong = read(each, octets)
                if wrong:
                    bad += 1
                    print(f"{wrong}: {octets[:200]!r}", file=sys.stderr)
                if ended not in known and len(octets) <= LONG:
                    known.add(ended)
                    good.append(octets)
                    kept.setdefault(each.name, []).append(octets)
            print(f"{each.name}: {len(known)} ways to end")
    corpus.save(kept)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
