"""Which finger counts: palms, ten fingers, tremors, floods and drags, told with places and moments and nothing else."""
from __future__ import annotations

import random
from dataclasses import replace

import pytest

from kiosk.ui.stage.fingers import Fingers
from kiosk.ui.widgets.marks import Rect, Target
from kiosk.ui.widgets.strike import Keys, Strikes, at

DOUBLE_S, KEY_S, UNSEEN_S, LOST_S = 0.5, 0.25, 0.3, 6.0
TARGETS = [Target(Rect(100.0 + 300 * (at % 3), 300.0 + 200 * (at // 3), 240, 120), "item", str(at)) for at in range(12)]
SEEN = 100.0


@pytest.fixture
def fingers() -> Fingers:
    one = Fingers(Strikes(DOUBLE_S, KEY_S, UNSEEN_S), LOST_S)
    one.forget()
    one.drawn(SEEN - 1)
    return one


def come(fingers: Fingers, finger: int, x: float, y: float, when: float) -> str:
    return fingers.come(finger, at(TARGETS, x, y), False, x, y, when)


def tap(fingers: Fingers, target: Target, when: float, finger: int = 99, held_s: float = 0.05) -> Target | None:
    x, y = target.rect.x + 50, target.rect.y + 50
    come(fingers, finger, x, y, when)
    return fingers.lift(finger, x, y, when + held_s)[1]


def test_a_finger_presses_what_it_came_down_on_and_was_lifted_from(fingers: Fingers) -> None:
    assert tap(fingers, TARGETS[0], SEEN) == TARGETS[0]


def test_a_long_press_is_one_press_like_any_other(fingers: Fingers) -> None:
    x, y = TARGETS[0].rect.x + 50, TARGETS[0].rect.y + 50
    come(fingers, 1, x, y, SEEN)
    for tick in range(50):
        fingers.look(SEEN + tick / 10)
        fingers.move(1, x, y, SEEN + tick / 10)
    assert fingers.lift(1, x, y, SEEN + 5)[1] == TARGETS[0]


@pytest.mark.parametrize("count", [2, 6, 10, 20])
def test_a_palm_presses_nothing_however_many_parts_of_it_touch(fingers: Fingers, count: int) -> None:
    chance, x, y = random.Random(count), TARGETS[4].rect.x + 100, TARGETS[4].rect.y + 60
    for part in range(count):
        come(fingers, part, x + chance.gauss(0, 60), y + chance.gauss(0, 60), SEEN + part * 0.003)
    lifted = [fingers.lift(part, x, y, SEEN + 0.4 + late * 0.003)[1] for late, part in enumerate(chance.sample(range(count), count))]
    assert lifted == [None] * count
    assert tap(fingers, TARGETS[4], SEEN + 1) == TARGETS[4], "after the palm a finger presses again, at once"


def test_ten_fingers_on_ten_targets_press_nothing(fingers: Fingers) -> None:
    places = [(target.rect.x + 20, target.rect.y + 20) for target in TARGETS[:10]]
    for finger, (x, y) in enumerate(places):
        come(fingers, finger, x, y, SEEN)
    assert [fingers.lift(finger, x, y, SEEN + 0.2)[1] for finger, (x, y) in enumerate(places)] == [None] * 10


def test_the_second_finger_spoils_the_first_even_when_it_is_lifted_before(fingers: Fingers) -> None:
    x, y = TARGETS[0].rect.x + 20, TARGETS[0].rect.y + 20
    come(fingers, 1, x, y, SEEN)
    assert come(fingers, 2, 900, 1700, SEEN + 0.1) == "spoilt"
    assert fingers.lift(2, 900, 1700, SEEN + 0.2)[1] is None
    assert fingers.down is None
    assert fingers.lift(1, x, y, SEEN + 0.3)[1] is None


def test_a_finger_dragged_out_presses_nothing_and_one_that_comes_back_does(fingers: Fingers) -> None:
    x, y = TARGETS[0].rect.x + 50, TARGETS[0].rect.y + 50
    come(fingers, 1, x, y, SEEN)
    fingers.move(1, 20, 1800, SEEN + 0.2)
    assert fingers.lift(1, 20, 1800, SEEN + 0.3)[1] is None
    come(fingers, 2, x, y, SEEN + 1)
    fingers.move(2, 20, 1800, SEEN + 1.2)
    fingers.move(2, x, y, SEEN + 1.4)
    assert fingers.lift(2, x, y, SEEN + 1.5)[1] == TARGETS[0]


def test_a_finger_dragged_from_outside_or_from_another_target_presses_nothing(fingers: Fingers) -> None:
    x, y = TARGETS[0].rect.x + 50, TARGETS[0].rect.y + 50
    come(fingers, 1, 20, 1800, SEEN)
    assert fingers.lift(1, x, y, SEEN + 0.3)[1] is None
    come(fingers, 2, TARGETS[1].rect.x + 50, TARGETS[1].rect.y + 50, SEEN + 1)
    assert fingers.lift(2, x, y, SEEN + 1.3)[1] is None


def test_a_second_strike_within_half_a_second_is_a_tremor(fingers: Fingers) -> None:
    assert tap(fingers, TARGETS[0], SEEN) == TARGETS[0]
    assert tap(fingers, TARGETS[0], SEEN + 0.3) is None
    assert tap(fingers, TARGETS[0], SEEN + 0.05 + DOUBLE_S) == TARGETS[0]


def test_the_same_digit_counts_again_after_a_quarter_of_a_second(fingers: Fingers) -> None:
    zero = replace(TARGETS[0], role="key")
    x, y = zero.rect.x + 50, zero.rect.y + 50
    typed = []
    for when in (SEEN, SEEN + 0.15, SEEN + 0.35, SEEN + 0.65):
        fingers.come(1, zero, False, x, y, when)
        typed.append(fingers.lift(1, x, y, when + 0.05)[1])
    assert typed == [zero, None, zero, zero]


def test_a_tremor_does_not_hit_what_the_next_screen_has_at_the_same_spot(fingers: Fingers) -> None:
    assert tap(fingers, TARGETS[0], SEEN) == TARGETS[0]
    fingers.forget()
    fingers.drawn(SEEN + 0.06)
    assert tap(fingers, TARGETS[0], SEEN + 0.4) is None
    assert tap(fingers, TARGETS[0], SEEN + 0.6) == TARGETS[0]


def test_what_was_drawn_just_now_was_not_seen(fingers: Fingers) -> None:
    fingers.forget()
    assert tap(fingers, TARGETS[5], SEEN) is None, "it is not drawn yet"
    fingers.drawn(SEEN + 1)
    assert tap(fingers, TARGETS[5], SEEN + 1 + UNSEEN_S - 0.01) is None
    assert tap(fingers, TARGETS[6], SEEN + 1 + UNSEEN_S) == TARGETS[6]


def test_a_finger_that_is_down_when_another_screen_comes_presses_nothing_on_it(fingers: Fingers) -> None:
    x, y = TARGETS[0].rect.x + 50, TARGETS[0].rect.y + 50
    come(fingers, 1, x, y, SEEN)
    fingers.forget()
    fingers.drawn(SEEN + 0.1)
    assert fingers.lift(1, x, y, SEEN + 1)[1] is None


def test_of_a_thousand_taps_a_second_no_more_count_than_quick_hands_can_do(fingers: Fingers) -> None:
    taps = [tap(fingers, TARGETS[number % 12], SEEN + number / 1000, finger=number, held_s=0.0005) for number in range(3000)]
    assert 16 <= len([one for one in taps if one is not None]) <= 16 + 3 * 12
    assert tap(fingers, TARGETS[0], SEEN + 4) == TARGETS[0]


def test_a_lift_that_is_never_reported_holds_the_screen_for_seconds_only(fingers: Fingers) -> None:
    come(fingers, 1, 500, 500, SEEN)
    assert tap(fingers, TARGETS[0], SEEN + 1) is None
    fingers.lift(99, 0, 0, SEEN + 1)
    assert tap(fingers, TARGETS[0], SEEN + LOST_S + 0.1) == TARGETS[0]


def test_a_resting_hand_gives_way_to_the_finger_that_signs(fingers: Fingers) -> None:
    assert fingers.come(1, None, True, 300, 300, SEEN) == "ink"
    assert fingers.come(2, None, True, 500, 250, SEEN + 0.2) == "instead"
    assert fingers.move(2, 540, 260, SEEN + 0.3)
    assert not fingers.move(1, 302, 301, SEEN + 0.3)
    assert fingers.come(3, TARGETS[0], False, 120, 320, SEEN + 0.4) == "", "nor does a sleeve beside it press or spoil"
    assert fingers.move(2, 600, 280, SEEN + 0.5)
    assert fingers.lift(2, 600, 280, SEEN + 0.6) == (True, None)


def test_a_held_key_counts_once_and_a_flood_of_keys_as_fast_typing() -> None:
    keys = Keys()
    assert [keys.press(30, SEEN + at_ / 30) for at_ in range(60)] == [True] + [False] * 59
    keys.lift(30)
    assert keys.press(30, SEEN + 2.1)
    keys = Keys()
    counted = 0
    for number in range(2000):
        counted += keys.press(number % 120, SEEN + number / 1000)
        keys.lift(number % 120)
    assert 24 <= counted <= 24 + 2 * 24


def test_a_key_whose_lift_was_lost_counts_again_later() -> None:
    keys = Keys()
    assert keys.press(30, SEEN)
    assert not keys.press(30, SEEN + 1)
    assert keys.press(30, SEEN + 1 + keys.held_s)


def test_the_same_digit_twice_counts_where_a_busy_screen_saw_both_at_once(fingers: Fingers) -> None:
    key = replace(TARGETS[0], role="key")
    x, y = key.rect.x + 50, key.rect.y + 50
    for finger, late_s in ((1, 0.4), (2, 0.4)):
        fingers.come(finger, key, False, x, y, SEEN, late_s)
        assert fingers.lift(finger, x, y, SEEN)[1] == key
    fingers.come(3, key, False, x, y, SEEN + 0.1, 0.016)
    assert fingers.lift(3, x, y, SEEN + 0.1)[1] is None, "a screen that is not busy knows a tremor"


def test_a_button_has_no_benefit_of_a_busy_screen(fingers: Fingers) -> None:
    button = TARGETS[0]
    x, y = button.rect.x + 50, button.rect.y + 50
    presses = []
    for finger in (1, 2):
        fingers.come(finger, button, False, x, y, SEEN, 0.4)
        presses.append(fingers.lift(finger, x, y, SEEN)[1])
    assert presses == [button, None]
