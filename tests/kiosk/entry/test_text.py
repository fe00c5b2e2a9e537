"""A citizen's own words: what stands in the field after each key."""
from __future__ import annotations

import pytest

from catalogue.answers.writing import tidy, writable
from kiosk.entry.kana import marked
from kiosk.entry.text import ROOM, TextEntry, pages
from kiosk.entry.zhuyin import SYMBOLS, TONES, ZhuyinMissing
from kiosk.ui.widgets.pads.writing import KANA, KANA_WIDE, LATIN, SIGNS, SIGNS_LATIN, ZHUYIN


def keys(entry: TextEntry, *pressed: str) -> TextEntry:
    for run in pressed:
        for key in [run] if run in ("backspace", "clear") else run:
            entry.press(key)
    return entry


def test_zhuyin_stands_in_the_field_at_once_and_a_candidate_replaces_its_end() -> None:
    entry = keys(TextEntry(20), "ㄔㄣˊㄒㄧㄠˇㄇㄧㄥˊ")
    assert entry.entry == "陳小明"
    words, page, count = entry.strip()
    assert (words[0], page, count > 1) == ("小明", 0, True)
    entry.choose(str(words.index("曉明")))
    assert entry.entry == "陳曉明"
    assert entry.strip() == ((), 0, 1)


def test_the_strip_has_pages_that_end_and_begin_again_with_every_key() -> None:
    entry = keys(TextEntry(20), "ㄒㄧㄝˋ")
    first, _, count = entry.strip()
    entry.choose("previous")
    assert entry.strip()[1] == 0
    for _ in range(count + 3):
        entry.choose("next")
    last, page, _ = entry.strip()
    assert (page, set(first) & set(last)) == (count - 1, set())
    entry.choose("99")
    assert entry.entry == "謝"
    entry.press("ㄒ")
    assert entry.strip() == ((), 0, 1)


def test_the_space_ends_a_syllable_first_and_is_a_space_then() -> None:
    entry = keys(TextEntry(20), "ㄓㄨㄥ ")
    assert entry.entry in ("中", "鐘")
    assert keys(entry, "  ").entry.endswith(" ")
    assert not entry.entry.endswith("  ")


def test_another_pad_makes_fast_what_is_composed_and_drops_half_a_syllable() -> None:
    entry = keys(TextEntry(20), "ㄒㄧㄝˋㄒㄧ")
    entry.switch("latin")
    assert (entry.entry, entry.composing, entry.pad("zh-TW")) == ("謝", "", "latin")
    assert keys(entry, "OK!").entry == "謝OK!"
    entry.switch("nonsense")
    assert entry.pad("zh-TW") == "latin"


def test_erasing_goes_back_through_everything() -> None:
    entry = keys(TextEntry(20), "好", "ㄒㄧㄝˋㄒ", "backspace", "backspace", "backspace", "backspace")
    assert (entry.entry, entry.composing) == ("", "")
    assert keys(entry, "ㄒㄧㄝˋ", "clear").entry == ""


def test_a_full_field_takes_no_more_but_its_candidates_still_serve() -> None:
    entry = keys(TextEntry(2), "ㄒㄧㄝˋㄒㄧㄝˋㄋㄧˇ", "A")
    assert len(entry.entry) == 2
    entry = keys(TextEntry(1), "ㄒㄧㄝˋ")
    entry.choose("1")
    assert len(entry.entry) == 1
    assert entry.entry != "謝"


def test_a_long_sentence_keeps_its_beginning() -> None:
    entry = keys(TextEntry(200), "ㄨㄛˇㄇㄣ˙ㄏㄣˇㄇㄢˇㄧˋㄓㄜˋㄍㄜ˙ㄍㄨㄟˋㄊㄞˊㄉㄜ˙ㄈㄨˊㄨˋㄒㄧㄝˋㄒㄧㄝ˙ㄋㄧˇㄇㄣ˙")
    assert entry.entry.startswith("我們很滿意這個櫃台的服務")
    assert len(entry.entry) == 16


@pytest.mark.parametrize(("lang", "first"), [("zh-TW", "zhuyin"), ("en", "latin"), ("ja", "kana")])
def test_every_language_begins_with_its_own_pad_and_chinese_is_always_among_them(lang: str, first: str) -> None:
    entry = TextEntry(20)
    assert entry.pads(lang)[0] == entry.pad(lang) == first
    assert {"zhuyin", "latin", "signs"} <= set(entry.pads(lang))


def test_without_libchewing_the_other_pads_serve() -> None:
    def missing() -> None:
        raise ZhuyinMissing("no library")

    entry = TextEntry(20, compose=missing)  # type: ignore[arg-type]
    assert entry.pads("zh-TW") == ("latin", "signs")
    assert keys(entry, "ㄒㄧㄝˋ", "Hi").entry == "Hi"


def test_what_cannot_be_written_is_not_taken() -> None:
    entry = keys(TextEntry(20), "a\u202e\u200b\x00\ue000🙂b")
    assert entry.entry == "ab"
    entry.press("word too long")
    assert entry.entry == "ab"


def test_every_key_of_every_pad_can_be_written() -> None:
    on_pads = [*ZHUYIN, *LATIN, *KANA, *KANA_WIDE, *SIGNS, *SIGNS_LATIN]
    chars = set("".join(on_pads)) - set(SYMBOLS + TONES + "゛゜小")
    assert {char for char in chars if not (writable(char) and tidy(char) == char)} == set()
    assert set("".join(ZHUYIN)) >= set(SYMBOLS + TONES)
    assert set("".join(KANA_WIDE)) >= {char for char in "".join(KANA) if "ぁ" <= char <= "ん"}


@pytest.mark.parametrize(("text", "mark", "changed"), [
    ("か", "゛", "が"), ("が", "゛", "か"), ("は", "゜", "ぱ"), ("ば", "゜", "ぱ"), ("つ", "小", "っ"), ("っ", "゛", "づ"),
    ("カ", "゛", "ガ"),
    ("シ", "゛", "ジ"), ("ウ", "゛", "ヴ"), ("ん", "゛", "ん"), ("", "゛", ""), ("すき", "小", "すき"), ("きや", "小", "きゃ"),
])
def test_the_marks_of_kana_change_the_character_before_them(text: str, mark: str, changed: str) -> None:
    assert marked(text, mark) == changed


def test_no_page_of_candidates_is_wider_than_a_line_and_none_is_lost() -> None:
    words = [*"謝械洩屑瀉懈卸", "小明", "小名", "地價稅", "中華民國"] * 3
    dealt = pages(words)
    assert [word for page in dealt for word in page] == words
    assert all(sum(len(word) + 0.5 for word in page) <= ROOM for page in dealt)
    assert pages(["這一個詞長得一行裝不下"]) == []
