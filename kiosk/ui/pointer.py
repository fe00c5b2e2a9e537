"""The pointer: the one finger (or mouse) that the window reports, handed on event by event, each at its own place.

Kivy's own provider hands one object on after the frame, and all its events of that frame have the last place: a finger that came
down beside a button and slid onto it within a busy frame would have come down on it, and a stroke would lose its bends. It also
knows more buttons and held keys than a finger has.
"""
from __future__ import annotations

import time
from collections import deque
from typing import Any

from kivy.base import EventLoop
from kivy.input.motionevent import MotionEvent
from kivy.input.provider import MotionEventProvider

LEFT = "left"


class Finger(MotionEvent):
    """One finger from its coming down to its lift; ``sx`` and ``sy`` are shares of the window from its lower left corner.

    ``late_s``: it may have come down so long before the window told of it, as a busy loop had not looked.
    """

    late_s = 0.0

    def depack(self, place: tuple[float, float]) -> None:
        """It is here now."""
        self.sx, self.sy = place
        self.profile = ["pos"]
        super().depack(place)


class Pointer(MotionEventProvider):
    """Follows the left button; a second device that presses meanwhile moves the same finger, every other button means nothing."""

    def __init__(self, window: Any) -> None:
        super().__init__("pointer", "")
        self._window, self._count, self._looked = window, 0, time.monotonic()
        self._finger: Finger | None = None
        self._came: deque[tuple[str, Finger, tuple[float, float]]] = deque()

    def start(self) -> None:
        """Listen to the window."""
        self._window.fbind("on_mouse_down", self._down)
        self._window.fbind("on_mouse_move", self._moved)
        self._window.fbind("on_mouse_up", self._up)

    def update(self, dispatch_fn: Any) -> None:
        """Hand on what came, in order."""
        self._looked = time.monotonic()
        while self._came:
            kind, finger, place = self._came.popleft()
            if kind != "begin":
                finger.move(place)
            if kind == "end":
                finger.update_time_end()
            EventLoop.post_dispatch_input(kind, finger)

    def _down(self, _: Any, x: float, y: float, button: str, *__: Any) -> None:
        if button == LEFT and self._finger is None:
            self._count += 1
            place = self._place(x, y)
            self._finger = finger = Finger("pointer", f"pointer{self._count}", place, is_touch=True, type_id="touch")
            finger.late_s = time.monotonic() - self._looked
            self._came.append(("begin", finger, place))

    def _moved(self, _: Any, x: float, y: float, *__: Any) -> None:
        if self._finger is not None:
            self._came.append(("update", self._finger, self._place(x, y)))

    def _up(self, _: Any, x: float, y: float, button: str, *__: Any) -> None:
        if button == LEFT and self._finger is not None:
            self._came.append(("end", self._finger, self._place(x, y)))
            self._finger = None

    def _place(self, x: float, y: float) -> tuple[float, float]:
        across, down = self._window.to_normalized_pos(x, y)
        return across, 1.0 - down
