"""When a touch or a key counts (VVSG 2.0 7.2, EN 301 549 5.7–5.9).

- It starts and ends inside the same target. Holding repeats nothing.
- A second strike at the same target or the same spot within half a second is a tremor and ignored. On a key of a pad a quarter of a
  second is: 0900 000 001 is typed faster, and a zero that is lost is a wrong number, while one too many is seen and taken back.
  What a busy screen only now comes to see was pressed at some time since it last looked: a key has the benefit of that time.
- Of a flood no more is taken than quick hands can do, ahead of a screen that is busy as well.
- What has not stood there for ``unseen_s`` was not seen: the second half of a hasty double tap must not agree to it.
  Keys of a pad and what only concerns the screen itself do no harm and are taken at once.
"""
from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.ui.widgets.marks import Target

NEAR = 40.0
HARMLESS = ("key", "local")


@dataclass
class Allowance:
    """So many at once, so many a second."""

    burst: float
    a_second: float
    _room: float = 1.0
    _when: float = -1e6

    def take(self, when: float) -> bool:
        """Whether there is room for one more."""
        self._room = min(self.burst, self._room + (when - self._when) * self.a_second)
        self._when = when
        if self._room < 1:
            return False
        self._room -= 1
        return True


@dataclass
class Strikes:
    """Follows one finger after the other. ``double_s`` and, on a key of a pad, ``key_s``: how soon a second strike is a tremor.

    All times are monotonic seconds."""

    double_s: float
    key_s: float
    unseen_s: float = 0.0
    _down: Target | None = None
    _last: Target | None = None
    _spot: tuple[float, float] = (-1e6, -1e6)
    _when: float = -1e6
    _drawn: float | None = -1e6
    _allowed: Allowance = field(default_factory=lambda: Allowance(16, 12))

    @property
    def down(self) -> Target | None:
        """The target under the finger now."""
        return self._down

    def start(self, target: Target | None, x: float, y: float, when: float, late_s: float = 0.0) -> bool:
        """A finger comes down, at ``when`` or up to ``late_s`` before; tell whether it starts a press."""
        same = target is not None and self._last is not None and (target.name, target.value) == (self._last.name, self._last.value)
        near = abs(x - self._spot[0]) < NEAR and abs(y - self._spot[1]) < NEAR
        self._down = None
        if target is None or not target.enabled:
            return False
        soon = self.key_s - late_s if target.role == "key" else self.double_s
        if (same or near) and when - self._when < soon:
            return False
        if (target.role not in HARMLESS and not self.seen(when)) or not self._allowed.take(when):
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

    def spoil(self) -> None:
        """The press that began counts no more."""
        self._down = None

    def forget(self) -> None:
        """Another screen comes. The spot stays, so that a tremor cannot hit it."""
        self._down = self._last = self._drawn = None

    def drawn(self, when: float) -> None:
        """It stands there from now on."""
        if self._drawn is None:
            self._drawn = when

    def seen(self, when: float) -> bool:
        """Whether it has stood there long enough to be seen."""
        return when >= self.ready

    @property
    def ready(self) -> float:
        """From when on it has."""
        return 1e12 if self._drawn is None else self._drawn + self.unseen_s


@dataclass
class Keys:
    """Which key of a keyboard counts: the first report of one that is held, and of a flood no more than quick hands can type."""

    held_s: float = 1.5
    _held: dict[int, float] = field(default_factory=dict)
    _allowed: Allowance = field(default_factory=lambda: Allowance(24, 24))

    def press(self, code: int, when: float) -> bool:
        """A key is reported down; again and again while it is held. A lift that was never reported is forgotten after ``held_s``."""
        self._held = {one: seen for one, seen in self._held.items() if when - seen < self.held_s}
        again, self._held[code] = code in self._held, when
        return not again and self._allowed.take(when)

    def lift(self, code: int) -> None:
        """It is let go."""
        self._held.pop(code, None)


def at(targets: "list[Target]", x: float, y: float) -> Target | None:
    """The uppermost target at a point."""
    return next((target for target in reversed(targets) if target.rect.holds(x, y)), None)
