"""Whether a head did what it was asked: rules over poses."""
from __future__ import annotations

import pytest

from hardware.face import Challenge, Pose
from kiosk.identity.alive import CLOSED, LASTING, OPENED, TURN, Watch

BEFORE = [Pose(-0.14, 0.30), Pose(-0.12, 0.28), Pose(-0.40, 0.29)]
"""A person who stands askew; one look was aside."""
LEFT, RIGHT, STRAIGHT = Pose(-0.14 + TURN + 0.01, 0.29), Pose(-0.14 - TURN - 0.01, 0.29), Pose(-0.13, 0.29)
SHUT = Pose(-0.14, 0.29 * CLOSED - 0.01)


def seen(challenge: Challenge, *poses: Pose) -> bool:
    watch = Watch(challenge, BEFORE)
    for pose in poses:
        watch.see(pose)
    return watch.done


@pytest.mark.parametrize(("challenge", "moved"), [("turn-left", LEFT), ("turn-right", RIGHT), ("close-eyes", SHUT)])
def test_what_lasted_and_came_back_is_an_answer_and_nothing_less(challenge: Challenge, moved: Pose) -> None:
    assert seen(challenge, STRAIGHT, *[moved] * LASTING, STRAIGHT)
    assert not seen(challenge, *[moved] * LASTING)
    assert not seen(challenge, moved, STRAIGHT, moved, STRAIGHT)
    assert not seen(challenge, *[STRAIGHT] * 50)


@pytest.mark.parametrize(("challenge", "moved"), [("turn-left", RIGHT), ("turn-right", LEFT), ("close-eyes", LEFT), ("turn-left", SHUT)])
def test_another_movement_than_the_one_asked_is_no_answer(challenge: Challenge, moved: Pose) -> None:
    assert not seen(challenge, *[moved] * 10, STRAIGHT)


def test_half_closed_eyes_are_neither_shut_nor_open_again() -> None:
    half = Pose(0.0, 0.29 * (CLOSED + OPENED) / 2)
    assert not seen("close-eyes", half, half, half, STRAIGHT)
    assert not seen("close-eyes", SHUT, SHUT, half)


def test_eyes_that_are_not_measured_are_no_answer() -> None:
    watch = Watch("close-eyes", [Pose(0.0)])
    assert not any(watch.see(pose) for pose in (Pose(0.0), SHUT, SHUT, STRAIGHT))
