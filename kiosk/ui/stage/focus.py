"""Where the focus goes when a keypad is used, pure: the order of reading, and the nearest row above or below."""
from __future__ import annotations

from collections.abc import Sequence

from kiosk.ui.widgets.marks import Target


def step(targets: Sequence[Target], focus: Target | None, key: str) -> Target | None:
    """The target that ``key`` (left right up down tab) moves to; the first, or the last for left and up, where nothing has the focus."""
    able = [target for target in targets if target.enabled]
    if not able:
        return None
    now = next((at for at, one in enumerate(able) if focus is not None and (one.name, one.value) == (focus.name, focus.value)), None)
    if now is None:
        return able[-1] if key in ("left", "up") else able[0]
    if key in ("up", "down"):
        return _beside(able, able[now], key) or able[now]
    return able[(now + (-1 if key == "left" else 1)) % len(able)]


def _beside(able: Sequence[Target], now: Target, key: str) -> Target | None:
    """The nearest target whose middle lies in the next row; from the last row to the first and back."""
    middle = now.rect.y + now.rect.h / 2
    ways = [one for one in able if _apart(one, now)]
    ahead = [one for one in ways if (one.rect.y + one.rect.h / 2 > middle) == (key == "down")]
    if not ahead:
        edge = min if key == "down" else max
        row = edge((one.rect.y for one in ways), default=now.rect.y)
        ahead = [one for one in ways if abs(one.rect.y - row) < 1]
        return min(ahead, key=lambda one: _sideways(one, now), default=None)
    nearest = min(abs(one.rect.y + one.rect.h / 2 - middle) for one in ahead)
    row_of = [one for one in ahead if abs(abs(one.rect.y + one.rect.h / 2 - middle) - nearest) < now.rect.h / 2]
    return min(row_of, key=lambda one: _sideways(one, now))


def _apart(one: Target, now: Target) -> bool:
    """Whether two targets stand in different rows."""
    return one.rect.bottom <= now.rect.y + 1 or one.rect.y >= now.rect.bottom - 1


def _sideways(one: Target, now: Target) -> float:
    return abs(one.rect.x + one.rect.w / 2 - now.rect.x - now.rect.w / 2)
