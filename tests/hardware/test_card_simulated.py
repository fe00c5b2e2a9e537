"""The simulated reader's own side: hands, failures on request, a cable, other processes."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hardware import CardPulled, CardUnknown, DeviceGone, NoCard, PinLocked
from hardware.card import simulated
from rehearsal import deck
from rehearsal.citizen_ca import CitizenCas


@pytest.fixture
def reader(tmp_path: Path) -> simulated.Reader:
    deck.make(CitizenCas(tmp_path / "ca"), tmp_path / "cards" / "standing", deck.DECK["standing"])
    return simulated.open("card", {"cabinet": str(tmp_path)})


@pytest.mark.parametrize("error", [CardPulled, CardUnknown, DeviceGone, NoCard, PinLocked])
def test_it_fails_once_as_requested(reader: simulated.Reader, error: type[Exception]) -> None:
    reader.insert("standing")
    reader.fail_next(error)
    with pytest.raises(error):
        reader.read()
    reader.insert("standing")
    assert reader.read().signing


def test_a_reader_whose_cable_is_out_is_gone_until_it_is_back(reader: simulated.Reader) -> None:
    reader.insert("standing")
    reader.unplug()
    with pytest.raises(DeviceGone):
        reader.state()
    reader.plug()
    assert reader.state().present


def test_a_card_stays_in_the_slot_while_processes_come_and_go(reader: simulated.Reader, tmp_path: Path) -> None:
    program = "import sys; from hardware.card import simulated; simulated.open('dock', {'cabinet': sys.argv[1]}).insert('standing')"
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, cwd=Path(__file__).parents[2])
    assert reader.state().present
    assert reader.state().insertion == 1


def test_a_card_or_failure_that_does_not_exist_is_refused_with_the_ones_that_do(reader: simulated.Reader) -> None:
    with pytest.raises(ValueError, match="at hand: standing"):
        reader.insert("gold")
    with pytest.raises(ValueError, match="card-pulled"):
        reader.fail_next("burnt")
