"""Files that are there whole or not at all, also after a power cut: written beside, synced, renamed, and the folder synced too."""
from __future__ import annotations

import os
from pathlib import Path


def put(path: Path, octets: bytes) -> None:
    """Write a file as a whole, private to owner and group. Raises ``OSError``; the old content then stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sync(path: Path) -> None:
    """Make sure that a file, or the names in a folder, are on the disk. Raises ``OSError``."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
