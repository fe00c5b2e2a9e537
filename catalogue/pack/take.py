"""Takes the newest good pack onto the shelf; run as a process of its own (``python -m catalogue.pack``), which ends with all it has read.

So untrusted files are read by nobody who lives on, and a counter's memory does not hold what checks signatures.
"""
from __future__ import annotations

import hashlib

from catalogue.pack.client import Examination
from catalogue.pack.refusal import Refused, refusal
from catalogue.pack.shelf import Held, Shelf, state
from catalogue.pack.source import Pack


def take(pack: Pack) -> Held:
    """Look the pack directory through and keep the group's catalogue. Raises ``Refused``; the shelf then serves what it served before."""
    shelf = Shelf(pack.shelf)
    try:
        with shelf.changing():
            return _take(pack, shelf)
    except OSError as error:
        raise refusal(pack.shelf, error) from error


def _take(pack: Pack, shelf: Shelf) -> Held:
    try:
        seen = state(pack)
    except OSError:
        seen = ""  # the examination says which file is missing
    found = Examination(pack.directory, pack.root, shelf.trust).found(pack.group, shelf.directory / "taking.part")
    root = hashlib.sha256(pack.root.read_bytes()).hexdigest()
    newest = next(iter(shelf.held()), None)
    if newest is not None and newest.root == root and found.number < newest.number:
        raise Refused(pack.directory, f"holds list {found.number}, older than list {newest.number} which was taken here",
                      "bring the newest pack directory; to go back to an earlier content the bureau publishes it under a higher number")
    orders = hashlib.sha256(found.orders).hexdigest() if found.orders else ""
    held = Held(found.number, pack.group, found.sha256, len(found.octets), found.expires, root, seen, orders)
    shelf.keep(held, found.octets, found.orders)
    return held
