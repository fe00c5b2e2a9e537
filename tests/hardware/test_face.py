"""Faces, one to one: the real matcher in its child process on photographs of hash-pinned packages, and its simulated peer."""
from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from hardware import DeviceGone, FaceError
from hardware.camera import Frame
from hardware.face import FaceMatcher
from hardware.options import OptionWrong
from hardware.registry import open_device
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
    verdict = matcher.compare(portrait, frame(photographs.live(other)))
    assert verdict.band == "match"
    assert verdict.distance <= 0.45


def test_a_stranger_is_beyond_0_60_and_no_match(matcher: FaceMatcher, portrait: Frame) -> None:
    verdict = matcher.compare(portrait, frame(photographs.live(photographs.STRANGER)))
    assert verdict.band == "no-match"
    assert verdict.distance > 0.60


def test_a_third_person_is_no_match_either(matcher: FaceMatcher, portrait: Frame) -> None:
    assert matcher.compare(portrait, frame(photographs.live_astronaut())).band == "no-match"


@pytest.mark.parametrize(("live", "hint"), [
    (pictures.empty((640, 480)), "no-face"),
    (photographs.live(ONE, photographs.STRANGER, size=(960, 480)), "many-faces"),
    (pictures.dark(photographs.live(TWO), 0.12), "too-dark"),
    (pictures.blurred(photographs.live(TWO), 7), "blurred"),
], ids=["nobody", "two people", "dark", "out of focus"])
def test_a_picture_that_cannot_be_used_says_what_to_do(matcher: FaceMatcher, portrait: Frame, live: Image.Image, hint: str) -> None:
    with pytest.raises(FaceError) as error:
        matcher.compare(portrait, frame(live))
    assert error.value.hint == hint


def test_a_card_without_a_portrait_says_so(matcher: FaceMatcher) -> None:
    with pytest.raises(FaceError) as error:
        matcher.portrait(frame(pictures.empty((1280, 720))))
    assert error.value.hint == "no-face"


def test_a_killed_child_is_told_once_and_the_next_call_has_a_new_one(matcher: FaceMatcher, portrait: Frame) -> None:
    children = psutil.Process().children()
    assert len(children) == 1
    os.kill(children[0].pid, signal.SIGKILL)
    time.sleep(0.2)
    with pytest.raises(DeviceGone):
        matcher.compare(portrait, frame(photographs.live(TWO)))
    assert matcher.compare(portrait, frame(photographs.live(TWO))).band == "match"


def test_closing_ends_the_child_and_all_it_knew() -> None:
    before = {child.pid for child in psutil.Process().children()}
    opened = open_device("face", "face", "face_recognition", {})
    opened.portrait(frame(pictures.photographed_card(ONE)))
    mine = {child.pid for child in psutil.Process().children()} - before
    assert len(mine) == 1
    opened.close()
    assert not psutil.pid_exists(mine.pop())


@pytest.mark.parametrize("options", [{"match": 0.7}, {"match": 0.5, "clerk": 0.4}, {"clerk": 0.9}])
def test_thresholds_that_would_let_strangers_in_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(OptionWrong):
        open_device("face", "face", "face_recognition", options)


def test_the_simulated_peer_keeps_the_same_bands(tmp_path: Path) -> None:
    peer = open_device("face", "face", "simulated", {"cabinet": str(tmp_path)})
    card = frame(pictures.drawn_card())
    peer.card_shows("wang")
    peer.looks("wang")
    assert peer.compare(peer.portrait(card), card).band == "match"
    peer.looks("stranger")
    assert peer.compare(peer.portrait(card), card).band == "no-match"
    peer.looks("wang", 0.5)
    assert peer.compare(peer.portrait(card), card).band == "clerk"
    peer.looks("")
    with pytest.raises(FaceError):
        peer.compare(peer.portrait(card), card)
