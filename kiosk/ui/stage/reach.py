"""How high a control may stand for a person who sits: pure.

ADA 308.2.1 and EN 301 549 8.3: unobstructed reach up to 1,220 mm above the floor. The counter's own rule (design: screens,
reach) is stricter on tall screens: the lower 900 mm.
"""
from __future__ import annotations

from kiosk.ui.theme import Look
from kiosk.ui.widgets.marks import Rect

FLOOR_MM, SCREEN_MM = 1220.0, 900.0


def reach_mm(bottom_mm: float) -> float:
    """How far up a screen whose lower edge is ``bottom_mm`` above the floor may be touched, in millimetres of the screen."""
    return min(SCREEN_MM, FLOOR_MM - bottom_mm)


def within(area: Rect, look: Look) -> Rect:
    """The part of a screen where controls may stand: all of it, or its lower part where ``low`` is asked for."""
    high = min(area.h, look.reach_mm / look.mm_per_pixel) if look.low else area.h
    return Rect(area.x, area.bottom - high, area.w, high)
