"""Faces, one to one: the real matcher in its child process on photographs of hash-pinned packages, and its simulated peer."""
from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from hardware import DeviceGone, FaceError
from hardware.camera import Frame
from hardware.face import Challenge, FaceMatcher
from hardware.options import OptionWrong
from hardware.registry import open_device
from kiosk.identity.alive import Watch
from rehearsal import photographs, pictures

ONE, TWO, THREE = photographs.PERSON


def frame(picture: Image.Image) -> Frame:
    return Frame(np.asarray(picture.convert("RGB"), np.uint8), 1)


@pytest.fixture(scope="module")
def matcher() -> Iterator[FaceMatcher]:
    opened: FaceMatcher = open_device("face", "face", "face_recognition", {})
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def portrait(matcher: FaceMatcher) -> Frame:
    return matcher.portrait(frame(pictures.photographed_card(ONE)))


def test_the_portrait_is_cut_from_the_card_large_enough(portrait: Frame) -> None:
    height, width, colours = portrait.pixels.shape
    assert min(height, width) >= 90
    assert colours == 3


@pytest.mark.parametrize("other", [TWO, THREE], ids=["second photograph", "third photograph"])
def test_another_photograph_of_the_same_person_matches_within_0_45(
    matcher: FaceMatcher, portrait: Frame, other: photographs.Photograph,
) -> None:
    verdict = matcher.compare([portrait], [frame(photographs.live(other))])
    assert verdict.band == "match"
    assert verdict.distance <= 0.45


def test_a_stranger_is_beyond_0_60_and_no_match(matcher: FaceMatcher, portrait: Frame) -> None:
    verdict = matcher.compare([portrait], [frame(photographs.live(photographs.STRANGER))])
    assert verdict.band == "no-match"
    assert verdict.distance > 0.60


def test_a_third_person_is_no_match_either(matcher: FaceMatcher, portrait: Frame) -> None:
    assert matcher.compare([portrait], [frame(photographs.live_astronaut())]).band == "no-match"


@pytest.mark.parametrize(("live", "hint"), [
    (pictures.empty((640, 480)), "no-face"),
    (photographs.live(ONE, photographs.STRANGER, size=(960, 480)), "many-faces"),
    (pictures.dark(photographs.live(TWO), 0.12), "too-dark"),
    (pictures.blurred(photographs.live(TWO), 7), "blurred"),
], ids=["nobody", "two people", "dark", "out of focus"])
def test_a_picture_that_cannot_be_used_says_what_to_do(matcher: FaceMatcher, portrait: Frame, live: Image.Image, hint: str) -> None:
    with pytest.raises(FaceError) as error:
        matcher.compare([portrait], [frame(live)])
    assert error.value.hint == hint


def test_what_cannot_be_used_among_several_is_left_out_and_the_sharpest_of_the_rest_is_kept(matcher: FaceMatcher, portrait: Frame) -> None:
    lives = [pictures.empty((640, 480)), pictures.blurred(photographs.live(TWO), 2), photographs.live(TWO)]
    verdict = matcher.compare([portrait, portrait], [frame(live) for live in lives])
    assert (verdict.band, verdict.best) == ("match", 2)


def test_two_people_one_after_the_other_are_not_one_face(matcher: FaceMatcher, portrait: Frame) -> None:
    with pytest.raises(FaceError) as error:
        matcher.compare([portrait], [frame(photographs.live(TWO)), frame(photographs.live(photographs.STRANGER))])
    assert error.value.hint == "many-faces"


@pytest.fixture(scope="module")
def small() -> Iterator[FaceMatcher]:
    """The matcher without the model that excludes commercial use."""
    opened: FaceMatcher = open_device("face", "face", "face_recognition", {"landmarks": 5})
    yield opened
    opened.close()


def test_five_points_are_enough_to_match_and_the_large_model_is_never_loaded(matcher: FaceMatcher, small: FaceMatcher,
                                                                            portrait: Frame) -> None:
    live = frame(photographs.live(TWO))
    assert small.compare([portrait], [live]).distance == pytest.approx(matcher.compare([portrait], [live]).distance, abs=0.01)
    assert small.pose(live).eyes is None
    held = {one: psutil.Process(one.pid).memory_info().rss for one in (matcher, small)}  # type: ignore[attr-defined]  # ChildMatcher.pid
    assert held[matcher] - held[small] > 60 * 2**20  # the large model is a file of 100 MB


