"""The watch over vandals sees what it is there for: an uncovered desktop, a strange window, a screen that ended, a log that speaks."""
from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from rehearsal.screen import VirtualScreen
from rehearsal.vandals.display import Display
from rehearsal.vandals.watch import Watch

pytestmark = pytest.mark.real
SLEEP = "import time; time.sleep(120)"
COUNTER = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{SLEEP}', 'screen']); {SLEEP}"


@pytest.fixture
def screen() -> Iterator[VirtualScreen]:
    with VirtualScreen(400, 300) as opened:
        yield opened


@pytest.fixture
def counter() -> Iterator[psutil.Process]:
    parent = subprocess.Popen([sys.executable, "-c", COUNTER])
    process = psutil.Process(parent.pid)
    until(lambda: process.children())
    yield process
    for child in process.children():
        child.kill()
    parent.kill()
    parent.wait()


def until(there: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not there():
        assert time.monotonic() < end
        time.sleep(0.05)


def window(screen: VirtualScreen, place: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["xev", "-geometry", place], env=screen.environment, stdout=subprocess.DEVNULL)


def test_what_must_not_be_seen_is_seen(screen: VirtualScreen, counter: psutil.Process, tmp_path: Path) -> None:
    with Display(screen.display) as display:
        assert display.floor_shows(150)
        whole = window(screen, "400x300+0+0")
        until(lambda: [pane.place for pane in display.panes()] == [(0, 0, 400, 300)] and not display.floor_shows(150))
        watch = Watch(display, counter.pid, tmp_path)
        assert watch.look("at first"), watch.faults
        strange = window(screen, "100x100+40+40")
        until(lambda: len(display.panes()) == 2)
        assert not watch.look("then")
        assert [fault[:14] for fault in watch.faults] == ["not one window"]
        strange.kill()
        whole.kill()
        until(lambda: not display.panes())
        watch.faults.clear()
        assert not watch.look("then")
        assert any("the desktop shows" in fault for fault in watch.faults)


def test_a_screen_that_ended_and_a_log_that_speaks_are_faults(screen: VirtualScreen, counter: psutil.Process, tmp_path: Path) -> None:
    with Display(screen.display) as display:
        watch = Watch(display, counter.pid, tmp_path)
        (tmp_path / "counter.log").write_text('Traceback (most recent call last):\n  File "engine.py"\nKeyError: 1\n')
        watch.look("then")
        assert any("counter.log tells of a fault then" in fault and "KeyError" in fault for fault in watch.faults)
        watch.faults.clear()
        watch.look("later")
        assert not any("counter.log" in fault for fault in watch.faults), "what was told is not told again"
        for child in counter.children():
            child.kill()
        until(lambda: all(child.status() == psutil.STATUS_ZOMBIE for child in counter.children()))
        watch.look("later")
        assert any("the screen or the counter ended later" in fault for fault in watch.faults)
