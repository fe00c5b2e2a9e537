"""The demo panel's hands: every gesture does what its words say to the device that the engine sees."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hardware import DeviceGone, OutOfPaper, PaperJam
from hardware.registry import open_device
from kiosk.ui.dock import Hands
from rehearsal import deck, pictures
from rehearsal.citizen_ca import CitizenCas
from rehearsal.line import wait_until


@pytest.fixture
def gestures(tmp_path: Path) -> dict[str, dict[str, Callable[[], None]]]:
    deck.deal(CitizenCas(tmp_path / "ca"), tmp_path / "cabinet" / "cards")
    pictures.furnish(tmp_path / "cabinet")
    (tmp_path / "run").mkdir()
    return {group.split()[0]: {words.split()[-1]: act for words, act in made}
            for group, made in Hands(tmp_path / "cabinet", tmp_path / "run").gestures().items()}


def test_every_gesture_can_be_made(gestures: dict[str, dict[str, Callable[[], None]]]) -> None:
    for group in gestures.values():
        for act in group.values():
            act()


def test_what_the_hands_do_is_what_the_devices_see(gestures: dict[str, dict[str, Callable[[], None]]], tmp_path: Path) -> None:
    cabinet = {"cabinet": str(tmp_path / "cabinet")}
    card, power, tamper, sound, keypad, a4, receipt = (
        open_device(kind, name, "simulated", cabinet) for kind, name in (
            ("card", "card"), ("power", "power"), ("tamper", "tamper"), ("sound", "sound"), ("keypad", "keypad"), ("printer", "a4"),
            ("printer", "receipt")))
    gestures["卡片"]["NHI"]()
    assert card.read().id_no == "A123456789"
    gestures["卡片"]["unplug"]()
    with pytest.raises(DeviceGone):
        card.state()
    gestures["卡片"]["in"]()
    gestures["卡片"]["remove"]()
    assert not card.state().present
    gestures["電力"]["low"]()
    assert power.state().low
    gestures["電力"]["returns"]()
    assert not power.state().on_battery
    gestures["機箱"]["open"]()
    gestures["耳機"]["in"]()
    assert tamper.opened()
    assert sound.headset()
    gestures["按鍵盤"]["up"]()
    gestures["按鍵盤"]["enter"]()
    assert keypad.pressed(1) == ["up", "enter"]
    gestures["A4"]["paper"]()
    assert a4.state().problem == OutOfPaper.code
    gestures["A4"]["refill"]()
    assert a4.state().problem == ""
    gestures["收據機"]["jam"]()
    number = receipt.submit(b"%PDF-1.4\n/Type /Page\n", "title")
    wait_until(lambda: receipt.job(number).problem == PaperJam.code, 10)
