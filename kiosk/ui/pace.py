"""When the loop turns: at once when a finger, a key or the engine speaks, else when something is due; never faster than the screen shows.

Kivy's own clock sleeps blindly between frames: slow at rest it sees a finger late, fast at rest it burns the processor.
Here it sleeps on what can wake it: the display server's socket or the input devices, and a pipe for the engine's words.
"""
from __future__ import annotations

import os
import select
import socket
from contextlib import suppress
from typing import Any

REST_S = 1.0
"""Longest sleep: whatever was missed is seen then."""
LOOK_AGAIN = 10
"""Rests after which the devices are looked for anew: a keypad may have been plugged in."""
STUCK = 100
"""Turns in a row for input that nobody takes."""


class Pace:
    """Takes the place of the clock's ``idle``. ``wake`` may be called from any thread."""

    def __init__(self, clock: Any, tempo: dict[str, float]) -> None:
        self._clock, self._frame_s, self._blind_s = clock, 1 / tempo["busy_fps"], 1 / tempo["rest_fps"]
        self._ear, self._bell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._inputs = inputs()
        self._turns, self._rests = 0, 0
        clock.idle = self.idle

    def wake(self) -> None:
        """Something was scheduled from another thread."""
        with suppress(BlockingIOError):  # it rings already
            os.write(self._bell, b"!")

    def idle(self) -> float:
        """Sleep until the next turn of the loop; its time."""
        clock = self._clock
        if not 0 < self._turns < STUCK:  # what was read in the last turn is handed on in this one, at once
            self._turns = 0
            now, due = clock.time(), clock.get_min_timeout()
            next_frame = clock._last_tick + self._frame_s
            until = min(max(next_frame, due), now + (REST_S if self._inputs else self._blind_s))
            self._sleep(max(0.0, until - now))
        else:
            self._sleep(0.0)
        current: float = clock.time()
        clock._dt, clock._last_tick = current - clock._last_tick, current
        return current

    def _sleep(self, seconds: float) -> None:
        ready, _, _ = select.select([self._ear, *self._inputs], [], [], seconds)
        if self._ear in ready:
            os.read(self._ear, 4096)
            ready.remove(self._ear)
        self._turns = self._turns + 1 if ready else 0
        self._rests = self._rests + 1 if seconds >= REST_S and not ready else 0
        if self._rests >= LOOK_AGAIN:
            self._inputs, self._rests = inputs(), 0


def inputs() -> list[int]:
    """What this process has open that tells of fingers and keys: sockets of a display server, input devices of the kernel."""
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{name}")
            if target.startswith("/dev/input/") or (target.startswith("socket:") and _is_display(int(name))):
                found.append(int(name))
        except OSError:
            continue  # closed meanwhile: the listing's own
    return found


def _is_display(number: int) -> bool:
    with socket.socket(fileno=os.dup(number)) as line:
        peer = line.getpeername() if line.family == socket.AF_UNIX else ""
    where = peer.decode(errors="replace") if isinstance(peer, bytes) else str(peer)
    return ".X11-unix/" in where or "/wayland-" in where
