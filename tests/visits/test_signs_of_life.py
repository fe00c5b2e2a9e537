"""The counter as systemd sees it: it says that it is ready and lives, and ends whichever child hangs; and a keypad's keys count."""
from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from hardware.keypad.simulated import Options as KeypadOptions
from hardware.keypad.simulated import SimulatedKeypad
from kiosk.watch.life import BEAT_S, STUCK_S, beat, file_of, silent_s
from rehearsal.headless import Rehearsal
from rehearsal.line import wait_until

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def systemd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path_factory.mktemp("notify") / "socket"))
        ear.settimeout(4 * BEAT_S)  # a beat may be long in coming on a busy machine
        yield ear


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory, systemd: socket.socket) -> Iterator[Rehearsal]:
    site = tmp_path_factory.mktemp("site")
    opened = Rehearsal(site, "simulated", site / "log", {"NOTIFY_SOCKET": str(systemd.getsockname())})
    opened.start()
    try:
        opened.until_open()
        yield opened
    finally:
        opened.stop()


@pytest.fixture(autouse=True)
def open_counter() -> None:
    """Takes the place of this folder's counter without a window."""


def child(counter: Rehearsal, verb: str) -> int:
    assert counter.premises is not None
    found = [one.pid for one in psutil.Process(counter.premises.counter.pid).children() if verb in one.cmdline()]
    assert len(found) == 1, found
    return found[0]


def test_it_tells_that_it_is_ready_and_then_that_it_lives(counter: Rehearsal, systemd: socket.socket) -> None:
    words, until = list[str](), time.monotonic() + 12 * BEAT_S
    while time.monotonic() < until and len(words) < 3:
        words.append(systemd.recv(4096).decode())
    assert words == ["READY=1\nWATCHDOG=1"] * 3
    # from here on nobody listens any more, and the counter goes on all the same


def test_screen_and_engine_give_signs_of_life(counter: Rehearsal) -> None:
    for name in ("screen", "engine"):
        assert silent_s(file_of(counter.config.site.run, name), 0) < 2 * BEAT_S + 1


def test_keys_of_a_keypad_move_and_press(counter: Rehearsal) -> None:
    keypad = SimulatedKeypad("keypad", KeypadOptions(counter.site / "cabinet"))
    assert counter.glass().look().screen == "attract"  # type: ignore[union-attr]  # it is open
    keypad.press("enter")
    counter.screen.wait_for(counter.config.site.run, "menu", timeout=20)
    keypad.press("f1")
    counter.screen.wait_for(counter.config.site.run, "help", timeout=20)
    keypad.fail_next()
    keypad.press("escape")
    counter.screen.wait_for(counter.config.site.run, "menu", timeout=20)


def test_who_hangs_is_ended_and_replaced_and_the_other_stays(counter: Rehearsal) -> None:
    screen, engine = child(counter, "screen"), child(counter, "visit")
    os.kill(screen, signal.SIGSTOP)
    began = time.monotonic()
    wait_until(lambda: not psutil.pid_exists(screen) or psutil.Process(screen).status() == psutil.STATUS_ZOMBIE, STUCK_S + 5 * BEAT_S)
    assert time.monotonic() - began > STUCK_S - 2 * BEAT_S
    counter.until_open()
    assert child(counter, "screen") != screen
    assert "no sign of life of the screen" in (counter.log / "counter.log").read_text()
    assert engine  # its successor serves: an engine goes with the screen it spoke to


def test_a_sign_of_life_is_told_in_monotonic_time_and_a_start_counts_as_one(tmp_path: Path) -> None:
    sign = tmp_path / "alive"
    assert silent_s(sign, time.monotonic() - 7) == pytest.approx(7, abs=0.5)
    beat(sign)
    assert silent_s(sign, 0) < 1
    assert silent_s(sign, time.monotonic()) < 1
