"""``python -m catalogue.pack DIRECTORY ROOT GROUP SHELF``: take the newest good pack; prints why not, and ends with 1."""
from __future__ import annotations

import sys
from pathlib import Path

from catalogue.pack.refusal import Refused
from catalogue.pack.source import Pack
from catalogue.pack.take import take


def main(arguments: list[str]) -> int:
    """Take, or say on standard output why not."""
    directory, root, group, shelf = arguments
    try:
        take(Pack(Path(directory), Path(root), group, Path(shelf)))
    except Refused as refused:
        print(refused)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
