"""Whether a head did what it was asked, against how this very person held it before. Pure.

- A turn: the nose moved by ``TURN`` distances of the eyes to the side asked, on ``LASTING`` pictures in a row, and came half way back.
- Closed eyes: as open as ``CLOSED`` of this person's own measure or less, on ``LASTING`` pictures in a row, then ``OPENED`` again.

A fixed threshold fails: on still photographs 6 in 100 eyes fall below the usual one; hence the baseline, and the way back.
It stops a printed photograph, not a film of the person: no presentation-attack detection in the sense of ISO/IEC 30107-3.
"""
from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from hardware.face import Challenge, Pose

TURN, BACK = 0.15, 0.5
CLOSED, OPENED = 0.65, 0.85
LASTING = 2
SIDE: dict[Challenge, int] = {"turn-left": 1, "turn-right": -1}


class Watch:
    """One challenge to one person. ``before``: poses of this person looking straight into the camera, at least one."""

    def __init__(self, challenge: Challenge, before: Sequence[Pose]) -> None:
        self._challenge = challenge
        self._yaw = median(pose.yaw for pose in before)
        open_eyes = [pose.eyes for pose in before if pose.eyes is not None]
        self._eyes = median(open_eyes) if open_eyes else 0.0
        self._lasted = 0
        self.done = False

    def see(self, pose: Pose) -> bool:
        """Take in the next pose; whether the challenge is answered by now."""
        moved = self._moved(pose)
        if self._lasted >= LASTING:
            self.done = self.done or moved <= BACK
        else:
            self._lasted = self._lasted + 1 if moved >= 1 else 0
        return self.done

    def _moved(self, pose: Pose) -> float:
        """0: as before; 1: as far as asked."""
        if self._challenge in SIDE:
            return (pose.yaw - self._yaw) * SIDE[self._challenge] / TURN
        if pose.eyes is None or not self._eyes:
            return 0.0
        if pose.eyes >= OPENED * self._eyes:
            return 0.0
        return 1.0 if pose.eyes <= CLOSED * self._eyes else 0.75