@pytest.mark.parametrize(("way", "side"), [("turn-left", 1), ("turn-right", -1)])
def test_a_head_that_turns_and_comes_back_has_answered_and_a_photograph_never_does(matcher: FaceMatcher, small: FaceMatcher,
                                                                                  way: Challenge, side: int) -> None:
    straight = photographs.live(TWO)
    frames = [frame(straight), *(frame(photographs.turned(straight, side * much)) for much in (0.5, 1, 1)), frame(straight)]
    for each in (matcher, small):
        poses = [each.pose(one) for one in frames]
        living, paper, other = (Watch(way, poses[:1]) for _ in range(3))
        assert [living.see(pose) for pose in poses] == [False] * 4 + [True]
        assert not any(paper.see(poses[0]) for _ in range(20))
        assert not any(other.see(replace(pose, yaw=2 * poses[0].yaw - pose.yaw)) for pose in poses)


def test_open_eyes_are_seen_and_nobody_at_all_is_no_face(matcher: FaceMatcher) -> None:
    eyes = matcher.pose(frame(photographs.live(TWO))).eyes
    assert eyes is not None
    assert 0.15 < eyes < 0.45
    with pytest.raises(FaceError):
        matcher.pose(frame(pictures.empty((640, 480))))


def test_what_is_asked_comes_in_an_order_that_nobody_knows(matcher: FaceMatcher, small: FaceMatcher) -> None:
    assert {len(matcher.challenges()) for _ in range(20)} == {2}
    assert {matcher.challenges() for _ in range(200)} == set(permutations(["turn-left", "turn-right", "close-eyes"], 2))
    assert {small.challenges() for _ in range(100)} == set(permutations(["turn-left", "turn-right"]))


@pytest.mark.parametrize(("backend", "band"), [("attack_in_the_dark", "match"), ("attack_everywhere", "clerk")])
def test_a_presentation_attack_backend_sends_to_the_clerk(portrait: Frame, backend: str, band: str) -> None:
    guarded: FaceMatcher = open_device("face", "face", "face_recognition", {"attack": f"tests.hardware.{backend}"})
    try:
        assert guarded.compare([portrait], [frame(photographs.live(TWO))]).band == band
    finally:
        guarded.close()


def test_a_card_without_a_portrait_says_so(matcher: FaceMatcher) -> None:
    with pytest.raises(FaceError) as error:
        matcher.portrait(frame(pictures.empty((1280, 720))))
    assert error.value.hint == "no-face"


def test_a_killed_child_is_told_once_and_the_next_call_has_a_new_one(matcher: FaceMatcher, portrait: Frame) -> None:
    os.kill(matcher.pid, signal.SIGKILL)  # type: ignore[attr-defined]  # ChildMatcher.pid
    time.sleep(0.2)
    with pytest.raises(DeviceGone):
        matcher.compare([portrait], [frame(photographs.live(TWO))])
    assert matcher.compare([portrait], [frame(photographs.live(TWO))]).band == "match"


def test_closing_ends_the_child_and_all_it_knew() -> None:
    before = {child.pid for child in psutil.Process().children()}
    opened = open_device("face", "face", "face_recognition", {})
    opened.portrait(frame(pictures.photographed_card(ONE)))
    mine = {child.pid for child in psutil.Process().children()} - before
    assert len(mine) == 1
    opened.close()
    assert not psutil.pid_exists(mine.pop())


@pytest.mark.parametrize("options", [{"landmarks": 6}, {"asked": 4}, {"landmarks": 5, "asked": 3}, {"attack": "there.is.none"}])
def test_options_that_mean_nothing_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(OptionWrong, match=next(reversed(options))):
        open_device("face", "face", "face_recognition", options)


@pytest.mark.parametrize("options", [{"match": 0.7}, {"match": 0.5, "clerk": 0.4}, {"clerk": 0.9}])
def test_thresholds_that_would_let_strangers_in_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(OptionWrong):
        open_device("face", "face", "face_recognition", options)


def test_the_simulated_peer_keeps_the_same_bands(tmp_path: Path) -> None:
    peer = open_device("face", "face", "simulated", {"cabinet": str(tmp_path)})
    card = frame(pictures.drawn_card())
    peer.card_shows("wang")
    peer.looks("wang")
    assert peer.compare([peer.portrait(card)], [card]).band == "match"
    peer.looks("stranger")
    assert peer.compare([peer.portrait(card)], [card]).band == "no-match"
    peer.looks("wang", 0.5)
    assert peer.compare([peer.portrait(card)], [card]).band == "clerk"
    peer.looks("")
    with pytest.raises(FaceError):
        peer.compare([peer.portrait(card)], [card])
