"""The mouth with the real programs: espeak-ng makes the sound, aplay plays it, and what was played is read back from the card."""
from __future__ import annotations

import sys
import time
from array import array
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from kiosk.config import Program
from kiosk.config import Voice as Programs
from kiosk.ui.door import View
from kiosk.ui.voice.mouth import Manner, Mouth
from kiosk.ui.voice.sentence import Sentence
from kiosk.ui.voice.voice import Voice
from rehearsal.ear import Ear, as_heard, plain, voice

QUIET_S, LONG_S = 0.1, 20.0
CLOCKWORK = """
import sys, time
sys.stdin.buffer.read(44)
with open(sys.argv[1], "wb", buffering=0) as played:
    while chunk := sys.stdin.buffer.read(882):
        played.write(chunk)
        time.sleep(0.02)
"""
"""A player that takes as long as a sound lasts: a sound card of the null kind takes no time."""
COUNTED = "cat >> {log}; echo >> {log}; exec espeak-ng -b 1 --stdout -v en hello"


@pytest.fixture
def ear(tmp_path: Path) -> Ear:
    return Ear(tmp_path)


@pytest.fixture
def mouth(tmp_path: Path) -> Iterator[Mouth]:
    made = Mouth(voice(tmp_path))
    yield made
    made.forget()


def done(mouth: Mouth) -> None:
    until(lambda: not mouth.speaks)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG_S
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def samples(folder: Path, where: str = "speaker") -> list[array[int]]:
    return [array("h", path.read_bytes()) for path in sorted((folder / where).glob("*.raw"))]


@pytest.mark.parametrize(("text", "lang"), [("請輸入 PIN 碼。", "zh-TW"), ("Your house tax", "en"), ("税務局です", "ja")])
def test_a_sentence_is_heard_from_the_card_in_its_language(mouth: Mouth, ear: Ear, text: str, lang: str) -> None:
    mouth.say([Sentence(text, lang)], Manner())
    done(mouth)
    heard = ear.listen()
    assert plain(" ".join(one.text for one in heard)) == as_heard(text, lang)
    assert {one.where for one in heard} == {"speaker"}
    assert all(max(played) > 5000 for played in samples(ear.folder)), "it is loud enough to be heard"


def test_what_is_for_the_headset_is_played_there_alone(mouth: Mouth, ear: Ear) -> None:
    mouth.say([Sentence("Your number", "en", personal=True)], Manner(headset=True))
    done(mouth)
    assert [(one.text, one.where) for one in ear.listen()] == [("Your number", "headset")]


def test_speed_changes_how_long_it_takes(mouth: Mouth, ear: Ear) -> None:
    for speed in (50, 100, 200):
        mouth.say([Sentence("The list of your property is ready now", "en")], Manner(speed=speed))
        done(mouth)
    slow, usual, fast = (len(played) for played in samples(ear.folder))
    assert slow > 1.5 * usual
    assert usual > 1.4 * fast


def test_volume_changes_how_loud_it_is(mouth: Mouth, ear: Ear) -> None:
    for volume in (25, 100):
        mouth.say([Sentence("Hello", "en")], Manner(volume=volume))
        done(mouth)
    soft, loud = (max(played) for played in samples(ear.folder))
    assert loud == pytest.approx(4 * soft, rel=0.02)


def test_tones_sound_alike_for_every_key_otherwise_for_one_less_and_are_no_speech(mouth: Mouth, ear: Ear) -> None:
    mouth.say([Sentence("", "en", tone=name) for name in ("entered", "entered", "erased", "full")], Manner())
    done(mouth)
    assert all(one.tone for one in ear.listen()), "none of it was made by a voice"
    first, second, erased, full = samples(ear.folder)
    assert first == second
    pitches = [sum(1 for one, two in pairwise(played) if one < 0 <= two) / (len(bytes(played).rstrip(b"\0")) / 44100)
               for played in (first, erased, full)]
    assert pitches == pytest.approx([880, 392, 196], rel=0.1)


def test_it_falls_silent_within_a_tenth_of_a_second(tmp_path: Path) -> None:
    played = tmp_path / "played"
    mouth = Mouth(Programs(speaker=(sys.executable, "-S", "-E", "-c", CLOCKWORK, str(played))))
    mouth.say([Sentence("This is a very long sentence which nobody wants to hear to its end, as it goes on and on", "en")] * 2, Manner())
    until(lambda: played.exists() and played.stat().st_size > 4000)
    began = time.monotonic()
    mouth.hush()
    took = time.monotonic() - began
    time.sleep(max(0.0, QUIET_S - took))
    then = played.stat().st_size
    time.sleep(0.4)
    assert took < QUIET_S / 2, "whoever presses a key does not wait for the voice"
    assert played.stat().st_size == then
    assert not mouth.speaks


