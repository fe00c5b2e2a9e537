"""Who stands beside and watches a counter under rough hands: what may never be seen, and what may never grow."""
from __future__ import annotations

import re
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from rehearsal.traces import role
from rehearsal.vandals.display import Display

BROKEN = re.compile(r"Traceback|Segmentation|Fatal|core dumped|Exception|Error\b")
ROWS, MOST_SAID = 16, 1200
LIVE = ("screen", "counter")


@dataclass(frozen=True)
class Weight:
    """What a process holds: proportional memory in MB, open files, threads."""

    memory_mb: float
    files: int
    threads: int


@dataclass
class Watch:
    """Looks at one opened counter; ``faults`` are sentences. ``look`` may be called as often as one likes."""

    display: Display
    counter: int
    log: Path
    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._screen = self._find_screen()
        self._read = {path: path.stat().st_size for path in self.log.glob("*.log")}
        self._at = 0

    def look(self, when: str) -> bool:
        """Whether processes, logs, windows and pixels are as they should be; what is not is noted once."""
        before = len(self.faults)
        if not psutil.pid_exists(self.counter) or self._find_screen() != self._screen:
            self._fault(f"the screen or the counter ended {when}")
        self._logs(when)
        panes = self.display.panes()
        if [pane.place for pane in panes] != [(0, 0, *self.display.size)]:
            self._fault(f"not one window over all of the screen {when}: {[pane.place for pane in panes]}")
        for _ in range(ROWS):
            self._at = (self._at + 127) % self.display.size[1]
            if self.display.floor_shows(self._at):
                self._fault(f"the desktop shows {when}")
                break
        self.counts["looks"] += 1
        return len(self.faults) == before

    def weights(self) -> dict[str, Weight]:
        """What screen and counter hold now."""
        found = {}
        for name, pid in zip(LIVE, (self._screen, self.counter), strict=True):
            process = psutil.Process(pid)
            found[name] = Weight(process.memory_full_info().pss / 2**20, process.num_fds(), process.num_threads())
        return found

    def processes(self) -> str:
        """The counter's children: what they are, what each thread waits for in the kernel, and for how long they have been there."""
        told = []
        for child in psutil.Process(self.counter).children(recursive=True):
            with suppress(psutil.NoSuchProcess, OSError):
                waits = [Path(f"/proc/{child.pid}/task/{thread.id}/wchan").read_text() for thread in child.threads()]
                told.append(f"{role(child.pid)} {child.status()} {time.time() - child.create_time():.0f} s {waits}")
        return ", ".join(told)

    def _logs(self, when: str) -> None:
        for path in sorted(self.log.glob("*.log")):
            with path.open(encoding="utf-8", errors="replace") as file:
                file.seek(self._read.get(path, 0))
                said, self._read[path] = file.read(), file.tell()
            if BROKEN.search(said) or (said and path.stem == "counter"):
                self._fault(f"{path.name} tells of a fault {when}: {' '.join(said.split())[-MOST_SAID:]}")

    def _find_screen(self) -> int:
        """The process id of the screen; 0 while there is none."""
        try:
            children = psutil.Process(self.counter).children()
            return next((child.pid for child in children if "screen" in child.cmdline()), 0)
        except psutil.NoSuchProcess:
            return 0

    def _fault(self, what: str) -> None:
        if what not in self.faults:
            self.faults.append(what)
