"""``python -m bureau fleet``: counters that are none, for an operator who wants to see an outage before it comes.

So many counters are entered in the bureau's database, write so many messages each, as if there had been no line, and come back: all at
once, or spread over some seconds. Faults may be had beside. At the end the database is held against what was sent, and the exit status
says whether anything was lost, doubled or out of order. Never beside real counters: a database that knows any is refused.
"""
from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import sys
from pathlib import Path

from bureau.config import Bureau
from bureau.fleet.count import Count, count
from bureau.fleet.drill import FAULTS, Drill, Given
from bureau.store import KIOSKS, Store
from wire.keys import SealingKey

PREFIX = "fleet-"


class RealCounters(Exception):
    """The database belongs to counters that serve people."""


def options(default: Path, arguments: list[str]) -> argparse.Namespace:
    """What was asked for; ``default``: where bureau.toml is looked for. Ends the program where it makes no sense."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m bureau fleet", description=__doc__, formatter_class=plain)
    parser.add_argument("--config", type=Path, default=default, help=f"bureau.toml ({default})")
    parser.add_argument("--kiosks", type=int, default=100, help="how many counters (100)")
    parser.add_argument("--messages", type=int, default=1, help="how many messages each has kept during the outage (1)")
    parser.add_argument("--spread", type=float, default=0.0, metavar="SECONDS", help="over how long they come back (0: all at once)")
    parser.add_argument("--faults", default="", metavar="NAME,NAME", help=f"each at one exchange in ten: {', '.join(sorted(FAULTS))}")
    parser.add_argument("--gateway", action="append", default=[], metavar="URL", help="may be given again; a counter turns to the next")
    parser.add_argument("--patience", type=float, default=600.0, metavar="SECONDS", help="how long it may take (600)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="file for the figures")
    asked = parser.parse_args(arguments)
    asked.faults = frozenset(filter(None, asked.faults.split(",")))
    if unknown := asked.faults - FAULTS:
        parser.error(f"--faults {', '.join(sorted(unknown))}: there are {', '.join(sorted(FAULTS))}")
    if asked.kiosks < 1 or asked.messages < 1:
        parser.error("--kiosks and --messages: at least 1")
    return asked


def main(config: Bureau, asked: argparse.Namespace) -> int:
    """Play one drill; 0 where every message arrived once and in order, 1 where not, 2 for a bureau that will not do."""
    agency = next(iter(config.agency), None)
    if agency is None:
        print("the bureau has no agency to write to: [agency.<id>] in bureau.toml", file=sys.stderr)
        return 2
    given = Given(
        kiosks=asked.kiosks, messages=asked.messages, spread_s=asked.spread, faults=asked.faults, patience_s=asked.patience,
        seed=asked.seed,
        gateways=tuple(asked.gateway) or (f"https://{config.gateway.host}:{config.gateway.port}",), agency=agency, root=config.trust.root,
        sealing=SealingKey.load(config.agency[agency].seal_key).public,
    )
    try:
        found = play(Store(config.database.url), given)
    except RealCounters as error:
        print(error, file=sys.stderr)
        return 2
    if asked.json is not None:
        asked.json.write_text(json.dumps(vars(found), indent=1) + "\n", "utf-8")
    print(found.told())
    return 1 if found.wrong else 0


def play(store: Store, given: Given) -> Count:
    """Enter the counters, let them come, count what arrived. Raises ``RealCounters``."""
    store.create()
    with store.read() as db:
        sites = [row.site for row in db.execute(KIOSKS.select())]
    if any(not site.startswith(PREFIX) for site in sites):
        raise RealCounters("this database serves real counters; name one of its own in [database] of another bureau.toml")
    drill = Drill(given, f"{PREFIX}{secrets.token_hex(3)}")
    drill.enter(store)
    drill.write()
    print(f"fleet: {given.kiosks} counters, {given.kiosks * given.messages} messages, process {os.getpid()}", file=sys.stderr, flush=True)
    asyncio.run(drill.come())
    return count(store, drill)
