"""Door contact, lamps, keypad and microphone: the contract of each, for every driver that can be had here."""
from __future__ import annotations

import sys
import threading
import time
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from evdev import ecodes

from hardware import DeviceGone
from hardware.keypad.evdev import meaning
from hardware.keypad.simulated import Options as KeypadOptions
from hardware.keypad.simulated import SimulatedKeypad
from hardware.lights import LAMPS, Lights
from hardware.lights.simulated import Options as LightsOptions
from hardware.lights.simulated import SimulatedLights
from hardware.microphone import RATE, TONE_HZ, Recording, tone
from hardware.microphone.simulated import Options as MicrophoneOptions
from hardware.microphone.simulated import SimulatedMicrophone
from hardware.options import OptionWrong
from hardware.registry import open_device
from hardware.tamper.simulated import Options as TamperOptions
from hardware.tamper.simulated import SimulatedTamper
from rehearsal.keyboard import Typist, run

# --- the door


@pytest.fixture
def door(tmp_path: Path) -> SimulatedTamper:
    return SimulatedTamper("tamper", TamperOptions(tmp_path))


def test_a_door_that_opens_is_noticed_at_once_and_so_is_its_shutting(door: SimulatedTamper) -> None:
    assert not door.opened()
    hand = threading.Timer(0.15, door.open_door)
    hand.start()
    began = time.monotonic()
    assert door.wait(10)
    assert time.monotonic() - began < 5
    door.shut_door()
    assert not door.wait(10)


def test_a_contact_that_fails_is_gone(door: SimulatedTamper) -> None:
    door.fail_next()
    with pytest.raises(DeviceGone):
        door.opened()
    assert not door.opened()


def test_a_switch_of_the_kernel_is_open_while_the_cover_is_off(tmp_path: Path) -> None:
    asking = ("from hardware.registry import open_device; door = open_device('tamper', 'tamper', 'evdev', {'device': 'gpio-keys'});"
              "print(door.opened(), door.wait(0.1))")
    shut = run([sys.executable, "-c", asking], "gpio-keys", "", tmp_path, switches=1 << ecodes.SW_MACHINE_COVER)
    assert shut.stdout.split() == ["False", "False"], shut.stderr
    off = run([sys.executable, "-c", asking], "gpio-keys", "", tmp_path, switches=1 << ecodes.SW_LINEOUT_INSERT)
    assert off.stdout.split() == ["True", "True"], off.stderr


def test_a_contact_of_another_number_and_the_other_way_round(tmp_path: Path) -> None:
    options = f"{{'device': 'gpio-keys', 'switch': {ecodes.SW_LID}, 'open_when_closed': True}}"
    asking = f"from hardware.registry import open_device; print(open_device('tamper', 'tamper', 'evdev', {options}).opened())"
    told = run([sys.executable, "-c", asking], "gpio-keys", "", tmp_path, switches=1 << ecodes.SW_LID | 1 << ecodes.SW_LINEOUT_INSERT)
    assert told.stdout.split() == ["True"], told.stderr


def test_a_contact_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeviceGone, match="gpio-keys"):
        open_device("tamper", "tamper", "evdev", {"device": "gpio-keys", "folder": str(tmp_path)}).opened()


# --- lamps


@dataclass
class Row:
    """Lamps, and what can be seen of them."""

    device: Lights
    lit: Callable[[], tuple[str, ...]]
    fail: Callable[[], None]


@pytest.fixture(params=["simulated", "sysfs"])
def row(request: pytest.FixtureRequest, tmp_path: Path) -> Row:
    if request.param == "simulated":
        hand = SimulatedLights("lights", LightsOptions(tmp_path))
        return Row(open_device("lights", "lights", "simulated", {"cabinet": str(tmp_path)}), hand.lit, hand.fail_next)
    for lamp in LAMPS:  # the files of /sys/class/leds, as the kernel documents them
        (tmp_path / f"kiosk:{lamp}").mkdir()
        (tmp_path / f"kiosk:{lamp}" / "max_brightness").write_text("255\n")
        (tmp_path / f"kiosk:{lamp}" / "brightness").write_text("0\n")

    def lit() -> tuple[str, ...]:
        return tuple(lamp for lamp in sorted(LAMPS) if (tmp_path / f"kiosk:{lamp}" / "brightness").read_text().strip() == "255")

    device = open_device("lights", "lights", "sysfs", {"folder": str(tmp_path), **{lamp: f"kiosk:{lamp}" for lamp in LAMPS}})
    return Row(device, lit, lambda: (tmp_path / "kiosk:card" / "max_brightness").unlink())


def test_the_lamps_asked_for_burn_and_no_others(row: Row) -> None:
    row.device.show(frozenset({"card", "paper"}))
    assert row.lit() == ("card", "paper")
    row.device.show(frozenset({"scanner"}))
    assert row.lit() == ("scanner",)
    row.device.close()
    assert row.lit() == ()


def test_a_lamp_that_cannot_be_lit_is_gone(row: Row) -> None:
    row.fail()
    with pytest.raises(DeviceGone):
        row.device.show(frozenset({"card"}))


