"""The UPS: what its words mean for the counter, and the contract with the simulated one and with upsd behind its dummy driver."""
from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hardware import DeviceGone
from hardware.options import OptionWrong
from hardware.power import Power, PowerState
from hardware.power.simulated import Options, SimulatedPower
from hardware.registry import open_device, there
from kiosk.watch.power import judged
from rehearsal.line import wait_until
from rehearsal.ups import Ups


class Supply:
    """One supply and the hand that pulls its plug."""

    def __init__(self, device: Power, status: Callable[[str], None], end: Callable[[], None], back: Callable[[], None]) -> None:
        self.device, self.status, self.end, self.back = device, status, end, back

    def until(self, wanted: PowerState) -> None:
        wait_until(lambda: self._seen() == wanted, 10)

    def _seen(self) -> PowerState:
        state = self.device.state()
        return PowerState(state.on_battery, state.low)


@pytest.fixture(scope="module")
def ups() -> Iterator[Ups]:
    folder = Path(tempfile.mkdtemp(prefix="ups-"))
    ups = Ups(folder)
    try:
        ups.start()
        yield ups
    finally:
        ups.stop()
        shutil.rmtree(folder)


@pytest.fixture(params=["simulated", "nut"])
def supply(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Supply]:
    if request.param == "simulated":
        hand = SimulatedPower("power", Options(tmp_path))
        moves = {"OL": hand.mains_returns, "OB": hand.mains_fails, "OB LB": hand.battery_low}
        yield Supply(open_device("power", "power", "simulated", {"cabinet": str(tmp_path)}), lambda word: moves[word](), hand.fail_next,
                     lambda: None)
        return
    ups: Ups = request.getfixturevalue("ups")
    ups.status("OL")
    device = open_device("power", "power", "nut", {"ups": "kiosk", "port": ups.port})
    yield Supply(device, ups.status, ups.stop, ups.start)
    device.close()


def test_the_mains_fails_the_battery_ends_the_mains_returns(supply: Supply) -> None:
    supply.until(PowerState(False, False))
    for words, state in (("OB", PowerState(True, False)), ("OB LB", PowerState(True, True)), ("OL", PowerState(False, False))):
        supply.status(words)
        supply.until(state)


def test_a_daemon_that_ends_is_gone_and_is_found_again(supply: Supply) -> None:
    supply.until(PowerState(False, False))
    supply.end()
    with pytest.raises(DeviceGone):
        supply.device.state()
    supply.back()
    supply.until(PowerState(False, False))


def test_the_charge_is_told_in_percent(supply: Supply) -> None:
    wait_until(lambda: supply.device.state().charge == 100, 10)


def test_a_ups_that_the_daemon_does_not_know_is_gone_and_named(ups: Ups) -> None:
    with pytest.raises(DeviceGone, match=r"cellar@127\.0\.0\.1"):
        open_device("power", "power", "nut", {"ups": "cellar", "port": ups.port}).state()


def test_without_a_daemon_nothing_is_found_and_nothing_breaks() -> None:
    assert there("power", "nut") == []
    with pytest.raises(OptionWrong, match="'ups' is missing"):
        open_device("power", "power", "nut", {})


@pytest.mark.parametrize(("state", "on_battery_s", "means"), [
    (PowerState(False, False), 0, "mains"), (None, 0, "mains"), (PowerState(True, False), 0, "battery"),
    (PowerState(True, False), 119, "battery"), (PowerState(True, False), 120, "ending"), (PowerState(True, True), 0, "ending"),
    (PowerState(False, True), 0, "ending"),  # a shutdown that the UPS has begun goes on after the mains is back
])
def test_what_the_supply_means_for_the_counter(state: PowerState | None, on_battery_s: float, means: str) -> None:
    assert judged(state, on_battery_s, 120) == means
