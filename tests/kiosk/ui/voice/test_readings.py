"""How words are read aloud: Chinese as pinyin, Japanese as kana, numbers as quantities or as names, runs of other languages."""
from __future__ import annotations

import re

import pytest

from catalogue.flow import load_catalogue
from catalogue.words import read_wording
from kiosk.ui.voice.chinese import named
from kiosk.ui.voice.numerals import han, kana
from kiosk.ui.voice.reading import read, runs
from rehearsal.gallery import ROOT

SPELLS = {"zh-TW": "pinyin", "ja": "kana", "en": "words"}


def heard(text: str, lang: str) -> list[tuple[str, str]]:
    """Each run as its language's voice is given it."""
    return [(tongue, read(run, tongue, SPELLS[tongue])) for tongue, run in runs(text, lang)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "pinyin"), [
    ("地價稅繳納證明書", "di4 jia4 shui4 jiao3 na4 zheng4 ming2 shu1"),
    ("臺北市重陽路", "tai2 bei3 shi4 chong2 yang2 lu4"),
    ("銀行行長", "yin2 hang2 hang2 zhang3"),
    ("行政院", "xing2 zheng4 yuan4"),
    ("重新選擇，不必重送", "chong2 xin1 xuan3 ze2, bu2 bi4 chong2 song4"),
    ("接著辦，照著門牌，空著的那一格", "jie1 zhe5 ban4, zhao4 zhe5 men2 pai2, kong4 zhe5 de5 na4 yi4 ge2"),
    ("調整音量", "tiao2 zheng3 yin1 liang4"),
    ("擦乾淨再試", "ca1 gan1 jing4 zai4 shi4"),
    ("更換機器", "geng1 huan4 ji1 qi4"),
    ("看得到", "kan4 de5 dao4"),
    ("記得取走", "ji4 de5 qu3 zou3"),
    ("照片與卡片", "zhao4 pian4 yu3 ka3 pian4"),
])
def test_chinese_is_read_as_in_taiwan_whichever_of_its_readings_a_character_has(text: str, pinyin: str) -> None:
    [(lang, said)] = heard(text, "zh-TW")
    assert lang == "zh-TW"
    assert said == pinyin


@pytest.mark.parametrize(("text", "pinyin"), [
    ("民國 115 年 11 月 25 日", "min2 guo2 yi4 bai3 yi1 shi2 wu3 nian2 shi2 yi1 yue4 er4 shi2 wu3 ri4"),
    ("晚上 18:30 到 20:00", "wan3 shang4 shi2 ba1 dian3 san1 shi2 fen1 dao4 er4 shi2 dian3"),
    ("有 2 個選項", "you3 liang3 ge4 xuan3 xiang4"),
    ("第 2 項，共 12 項", "di4 er4 xiang4, gong4 shi2 er4 xiang4"),
    ("應納 1,234,567 元", "ying1 na4 yi4 bai3 er4 shi2 san1 wan4 si4 qian1 wu3 bai3 liu4 shi2 qi1 yuan2"),
    ("107.5 平方公尺", "yi4 bai3 ling2 qi1 dian3 wu3 ping2 fang1 gong1 chi3"),
    ("電話 04-000-0012", "dian4 hua4 ling2 si4 ling2 ling2 ling2 ling2 ling2 yi1 er4"),
    ("0900000001", "ling2 jiu3 ling2 ling2 ling2 ling2 ling2 ling2 ling2 yi1"),
])
def test_chinese_numbers_are_quantities_dates_and_times_and_names_digit_by_digit(text: str, pinyin: str) -> None:
    [(_, said)] = heard(text, "zh-TW")
    assert said == pinyin


def test_an_id_number_is_a_letter_and_nine_digits() -> None:
    assert heard("A123456789", "zh-TW") == [("en", "A"), ("zh-TW", "yi1 er4 san1 si4 wu3 liu4 qi1 ba1 jiu3")]
    assert heard("A123456789", "en") == [("en", "A, 1, 2, 3, 4, 5, 6, 7, 8, 9")]
    assert heard("A123456789", "ja") == [("ja", "A、イチ、ニ、サン、ヨン、ゴ、ロク、ナナ、ハチ、キュウ")]


