"""Which finger counts, pure. A counter is touched by palms, sleeves, children and ten fingers at once.

- One finger at a time presses. A second one that comes down meanwhile spoils the press: nothing counts until all are up.
- A finger that signs goes on signing, whatever else rests on the screen. A hand that lies on the slate and does not move
  gives way to the finger that comes after it, and does not keep the next stroke from being drawn.
- A finger of which nothing was seen for ``lost_s`` is gone: a lift that was never reported must not hold the screen.
"""
from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Literal

from kiosk.ui.widgets.marks import Target
from kiosk.ui.widgets.strike import Strikes

Came = Literal["", "press", "ink", "instead", "beside", "spoilt"]
RESTS = 14.0
"""A finger that stays within so many pixels of where it came down rests."""


class Fingers:
    """Follows all fingers on the screen; ``when`` is monotonic seconds, places are pixels from the top left."""

    def __init__(self, strikes: Strikes, lost_s: float) -> None:
        self._strikes, self._lost_s = strikes, lost_s
        self._seen: dict[Hashable, float] = {}
        self._lead: Hashable | None = None
        self._from = (0.0, 0.0)
        self._signs = self._rests = self._spoilt = False

    @property
    def down(self) -> Target | None:
        """The target under the finger that counts."""
        return self._strikes.down

    @property
    def ready(self) -> float:
        """From when on a touch counts on what stands there."""
        return self._strikes.ready

    def come(self, finger: Hashable, target: Target | None, on_slate: bool, x: float, y: float, when: float, late_s: float = 0.0) -> Came:
        """A finger comes down, seen up to ``late_s`` late; what it begins: ``instead`` is ink in place of the dot of a resting hand."""
        self.look(when)
        alone = not self._seen
        self._seen[finger] = when
        if on_slate and (alone or not self._signs or self._rests):
            self._strikes.spoil()
            instead = self._signs
            self._lead, self._from, self._signs, self._rests = finger, (x, y), True, True
            return "instead" if instead else "ink"
        if not alone:
            if not self._signs:
                self._spoilt = True
                self._strikes.spoil()
            return "" if self._signs else "spoilt"
        self._spoilt = False
        self._lead = finger
        if self._strikes.start(target, x, y, when, late_s):
            return "press"
        return "beside" if target is None and self._strikes.seen(when) else ""

    def move(self, finger: Hashable, x: float, y: float, when: float) -> bool:
        """A finger moves; tell whether it signs."""
        if finger in self._seen:
            self._seen[finger] = when
        if not self._signs or finger != self._lead:
            return False
        self._rests = self._rests and math.dist((x, y), self._from) < RESTS
        return True

    def lift(self, finger: Hashable, x: float, y: float, when: float) -> tuple[bool, Target | None]:
        """A finger goes up: whether it ended a stroke, and the target it pressed."""
        leads, signed = finger == self._lead, self._signs
        self._gone(finger)
        if not leads:
            return False, None
        if signed:
            return True, None
        pressed = self._strikes.end(x, y, when)
        return False, None if self._spoilt else pressed

    def look(self, when: float) -> None:
        """Let go of fingers of which nothing was seen for long."""
        for lost in [one for one, seen in self._seen.items() if when - seen > self._lost_s]:
            if lost == self._lead:
                self._strikes.spoil()
            self._gone(lost)

    def forget(self) -> None:
        """Another screen comes: what is down now presses nothing on it."""
        self._strikes.forget()
        self._spoilt = bool(self._seen)
        self._signs = False

    def drawn(self, when: float) -> None:
        """It stands there from now on."""
        self._strikes.drawn(when)

    def _gone(self, finger: Hashable) -> None:
        self._seen.pop(finger, None)
        if finger == self._lead:
            self._lead, self._signs = None, False
