"""Which finger counts, pure. A counter is touched by palms, sleeves, children and ten fingers at once.

- One finger at a time presses. A second one that comes down meanwhile spoils the press: nothing counts until all are up.
- A finger that signs goes on signing, whatever else rests on the screen.
- A finger of which nothing was seen for ``lost_s`` is gone: a lift that was never reported must not hold the screen.
"""
from __future__ import annotations

from collections.abc import Hashable
from typing import Literal

from kiosk.ui.widgets.marks import Target
from kiosk.ui.widgets.strike import Strikes

Came = Literal["", "press", "ink", "beside", "spoilt"]


class Fingers:
    """Follows all fingers on the screen; ``when`` is monotonic seconds, places are pixels from the top left."""

    def __init__(self, strikes: Strikes, lost_s: float) -> None:
        self._strikes, self._lost_s = strikes, lost_s
        self._seen: dict[Hashable, float] = {}
        self._lead: Hashable | None = None
        self._signs = self._spoilt = False

    @property
    def down(self) -> Target | None:
        """The target under the finger that counts."""
        return self._strikes.down

    def come(self, finger: Hashable, target: Target | None, on_slate: bool, x: float, y: float, when: float) -> Came:
        """A finger comes down; tell what it begins."""
        for lost in [one for one, seen in self._seen.items() if when - seen > self._lost_s]:
            self._gone(lost)
        self._seen[finger] = when
        if len(self._seen) > 1:
            if not self._signs:
                self._spoilt = True
                self._strikes.forget()
            return "" if self._signs else "spoilt"
        self._spoilt = False
        self._lead, self._signs = finger, on_slate
        if on_slate:
            return "ink"
        if self._strikes.start(target, x, y, when):
            return "press"
        return "beside" if target is None else ""

    def move(self, finger: Hashable, when: float) -> bool:
        """A finger moves; tell whether it signs."""
        if finger in self._seen:
            self._seen[finger] = when
        return self._signs and finger == self._lead

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

    def forget(self) -> None:
        """Another screen: what is down now presses nothing on it."""
        self._strikes.forget()
        self._spoilt = bool(self._seen)
        self._signs = False

    def _gone(self, finger: Hashable) -> None:
        self._seen.pop(finger, None)
        if finger == self._lead:
            self._lead, self._signs = None, False
