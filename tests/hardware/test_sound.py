"""The headset socket's contract, for every driver that can be had here; and what the engine makes of it."""
from __future__ import annotations

import asyncio
import sys
import threading
import time
from pathlib import Path

import pytest
from evdev import ecodes

from hardware import DeviceGone
from hardware.options import OptionWrong
from hardware.registry import open_device
from hardware.sound.simulated import Options, SimulatedSound
from kiosk.cabinet import Worked, ears
from rehearsal.keyboard import run


@pytest.fixture
def sound(tmp_path: Path) -> SimulatedSound:
    return SimulatedSound("sound", Options(tmp_path))


def test_a_plug_is_seen_and_so_is_its_going(sound: SimulatedSound) -> None:
    assert not sound.headset()
    sound.plug()
    assert sound.headset()
    sound.unplug()
    assert not sound.headset()


def test_waiting_ends_with_the_plug_and_not_with_the_time(sound: SimulatedSound) -> None:
    assert not sound.headset()
    hand = threading.Timer(0.15, sound.plug)
    hand.start()
    began = time.monotonic()
    assert sound.wait(10)
    assert time.monotonic() - began < 5


def test_waiting_ends_with_the_time_where_nothing_moves(sound: SimulatedSound) -> None:
    assert not sound.headset()
    assert not sound.wait(0.05)


def test_a_dead_socket_says_so(sound: SimulatedSound) -> None:
    sound.fail_next()
    with pytest.raises(DeviceGone):
        sound.headset()


def test_the_jack_names_the_device_it_does_not_find(tmp_path: Path) -> None:
    with pytest.raises(OptionWrong, match="device"):
        open_device("sound", "sound", "evdev", {})
    jack = open_device("sound", "sound", "evdev", {"device": "HDA Intel PCH Headphone", "folder": str(tmp_path)})
    with pytest.raises(DeviceGone, match="HDA Intel PCH Headphone"):
        jack.headset()


def test_a_jack_with_a_plug_in_it_is_asked_of_the_kernel(tmp_path: Path) -> None:
    asking = ("from hardware.registry import open_device; jack = open_device('sound', 'sound', 'evdev', {'device': 'HDA Headphone'});"
              "print(jack.headset(), jack.wait(0.1))")
    plugged = run([sys.executable, "-c", asking], "HDA Headphone", "", tmp_path, switches=1 << ecodes.SW_HEADPHONE_INSERT)
    assert plugged.stdout.split() == ["True", "True"], plugged.stderr
    other = run([sys.executable, "-c", asking], "HDA Headphone", "", tmp_path, switches=1 << ecodes.SW_LINEOUT_INSERT)
    assert other.stdout.split() == ["False", "False"], other.stderr


async def test_the_screen_hears_of_every_change_once(sound: SimulatedSound) -> None:
    heard: asyncio.Queue[bool] = asyncio.Queue()
    task = asyncio.create_task(ears(Worked("sound", sound), heard.put))
    assert await asyncio.wait_for(heard.get(), 5) is False
    sound.plug()
    assert await asyncio.wait_for(heard.get(), 5) is True
    sound.fail_next()
    assert await asyncio.wait_for(heard.get(), 5) is False, "a socket that fails has no headset in it"
    task.cancel()


async def test_a_counter_without_a_socket_has_no_headset() -> None:
    heard: asyncio.Queue[bool] = asyncio.Queue()
    await ears(None, heard.put)
    assert heard.get_nowait() is False
