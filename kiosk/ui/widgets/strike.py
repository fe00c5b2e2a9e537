"""When a touch counts (VVSG 2.0 7.2, EN 301 549 5.7–5.9).

It starts and ends inside the same target. A second strike at the same target or the same spot
within half a second is a tremor and ignored. Holding repeats nothing.
"""
from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.widgets.marks import Target

NEAR = 40.0


@dataclass
class Strikes:
    """Follows one finger after the other. ``double_s``: how soon a second strike is a tremor."""

    double_s: float
    _down: Target | None = None
    _last: Target | None = None
    _spot: tuple[float, float] = (-1e6, -1e6)
    _when: float = -1e6

    @property
    def down(self) -> Target | None:
        """The target under the finger now."""
        return self._down

    def start(self, target: Target | None, x: float, y: float, when: float) -> bool:
        """A finger comes down; tell whether it starts a press."""
        same = target is not None and self._last is not None and (target.name, target.value) == (self._last.name, self._last.value)
        near = abs(x - self._spot[0]) < NEAR and abs(y - self._spot[1]) < NEAR
        if target is None or not target.enabled or (when - self._when < self.double_s and (same or near)):
            self._down = None
            return False
        self._down = target
        return True

    def end(self, x: float, y: float, when: float) -> Target | None:
        """The finger goes up; the target if this was a press."""
        target, self._down = self._down, None
        if target is None or not target.rect.holds(x, y):
            return None
        self._last, self._spot, self._when = target, (x, y), when
        return target

    def forget(self) -> None:
        """Drop what is remembered of targets; the spot stays, so that a tremor cannot hit the next screen."""
        self._down = self._last = None


def at(targets: "list[Target]", x: float, y: float) -> Target | None:
    """The uppermost target at a point."""
    return next((target for target in reversed(targets) if target.rect.holds(x, y)), None)
