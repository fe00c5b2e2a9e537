"""Loads the catalogue from wherever it comes: a directory, a folder with its compiled copy, a pack.

Rules:

* A folder's copy counts while the sources have the digest that stands in it; else the files are read and the copy is written anew.
* A pack is looked through only where something changed since it was last taken, by a process of its own (:mod:`catalogue.pack.take`).
* What is refused is said on standard error, with what serves on. Only where nothing good was ever taken there is nothing to serve.
"""
from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from catalogue.flow import Catalogue, digest, read_catalogue
from catalogue.lines import FileError, FileErrors
from catalogue.pack.compiled import NotCompiled, compiled, decoded
from catalogue.pack.orders import NoOrders
from catalogue.pack.orders import decoded as orders_of
from catalogue.pack.shelf import Damaged, Held, Shelf, state
from catalogue.pack.source import Folder, Pack, Source

PATIENCE_S = 60.0
TREE = Path(__file__).parents[2]


def load(source: Source) -> Catalogue:
    """The catalogue of a source. Raises ``FileErrors``."""
    if isinstance(source, Pack):
        return _of_pack(source)
    return _of_folder(source) if isinstance(source, Folder) else read_catalogue(source)


def _of_folder(folder: Folder) -> Catalogue:
    with suppress(OSError, NotCompiled):
        kept = decoded(folder.kept.read_bytes())
        if kept.sha256 == digest(folder.directory):
            return kept
    octets = compiled(folder.directory)
    part = folder.kept.with_name(f"{folder.kept.name}.{os.getpid()}.part")
    with suppress(OSError):  # the copy is for speed only
        part.write_bytes(octets)
        os.replace(part, folder.kept)
    return decoded(octets)


def _of_pack(pack: Pack) -> Catalogue:
    shelf = Shelf(pack.shelf)
    refused = "" if _seen(pack, shelf) else _taken(pack)
    held, catalogue = _good(shelf)
    if not refused and held != next(iter(shelf.held()), None):  # the newest is damaged: take it once more
        refused = _taken(pack)
        held, catalogue = _good(shelf)
    if held is None or catalogue is None:
        path = Path(refused.partition(": ")[0]) if refused else pack.directory
        raise FileErrors([FileError(path, 1, refused.partition(": ")[2] or "no good pack was ever taken here")])
    serving = f"list {held.number} of group {held.group} serves on"
    if refused:
        print(f"pack refused: {refused}; {serving}", file=sys.stderr)
    elif held.expires < datetime.now(UTC).isoformat():
        print(f"{pack.directory}: no news since its signatures expired on {held.expires[:10]}; ask the bureau to publish anew; {serving}",
              file=sys.stderr)
    return catalogue


def _seen(pack: Pack, shelf: Shelf) -> bool:
    """Whether the newest on the shelf is what the pack directory has."""
    try:
        return shelf.held()[0].seen == state(pack)
    except (OSError, IndexError):
        return False


def _good(shelf: Shelf) -> tuple[Held | None, Catalogue | None]:
    """The newest kept catalogue that is whole and can be read."""
    for held in shelf.held():
        try:
            orders = shelf.orders(held)
            return held, replace(decoded(shelf.read(held)), orders=orders_of(orders) if orders else None)
        except (Damaged, NotCompiled, NoOrders) as fault:
            print(f"{shelf.file(held)}: {fault}", file=sys.stderr)
    return None, None


def _taken(pack: Pack) -> str:
    """Have the pack taken; why not, where it was refused."""
    words = [str(pack.directory), str(pack.root), pack.group, str(pack.shelf)]
    try:
        taker = subprocess.run([sys.executable, "-m", "catalogue.pack", *words], cwd=TREE, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, text=True, timeout=PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{pack.directory}: could not be looked through ({type(error).__name__}); start again"
    said = taker.stdout.strip()
    return said or (f"{pack.directory}: could not be looked through (status {taker.returncode}); start again" if taker.returncode else "")
