"""What screens say, what is said of the focus and of keys, and who may hear it: on views, without a sound."""
from __future__ import annotations

from collections.abc import Sequence

import pytest

from catalogue.words import Words
from kiosk.config import Voice as Programs
from kiosk.conversation import EAR, FRAME, VOICE
from kiosk.ui.door import Button, Dial, Item, Line, View
from kiosk.ui.voice.changes import changed
from kiosk.ui.voice.focus import focused
from kiosk.ui.voice.mouth import Manner, Mouth
from kiosk.ui.voice.sentence import Sentence
from kiosk.ui.voice.spoken import spoken
from kiosk.ui.voice.voice import Voice
from kiosk.ui.widgets.marks import Rect, Target
from rehearsal.gallery import ROOT, samples

WORDS = Words(ROOT / "assets" / "locale")
LANGUAGES = ("zh-TW", "en", "ja")
PLACE = Rect(0, 0, 100, 100)


def view(screen: str, lang: str = "en", **parts: object) -> View:
    ear = {name: WORDS.text(lang, f"ear.{name}", n="{n}", all="{all}") for name in EAR}
    frame = {name: WORDS.text(lang, f"frame.{name}") for name in ("back", *FRAME, *VOICE)}
    return View(**{"visit": "v", "number": 1, "screen": screen, "lang": lang, "heading": "Choose", "ear": ear, "frame": frame, **parts})


def texts(said: Sequence[Sentence]) -> list[str]:
    return [one.text for one in said]


class Listener(Mouth):
    """A mouth that writes down instead of speaking."""

    def __init__(self) -> None:
        super().__init__(Programs())
        self.said: list[Sentence] = []
        self.manner = Manner()
        self.hushed, self.finished, self.speaking = 0, 0, False

    def say(self, sentences: Sequence[Sentence], manner: Manner) -> None:
        self.said += sentences
        self.manner = manner

    def hush(self) -> None:
        self.hushed += 1

    def finish(self) -> None:
        self.finished += 1

    @property
    def speaks(self) -> bool:
        return self.speaking

    def heard(self) -> list[str]:
        said, self.said = [one.text or one.tone for one in self.said], []
        return said


@pytest.fixture
def ear() -> Listener:
    return Listener()


@pytest.fixture
def voice(ear: Listener) -> Voice:
    return Voice(Programs(), ear)


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


def test_without_a_headset_nothing_personal_is_said_but_that_this_is_so(voice: Voice, ear: Listener) -> None:
    reply = view("reply", heading="Is this yours?", personal=True, lines=(Line(label="Name", value="王小明"),),
                 buttons=(Button(name="print", text="Print"),))
    voice.show(view("wait"))
    voice.toggle()
    ear.heard()
    voice.show(reply)
    heard = ear.heard()
    assert heard[0] == "Personal details are spoken in the headset only."
    assert "Print, button" in heard
    assert not any("王小明" in one for one in heard)
    assert not ear.manner.headset
    voice.ears(True)
    assert "Name, 王小明" in ear.heard()
    assert ear.manner.headset


def test_without_a_headset_what_is_typed_is_a_tone(voice: Voice, ear: Listener) -> None:
    number = view("form", pad="id", entry="A12", personal=True)
    voice.show(number)
    voice.toggle()
    ear.heard()
    voice.show(number.but(entry="A123"))
    assert ear.heard() == ["entered"]
    voice.show(number)
    assert ear.heard() == ["erased", "erased"]


def test_the_headset_switches_the_voice_on_says_how_it_works_and_takes_it_along(voice: Voice, ear: Listener) -> None:
    voice.show(view("menu"))
    assert ear.heard() == []
    voice.ears(True)
    heard = ear.heard()
    assert heard[0] == "The voice is on."
    assert heard[1].startswith("Arrow keys move")
    assert heard[2] == "Choose"
    voice.show(view("consent", heading="Notice", number=2))
    assert ear.heard()[0] == "Notice"
    silent = ear.hushed
    voice.ears(False)
    assert ear.hushed > silent
    voice.show(view("identify", heading="Card", number=3))
    assert ear.heard() == []


def test_a_voice_that_was_asked_for_stays_when_the_headset_goes(voice: Voice, ear: Listener) -> None:
    voice.show(view("menu"))
    voice.toggle()
    voice.ears(True)
    voice.ears(False)
    ear.heard()
    voice.show(view("consent", heading="Notice", number=2))
    assert ear.heard()[0] == "Notice"


