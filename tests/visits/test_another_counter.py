"""Two counters of one bureau: what was asked at one is collected at the other, by identity alone, and once."""
from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bureau.store import Store
from kiosk.config import load
from provisioning.enrol import enrol
from rehearsal.box import Box, Engines
from rehearsal.glass import Doorway
from rehearsal.line import wait_until
from rehearsal.parts import SimulatedHands
from rehearsal.premises import Premises
from rehearsal.site import SITE

LT03, COLLECT = "changhua-tax.property-list", "changhua-tax.collect"
NEIGHBOUR = "yuanlin-01"


class Neighbour(Box):
    """Another counter of the same bureau, with keys, stores, devices and engines of its own."""

    def __init__(self, first: Box, site: Path) -> None:
        shutil.copytree(first.site / "cabinet", site / "cabinet")
        made = enrol(site / "kiosk", first.site / "bureau" / "package")
        told = (first.site / "kiosk.toml").read_text("utf-8")
        (site / "kiosk.toml").write_text(told.replace(str(first.site), str(site)).replace(f'id = "{SITE}"', f'id = "{NEIGHBOUR}"'), "utf-8")
        store = Store(f"sqlite:///{first.site / 'bureau' / 'bureau.db'}")
        store.enrol_kiosk(NEIGHBOUR, made.device.jwk(), made.transport.jwk(), made.transport.kid, "accepted")
        self.site, self.config, self.log = site, load(site / "kiosk.toml"), site / "log"
        self.log.mkdir()
        self.hands, self.premises = SimulatedHands(site), Premises(site, self.log)
        self.engines, self.doorway = Engines(site / "kiosk.toml", self.log, {}), None

    def __enter__(self) -> "Neighbour":
        self.hands.start()
        self.config.site.run.mkdir(parents=True)
        self.premises.uplink.start()
        self.doorway = Doorway(self.config.site.run)
        self.engines.start()
        self.until("attract")
        return self


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    with Box(tmp_path_factory.mktemp("site"), wait_s=6) as opened:
        yield opened


@pytest.fixture(scope="module")
def neighbour(box: Box, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neighbour]:
    with Neighbour(box, tmp_path_factory.mktemp("next")) as opened:
        yield opened


def park(box: Box) -> str:
    """Somebody asks while no desk is at work, and gets a slip; the case's id."""
    box.premises.desk.stop()
    citizen = box.citizen(flow=LT03)
    citizen.come()
    assert box.outcome(citizen.visit) == "parked"
    request = str(box.journal("SELECT request FROM visit WHERE visit = ?", citizen.visit)[0][0])
    box.premises.desk.start()
    box.until_served()
    wait_until(lambda: box.rows("SELECT 1 FROM cases WHERE id = ?", request))
    return request


def test_what_was_asked_at_one_counter_is_collected_at_another_and_only_once(box: Box, neighbour: Neighbour) -> None:
    request = park(box)
    there = neighbour.citizen(flow=COLLECT)
    there.come()
    assert neighbour.outcome(there.visit) == "delivered"
    assert box.rows("SELECT state FROM documents WHERE case_id = ?", request) == [("valid",)]
    wait_until(lambda: box.rows("SELECT state FROM cases WHERE id = ?", request) == [("closed",)])
    assert box.rows("SELECT site FROM askings WHERE kind = 'collect' AND case_id = ?", request) == [(NEIGHBOUR,)]
    assert not neighbour.journal("SELECT 1 FROM visit WHERE request = ?", request)
    again = box.citizen(flow=COLLECT)
    again.come()
    assert box.outcome(again.visit) != "delivered", "it was had already"


def test_the_same_person_at_two_counters_at_once_gets_no_document_twice(box: Box, neighbour: Neighbour) -> None:
    asked = [park(box), park(box)]
    here, there = box.citizen(flow=COLLECT), neighbour.citizen(flow=COLLECT)
    with ThreadPoolExecutor() as both:
        for visit in [both.submit(here.come), both.submit(there.come)]:
            visit.result()
    assert "delivered" in (box.outcome(here.visit), neighbour.outcome(there.visit))
    while box.rows("SELECT 1 FROM cases WHERE state NOT IN ('closed', 'refused', 'withdrawn')"):
        rest = neighbour.citizen(flow=COLLECT)
        rest.come()
        assert neighbour.outcome(rest.visit) == "delivered"
    valid = "SELECT count(*) FROM documents WHERE state = 'valid' AND case_id = ?"
    assert [box.rows(valid, request) for request in asked] == [[(1,)], [(1,)]]
    printed = [one.hands.received("a4") for one in (box, neighbour)]
    assert sum(map(len, printed)) == len(box.rows("SELECT 1 FROM documents"))
