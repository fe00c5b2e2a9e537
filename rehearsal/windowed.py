"""The whole counter with its window on a virtual screen, to be used and killed as :class:`rehearsal.box.Box` is without one."""
from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

import psutil

from rehearsal.box import Box, Engines
from rehearsal.glass import Window
from rehearsal.premises import Premises
from rehearsal.screen import ScreenStuck, VirtualScreen

OPEN_S = 60.0


class Forked(Engines):
    """The engines that the counter itself starts."""

    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def start(self) -> None:
        """The counter does."""

    def stop(self) -> None:
        """They end with the counter."""

    @property
    def pid(self) -> int:
        """The engine in office; 0 where there is none."""
        children = psutil.Process(self._premises.counter.pid).children()
        return next((child.pid for child in children if "visit" in child.cmdline()), 0)

    def kill(self) -> None:
        """``kill -9`` the engine in office."""
        os.kill(self.pid, signal.SIGKILL)


class Fleeting(Window):
    """A window that may be gone under the finger: then nothing was pressed, and one looks again."""

    def press(self, name: str, value: str = "") -> None:
        with suppress(ScreenStuck):
            super().press(name, value)

    def scribble(self) -> None:
        with suppress(ScreenStuck):
            super().scribble()


class WindowedBox(Box):
    """Screen, counter and engines as in the field; what is seen is read from the window, what is pressed is pressed there."""

    def __init__(self, site: Path, wait_s: int = 180) -> None:
        super().__init__(site, wait_s=wait_s)
        self._screen = VirtualScreen(self.config.screen.width, self.config.screen.height)
        self.premises = Premises(site, self.log, {"DISPLAY": self._screen.start()})
        self.engines = Forked(self.premises)

    def __enter__(self) -> "WindowedBox":
        self.hands.start()
        self.premises.start()
        self.doorway = Fleeting(self._screen, self.config.site.run)  # type: ignore[assignment]  # looks and presses alike
        self.until("attract", patience_s=OPEN_S)
        return self

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self._screen.stop()
