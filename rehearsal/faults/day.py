"""One counter on a bad day: every citizen meets one fault, the keeper mends it, and the next comes."""
from __future__ import annotations

import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.processes import anonymous_mib, family
from rehearsal.box import Box
from rehearsal.citizen import CitizenLost
from rehearsal.faults.faults import Fault, real, simulated
from rehearsal.glass import Sight
from rehearsal.premises import Kept

FLOWS = ("changhua-tax.property-list", "changhua-tax.house-registration")
ENDS = ("delivered", "parked", "refused", "abandoned", "failed", "interrupted")
REASONED, UNFINISHED = ("parked", "refused", "failed", "abandoned"), ("intended", "spooled", "printing", "out", "taken")
MOMENTS = 16
"""Screens of a visit with a card; a fault at a later one than there are comes to nothing."""
PATIENCE_S, OPEN_S, OUTCOME_S, ANSWER_S = 150.0, 150.0, 20.0, 10.0
CLEARED = ("tray-cleared", "tamper-cleared")
FIRST = ("attract", "interrupted", "paper-left", "card-left", "closed")


class Counters:
    """The counter without its window, kept as systemd would, in the place of engines started one by one."""

    def __init__(self, config: Path, log: Path) -> None:
        words = [sys.executable, "-m", "rehearsal.windowless", "--config", str(config)]
        self._kept = Kept("counter", words, log, dict(os.environ))

    def start(self) -> None:
        """Start it and keep it."""
        self._kept.start()

    def stop(self) -> None:
        """End it for good."""
        self._kept.stop()

    @property
    def counter(self) -> int:
        """The counter's process."""
        return self._kept.pid

    @property
    def pid(self) -> int:
        """The engine's; 0 between two."""
        with suppress(psutil.NoSuchProcess):
            return next((one.pid for one in psutil.Process(self._kept.pid).children()), 0)
        return 0

    def kill(self) -> None:
        """``kill -9`` the engine in office."""
        if engine := self.pid:
            with suppress(ProcessLookupError):
                os.kill(engine, 9)


@dataclass(frozen=True)
class Held:
    """What counter and uplink hold between two visits: MiB of their own each, files, threads, child processes."""

    counter: float
    uplink: float
    files: int
    threads: int
    processes: int


