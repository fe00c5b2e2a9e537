"""The cabinet of simulated devices: a directory with one JSON file a device, shared by processes.

A card shown by the demo panel is seen by the engine, and stays when one engine follows the other.
"""
from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware import DeviceGone


class Cabinet:
    """One directory of device states. Safe between threads and processes of one machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def look(self, drawer: str) -> dict[str, Any]:
        """Read one device's state; {} where nothing was ever put."""
        try:
            state: dict[str, Any] = json.loads(self._path(drawer).read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return state

    def stamp(self, drawer: str) -> tuple[int, int]:
        """What differs whenever the state was put anew: far cheaper to ask often than the state itself; (0, 0) where none is."""
        try:
            state = os.stat(self._path(drawer))
        except FileNotFoundError:
            return 0, 0
        return state.st_ino, state.st_mtime_ns

    @contextmanager
    def change(self, drawer: str) -> Iterator[dict[str, Any]]:
        """Read one device's state, let the caller change it, put it back; nobody else writes meanwhile."""
        with open(self.folder / ".lock", "a", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            state = self.look(drawer)
            yield state
            fresh = self._path(drawer).with_suffix(".new")
            fresh.write_text(json.dumps(state, ensure_ascii=False), "utf-8")
            os.replace(fresh, self._path(drawer))

    def fail_next(self, drawer: str, code: str) -> None:
        """Let the device's next call fail with ``code``; several stand in a queue."""
        with self.change(drawer) as state:
            state.setdefault("fail", []).append(code)

    def failure(self, drawer: str) -> str:
        """Take the next failure out of the queue; '' where none waits."""
        if not self.look(drawer).get("fail"):
            return ""
        with self.change(drawer) as state:
            return str(state["fail"].pop(0)) if state.get("fail") else ""

    def _path(self, drawer: str) -> Path:
        return self.folder / f"{drawer}.json"


@dataclass(frozen=True)
class Options:
    """``cabinet``: directory of the simulated devices."""

    cabinet: Path


class Peer:
    """One simulated device: its drawer, and the failures that somebody puts into it by hand."""

    def __init__(self, name: str, options: Options, drawer: str) -> None:
        self.name, self._drawer = name, drawer
        self._cabinet = Cabinet(options.cabinet)

    def close(self) -> None:
        """Let go of it; it stays as it stands."""

    def fail_next(self, code: str = DeviceGone.code) -> None:
        """Let the next call fail."""
        self._cabinet.fail_next(self._drawer, code)

    def _meet_failure(self) -> None:
        """Fail where it was made to. Raises ``DeviceGone``."""
        if self._cabinet.failure(self._drawer):
            raise DeviceGone(self.name, "made to fail")
