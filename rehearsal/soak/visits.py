"""One counter that serves citizen after citizen, with simulated devices, a real window and a real bureau, and what it costs meanwhile."""
from __future__ import annotations

import random
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.processes import anonymous_mib, family, pss_mib
from rehearsal.citizen import Citizen
from rehearsal.headless import Rehearsal
from rehearsal.screen import find

FLOW = "changhua-tax.property-list"
LANGUAGES = ("zh-TW", "en", "ja")
SIZES = 4
PATIENCE_S = 30.0
REST_S = 0.5
"""After attract was drawn again: the successor of the engine has come to rest."""
KINDS = ("counter", "screen", "visit")
"""The verbs by which the three processes are known."""
Tree = dict[str, Any]


@dataclass(frozen=True)
class Cost:
    """What counter, screen and waiting engine hold: memory of its own of each in MiB, of all together, and how many of each.

    Pages that counter and engine share count in both: how far a fresh engine has got must not move what the counter holds.
    """

    counter: float
    screen: float
    engine: float
    pss: float
    files: int
    threads: int
    processes: int

    @property
    def lasting(self) -> float:
        """What the two that live on made for themselves, in MiB; the engine is made anew for every visit."""
        return self.counter + self.screen


class Standing:
    """The counter, started once and shown every language and text size, so that fonts and code are there before the first look."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        self._rehearsal = Rehearsal(folder / "site", "simulated", folder / "log")
        self._rehearsal.start()
        self._rehearsal.until_open()
        self._screen, self._run = self._rehearsal.screen, self._rehearsal.config.site.run
        for language in LANGUAGES:
            for size in range(SIZES):
                self.look_around(language, size, service=True)
            self.whole_visit(language)

    def stop(self) -> None:
        """Stop everything and throw its folder away."""
        self._rehearsal.stop()
        self._folder.cleanup()

    def visit(self, chance: random.Random) -> str:
        """One citizen: nine in ten look around, one gets a paper with a card. Which it was."""
        language = chance.choice(LANGUAGES)
        if chance.random() < 0.1:
            return self.whole_visit(language)
        return self.look_around(language, chance.choice((0, 0, 0, 0, 0, 1, 2, 3)), chance.random() < 0.5)

    def look_around(self, language: str, size: int, service: bool) -> str:
        """Come, choose language and text size, look at help or at a service, go home."""
        screen, run = self._screen, self._run
        tree = screen.wait_for(run, "attract", timeout=PATIENCE_S)
        screen.press(run, "frame", f"language:{language}")
        if screen.wait_for(run, "menu", timeout=PATIENCE_S)["language"] != language:  # attract was turning to another one
            screen.press(run, "frame", f"language:{language}")
            screen.wait(run, lambda now: now["language"] == language, f"menu in {language}", PATIENCE_S)
        self._press("consent", "item", FLOW) if service else self._press("help", "frame", "help")
        for _ in range(size):
            screen.press(run, "size")
        self._press("leave", "frame", "home")
        screen.press(run, "end")
        self._until_other(tree["visit"])
        return "looked at a service" if service else "looked at help"

    def _press(self, wanted: str, name: str, value: str) -> None:
        """Touch until the screen wanted stands there: a touch on a page that just turned does not count."""
        for _ in range(3):
            self._screen.press(self._run, name, value)
            with suppress(AssertionError):
                self._screen.wait_for(self._run, wanted, timeout=PATIENCE_S / 3)
                return
        raise AssertionError(f"no {wanted} after {name} {value}")

    def whole_visit(self, language: str) -> str:
        """Come with a card, get the list of one's property on paper, rate, leave."""
        for printer in ("a4", "receipt"):
            self._rehearsal.hands.paper_in(printer)  # as the site keeper would: a tray of fifty sheets ends after some two hundred citizens
        tree = self._screen.wait_for(self._run, "attract", timeout=PATIENCE_S)
        Citizen(self._rehearsal.glass(), self._rehearsal.hands, FLOW, lang=language).come()
        self._until_other(tree["visit"])
        return "whole visits"

    def _until_other(self, visit: str) -> None:
        """Until the next engine invites; a goodbye that can be ended is ended."""
        until, ended = time.monotonic() + PATIENCE_S, False
        while time.monotonic() < until:
            tree = self._screen.tree(self._run)
            if tree is not None and tree["screen"] == "attract" and tree["visit"] != visit:
                time.sleep(REST_S)
                return
            if not ended and tree is not None and tree["screen"] == "goodbye" and find(tree, "end") is not None:
                self._screen.press(self._run, "end")
                ended = True  # a second touch would begin another visit
            time.sleep(0.05)
        raise AssertionError("after a visit nobody invites")

    def cost(self) -> Cost:
        """What it holds at this moment."""
        assert self._rehearsal.premises is not None
        pid = self._rehearsal.premises.counter.pid
        members = family(pid)
        own: dict[str, float] = dict.fromkeys(KINDS, 0.0)
        for one in members:
            kind = next((kind for kind in KINDS if f"kiosk {kind} " in " ".join(one.cmdline())), "")
            own |= {kind: anonymous_mib(one.pid)} if kind else {}
        return Cost(own["counter"], own["screen"], own["visit"], pss_mib(pid), sum(one.num_fds() for one in members),
                    sum(one.num_threads() for one in members), len(members))
