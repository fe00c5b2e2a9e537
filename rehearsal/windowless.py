"""The real counter without its window: ``python -m rehearsal.windowless --config FILE``; whoever rehearses stands at the door."""
from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kiosk.counter import Counter, main


class Windowless(Counter):
    """A counter whose screen is somebody else's affair."""

    def screen(self) -> None:
        """Start none."""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    sys.exit(main(parser.parse_args().config.resolve(), Windowless))