def test_a_call_for_a_card_is_said_even_where_the_voice_is_off(voice: Voice, ear: Listener) -> None:
    voice.show(view("identify", heading="Your card", aloud="once"))
    assert ear.heard()[0] == "Your card"
    silent = ear.hushed
    voice.show(view("goodbye", heading="Thank you", number=2))
    assert ear.heard() == []
    assert ear.hushed > silent, "the next screen ends it"


def test_read_this_to_me_switches_it_on(voice: Voice, ear: Listener) -> None:
    voice.show(view("menu", aloud="on"))
    assert ear.heard()[0] == "The voice is on."
    voice.show(view("menu", aloud="on"))
    assert ear.heard()[0] == "Choose"


def test_the_same_question_told_again_is_not_said_again_and_repeat_says_it_with_the_focus(voice: Voice, ear: Listener) -> None:
    shown = view("menu", items=(Item(key="a", text="One"),))
    voice.show(shown)
    voice.toggle()
    ear.heard()
    voice.show(shown)
    assert ear.heard() == []
    voice.focus(Target(PLACE, "item", "a", "item", "One"))
    assert ear.heard() == ["One, 1 of 1"]
    voice.repeat()
    assert ear.heard() == ["Choose", "One choice. Press an arrow key, then Enter.", "One, 1 of 1", "One, 1 of 1"]


def test_a_screen_that_went_by_itself_is_heard_to_the_end_of_its_sentence(voice: Voice, ear: Listener) -> None:
    voice.show(view("menu", buttons=(Button(name="go", text="Go"),)))
    voice.toggle()
    hushed = ear.hushed
    voice.show(view("wait", heading="Kept safely", number=2))
    assert (ear.finished, ear.hushed) == (0, hushed + 1), "a question that somebody answered is over"
    voice.show(view("wait", heading="Waiting", number=3))
    assert (ear.finished, ear.hushed) == (1, hushed + 1)


def test_help_tells_the_keys_again(voice: Voice, ear: Listener) -> None:
    voice.show(view("menu"))
    voice.toggle()
    ear.heard()
    voice.show(view("help", heading="Help", number=2))
    assert [text[:10] for text in ear.heard()] == ["Arrow keys", "Help"]


def test_another_language_says_the_screen_in_it(voice: Voice, ear: Listener) -> None:
    voice.show(view("menu"))
    voice.toggle()
    ear.heard()
    voice.show(view("menu", "ja", heading="選択"))
    assert ear.heard()[0] == "選択"


def test_speed_and_volume_have_ends_and_are_forgotten_with_the_visit(voice: Voice, ear: Listener) -> None:
    voice.show(view("menu"))
    voice.toggle()
    for _ in range(12):
        voice.act("faster")
    voice.act("louder")
    assert ear.heard()[-2:] == ["Speed 200 percent", "Volume 150 percent"]
    assert (ear.manner.speed, ear.manner.volume) == (200, 150)
    for _ in range(12):
        voice.act("slower")
        voice.act("softer")
    assert (ear.manner.speed, ear.manner.volume) == (50, 25)
    voice.off()
    voice.show(view("menu"))
    assert voice.state("en") is False
    voice.toggle()
    assert (ear.manner.speed, ear.manner.volume) == (100, 100)


def test_between_visits_every_language_invites_and_none_for_ever(voice: Voice, ear: Listener) -> None:
    voice.ears(True)
    for _ in range(6):
        for lang in LANGUAGES:
            voice.show(view("attract", lang, say="Welcome"))
    heard = ear.heard()
    assert heard[:2] == ["Welcome", "按確認鍵，用中文辦理。"]
    assert len(heard) == 3 * 3 * 2
    assert voice.heard == "ja"
    voice.hush()
    voice.show(view("attract", "en", say="Welcome"))
    assert ear.heard() == ["Welcome", "Press Enter to go on in English."], "a key wakes it again"


def test_who_listens_is_there_and_work_is_heard_but_the_idle_question_does_not_answer_itself(voice: Voice, ear: Listener) -> None:
    voice.show(view("consent"))
    assert not voice.attend(), "the voice is off"
    voice.toggle()
    ear.heard()
    assert not voice.attend()
    ear.speaking = True
    assert voice.attend()
    voice.show(view("idle", number=2, countdown_s=30))
    assert not voice.attend()
    voice.show(view("attract", number=3))
    assert not voice.attend()
    ear.speaking = False
    voice.show(view("wait", number=4, busy=True))
    ear.heard()
    assert not voice.attend()
    assert ear.heard() == ["busy"]


def test_a_box_without_the_programs_has_no_voice_and_the_screen_goes_on(ear: Listener) -> None:
    mute = Voice(Programs(speaker=("no-such-player",)), ear)
    mute.show(view("menu"))
    mute.act("voice")
    assert mute.state("en") is None
    assert ear.heard() == []
