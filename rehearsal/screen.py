"""A screen without a wall: an X server of our own, looked at and touched from outside as a person would.

Pictures come from the X server, touches go in by XTEST (xdotool), and where to touch is asked from
the screen's accessibility tree.
"""
from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

DOUBLE_S = 0.52


class ScreenStuck(AssertionError):
    """What was waited for did not come; the text says what stands on the screen instead."""


class VirtualScreen:
    """An Xvfb and the hands and eyes in front of it; ``run`` is always the run directory of the counter that is shown there."""

    def __init__(self, width: int = 1080, height: int = 1920) -> None:
        self._size = f"{width}x{height}x24"
        self._server: subprocess.Popen[bytes] | None = None
        self.display = ""
        self._last: tuple[str, str, float] = ("", "", 0.0)

    def start(self) -> str:
        """Start the X server on a free display, with no TCP, and return the display's name. Raises ``OSError``."""
        reader, writer = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", self._size, "-nolisten", "tcp", "-noreset", "+extension", "GLX"],
            pass_fds=(writer,), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writer)
        with os.fdopen(reader) as number:
            free = number.readline().strip()
        if not free:
            raise OSError("Xvfb did not start: is the package xvfb installed?")
        self.display = f":{free}"
        return self.display

    def stop(self) -> None:
        """End the X server."""
        if self._server is not None:
            self._server.terminate()
            self._server.wait(10)
            self._server = None

    def __enter__(self) -> "VirtualScreen":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a program that shall appear here."""
        kept = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
        return {**kept, "DISPLAY": self.display, "SDL_VIDEODRIVER": "x11"}

    def touch(self, x: float, y: float) -> None:
        """Press and let go at a point of the screen."""
        self._xdotool("mousemove", str(round(x)), str(round(y)), "click", "1")

    def draw(self, points: Iterable[tuple[float, float]]) -> None:
        """Draw a line with one finger."""
        first, *rest = [(str(round(x)), str(round(y))) for x, y in points]
        words = ["mousemove", *first, "mousedown", "1"]
        for point in rest:
            words += ["mousemove", *point, "sleep", "0.02"]
        self._xdotool(*words, "mouseup", "1")

    def type(self, keys: str) -> None:
        """Type on a keyboard: words of ``xdotool key`` such as ``Tab`` or ``Return``, separated by spaces."""
        self._xdotool("key", "--clearmodifiers", *keys.split())

    def picture(self, path: Path) -> Path:
        """Keep what the X server shows as a PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-silent", "-window", "root", str(path)], env=self.environment, check=True, timeout=60)
        return path

    def tree(self, run: Path) -> dict[str, Any] | None:
        """Ask what stands on the screen; None while nobody answers."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.settimeout(10)
                line.connect(str(run / "screen.sock"))
                line.sendall(b"tree\n")
                with line.makefile("rb") as answer:
                    told: dict[str, Any] | None = json.loads(answer.readline() or b"null")
                    return told
        except OSError:
            return None

    def wait(self, run: Path, until: Callable[[dict[str, Any]], Any], what: str, timeout: float = 30) -> dict[str, Any]:
        """Look again and again until the tree is as wanted. Raises ``ScreenStuck``."""
        end = time.monotonic() + timeout
        while True:
            tree = self.tree(run)
            if tree is not None and until(tree):
                return tree
            if time.monotonic() > end:
                raise ScreenStuck(f"no {what} within {timeout:g} s; {_offered(tree)}")
            time.sleep(0.03)

    def wait_for(self, run: Path, *screens: str, timeout: float = 30) -> dict[str, Any]:
        """Wait until one of these screens stands there. Raises ``ScreenStuck``."""
        return self.wait(run, lambda tree: tree["screen"] in screens, " or ".join(screens), timeout)

    def press(self, run: Path, name: str, value: str | None = None, timeout: float = 10) -> dict[str, Any]:
        """Find a target by name (and value), turning pages where it needs, and touch it; returns the tree before the touch.

        Raises ``ScreenStuck`` where it does not come or cannot be pressed.
        """
        end = time.monotonic() + timeout
        while True:
            tree = self.tree(run)
            node = find(tree, name, value)
            if tree is not None and node is not None and node["enabled"]:
                if node["role"] not in ("key", "local"):
                    time.sleep(max(0.0, min(tree["ready"] - time.monotonic(), 1.0)))  # as people do, look first
                self._touch_node(node)
                return tree
            arrow = find(tree, "page", "next")
            if node is None and arrow is not None and arrow["enabled"]:
                self._touch_node(arrow)
                time.sleep(0.1)
            if time.monotonic() > end:
                raise ScreenStuck(f"no {name} {value or ''} to press within {timeout:g} s; {_offered(tree)}")
            time.sleep(0.05)

    def keys(self, run: Path, text: str) -> None:
        """Type a text on the pad that stands on the screen, as a patient finger would."""
        for char in text:
            self.press(run, "key", char)

    def sign(self, run: Path) -> None:
        """Write a flourish across the slate with one finger."""
        tree = self.wait(run, lambda tree: any(node["role"] == "slate" for node in tree["nodes"]), "slate to sign on", 10)
        x, y, w, h = next(node["rect"] for node in tree["nodes"] if node["role"] == "slate")
        waves = [(0.15 + 0.07 * at, 0.65 - 0.35 * (at % 2) * (1 - at / 14)) for at in range(11)]
        self.draw((x + w * along, y + h * down) for along, down in waves)

    def _touch_node(self, node: dict[str, Any]) -> None:
        """Touch the middle; the same target twice only after the half second in which the screen ignores it."""
        name, value, when = self._last
        if (name, value) == (node["name"], node["value"]):
            time.sleep(max(0.0, when + DOUBLE_S - time.monotonic()))
        x, y, w, h = node["rect"]
        self.touch(x + w / 2, y + h / 2)
        self._last = (node["name"], node["value"], time.monotonic())

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.environment, check=True, timeout=60)


def find(tree: dict[str, Any] | None, name: str, value: str | None = None) -> dict[str, Any] | None:
    """The node of this name (and value), if it stands on the screen."""
    nodes = tree["nodes"] if tree is not None else []
    return next((node for node in nodes if node["name"] == name and (value is None or node["value"] == value)), None)


def _offered(tree: dict[str, Any] | None) -> str:
    if tree is None:
        return "no screen answers"
    names = [f"{node['name']} {node['value']}".strip() for node in tree["nodes"] if node["name"] and node["enabled"]]
    return f"the screen shows {tree['screen']!r} with {', '.join(names[:24]) or 'nothing to press'}"