def test_a_word_of_another_language_is_read_by_that_language() -> None:
    assert [lang for lang, _ in heard("請輸入 PIN 碼。", "zh-TW")] == ["zh-TW", "en", "zh-TW"]
    assert heard("Name: 王小明.", "en") == [("en", "Name:"), ("zh-TW", "wang2 xiao3 ming2.")]


def test_characters_that_sound_alike_are_told_apart_by_words_that_have_them() -> None:
    assert named("謝") == "謝，言身寸謝"
    told = [named(char) for char in "卸屑懈械"]
    assert len(set(told)) == 4
    for char, text in zip("卸屑懈械", told, strict=True):
        assert text == f"{char}，{text[2:4]}的{char}"
        assert char in text[2:4]
    assert named("𠮷") == "𠮷"


def test_every_text_of_the_counter_has_a_reading_in_its_language() -> None:
    """No character is left for a voice that knows none."""
    silent = [f"{lang}: {text} → {said}" for lang in ("zh-TW", "ja") for text in texts(lang) for _, said in heard(text, lang)
              if re.search(r"[\u3041-\u3096\u3400-\u9fff]", said)]
    assert silent == []


def texts(lang: str) -> list[str]:
    """Everything that can be said: shared words, the texts of the services, the names in the tables."""
    said = list(read_wording(ROOT / "assets" / "locale" / f"{lang}.po")[0].values())
    said += [text for flow in load_catalogue(ROOT / "flows").flows.values() for text in flow.texts[lang].values() if isinstance(text, str)]
    said += [name for path in (ROOT / "flows").rglob("*.toml") for name in re.findall(rf'\b{lang} = "([^"]+)"', path.read_text("utf-8"))]
    return [re.sub(r"\{\w+\}", "3", text) for text in said]


def test_bopomofo_is_read_by_the_names_of_its_signs() -> None:
    assert heard("ㄅㄚˋ", "zh-TW") == [("zh-TW", "bo1 a1 si4 sheng1")]


@pytest.mark.parametrize(("text", "kana_"), [
    ("4月1日", "シガツツイタチ"), ("11月25日", "ジュウイチガツニジュウゴニチ"), ("10分", "ジュップン"), ("9時", "クジ"),
    ("2つ", "フタツ"), ("残り29秒", "ノコリニジュウキュウビョー"), ("3項目中の2番目", "サンコーモクチューノニバンメ"),
    ("1,300円", "センサンビャクエン"), ("PINコード", "ピンコード"), ("憑証を入れる", "ヒョーショーオイレル"),
    ("ここは税務局です。", "ココワゼームキョクデス。"),
])
def test_japanese_is_read_as_it_is_pronounced(text: str, kana_: str) -> None:
    assert heard(text, "ja") == [("ja", kana_)]


def test_english_keeps_its_words_and_takes_names_apart() -> None:
    assert heard("29 seconds left, NT$1,234", "en") == [("en", "29 seconds left, NT$1,234")]
    assert heard("Case puxin-01-000123", "en") == [("en", "Case puxin 0, 1, 0, 0, 0, 1, 2, 3")]


@pytest.mark.parametrize(("number", "chinese", "japanese"), [
    (0, "零", "ゼロ"), (10, "十", "ジュウ"), (15, "十五", "ジュウゴ"), (101, "一百零一", "ヒャクイチ"), (110, "一百一十", "ヒャクジュウ"),
    (1001, "一千零一", "センイチ"), (3600, "三千六百", "サンゼンロッピャク"), (10000, "一萬", "イチマン"),
    (20000, "兩萬", "ニマン"), (100005, "十萬零五", "ジュウマンゴ"), (10008000, "一千萬八千", "イッセンマンハッセン"),
])
def test_numbers_in_words(number: int, chinese: str, japanese: str) -> None:
    assert (han(number), kana(number)) == (chinese, japanese)
