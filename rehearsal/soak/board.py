"""A board of targets and a slate under random fingers, with the rules of kiosk/ui/stage/fingers.py told a second time, as sentences.

Rules that are checked after every event

- Nothing is pressed while another finger is down or came down meanwhile, nor outside the target in which the finger came down.
- What can not be pressed is not pressed.
- What has not stood there for ``UNSEEN_S`` is not pressed.
- One stroke at a time: only the finger that signs draws.
- When all fingers are up, or nothing was seen of the others for ``LOST_S``, one calm tap presses.
"""
from __future__ import annotations

import random
from collections import Counter

from kiosk.ui.stage.fingers import Fingers
from kiosk.ui.widgets.marks import Rect, Target
from kiosk.ui.widgets.strike import Strikes, at

DOUBLE_S, KEY_S, UNSEEN_S, LOST_S = 0.5, 0.25, 0.3, 6.0
CALM_EVERY = 500


class Board:
    """The board; ``turn`` plays one event. ``counts`` tell what happened, ``faults`` what should not have."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._targets = [
            Target(Rect(100 + 300 * (n % 3), 900 + 150 * (n // 3), 240, 120), "item", str(n), enabled=n != 4) for n in range(9)
        ]
        self._slate = Rect(100, 200, 800, 500)
        self._fingers = Fingers(Strikes(DOUBLE_S, KEY_S, UNSEEN_S), LOST_S)
        self._down: dict[int, tuple[float, float, bool]] = {}  # finger → where it came down, whether it was alone ever since
        self._next, self._now, self._turns, self._shown = 0, 0.0, 0, -9.0
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []

    def turn(self) -> None:
        """One event, now and then a pause in which everything is lifted or lost and a calm tap must press."""
        self._turns += 1
        self._now += self._chance.choice((0.0005, 0.001, 0.02, 0.3))
        if self._turns % CALM_EVERY == 0:
            self._calm()
            return
        what = self._chance.random()
        if what < 0.35 and len(self._down) < 10:
            self._come()
        elif what < 0.65 and self._down:
            self._move()
        elif what < 0.97 and self._down:
            self._lift(self._chance.choice(list(self._down)))
        elif what < 0.985 and self._down:
            self._down.pop(self._chance.choice(list(self._down)))  # its lift is never reported
            self.counts["lost"] += 1
        else:
            self._fingers.forget()
            self._fingers.drawn(self._now)
            self._shown = self._now
            self._down = {one: (x, y, False) for one, (x, y, _) in self._down.items()}
            self.counts["other screens"] += 1

    def _come(self) -> None:
        x, y = self._place()
        finger, self._next = self._next, self._next + 1
        on_slate = self._slate.holds(x, y)
        came = self._fingers.come(finger, None if on_slate else at(self._targets, x, y), on_slate, x, y, self._now)
        self.counts[f"came: {came or 'ignored'}"] += 1
        if came == "press" and self._down:
            self.faults.append("a press began while another finger was down")
        self._down = {one: (was_x, was_y, False) for one, (was_x, was_y, _) in self._down.items()}
        self._down[finger] = (x, y, len(self._down) == 0)

    def _move(self) -> None:
        self.counts["moves"] += 1
        signing = [one for one in self._down if self._fingers.move(one, *self._place(), self._now)]
        if len(signing) > 1:
            self.faults.append("two fingers draw at once")

    def _lift(self, finger: int) -> None:
        x, y, alone = self._down.pop(finger)
        if self._chance.random() < 0.3:
            x, y = self._place()
        _, pressed = self._fingers.lift(finger, x, y, self._now)
        self.counts["lifts"] += 1
        if pressed is None:
            return
        self.counts["presses"] += 1
        if self._now - self._shown < UNSEEN_S:
            self.faults.append("something was pressed that had not been seen yet")
        if not alone:
            self.faults.append("a finger pressed that was not alone")
        if not pressed.rect.holds(x, y) or not pressed.enabled:
            self.faults.append("something was pressed that was not under the finger or cannot be pressed")

    def _calm(self) -> None:
        if self._chance.random() < 0.5:
            for finger in list(self._down):
                self._lift(finger)
        self._down.clear()
        self._now += LOST_S + 0.1
        target = self._targets[self._chance.choice((0, 1, 2, 3, 5, 6, 7, 8))]
        x, y = target.rect.x + 30, target.rect.y + 30
        finger, self._next = self._next, self._next + 1
        self._fingers.come(finger, target, False, x, y, self._now)
        _, pressed = self._fingers.lift(finger, x, y, self._now + 0.1)
        self.counts["calm taps"] += 1
        if pressed != target:
            self.faults.append("a calm tap pressed nothing: the board is stuck")

    def _place(self) -> tuple[float, float]:
        if self._chance.random() < 0.6:
            rect = self._chance.choice([*(target.rect for target in self._targets), self._slate])
            return rect.x + self._chance.random() * rect.w, rect.y + self._chance.random() * rect.h
        return self._chance.random() * 1080, self._chance.random() * 1920
