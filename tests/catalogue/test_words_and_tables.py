"""Shared wording and dated tables."""
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from catalogue.check.word_rules import check_words, copy_faults
from catalogue.tables import NoRow, Row, Table
from catalogue.toml import FileErrors
from catalogue.words import NoWord, Words

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "assets" / "locale"
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def wording(directory: Path, **texts: str) -> Path:
    for lang in ("zh-TW", "en", "ja"):
        body = texts.get(lang.replace("-", "_"), texts.get("all", ""))
        (directory / f"{lang}.po").write_text(HEAD + body, encoding="utf-8")
    return directory


def test_the_shared_wording_is_complete_in_three_languages() -> None:
    errors, keys = check_words(LOCALE)
    assert errors == []
    assert "error.pin-wrong.do" in keys


def test_words_are_given_with_their_values() -> None:
    words = Words(LOCALE)
    assert words.text("zh-TW", "error.pin-wrong.happened", n=2) == "PIN 錯誤，還可試 2 次"
    assert words.text("ja", "error.pin-wrong.happened", n=2) == "PINが違います。残り2回"


def test_a_missing_key_or_value_is_an_error_that_names_it() -> None:
    words = Words(LOCALE)
    with pytest.raises(NoWord, match=r"did you mean 'frame\.back'"):
        words.text("en", "frame.bakc")
    with pytest.raises(NoWord, match="needs a value for 'n'"):
        words.text("en", "error.pin-wrong.happened")


def test_a_hole_in_one_language_is_told_with_its_file(tmp_path: Path) -> None:
    wording(tmp_path, all='msgid "a"\nmsgstr "x"\n', ja='msgid "b"\nmsgstr "x"\n')
    assert [str(error).removeprefix(f"{tmp_path}/") for error in check_words(tmp_path)[0]] == [
        "zh-TW.po:1: 'b' is missing in zh-TW", "en.po:1: 'b' is missing in en", "ja.po:1: 'a' is missing in ja"]


@pytest.mark.parametrize(("ja", "fault"), [
    ('msgid "a"\nmsgstr ""\n', "ja.po:5: 'a' is empty"),
    ('msgid "a"\nmsgstr "{m}"\n', "ja.po:5: 'a' has other placeholders than in zh-TW"),
    ('msgid "a"\nmsgstr "はい,{n}"\n', "ja.po:5: 'a': half-width punctuation in 'い,'"),
    ('msgid "a"\nmsgstr "{n}"\nmsgid "a"\nmsgstr "{n}"\n', "ja.po:7: 'a' stands here for the second time"),
])
def test_each_fault_of_a_wording_has_its_line(tmp_path: Path, ja: str, fault: str) -> None:
    wording(tmp_path, all='msgid "a"\nmsgstr "{n}"\n', ja=ja)
    assert [str(error).removeprefix(f"{tmp_path}/") for error in check_words(tmp_path)[0]] == [fault]


def test_keys_that_stand_twice_hide_no_other_words(tmp_path: Path) -> None:
    wording(tmp_path, all='msgid "a"\nmsgstr "x"\nmsgid "a"\nmsgstr "y"\nmsgid "b"\nmsgstr "z"\n')
    errors, keys = check_words(tmp_path)
    assert [str(error).removeprefix(f"{tmp_path}/") for error in errors] == [
        f"{lang}.po:7: 'a' stands here for the second time" for lang in ("zh-TW", "en", "ja")]
    assert keys == {"a", "b"}


def test_the_official_character_is_asked_for() -> None:
    assert list(copy_faults("zh-TW", "台北")) == ["write 臺, not 台"]
    assert list(copy_faults("ja", "台")) == []


def test_a_broken_wording_file_is_an_error_of_that_file(tmp_path: Path) -> None:
    wording(tmp_path, all='msgid "a"\nmsgtsr "x"\n')
    with pytest.raises(FileErrors, match=r"\.po:\d+: not a \.po file"):
        Words(tmp_path)


def table(*spans: tuple[str, str | None]) -> Table:
    rows = tuple(Row(valid_from=date.fromisoformat(one), valid_to=date.fromisoformat(two) if two else None, source="a law",
                     values={"days": at}) for at, (one, two) in enumerate(spans))
    return Table(about="days", rows=rows)


def test_a_table_gives_the_row_of_the_day() -> None:
    days = table(("2024-01-01", "2024-12-31"), ("2025-01-01", None))
    assert days.at(date(2024, 12, 31)).values["days"] == 0
    assert days.at(date(2025, 1, 1)).values["days"] == 1
    with pytest.raises(NoRow):
        days.at(date(2023, 12, 31))


def test_two_rows_of_one_day_are_found() -> None:
    assert table(("2024-01-01", None), ("2025-01-01", None)).overlaps() == [(0, 1)]
    assert table(("2025-01-01", None), ("2024-01-01", "2024-12-31")).overlaps() == []


def test_kept_wording_is_used_while_its_sources_are_the_same_and_never_after(tmp_path: Path) -> None:
    source, kept = tmp_path / "zh-TW.po", tmp_path / "words.json"
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "a.b"\nmsgstr "一"\n', "utf-8")
    assert Words(tmp_path, kept).text("zh-TW", "a.b") == "一"
    kept.write_text(kept.read_text("utf-8").replace("一", "二"), "utf-8")
    assert Words(tmp_path, kept).text("zh-TW", "a.b") == "二"  # so it was not parsed again
    source.write_text(source.read_text("utf-8").replace("一", "三"), "utf-8")
    assert Words(tmp_path, kept).text("zh-TW", "a.b") == "三"
    kept.write_text("{", "utf-8")
    assert Words(tmp_path, kept).text("zh-TW", "a.b") == "三"
