"""One visit's voice: when it speaks, what it leaves out, who may hear it, and what it forgets; on views, without a sound."""
from __future__ import annotations

from collections.abc import Sequence

import pytest

from kiosk.config import Voice as Programs
from kiosk.ui.door import Button, Item, Line
from kiosk.ui.voice.mouth import Manner, Mouth
from kiosk.ui.voice.sentence import Sentence
from kiosk.ui.voice.voice import Voice
from kiosk.ui.widgets.marks import Rect, Target
from rehearsal.ear import view

LANGUAGES = ("zh-TW", "en", "ja")
PLACE = Rect(0, 0, 100, 100)


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
