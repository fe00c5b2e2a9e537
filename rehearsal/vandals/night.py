"""One night: citizens try to be served at a counter while vandals rage, and again and again somebody well-behaved must be served at once.

Rules that are checked

- Screen and counter live on, no log tells of a fault; one window covers the screen and its pixels.
- Whoever presses home and agrees, hands off everything else, sees the waiting screen within ``HOME_S``; whoever walks away sees it after
  the times that ``kiosk.toml`` promises. A touch then begins a visit and changes what is drawn within ``FEEDBACK_S``.
- Whoever lives on has nothing of the person in memory or files when the visits are over.
- Memory, open files and threads of screen and counter do not grow.
"""
from __future__ import annotations

import json
import random
import shutil
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from rehearsal.citizen import Citizen, CitizenLost
from rehearsal.deck import TRIES
from rehearsal.glass import Sight, Window
from rehearsal.headless import Rehearsal
from rehearsal.marks import Marks, mark
from rehearsal.needles import Needles
from rehearsal.screen import ScreenStuck
from rehearsal.soak.campaign import Played
from rehearsal.traces import search_deleted, search_memory, search_paths, survivors
from rehearsal.vandals.display import Display
from rehearsal.vandals.vandal import Vandal
from rehearsal.vandals.watch import Watch, Weight

PALMS = Path(__file__).parent / "palms"
ROUND = 8_000
"""So many events between two well-behaved citizens."""
OUT = (("end", ""), ("frame", "home"), ("item", "end"), ("ok", ""), ("back-there", ""), ("frame", "back"), ("item", "en"))
"""Ways out, the shortest first; where one is being left already there is no home, and the page of languages is left by choosing one."""
HOME_S, FEEDBACK_S, IDLE_MORE_S, CALM_S = 40.0, 2.0, 12.0, 0.5
"""Home: 6 s of thanks, 6 s of a page left behind, 5 s for a device that does not let go, 10 s for a job that is called off, and some."""
GROWN_MB, GROWN_THREADS = 80.0, 2
FONTS, FONT_MB = 64, 8.0
"""The window library keeps so many sizes of fonts open, each with its file and at most so much memory."""
ALONE = 500
"""So many events without any citizen after one who did not find the way."""


class Enough(Exception):
    """The round is over."""


@dataclass
class Harried(Citizen):
    """A citizen who does what the screen asks; after ``calm`` steps a vandal does what he likes before every further one."""

    vandal: Vandal | None = None
    watch: Watch | None = None
    until: int = 0
    calm: int = 0

    def _act(self, sight: Sight) -> None:
        if self.calm > 0:
            self.calm -= 1
            super()._act(sight)
            return
        assert self.vandal is not None
        assert self.watch is not None
        if self.vandal.events >= self.until or not self.watch.look(f"at {sight.screen}"):
            raise Enough
        window = self.glass
        assert isinstance(window, Window)
        self.vandal.rage(window.tree(), min(self.vandal.burst(), self.until - self.vandal.events))
        now = self.glass.look()
        if now is not None and (now.screen, now.picture) == (sight.screen, sight.picture):
            super()._act(now)


