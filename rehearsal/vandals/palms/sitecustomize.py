"""Python runs this file in every process whose ``PYTHONPATH`` names its folder; in the counter's screen it adds a panel of many fingers.

The panel is an input provider of Kivy like that of a real one. It reads datagrams from ``palms.sock`` beside ``kiosk.toml``: lines of
``begin|update|end NUMBER X Y``, places as shares of the window from its lower left corner.
"""
from __future__ import annotations

import collections
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

SOCKET = "palms.sock"


def _wait_for_the_loop(place: Path) -> None:
    """Nothing of Kivy is imported here before the screen itself did, settled as it wants it."""
    while getattr(getattr(sys.modules.get("kivy.base"), "EventLoop", None), "status", "") != "started":
        time.sleep(0.02)
    from kivy.base import EventLoop
    from kivy.clock import Clock
    from kivy.input.motionevent import MotionEvent
    from kivy.input.provider import MotionEventProvider

    class Finger(MotionEvent):  # type: ignore[misc]  # Kivy has no types
        """One finger on the panel."""

        def depack(self, place: tuple[float, float]) -> None:
            self.sx, self.sy = place
            self.profile = ["pos"]
            super().depack(place)

    class Panel(MotionEventProvider):  # type: ignore[misc]
        """What came since the last turn of the loop, in order."""

        def __init__(self) -> None:
            super().__init__("panel", "")
            self.waiting: collections.deque[str] = collections.deque()
            self.fingers: dict[str, Finger] = {}

        def update(self, dispatch_fn: Any) -> None:
            while self.waiting:
                kind, number, x, y = self.waiting.popleft().split()
                if kind == "begin":
                    self.fingers[number] = Finger("panel", number, (float(x), float(y)), is_touch=True, type_id="touch")
                finger = self.fingers.get(number)
                if finger is None:
                    continue
                if kind == "update":
                    finger.move((float(x), float(y)))
                elif kind == "end":
                    finger.update_time_end()
                    del self.fingers[number]
                EventLoop.post_dispatch_input(kind, finger)  # one by one: of those handed on with the frame all have the last place

    panel = Panel()
    EventLoop.add_input_provider(panel)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    place.unlink(missing_ok=True)
    line.bind(str(place))
    while True:
        panel.waiting.extend(line.recv(1 << 17).decode().splitlines())
        Clock.idle.__self__.wake()  # as the engine's words do


_words = sys.orig_argv
if "kiosk" in _words and "screen" in _words:
    threading.Thread(target=_wait_for_the_loop, args=(Path(_words[_words.index("--config") + 1]).parent / SOCKET,), daemon=True).start()
