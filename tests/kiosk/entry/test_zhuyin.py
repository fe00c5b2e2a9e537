"""Zhuyin with the real libchewing: what comes out, and that nothing stays behind."""
from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.entry.zhuyin import SYMBOLS, TONES, Zhuyin, rare_characters

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def zhuyin() -> Iterator[Zhuyin]:
    opened = Zhuyin()
    yield opened
    opened.close()


def typed(zhuyin: Zhuyin, symbols: str) -> str:
    for symbol in symbols:
        zhuyin.press(symbol)
    return zhuyin.words


@pytest.mark.parametrize(("symbols", "words"), [
    ("ㄒㄧㄝˋ", "謝"), ("ㄔㄣˊㄒㄧㄠˇㄇㄧㄥˊ", "陳小明"), ("ㄓㄨㄥˉㄏㄨㄚˊㄇㄧㄣˊㄍㄨㄛˊㄉㄧˋㄐㄧㄚˋㄕㄨㄟˋ", "中華民國地價稅"),
    ("ㄈㄨˊㄨˋㄏㄣˇㄏㄠˇ", "服務很好"),
])
def test_syllables_become_the_words_people_mean(zhuyin: Zhuyin, symbols: str, words: str) -> None:
    assert typed(zhuyin, symbols) == words


def test_every_symbol_and_tone_of_the_pad_can_be_typed(zhuyin: Zhuyin) -> None:
    for symbol in SYMBOLS:
        zhuyin.drop()
        zhuyin.press(symbol)
        assert zhuyin.composing == symbol
    for tone in TONES:
        zhuyin.drop()
        assert len(typed(zhuyin, f"ㄇㄚ{tone}")) == 1


def test_candidates_are_the_longest_word_first_and_then_the_last_character(zhuyin: Zhuyin) -> None:
    typed(zhuyin, "ㄔㄣˊㄒㄧㄠˇㄇㄧㄥˊ")
    found = zhuyin.candidates()
    assert found[:3] == ("小明", "小名", "曉明")
    assert {"明", "銘", "名"} <= set(found[3:])
    assert zhuyin.take("銘") == "陳小銘"
    assert (zhuyin.words, zhuyin.composing, zhuyin.candidates()) == ("", "", ())


def test_no_candidates_while_a_syllable_is_not_complete(zhuyin: Zhuyin) -> None:
    typed(zhuyin, "ㄒㄧㄝˋㄒㄧ")
    assert zhuyin.composing == "ㄒㄧ"
    assert zhuyin.candidates() == ()


def test_erasing_takes_symbols_first_then_words_and_tells_when_nothing_is_left(zhuyin: Zhuyin) -> None:
    typed(zhuyin, "ㄒㄧㄝˋㄒㄧ")
    seen = []
    while zhuyin.erase():
        seen.append((zhuyin.words, zhuyin.composing))
    assert seen == [("謝", "ㄒ"), ("謝", ""), ("", "")]


def test_a_tone_alone_and_an_impossible_syllable_make_no_word(zhuyin: Zhuyin) -> None:
    assert typed(zhuyin, "ˊ") == ""
    assert typed(zhuyin, "ㄅˇ") == ""


def test_rare_characters_of_names_stand_at_the_end_of_the_candidates_of_their_reading(zhuyin: Zhuyin) -> None:
    for reading, characters in rare_characters().items():
        zhuyin.drop()
        typed(zhuyin, reading if reading[-1] in TONES else reading + "ˉ")
        assert "".join(zhuyin.candidates()[-len(characters):]) == characters


def test_nothing_is_learnt_from_what_is_typed_and_chosen(zhuyin: Zhuyin) -> None:
    for _ in range(3):
        typed(zhuyin, "ㄔㄣˊㄒㄧㄠˇㄇㄧㄥˊ")
        zhuyin.take("小銘" if "小銘" in zhuyin.candidates() else "銘")
    assert not zhuyin.learnt()
    assert typed(zhuyin, "ㄔㄣˊㄒㄧㄠˇㄇㄧㄥˊ") == "陳小明"


def test_closing_twice_is_closing_once() -> None:
    opened = Zhuyin()
    opened.close()
    opened.close()


TYPIST = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from kiosk.entry.zhuyin import Zhuyin
zhuyin = Zhuyin()
for _ in range(20):
    for symbol in "ㄔㄣˊㄒㄧㄠˇㄇㄧㄥˊㄓㄨˋㄗㄞˋㄩㄢˊㄌㄧㄣˊ":
        zhuyin.press(symbol)
    zhuyin.take(zhuyin.candidates()[1])
zhuyin.close()
"""


def test_nothing_typed_is_written_anywhere(tmp_path: Path) -> None:
    """The kernel ends the process at the first octet that it writes to any file; it lives, and leaves no file behind."""
    homes = {name: str(tmp_path / name) for name in ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    for home in homes.values():
        Path(home).mkdir()
    run = [sys.executable, "-B", "-c", TYPIST]
    subprocess.run(run, cwd=ROOT, env={**os.environ, **homes}, check=True, timeout=60)
    assert [path for home in homes.values() for path in Path(home).iterdir()] == []
    writes = [*run[:-1], TYPIST + "open('kept', 'w').write('陳小明')"]
    killed = subprocess.run(writes, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, timeout=60)
    assert killed.returncode == -signal.SIGXFSZ
