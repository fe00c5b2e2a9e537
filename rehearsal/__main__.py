"""What ``./run`` starts: the window with simulated devices, or ``--headless`` one whole visit.

Exit status of ``--headless``: 0 delivered, 3 parked, 4 refused, 5 abandoned, 1 failed.
"""
from __future__ import annotations

import argparse
import shutil
import signal
import sys
from pathlib import Path

from rehearsal.namespace import NamespaceRefused, enter

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Parse the flags and play."""
    parser = argparse.ArgumentParser(prog="./run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--headless", action="store_true", help="play a whole visit on a virtual screen")
    parser.add_argument("--flow", default="changhua-tax.house-registration", help="id of the flow file")
    parser.add_argument("--as", dest="as_", choices=["card", "id"], default="card", help="identify by citizen certificate or by ID card")
    parser.add_argument("--lang", choices=["zh-TW", "en", "ja"], default="zh-TW")
    parser.add_argument("--parts", choices=["real", "simulated"], help="default: real when headless, simulated in the window")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "visit", help="where the pictures, papers and summary go")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped, however we end
    if not asked.headless:
        from rehearsal.window import open_window

        return open_window(ROOT / "build" / "site")
    if (asked.parts or "real") == "real":
        try:
            enter()
        except NamespaceRefused as refused:
            print(f"run: {refused}", file=sys.stderr)
            return 1
    return headless(asked)


def headless(asked: argparse.Namespace) -> int:
    """Play one visit and say where everything lies."""
    from rehearsal.citizen import CitizenLost
    from rehearsal.headless import EXIT, Rehearsal, play

    parts = asked.parts or "real"
    site = ROOT / "build" / f"site-{parts}"
    log = asked.out.resolve() / "log"
    shutil.rmtree(log, ignore_errors=True)
    rehearsal = Rehearsal(site, parts, log)
    try:
        print(f"run: starting the house with {parts} parts …", flush=True)
        rehearsal.start()
        print(f"run: a citizen comes for {asked.flow} ({asked.as_}, {asked.lang})", flush=True)
        summary = play(rehearsal, asked.out.resolve(), asked.flow, asked.as_, asked.lang)
    except CitizenLost as lost:
        print(f"run: {lost}", file=sys.stderr)
        return EXIT["failed"]
    finally:
        rehearsal.stop()
    out = asked.out.resolve()
    print(f"run: {summary['outcome']}, case {summary['case']}")
    print(f"  printed  {out}/paper/")
    print(f"  screens  {out}/screens/")
    print(f"  desk     {out}/desk/")
    print(f"  summary  {out}/summary.json")
    return EXIT.get(summary["outcome"], 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
