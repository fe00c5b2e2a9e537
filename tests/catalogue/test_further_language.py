"""A further language is one more .po: its texts are found, its holes are told and said in English meanwhile."""
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from catalogue.check import check
from catalogue.flow import Catalogue, load_catalogue, spoken
from catalogue.toml import FileErrors
from catalogue.words import Words
from rehearsal.tongue import MARK, wording_with

ROOT = Path(__file__).resolve().parents[2]
LT05 = "changhua-tax.house-registration"
HOLES = ("frame.back", f"{LT05}/title", "question/no-pin.answer")


def catalogue(words: Words) -> Catalogue:
    return words.also_in(load_catalogue(ROOT / "flows"))


def test_shared_words_texts_of_flows_and_questions_come_from_it(tmp_path: Path) -> None:
    words = Words(wording_with(tmp_path, "vi"))
    words.speak(("zh-TW", "vi"))
    offered = catalogue(words)
    assert words.text("vi", "frame.back") == f"{MARK}Back"
    assert offered.flows[LT05].text("vi", "title") == MARK + offered.flows[LT05].text("en", "title")
    assert offered.questions[0].ask["vi"] == MARK + offered.questions[0].ask["en"]
    assert offered.flows[LT05].text("zh-TW", "title") == load_catalogue(ROOT / "flows").flows[LT05].text("zh-TW", "title")


def test_names_are_said_in_english(tmp_path: Path) -> None:
    offered = catalogue(Words(wording_with(tmp_path, "vi")))
    assert offered.agencies["changhua-tax"].names["vi"] == offered.agencies["changhua-tax"].names["en"]
    town = offered.tables["changhua-townships"].at(date(2026, 11, 25)).entries[0]
    assert town.names["vi"] == town.names["en"]
    address = {"town": town.key, "road": "zhongshan", "number": "9"}
    written = offered.fields["house_addr"].written(address, offered.tables, date(2026, 11, 25), "vi")  # type: ignore[union-attr]  # an address
    assert written == f"No. 9, Zhongshan Road, {town.names['en']}, Changhua County"


def test_a_hole_is_said_in_english_and_told_by_the_check(tmp_path: Path) -> None:
    locale = wording_with(tmp_path, "vi", leave_out=HOLES)
    words = Words(locale)
    offered = catalogue(words)
    assert words.text("vi", "frame.back") == "Back"
    assert offered.flows[LT05].text("vi", "title") == offered.flows[LT05].text("en", "title")
    question = next(one for one in offered.questions if one.key == "no-pin")
    assert question.answer["vi"] == question.answer["en"]
    told = [error.message for error in check([ROOT / "flows"], locale, date(2026, 11, 25))]
    assert told == sorted(f"'{key}' is missing; so long it is said in English" for key in HOLES)


def test_texts_that_nothing_shows_and_other_placeholders_are_told(tmp_path: Path) -> None:
    locale = wording_with(tmp_path, "vi", leave_out=("pin.tries",))
    with (locale / "vi.po").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "frame.bakc"\nmsgstr "x"\n\nmsgid "pin.tries"\nmsgstr "{m}"\n')
    told = {error.message for error in check([ROOT / "flows"], locale, date(2026, 11, 25))}
    assert told == {"nothing shows 'frame.bakc', did you mean 'frame.back'?", "'pin.tries' has other placeholders than in en"}


def test_a_site_that_names_a_language_without_wording_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(FileErrors, match=r"th\.po:1: no such file"):
        Words(wording_with(tmp_path, "vi")).speak(("zh-TW", "th"))


def test_the_bureau_answers_somebody_of_a_further_language_in_english() -> None:
    assert (spoken("vi"), spoken("ja")) == ("en", "ja")