@dataclass
class Night:
    """An opened counter with its vandal and its watch."""

    rehearsal: Rehearsal
    marks: Marks
    watch: Watch
    vandal: Vandal
    counts: Counter[str] = field(default_factory=Counter)
    most: dict[str, float] = field(default_factory=dict)
    weights: list[dict[str, Weight]] = field(default_factory=list)

    def round(self, events: int) -> bool:
        """Citizens one after the other and a vandal, until so many events were played; then the looks. False ends the night."""
        until = self.vandal.events + events
        while self.vandal.events < until and not self.watch.faults:
            self._citizen(until)
        self.counts["rounds"] += 1
        good = self.watch.look("at the end of a round") and self.home() and self.next_one() and self.home()
        self.weights.append(self.watch.weights())
        return good

    def _citizen(self, until: int) -> None:
        self._fresh_card()
        citizen = Harried(self.rehearsal.glass(), self.rehearsal.hands, way=("certificate", "id-card")[self.counts["citizens"] % 2],
                          pins=(self.marks.pin,), mobile=self.marks.mobile, vandal=self.vandal, watch=self.watch, until=until,
                          calm=self.vandal.patience(), on_screen=self._control)
        with suppress(Enough, CitizenLost, ScreenStuck, IndexError):
            citizen.come(patience_s=60)
        self.counts["citizens"] += 1
        self.counts.update(f"screen {screen}" for screen in set(citizen.seen))
        if "interrupted" in citizen.seen:
            self.watch.faults.append("a visit was interrupted although nobody ended a process")
        if self.vandal.events < until:
            self.vandal.rage(self.rehearsal.glass().tree(), ALONE)

    def home(self) -> bool:
        """Somebody well-behaved leaves by what the screens offer, home before all else, until the waiting screen stands there."""
        self.vandal.let_go()
        self.rehearsal.hands.remove_card()
        self.rehearsal.hands.take_id_card()
        glass, began = self.rehearsal.glass(), time.monotonic()
        while time.monotonic() - began < HOME_S:
            sight = glass.look()
            if sight is not None and sight.screen == "attract":
                self._longest("seconds home", time.monotonic() - began)
                return True
            wanted = next((one for one in OUT if sight is not None and sight.has(*one)), None)
            with suppress(ScreenStuck):  # it changed meanwhile
                if wanted is not None:
                    glass.press(*wanted)
            time.sleep(0.05)
        return self._stuck("pressing home", HOME_S)

    def next_one(self) -> bool:
        """A touch on the waiting screen begins a visit, and something is drawn at once."""
        window = self.rehearsal.glass()
        before = window.tree()
        assert before is not None
        # as people do, look first; and come when the hands are gone: after a flood one press in 80 ms counts (kiosk/ui/widgets/strike.py)
        time.sleep(max(CALM_S, before["ready"] - time.monotonic()))
        began = time.monotonic()
        window.press("stir")
        while time.monotonic() - began < FEEDBACK_S:
            tree = window.tree()
            if tree is not None and tree["screen"] != "attract" and tree["drawn"] > before["drawn"]:
                self._longest("seconds to begin", time.monotonic() - began)
                return True
            time.sleep(0.01)
        return self._stuck("a touch on the waiting screen", FEEDBACK_S)

    def walk_away(self) -> bool:
        """Everybody goes away in the middle of a visit; nobody presses anything."""
        if not self.next_one():
            return False
        limits, began = self.rehearsal.config.limits, time.monotonic()
        patience_s = limits.idle_s + limits.idle_answer_s + IDLE_MORE_S
        try:
            self.rehearsal.screen.wait_for(self.rehearsal.config.site.run, "attract", timeout=patience_s)
        except ScreenStuck:
            return self._stuck("walking away", patience_s)
        self._longest("seconds after walking away", time.monotonic() - began)
        self.counts["walked away"] += 1
        return True

    def traces(self) -> None:
        """Search whoever lives on; what is packed is searched for in the tests of traces."""
        assert self.rehearsal.premises is not None
        site = self.rehearsal.config.site
        needles = Needles(self.marks.all())
        living = survivors(self.rehearsal.premises.counter.pid, self.rehearsal.premises.uplink.pid)
        found = search_paths([site.state, site.run, self.rehearsal.log], needles) + search_deleted([one.pid for one in living], needles)
        for trace in [*found, *search_memory(living, needles, depth=0)]:
            self.watch.faults.append(f"after the visits {trace.hit.secret} ({trace.hit.shape}) lies in {trace.place}")
        self.counts["processes searched"] += len(living)

    def grown(self) -> None:
        """Compare the most that was held in the first half of the night with the least in the second: what was free but not given back
        goes up and down by itself, and what a first look at a screen or a voice brings comes once. The first round does not count."""
        for name in self.weights[0]:
            held = [one[name] for one in self.weights[1:] or self.weights]
            first, second = held[:(len(held) + 1) // 2], held[len(held) // 2:]
            grown = min(one.memory_mb for one in second) - max(one.memory_mb for one in first)
            files = min(one.files for one in second) - max(one.files for one in first)
            threads = min(one.threads for one in second) - max(one.threads for one in first)
            self._longest(f"{name} grew MB", grown)
            self._longest(f"{name} MB", held[-1].memory_mb)
            if grown > GROWN_MB + FONT_MB * max(0, files) or files > FONTS or threads > GROWN_THREADS:
                self.watch.faults.append(f"the {name} holds more and more: {held}")

    def _control(self, sight: Sight) -> None:
        """Once a night, where the address stands on the screen: a search that does not find it there would find nothing afterwards."""
        if sight.screen == "reply" and not self.counts["searches that found what is shown"]:
            screen = [one for one in survivors(self.watch.counter) if "screen" in one.role]
            if not search_memory(screen, Needles(self.marks.own()), depth=0):
                self.watch.faults.append("the search is blind: it does not find in the screen what stands on it")
            self.counts["searches that found what is shown"] += 1

    def _fresh_card(self) -> None:
        """A card whose tries were used up is another citizen's trouble, not this one's."""
        for chip in (self.rehearsal.site / "cabinet" / "cards").glob("*/card.json"):
            chip.write_text(json.dumps({**json.loads(chip.read_text("utf-8")), "tries": TRIES}), "utf-8")

    def _stuck(self, what: str, patience_s: float) -> bool:
        stands = self.rehearsal.glass().look()
        self.watch.faults.append(f"stuck: {what} leads nowhere within {patience_s:.0f} s; there stands {stands}; {self.watch.processes()}")
        self.watch.look("meanwhile")
        return False

    def _longest(self, what: str, value: float) -> None:
        self.most[what] = round(max(value, self.most.get(what, value)), 2)


def play(seed: int, count: int, walk: bool) -> Played:
    """One night of ``count`` events; ``walk``: at its end everybody walks away, which takes a minute and a half."""
    folder = Path(tempfile.mkdtemp(prefix="vandals-"))
    site = folder / "site"
    (site / "log").mkdir(parents=True)
    rehearsal = Rehearsal(site, "simulated", site / "log", {"PYTHONPATH": str(PALMS)})
    marks = mark(site)
    try:
        rehearsal.start()
        rehearsal.until_open()
        with Display(rehearsal.screen.display) as display:
            return _night(rehearsal, marks, display, seed, count, walk)
    finally:
        rehearsal.stop()
        shutil.rmtree(folder)


def _night(rehearsal: Rehearsal, marks: Marks, display: Display, seed: int, count: int, walk: bool) -> Played:
    assert rehearsal.premises is not None
    vandal = Vandal(random.Random(f"vandals {seed}"), display, rehearsal.hands, rehearsal.site)
    night = Night(rehearsal, marks, Watch(display, rehearsal.premises.counter.pid, rehearsal.log), vandal)
    began, good = time.monotonic(), True
    while good and vandal.events < count:
        good = night.round(min(ROUND, count - vandal.events))
    night.most["events a second"] = round(vandal.events / (time.monotonic() - began), 1)
    if good and (not walk or night.walk_away()):
        night.traces()
        night.grown()
    return Played(dict(vandal.counts + night.counts + night.watch.counts), night.most, tuple(night.watch.faults))