def test_the_headset_pulled_out_ends_what_is_personal_at_once(tmp_path: Path) -> None:
    played, aloud = tmp_path / "headset", tmp_path / "speaker"
    players = [(sys.executable, "-S", "-E", "-c", CLOCKWORK, str(path)) for path in (aloud, played)]
    heard = Voice(Programs(speaker=players[0], headset=players[1]))
    heard.ears(True)
    heard.show(View(visit="v", screen="reply", lang="en", heading="Your property, all of it, word by word, house by house", personal=True))
    until(lambda: played.exists() and played.stat().st_size > 4000)
    heard.ears(False)
    time.sleep(QUIET_S)
    then = played.stat().st_size
    time.sleep(0.4)
    assert played.stat().st_size == then
    assert not aloud.exists(), "nor does it go on on the loudspeaker"


def test_a_new_sentence_follows_at_once_after_an_interruption(mouth: Mouth, ear: Ear) -> None:
    mouth.say([Sentence(f"Sentence number {number}", "en") for number in range(20)], Manner())
    mouth.hush()
    mouth.say([Sentence("Hello", "en")], Manner())
    done(mouth)
    assert ear.listen()[-1].text == "Hello"
    assert len(ear.heard) <= 2


def test_a_sentence_may_be_said_to_its_end_and_what_would_follow_is_not(tmp_path: Path) -> None:
    played = tmp_path / "played"
    each = ("sh", "-c", f"cat > {played}.$(date +%s%N); sleep 0.3")
    mouth = Mouth(Programs(speaker=each))
    mouth.say([Sentence("One, PIN, 王", "en"), Sentence("Two", "en"), Sentence("Three", "en")], Manner())
    until(lambda: len(list(tmp_path.iterdir())) == 1)
    mouth.finish()
    mouth.say([Sentence("Four", "en")], Manner())
    done(mouth)
    assert len(list(tmp_path.iterdir())) == 3, "both pieces of the first sentence, and the fourth"
    mouth.forget()


def test_public_words_are_made_once_and_personal_ones_every_time(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program = Program(command=("sh", "-c", COUNTED.format(log=log)))
    mouth = Mouth(Programs(programs={"en": program}, speaker=("cat",)))
    for said in (Sentence("Print", "en"), Sentence("Wang", "en", personal=True)) * 2:
        mouth.say([said], Manner())
        done(mouth)
    assert log.read_text().split() == ["Print", "Wang", "Wang"]


def test_the_dictionaries_come_with_the_first_sentence_that_needs_them_and_go_with_the_visit(mouth: Mouth, ear: Ear) -> None:
    def children() -> list[psutil.Process]:
        return [child for child in psutil.Process().children() if "kiosk.ui.voice.reader" in child.cmdline()]

    mouth.say([Sentence("Hello", "en")], Manner())
    done(mouth)
    assert children() == []
    mouth.say([Sentence("您好", "zh-TW"), Sentence("税務局", "ja")], Manner())
    done(mouth)
    assert len(children()) == 1
    mouth.forget()
    assert children() == []
    mouth.say([Sentence("再見", "zh-TW")], Manner())
    done(mouth)
    assert [one.text for one in ear.listen()] == ["Hello", "nin2 hao3", "ゼームキョク", "zai4 jian4"]


def test_words_never_stand_in_the_arguments_of_a_program(tmp_path: Path) -> None:
    seen = tmp_path / "arguments"
    program = Program(command=("sh", "-c", f"tr '\\0' ' ' < /proc/$$/cmdline > {seen}; cat > /dev/null", "speaks", "{wpm}", "{length}"))
    mouth = Mouth(Programs(programs={"en": program}, speaker=("cat",)))
    mouth.say([Sentence("Wang Xiaoming", "en", personal=True)], Manner(speed=200))
    done(mouth)
    assert "speaks 350 0.5" in seen.read_text()
    assert "Wang" not in seen.read_text()


def test_a_language_without_a_program_is_silent_and_the_next_sentence_is_said(tmp_path: Path) -> None:
    programs = voice(tmp_path)
    missing = Programs(programs={**programs.programs, "ja": Program(command=("no-such-voice",))}, speaker=programs.speaker)
    mouth, ear = Mouth(missing), Ear(tmp_path)
    mouth.say([Sentence("税務局", "ja"), Sentence("Hello", "en"), Sentence("Xin chào", "xx")], Manner())
    done(mouth)
    assert [one.text for one in ear.listen()] == ["Hello"]
