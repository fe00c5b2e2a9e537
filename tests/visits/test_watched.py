"""The power fails, the cabinet is opened, lamps show the way, a health card is put in: what the citizen and the bureau see of it."""
from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from hardware.lights.simulated import Options as LightsOptions
from hardware.lights.simulated import SimulatedLights
from hardware.power.simulated import Options as PowerOptions
from hardware.power.simulated import SimulatedPower
from hardware.tamper.simulated import Options as TamperOptions
from hardware.tamper.simulated import SimulatedTamper
from kiosk.watch.power import ASK_S
from rehearsal.box import Box
from rehearsal.citizen import CitizenLost
from rehearsal.glass import Sight
from rehearsal.line import wait_until

LT05 = "changhua-tax.house-registration"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    made = Box(site, wait_s=20)
    text = (site / "kiosk.toml").read_text()
    (site / "kiosk.toml").write_text(text.replace("[site]\n", f'[site]\nhalt = ["touch", "{site / "halted"}"]\n'))
    with made as opened:
        yield opened


@pytest.fixture
def power(box: Box) -> Iterator[SimulatedPower]:
    supply = SimulatedPower("power", PowerOptions(box.site / "cabinet"))
    (box.site / "halted").unlink(missing_ok=True)
    yield supply
    supply.mains_returns()


@pytest.fixture
def door(box: Box) -> Iterator[SimulatedTamper]:
    contact = SimulatedTamper("tamper", TamperOptions(box.site / "cabinet"))
    yield contact
    contact.shut_door()
    (box.config.site.run / "tamper-cleared").touch()


def codes(box: Box) -> list[str]:
    return [str(row[0]) for row in box.rows("SELECT code FROM incidents")]


def told(box: Box, screen: str) -> list[str]:
    assert box.doorway is not None
    return [f"{view.heading} {view.body}" for view in box.doorway.views if view.screen == screen]


def test_on_battery_nobody_new_is_served_and_it_opens_when_the_mains_is_back(box: Box, power: SimulatedPower) -> None:
    power.mains_fails()
    box.until("closed")
    assert any("市電中斷" in text or "power is out" in text or "停電" in text for text in told(box, "closed"))
    power.mains_returns()
    box.until("attract")
    assert not (box.site / "halted").exists()


def test_who_is_there_when_the_mains_fails_gets_the_paper(box: Box, power: SimulatedPower) -> None:
    def fails(sight: Sight) -> None:
        if sight.screen == "review":
            power.mains_fails()

    citizen = box.citizen(flow=LT05, on_screen=fails)
    citizen.come()
    assert box.outcome(citizen.visit) == "delivered"
    power.mains_returns()
    box.until("attract")


@pytest.mark.parametrize(("at", "outcome"), [("menu", None), ("review", "abandoned"), ("reply", "parked"), ("print", "delivered")])
def test_at_the_end_of_the_battery_the_visit_ends_as_well_as_it_can_and_the_box_is_switched_off(
        box: Box, power: SimulatedPower, at: str, outcome: str | None) -> None:
    def ends(sight: Sight) -> None:
        if sight.screen == at:
            power.battery_low()
            time.sleep(ASK_S + 1)  # whoever stands there touches nothing until it is noticed

    citizen = box.citizen(flow=LT05, on_screen=ends)
    citizen.come()
    assert box.outcome(citizen.visit) == (outcome or "abandoned")
    wait_until((box.site / "halted").exists, 30)
    assert box.journal("SELECT count(*) FROM visit WHERE ended_at IS NULL") == [(0,)]
    assert any("市電中斷" in text for text in told(box, "error") + told(box, "parked") + told(box, "closed"))
    power.mains_returns()
    box.until("attract")


def test_an_opened_cabinet_ends_the_visit_at_once_and_stays_shut_until_its_keeper_has_looked(box: Box, door: SimulatedTamper) -> None:
    def opens(sight: Sight) -> None:
        if sight.screen == "review":
            door.open_door()

    citizen = box.citizen(flow=LT05, on_screen=opens)
    with suppress(CitizenLost):
        citizen.come(20)
    box.until("closed", "interrupted")
    assert box.outcome(citizen.visit) == "interrupted"
    wait_until(lambda: "cabinet-opened" in codes(box), 30)
    if box.until("closed", "interrupted") == "interrupted":
        assert box.doorway is not None
        box.doorway.press("ok")
        box.until("closed")
    (box.config.site.run / "tamper-cleared").touch()
    time.sleep(3)
    assert box.until("closed") == "closed", "with the door open the keeper's word does not count"
    door.shut_door()
    box.until("attract")
    assert codes(box).count("cabinet-opened") == 1


def test_a_lamp_burns_where_the_hand_goes_next(box: Box) -> None:
    lights, seen = SimulatedLights("lights", LightsOptions(box.site / "cabinet")), dict[str, set[str]]()

    def look(sight: Sight) -> None:
        until = time.monotonic() + 0.3
        while time.monotonic() < until:
            seen.setdefault(sight.picture, set()).update(lights.lit())
            time.sleep(0.02)

    box.citizen(flow=LT05, on_screen=look).come()
    assert seen["insert-card"] == {"card"}
    assert "scanner" in seen["scan-barcode"]
    assert "paper" in seen["take-paper"]
    assert "card" in seen["take-card"]


def test_a_health_card_leads_over_to_the_id_card_with_its_number(box: Box) -> None:
    citizen = box.citizen(flow=LT05, card="health", answers={"error:health-card": "use-id-card"}, lang="en")
    citizen.come()
    assert "health-card" in citizen.codes
    message = json.loads(box.rows("SELECT message FROM askings WHERE visit = ?", citizen.visit)[0][0])
    assert message["subject"] == {"id_no": "A123456789", "name": None, "how": "health-card"}
    assert {piece["kind"] for piece in message["evidence"]} >= {"id-card", "face"}
    assert box.outcome(citizen.visit) == "parked", "an ID card and a face go to a clerk"