def test_a_cabinet_without_some_lamps_lights_the_others(tmp_path: Path) -> None:
    (tmp_path / "green").mkdir()
    (tmp_path / "green" / "max_brightness").write_text("1\n")
    (tmp_path / "green" / "brightness").write_text("0\n")
    open_device("lights", "lights", "sysfs", {"folder": str(tmp_path), "card": "green"}).show(frozenset({"card", "paper"}))
    assert (tmp_path / "green" / "brightness").read_text() == "1"


# --- keypad


def test_keys_come_in_the_order_they_were_pressed_and_once(tmp_path: Path) -> None:
    keypad = SimulatedKeypad("keypad", KeypadOptions(tmp_path))
    assert keypad.pressed(0.05) == []
    threading.Timer(0.1, keypad.press, ("down", "enter", "7")).start()
    assert keypad.pressed(10) == ["down", "enter", "7"]
    assert keypad.pressed(0.05) == []


def test_a_keypad_that_fails_is_gone_and_keeps_its_keys(tmp_path: Path) -> None:
    keypad = SimulatedKeypad("keypad", KeypadOptions(tmp_path))
    keypad.press("up")
    keypad.fail_next()
    with pytest.raises(DeviceGone):
        keypad.pressed(0.05)
    assert keypad.pressed(0.05) == ["up"]


def test_keys_of_the_kernel_have_the_names_of_the_screen(tmp_path: Path) -> None:
    typist = Typist()
    typist.types("7\n", after_s=0.6)
    asking = ("from hardware.registry import open_device; pad = open_device('keypad', 'keypad', 'evdev', {'device': 'Storm AudioNav'})\n"
              "keys = []\nwhile len(keys) < 2: keys += pad.pressed(5)\nprint(*keys)")
    told = run([sys.executable, "-c", asking], "Storm AudioNav", typist.events, tmp_path)
    assert told.stdout.split() == ["7", "enter"], told.stderr


@pytest.mark.parametrize(("key", "ours"), [
    (ecodes.KEY_UP, "up"), (ecodes.KEY_KP7, "7"), (ecodes.KEY_KPENTER, "enter"), (ecodes.KEY_ESC, "escape"), (ecodes.KEY_HELP, "f1"),
    (ecodes.KEY_VOLUMEUP, "pageup"), (ecodes.KEY_DELETE, "backspace"), (ecodes.KEY_KPPLUS, "numpadadd"), (ecodes.KEY_A, ""), (9999, ""),
])
def test_what_a_key_of_the_kernel_means(key: int, ours: str) -> None:
    assert meaning(key) == ours


# --- microphone


def test_the_counters_own_tone_is_heard_over_a_room_and_a_room_alone_is_none(tmp_path: Path) -> None:
    microphone = SimulatedMicrophone("microphone", MicrophoneOptions(tmp_path))
    assert microphone.hear(0.5).share(TONE_HZ) < 0.2
    microphone.sounds(TONE_HZ)
    assert microphone.hear(0.5).share(TONE_HZ) > 0.9
    microphone.sounds(440)
    assert microphone.hear(0.5).share(TONE_HZ) < 0.2
    microphone.fail_next()
    with pytest.raises(DeviceGone):
        microphone.hear(0.1)


def test_levels_are_those_of_the_samples() -> None:
    assert Recording(np.zeros(RATE, np.int16)).level_db == -120
    assert tone(1.0).level_db == pytest.approx(-15.05, abs=0.05), "a sine at a quarter of full strength: 20 log10(0.25 / sqrt 2)"
    assert Recording(np.zeros(0, np.int16)).share(TONE_HZ) == 0


def _recorder(*command: str) -> Any:
    return open_device("microphone", "microphone", "program", {"command": list(command)})


def test_what_a_program_records_is_what_sounded(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "tone.wav"), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(tone(2.0).samples.tobytes())
    # alsa's own file plugin stands where a sound card would
    (tmp_path / "asound.conf").write_text(
        f'pcm.before {{ type file slave.pcm "null" file "/dev/null" infile "{tmp_path / "raw"}" format "raw" }}\n')
    (tmp_path / "raw").write_bytes(tone(4.0).samples.tobytes())
    words = ["env", f"ALSA_CONFIG_PATH=/usr/share/alsa/alsa.conf:{tmp_path / 'asound.conf'}", "arecord", "-q", "-D", "before", "-t", "raw",
             "-f", "S16_LE", "-c", "1", "-r", str(RATE)]
    assert _recorder(*words).hear(1.0).share(TONE_HZ) > 0.9


@pytest.mark.parametrize(("command", "said"), [
    (("no-such-program",), "no-such-program"), (("sh", "-c", "echo no such card >&2; exit 1"), "no such card"), (("sleep", "60"), "silent"),
])
def test_a_recorder_that_does_not_record_is_gone_with_its_own_words(command: tuple[str, ...], said: str) -> None:
    with pytest.raises(DeviceGone, match=said):
        _recorder(*command).hear(0.1)


def test_wrong_options_are_refused() -> None:
    with pytest.raises(OptionWrong, match="did you mean 'scanner'"):
        open_device("lights", "lights", "sysfs", {"scaner": "x"})
    with pytest.raises(OptionWrong, match="'device' is missing"):
        open_device("keypad", "keypad", "evdev", {})
