"""Where a counter or a desk has its flows from: a folder of TOML files, or a pack. Standard library only."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Folder:
    """A directory of flows. In the file ``kept`` lies what was compiled of it last time: the same files are not parsed twice."""

    directory: Path
    kept: Path

    def __str__(self) -> str:
        return str(self.directory)


@dataclass(frozen=True)
class Pack:
    """A pack directory, the ``root`` file that says whose signatures count, this counter's ``group``, and where to keep what was taken."""

    directory: Path
    root: Path
    group: str
    shelf: Path

    def __str__(self) -> str:
        return f"{self.directory} (group {self.group})"


Source = Path | Folder | Pack