class Day:
    """The box of one day; ``parts`` simulated or real."""

    def __init__(self, parts: str) -> None:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.box = Box(Path(self._folder.name), parts, wait_s=20)
        self._counters = Counters(self.box.site / "kiosk.toml", self.box.log)
        self.box.engines = self._counters  # type: ignore[assignment]  # another way to keep engines
        self.box.__enter__()
        self._read: dict[str, int] = {}
        self.faults = (real if parts == "real" else simulated)(self.box)

    def close(self) -> None:
        """Close everything and throw its folder away."""
        self.box.__exit__()
        self._folder.cleanup()

    def visit(self, number: int) -> tuple[str, str, list[str]]:
        """One citizen: the fault met, how it ended, and what was not as it must be."""
        chance = random.Random(f"fault {number}")
        name = chance.choice(sorted(self.faults))
        way = "certificate" if chance.random() < 0.85 else "id-card"
        trap = Trap(self.faults[name], chance.randrange(1, MOMENTS), chance.uniform(0, 1.5), chance.uniform(1, 6))
        citizen = self.box.citizen(flow=chance.choice(FLOWS), way=way, lang=chance.choice(("zh-TW", "en", "ja")), on_screen=trap.see,
                                   answers={"error:id-mismatch": "use-id-card"})  # with another card in, trying again leads nowhere
        with suppress(CitizenLost):  # the counter went away under the citizen's hands: how it ended is asked of its journal
            citizen.come(PATIENCE_S)
        wrong = trap.close()
        try:
            self._mended()
        except (TimeoutError, AssertionError) as error:
            return name, "hung", [*wrong, f"visit {number} ({name}): {error}"]
        ended, faults = self._judged(citizen.visit)
        faults += self._crashed()
        return name, ended, [*wrong, *(f"visit {number} ({name}): {fault}" for fault in faults)]

    def _mended(self) -> None:
        """The keeper looks after everything until the counter invites again. Raises ``TimeoutError``."""
        hands, doorway = self.box.hands, self.box.doorway
        assert doorway is not None
        for _, mend in self.faults.values():
            mend()
        hands.remove_card()
        hands.take_id_card()
        for printer in ("a4", "receipt"):
            hands.paper_in(printer)
        for word in CLEARED:
            (self.box.config.site.run / word).touch()
        self.box.until_served(OPEN_S)
        until = time.monotonic() + OPEN_S
        while (screen := self.box.until(*FIRST, "goodbye", "error", "parked", "rate", "idle", patience_s=OPEN_S)) != "attract":
            if time.monotonic() > until:
                raise TimeoutError(f"still {screen} after {OPEN_S:.0f} s: {doorway.look()}")
            sight = doorway.look()
            if wanted := next((name for name in ("end", "ok") if sight is not None and sight.has(name)), ""):
                doorway.press(wanted)  # and nothing that is not offered: a touch beside it is a sign of life, and the visit goes on
                answered = time.monotonic() + ANSWER_S
                while doorway.look() == sight and time.monotonic() < answered:  # once: a second touch would open the menu behind it
                    time.sleep(0.05)
            time.sleep(0.2)
        (self.box.config.site.run / CLEARED[1]).unlink(missing_ok=True)

    def _judged(self, visit: str) -> tuple[str, list[str]]:
        """How a visit ended, by the journal; every end but a delivery has its reason there, and no paper is without one."""
        box, until = self.box, time.monotonic() + OUTCOME_S
        began = bool(box.journal("SELECT 1 FROM visit WHERE visit = ?", visit))
        while (outcome := box.outcome(visit)) is None and began and time.monotonic() < until:
            time.sleep(0.1)
        if outcome is None:
            return "nobody served", ["the visit has begun and never ended"] if began else []
        states = [str(state) for (state,) in box.journal("SELECT state FROM paper WHERE visit = ? AND printer = 'a4'", visit)]
        wrong = [f"outcome {outcome}"] if outcome not in ENDS else []
        wrong += [f"{states.count('delivered')} pages delivered"] if outcome == "delivered" and states.count("delivered") != 1 else []
        wrong += [f"a page is still {state}" for state in states if state in UNFINISHED]
        over = [str(detail) for (detail,) in box.journal("SELECT detail FROM note WHERE visit = ? AND event = 'over'", visit)]
        wrong += ["it ended without a reason"] if outcome in REASONED and over == [outcome] else []
        twice = "SELECT count(*) FROM documents WHERE state = 'valid' GROUP BY case_id HAVING count(*) > 1"
        wrong += ["two valid documents of one case"] if box.rows(twice) else []
        return outcome, wrong

    def _crashed(self) -> list[str]:
        """What the processes of the box have said since it was last asked that only a crash of their own says."""
        told = []
        for log in (self.box.log / "counter.log", self.box.log / "uplink.log"):
            words = log.read_text(errors="replace") if log.exists() else ""
            said, self._read[log.name] = words[self._read.get(log.name, 0):], len(words)
            if "Traceback" in said:
                told.append(f"{log.stem} crashed: {said.strip().splitlines()[-1]}")
        return told

    def held(self) -> Held:
        """What lives on."""
        counter, uplink = self._counters.counter, self.box.premises.uplink.pid
        every = [*family(counter), *family(uplink)]
        return Held(anonymous_mib(counter), anonymous_mib(uplink), sum(one.num_fds() for one in every),
                    sum(psutil.Process(pid).num_threads() for pid in (counter, uplink)), len(every))


class Trap:
    """Lets a fault come at the so-many-eth screen, a moment later, and be mended a while after."""

    def __init__(self, fault: Fault, at: int, after_s: float, lasts_s: float) -> None:
        self._fault, self._at, self._after_s, self._lasts_s = fault, at, after_s, lasts_s
        self._seen = 0
        self._thread: threading.Thread | None = None
        self._wrong: list[str] = []

    def see(self, _: Sight) -> None:
        """Another screen stands there."""
        self._seen += 1
        if self._seen == self._at and self._thread is None:
            self._thread = threading.Thread(target=self._spring, daemon=True)
            self._thread.start()

    def close(self) -> list[str]:
        """Wait until it is mended; what went wrong with the fault itself."""
        if self._thread is not None:
            self._thread.join(60)
        return self._wrong

    def _spring(self) -> None:
        come, mend = self._fault
        time.sleep(self._after_s)
        self._try(come)
        time.sleep(self._lasts_s)
        self._try(mend)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except (OSError, RuntimeError, psutil.Error) as error:
            self._wrong.append(f"the fault could not be made: {error!r}")
