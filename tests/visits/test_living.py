"""A counter that asks heads to turn: who does is a match, a picture held before the camera goes to the clerk."""
from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bureau.cases_store import asking
from bureau.desk.clerks.case_file import LIVENESS, worth
from bureau.store import Store
from catalogue.words import Words
from hardware.face.simulated import Options, SimulatedMatcher
from rehearsal.box import Box
from wire.evidence import Liveness

LT03 = "changhua-tax.property-list"
STRAIGHT = (0.0, 0.28)
MOVES = {"turn-left": (0.2, 0.28), "close-eyes": (0.0, 0.05)}


class Head:
    """Reads the screen and does what it says, there and back, until the screen says something else."""

    EACH_S = 1.0

    def __init__(self, box: Box) -> None:
        assert box.doorway is not None
        self._doorway, self._matcher = box.doorway, SimulatedMatcher("face", Options(box.site / "cabinet"))
        words = Words(box.config.locale)
        self._asked = {words.text("zh-TW", f"identify.{challenge}.heading"): move for challenge, move in MOVES.items()}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._move, daemon=True)
        self.did: list[tuple[float, float]] = []

    def __enter__(self) -> "Head":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(5)
        self._matcher.holds(*STRAIGHT)

    def _move(self) -> None:
        while not self._over.wait(0.05):
            view = self._doorway.view
            move = self._asked.get(view.heading) if view is not None else None
            if move is None:
                continue
            self.did.append(move)
            for held in (move, STRAIGHT):
                self._matcher.holds(*held)
                self._over.wait(self.EACH_S)


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    opened = Box(site, wait_s=5)
    config = site / "kiosk.toml"
    config.write_text(config.read_text().replace("[face]\n", '[face]\nasked = ["close-eyes", "turn-left"]\n'))
    with opened:
        yield opened


def told_the_clerk(box: Box, visit: str, liveness: Liveness) -> bool:
    """Whether the clerk reads this, and nothing else, of what the counter asked of the head."""
    [(request,)] = box.rows("SELECT request FROM askings WHERE visit = ?", visit)
    with Store(f"sqlite:///{box.site / 'bureau' / 'bureau.db'}").read() as db:
        asked = asking(db, request)
    assert asked is not None
    return set(worth(asked)) & set(LIVENESS.values()) == {LIVENESS[liveness]}


def test_whoever_does_what_is_asked_is_not_sent_to_a_clerk(box: Box) -> None:
    citizen = box.citizen(flow=LT03, way="id-card")
    with Head(box) as head:
        citizen.come()
    assert list(dict.fromkeys(head.did)) == [MOVES["close-eyes"], MOVES["turn-left"]]
    assert "face-to-clerk" not in citizen.codes
    assert box.outcome(citizen.visit) == "parked"
    assert told_the_clerk(box, citizen.visit, "challenge answered")


def test_a_picture_that_holds_still_is_seen_by_a_clerk_and_the_visit_goes_on(box: Box) -> None:
    citizen = box.citizen(flow=LT03, way="id-card")
    citizen.come()
    assert citizen.codes.count("face-to-clerk") == 1
    assert box.outcome(citizen.visit) == "parked"
    assert told_the_clerk(box, citizen.visit, "challenge not answered")
