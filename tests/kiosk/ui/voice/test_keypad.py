"""Everything by keypad: what each key means, that every thing is reached in the order of reading, and the row of the voice."""
from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from PIL import ImageFont

from kiosk.ui.door import View
from kiosk.ui.fonts import fonts
from kiosk.ui.stage.focus import step
from kiosk.ui.stage.keypad import meaning
from kiosk.ui.stage.local import Local
from kiosk.ui.stage.whole import whole
from kiosk.ui.text import Typesetter
from kiosk.ui.theme import SIZES, Look, read
from kiosk.ui.voice.focus import focused
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.marks import Rect, Target
from rehearsal.ear import view as told
from rehearsal.gallery import ROOT, samples

LANGUAGES = ("zh-TW", "en", "ja")
UPRIGHT, LYING = Rect(0, 0, 1080, 1920), Rect(0, 0, 1920, 1080)
PLACE = Rect(0, 0, 100, 100)
GO, FIVE, PLUS = Target(PLACE, "go"), Target(PLACE, "key", "5", "key", "5"), Target(PLACE, "key", "-", "key", "-")
ROW = {"repeat", "slower", "faster", "volume"}


@cache
def measure(text: str, font: str, size: int) -> float:
    return float(ImageFont.truetype(font, size).getlength(text))


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Look:
    return Look(read(ROOT / "assets" / "themes" / "civic.toml"), fonts(tmp_path_factory.mktemp("fonts")), 0.277, "zh-TW")


def worded(view: View) -> View:
    """A sample with every word of the frame and for the ear."""
    words = told(view.screen, view.lang)
    return view.but(frame=words.frame, ear=words.ear)


def laid(look: Look, lang: str, area: Rect, size: int = 0, voice: bool | None = True) -> Iterator[tuple[str, View, list[Target]]]:
    """Every page of every sample screen: its name, its view, what can be pressed on it."""
    sized = replace(look, lang=lang, step=size, agency="changhua-tax")
    on = Setting(sized, Typesetter(sized.faces, measure))
    for name, sample in samples(lang):
        view = worded(sample) if sample.screen != "moment" else sample
        for page in range(whole(on, view, Local(), area, "埔心鄉公所", LANGUAGES, voice)[1]):
            marks, _ = whole(on, view, Local(page=page), area, "埔心鄉公所", LANGUAGES, voice)
            yield f"{name} {lang} size {size} page {page}", view, [mark for mark in marks if isinstance(mark, Target)]


@pytest.mark.parametrize(("name", "text", "focus", "pad", "kind"), [
    ("down", "", None, "", ("move", "right", "")), ("up", "", GO, "rate", ("move", "left", "")),
    ("down", "", GO, "pin", ("move", "down", "")), ("tab", "", GO, "pin", ("move", "tab", "")),
    ("enter", "", GO, "", ("press", "", "")), ("enter", "", None, "", ("", "", "")), ("enter", "", None, "pin", ("press", "", "")),
    ("spacebar", " ", GO, "", ("press", "", "")), ("spacebar", " ", None, "pin", ("", "", "")),
    ("escape", "", None, "", ("touch", "frame", "back")), ("f1", "", None, "", ("touch", "frame", "help")),
    ("f2", "", None, "", ("touch", "frame", "language")), ("f3", "", None, "", ("voice", "repeat", "")),
    ("f4", "", None, "", ("voice", "voice", "")), ("", "+", None, "", ("voice", "faster", "")),
    ("", "-", None, "", ("voice", "slower", "")), ("delete", "", None, "pin", ("", "", "")),
    ("pageup", "", None, "", ("voice", "louder", "")), ("numpadsubtract", "", None, "", ("voice", "slower", "")),
    ("", "5", None, "pin", ("touch", "key", "5")), ("", "x", None, "pin", ("", "", "")),
])
def test_every_key_has_one_meaning(name: str, text: str, focus: Target | None, pad: str, kind: tuple[str, str, str]) -> None:
    assert meaning(name, text, [FIVE, GO], focus, pad, GO) == kind


def test_a_sign_that_the_pad_has_is_typed_and_does_not_change_the_speed() -> None:
    assert meaning("", "-", [PLUS], None, "plate", None) == ("touch", "key", "-")


def test_a_keyboard_types_zhuyin_as_keyboards_in_taiwan_do(look: Look) -> None:
    [targets] = [targets for name, view, targets in laid(look, "zh-TW", UPRIGHT) if view.pad == "zhuyin" and name.startswith("remark")][:1]
    typed = [meaning("", key, targets, None, "zhuyin", None) for key in "5j/ vu;6 "]
    assert "".join(value for _, _, value in typed) == "ㄓㄨㄥ ㄒㄧㄤˊ "
    assert {kind for kind, _, _ in typed} == {"touch"}


def test_before_a_visit_enter_begins_in_the_language_that_was_heard() -> None:
    start = Target(PLACE, "start")
    assert meaning("enter", "", [start], None, "", start, heard="ja") == ("touch", "frame", "language:ja")
    assert meaning("enter", "", [start], None, "", start) == ("press", "", "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_that_can_be_pressed_is_reached_and_says_its_name(look: Look, lang: str) -> None:
    for name, view, targets in laid(look, lang, UPRIGHT):
        able = [target for target in targets if target.enabled]
        reached: list[Target] = []
        focus = None
        for _ in able:
            focus = step(targets, focus, "right")
            assert focus is not None
            reached.append(focus)
        assert reached == able, name
        assert [(target.name, target.value) for target in able if not focused(view, target).text.strip()] == [], name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_comes_before_the_frame_and_goes_downwards(look: Look, lang: str) -> None:
    for name, view, targets in laid(look, lang, UPRIGHT):
        frame = [target.name in ("frame", "size", "contrast", "voice", "low", *ROW) for target in targets]
        assert frame == sorted(frame), name
        page = [target for target, framed in zip(targets, frame, strict=True) if not framed]
        jumps = [(one.name, two.name) for one, two in itertools.pairwise(page) if two.rect.bottom <= one.rect.y]
        assert jumps == [] or view.pad == "date", name


@pytest.mark.parametrize("size", range(SIZES))
@pytest.mark.parametrize("area", [UPRIGHT, LYING], ids=["upright", "lying"])
def test_while_it_speaks_the_row_of_the_voice_stands_on_every_screen_that_has_room(look: Look, area: Rect, size: int) -> None:
    without = []
    for name, view, targets in laid(look, "en", area, size):
        names = {target.name for target in targets}
        if view.screen != "moment" and not names >= ROW:
            without.append((name, view.pad))
            assert not names & ROW
    assert [one for _, _, targets in laid(look, "en", area, size, voice=False) for one in targets if one.name in ROW] == []
    if area is UPRIGHT and size == 0:
        assert {pad for _, pad in without} <= {"zhuyin", "latin", "kana", "signs", "plate"}, "only large pads fill the whole screen"
