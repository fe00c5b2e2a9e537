"""What screens say, what is said of the focus and of keys, and who may hear it: on views, without a sound."""
from __future__ import annotations

from collections.abc import Sequence

import pytest

from kiosk.ui.door import Button, Dial, Item, Line
from kiosk.ui.voice.changes import changed
from kiosk.ui.voice.focus import focused
from kiosk.ui.voice.sentence import Sentence
from kiosk.ui.voice.spoken import spoken
from kiosk.ui.widgets.marks import Rect, Target
from rehearsal.ear import view
from rehearsal.gallery import samples

LANGUAGES = ("zh-TW", "en", "ja")
PLACE = Rect(0, 0, 100, 100)


def texts(said: Sequence[Sentence]) -> list[str]:
    return [one.text for one in said]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sample_screen_says_something_in_every_language(lang: str) -> None:
    assert [name for name, sample in samples(lang) if not "".join(texts(spoken(sample)))] == []


def test_a_screen_is_said_in_the_order_in_which_its_focus_moves() -> None:
    items = (Item(key="a", text="A house", about="five minutes"), Item(key="b", text="A list", enabled=False, reason="no paper"))
    said = texts(spoken(view("menu", body="Pick one.", note="Two are open.", items=items, trail=("Identify", "Form"), at=1,
                             lines=(Line(label="To", value="the tax office"),), buttons=(Button(name="go", text="Go on"),))))
    assert said == ["Choose", "Pick one.", "Two are open.", "To, the tax office", "3 choices. Move with the arrow keys, choose with Enter.",
                    "A house, five minutes, 1 of 2", "A list, no paper, not available now, 2 of 2", "Go on, button", "Form, 2 of 2"]


def test_a_spoken_form_takes_the_place_of_what_only_the_eye_sees() -> None:
    assert texts(spoken(view("review", body="Look.", say="Listen.")))[0] == "Listen."


def test_a_secret_is_never_said_only_how_much_stands_there() -> None:
    said = texts(spoken(view("pin", pad="pin", masked=4, entry="")))
    assert "4 characters entered" in said


def test_what_is_typed_again_is_said_character_by_character() -> None:
    before = view("form", pad="id", entry="A12", personal=True)
    assert changed(before, before.but(entry="A123")) == (Sentence("3", "en", True, "entered"),)
    assert [one.text for one in changed(before, before.but(entry="A1"))] == ["erased", "2"]
    assert changed(before, before) == ()


def test_keys_of_a_secret_are_tones_which_do_not_tell_which_key() -> None:
    before = view("pin", pad="pin", masked=2)
    assert [one.tone for one in changed(before, before.but(masked=3))] == ["entered"]
    assert [one.tone for one in changed(before, before.but(masked=1))] == ["erased"]
    assert [one.tone for one in changed(before, before)] == ["full"]


def test_a_dial_says_its_new_value_and_a_countdown_speaks_seldom() -> None:
    dials = (Dial(name="year", label="Year", value="1950", also="ROC 39"),)
    before = view("form", pad="date", dials=dials, personal=True)
    after = before.but(dials=(dials[0].but(value="1951", also="ROC 40"),))
    assert texts(changed(before, after)) == ["1951, ROC 40"]
    idle = view("idle", countdown_s=21, body="21 s")
    assert texts(changed(idle, idle.but(countdown_s=20, body="20 s"))) == ["20 seconds left"]
    assert changed(idle, idle.but(countdown_s=19, body="19 s")) == ()


def test_the_focus_says_what_it_is_and_which_of_how_many() -> None:
    shown = view("menu", items=(Item(key="a", text="One"), Item(key="b", text="Two", chosen=True)), buttons=(Button(name="go", text="Go"),))
    assert focused(shown, Target(PLACE, "item", "b", "item", "Two")).text == "Two, chosen, 2 of 2"
    assert focused(shown, Target(PLACE, "go", role="button", text="Go")).text == "Go, button"
    assert focused(shown, Target(PLACE, "frame", "help", "frame", "Help")).text == "Help, button"
    assert focused(shown, Target(PLACE, "key", "backspace", "key", "⌫")).text == "erase one"
    assert focused(shown, Target(PLACE, "frame", "language:ja", "frame", "日本語")) == Sentence("日本語", "ja")


def test_a_character_to_choose_is_told_from_others_that_sound_alike() -> None:
    pad = view("form", "zh-TW", pad="zhuyin", personal=True)
    assert focused(pad, Target(PLACE, "word", "0", "item", "謝", private=True)) == Sentence("謝", "zh-TW", True, character=True)
    assert not focused(pad, Target(PLACE, "word", "1", "item", "謝謝", private=True)).character


def test_the_keys_of_a_secret_have_names_in_the_headset_only() -> None:
    assert focused(view("pin", pad="pin", masked=0), Target(PLACE, "key", "7", "key", "7")).personal
    assert not focused(view("pin", pad="pin", masked=0), Target(PLACE, "key", "backspace", "key", "⌫")).personal
