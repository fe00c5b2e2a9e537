"""A folder as the disk may hold it when the mains is cut.

- What was written to a file before it was synced, stands; of what was written since, any part may stand, sector by sector.
- That a file was made stands from the next sync of it or of its folder on; that it was removed, from the next sync of the folder on.
  Until then either may be the case. (POSIX promises less for a file that is synced without its folder; the file systems of the
  appliance keep the name with the file.)
"""
from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rehearsal.powerloss.record import Event

SECTOR = 512


@dataclass
class _File:
    """What surely stands, and what was done to it since."""

    sure: bytearray = field(default_factory=bytearray)
    since: list[Event] = field(default_factory=list)
    named: bool = False  # its name stands
    gone: bool = False  # removed, and not yet surely so


def _apply(octets: bytearray, event: Event) -> None:
    if event.what == "cut":
        del octets[event.at :]
        octets.extend(bytes(event.at - len(octets)))
        return
    at = len(octets) if event.at < 0 else event.at
    octets.extend(bytes(max(0, at + len(event.octets) - len(octets))))
    octets[at : at + len(event.octets)] = event.octets


def _sectors(event: Event) -> Iterable[Event]:
    """A write in pieces that a disk writes whole."""
    start = 0
    while start < len(event.octets):
        end = min(len(event.octets), start + SECTOR - (event.at + start) % SECTOR)
        yield Event("write", event.name, event.at + start, event.octets[start:end])
        start = end


class Disk:
    """A folder's files as of some moment; :meth:`cut` gives one of the states that may be found afterwards."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._files: dict[str, _File] = {}
        for event in events:
            self._do(event)

    def _do(self, event: Event) -> None:
        if event.what == "sync" and event.name == "":
            self._files = {name: file for name, file in self._files.items() if not file.gone}
            for file in self._files.values():
                file.named = True
            return
        file = self._files.get(event.name, _File())
        if file.gone and event.what == "make":
            file = _File()
        self._files[event.name] = file
        if event.what == "sync":
            for done in file.since:
                _apply(file.sure, done)
            file.since, file.named = [], True
        elif event.what == "remove":
            file.gone = True
        elif event.what in ("write", "cut"):
            file.since.append(event)

    def cut(self, folder: Path, chance: random.Random) -> None:
        """Write one possible state into an empty folder."""
        share = chance.choice((0.0, 0.3, 0.7, 0.95, 1.0))
        for name, file in self._files.items():
            if (file.gone and chance.random() < 0.5) or (not file.named and chance.random() >= share):
                continue
            octets = bytearray(file.sure)
            for done in file.since:
                for piece in [done] if done.what == "cut" or done.at < 0 else _sectors(done):
                    if chance.random() < share:
                        _apply(octets, piece)
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(octets)
