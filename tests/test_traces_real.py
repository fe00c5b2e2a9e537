"""The same search where everything is real: window, card daemon, print daemon, counter with its successor engine.

Of the print and card daemons and the X server the counter claims nothing ('not provable' in its wiped message); what
their memory holds is printed (pytest -rP). What printers received, photographs and cards are the world outside.
"""
from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hardware.camera import Frame, shrunk
from rehearsal import pictures
from rehearsal.citizen import Citizen
from rehearsal.glass import Sight
from rehearsal.headless import Rehearsal
from rehearsal.marks import SLICE, Marks, mark, page_marks, seal_mark
from rehearsal.needles import Needles
from rehearsal.parts import RealHands
from rehearsal.printers import SPOOL
from rehearsal.traces import Process, Trace, daemons, search_deleted, search_memory, search_paths, survivors

pytestmark = pytest.mark.real
DAEMONS = ("pcscd", "cupsd", "Xvfb")
SHARED = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))
PATIENCE_S = 40.0


@dataclass
class Open:
    """A counter that is open, all of it real, and the search of its side."""

    rehearsal: Rehearsal
    marks: Marks
    began: float

    def citizen(self, way: str, on_screen: Callable[[Sight], None] | None = None) -> Citizen:
        return Citizen(self.rehearsal.glass(), self.rehearsal.hands, way=way, pins=(self.marks.pin,), mobile=self.marks.mobile,
                       on_screen=on_screen)

    def survivors(self) -> list[Process]:
        """Counter, screen, the engine in office, uplink."""
        assert self.rehearsal.premises is not None
        return survivors(self.rehearsal.premises.counter.pid, self.rehearsal.premises.uplink.pid)

    def engine(self) -> int:
        """The one in office; 0 between two of them."""
        return next((process.pid for process in self.survivors() if process.role.startswith("kiosk visit")), 0)

    def until_the_next(self, gone: int) -> None:
        """Wait until this engine is gone and its successor invites."""
        glass, until, noticed = self.rehearsal.glass(), time.monotonic() + PATIENCE_S, ""
        while True:
            sight = glass.look()
            settled = self.engine() not in (0, gone)
            if settled and sight is not None and sight.screen == "attract":
                return
            if settled and sight is not None and sight.screen in ("interrupted", "paper-left") and sight.screen != noticed:
                noticed = sight.screen  # once: a second touch would already begin the next visit
                glass.press("ok")
            assert time.monotonic() < until, f"the counter does not invite: {sight}"
            time.sleep(0.2)

    def files(self, needles: Needles) -> list[Trace]:
        """State, run directory with Kivy's home, logs; the print daemon's spool, cache and logs; deleted files still open."""
        hands, site = self.rehearsal.hands, self.rehearsal.config.site
        assert isinstance(hands, RealHands)
        room = hands.printers.room
        printing = [SPOOL, room / "cups", room / "cache", room / "state", *room.glob("cups*.log")]
        held = search_deleted([process.pid for process in self.survivors()], needles)
        return search_paths([site.state, site.run, self.rehearsal.log, *printing], needles) + held

    def shared(self, needles: Needles) -> list[Trace]:
        """What is new in directories shared with strangers: only what nobody else can have put there may be looked for."""
        new = [path for folder in SHARED if folder.is_dir() for path in folder.iterdir()
               if path not in (self.rehearsal.site, *self.rehearsal.site.parents) and path.lstat().st_mtime >= self.began]
        return search_paths(new, needles)

    def memory(self, needles: Needles) -> list[Trace]:
        return search_memory(self.survivors(), needles)


@pytest.fixture(scope="module")
def counter() -> Iterator[Open]:
    began, site = time.time(), Path(tempfile.mkdtemp(prefix="traces-")) / "site"
    (site / "log").mkdir(parents=True)
    rehearsal = Rehearsal(site, "real", site / "log")
    marks = mark(site)
    try:
        rehearsal.start()
        rehearsal.until_open()
        yield Open(rehearsal, marks, began)
    finally:
        rehearsal.stop()
    shutil.rmtree(site.parent)


def test_a_visit_with_real_parts_leaves_nothing_in_files_or_in_whoever_lives_on(counter: Open) -> None:
    all_, on_the_way, shown = Needles(counter.marks.all()), [], []

    def look(sight: Sight) -> None:
        on_the_way.extend(counter.files(all_))
        if sight.screen == "reply":
            shown.extend(search_memory([process for process in counter.survivors() if "screen" in process.role], all_))

    engine, hands = counter.engine(), counter.rehearsal.hands
    citizen = counter.citizen("certificate", look)
    citizen.come()
    hands.take_id_card()
    counter.until_the_next(engine)
    assert "rate" in citizen.seen
    pages = [*hands.received("a4"), *hands.received("receipt")]
    assert len(pages) == 2
    own = Needles({**counter.marks.own(), "seal": seal_mark(pages[0])})
    needles = Needles({**counter.marks.all(), **page_marks(pages)})
    assert {trace.hit.secret for trace in shown} >= {"name", "address"}, "the search is blind: what stands on the screen is in its memory"
    assert on_the_way + counter.files(needles) + counter.shared(own) + counter.memory(needles) == []
    for trace in search_memory(daemons(*DAEMONS), needles):
        print(f"{trace.place}: {trace.hit.secret} ({trace.hit.shape})")


@pytest.mark.parametrize(("way", "step"), [("id-card", "review"), ("certificate", "reply")])
def test_an_engine_killed_with_a_person_on_the_screen_leaves_nothing_in_whoever_lives_on(counter: Open, way: str, step: str) -> None:
    engine = counter.engine()

    def kill(sight: Sight) -> None:
        if sight.screen == step:
            pictures.lay(cabinet / "face", pictures.empty((640, 480)))  # gone before the next engine tries its camera
            os.kill(engine, signal.SIGKILL)

    cabinet = counter.rehearsal.site / "cabinet"
    counter.rehearsal.hands.show_face()
    faces = _face(cabinet / "face" / "now.png")
    citizen = counter.citizen(way, kill)
    citizen.come()
    assert step in citizen.seen
    assert "print" not in citizen.seen
    counter.rehearsal.hands.take_id_card()
    counter.rehearsal.hands.remove_card()
    counter.until_the_next(engine)
    needles = Needles({**counter.marks.all(), **faces})
    assert counter.files(needles) + counter.shared(Needles(counter.marks.own())) + counter.memory(needles) == []


def _face(picture: Path) -> dict[str, str | bytes]:
    """Pieces of the living face as the camera gives it and as the screen previews it, RGB and BGR."""
    pixels = np.asarray(Image.open(picture).convert("RGB"))
    found: dict[str, str | bytes] = {}
    for name, seen in (("camera", pixels), ("preview", shrunk(Frame(pixels, 1), 480).pixels)):
        row = seen[seen.shape[0] // 2, seen.shape[1] // 2 - 8:][:SLICE // 3]
        found[f"face ({name})"] = row.tobytes()
        found[f"face ({name}, BGR)"] = row[:, ::-1].tobytes()
    return found
