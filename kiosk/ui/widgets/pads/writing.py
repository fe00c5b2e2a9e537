"""The pads to write with: Zhuyin in the order of the school chart, Latin letters, kana, digits and signs.

Narrow: nine keys a row, the row to switch below. Wide: eighteen, and the keys to switch stand in the lowest row
at the same place. Every key is spoken by a word that a voice can read.
"""
from __future__ import annotations

from collections.abc import Sequence

from kiosk.ui.door import Key
from kiosk.ui.widgets.box import Box, Row, Setting
from kiosk.ui.widgets.pads.keys import KeyRows, erase, high_of, key, row, space, switches
from kiosk.ui.widgets.press import Press

ZHUYIN = ("ㄅㄆㄇㄈㄉㄊㄋㄌˉ", "ㄍㄎㄏㄐㄑㄒ，。ˊ", "ㄓㄔㄕㄖㄗㄘㄙ？ˇ", "ㄚㄛㄜㄝㄞㄟㄠㄡˋ", "ㄢㄣㄤㄥㄦㄧㄨㄩ˙")
SAID = dict(zip("ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦㄧㄨㄩ",
                "玻坡摸佛得特訥勒哥科喝基欺希知蚩詩日資雌思啊喔鵝誒哀欸熬歐安恩骯鞥兒衣烏迂", strict=True)) | dict(
    zip("ˉˊˇˋ˙", ("一聲", "二聲", "三聲", "四聲", "輕聲"), strict=True)) | {"，": "逗號", "。": "句號", "？": "問號"}
LATIN = ("ABCDEFGHI", "JKLMNOPQR", "STUVWXYZ'", ".,?!-:/")
KANA = ("あかさたなはまやらわ", "いきしちにひみ（りを", "うくすつぬふむゆるん", "えけせてねへめ）れー", "おこそとのほもよろ。")
KANA_WIDE = ("あいうえおかきくけこさしすせそ゛゜小", "たちつてとなにぬねのはひふへほー、。", "まみむめもやゆよらりるれろわをん？！")
MARKS = ("゛", "゜", "小", "、", "？")
SIGNS = ("123456789", "0，。、？！：；～", "（）「」／－+@%")
SIGNS_LATIN = ("123456789", "0.,?!:;'\"", "()/-+@&#%")
ROWS, ROWS_KANA, ROWS_WIDE, ROWS_KANA_WIDE = 6, 7, 3, 4
SMALL_KATAKANA = ord("ア") - ord("あ")


def rows_of(pads: Sequence[Key], wide: bool) -> int:
    """How many rows the highest of these pads has."""
    kana = any(one.key == "kana" for one in pads)
    return (ROWS_KANA_WIDE if kana else ROWS_WIDE) if wide else ROWS_KANA if kana else ROWS


def writing(on: Setting, pad: str, pads: Sequence[Key], tall: float, wide: bool, caps: bool, shifted: bool) -> Box:
    """One pad, as high as the highest of ``pads``. ``caps``: capitals or katakana now; ``shifted``: the key for them is down."""
    high = high_of(on, rows_of(pads, wide), tall)
    shift = Press(on, "shift", "", _shift_word(pad, shifted), style="key", fill="accent" if shifted else "tint",
                  ink="on_accent" if shifted else "ink", kind="local", pad="snug", chosen=shifted, spoken=_shift_word(pad, shifted))
    if wide:
        rows = _wide(on, pad, caps, shift, pads)
        return KeyRows(on, tuple(rows), high, on.look.px(tall))
    rows = [*_narrow(on, pad, caps, shift), _control(on, pads)]
    return KeyRows(on, tuple(rows), high, on.look.px(tall))


def _shift_word(pad: str, shifted: bool) -> str:
    if pad == "kana":
        return "かな" if shifted else "カナ"
    return "abc" if shifted else "ABC"


def _narrow(on: Setting, pad: str, caps: bool, shift: Press) -> list[Row]:
    if pad == "zhuyin":
        return [row(on, _keys(on, line)) for line in ZHUYIN]
    if pad == "latin":
        return [*(row(on, _keys(on, line if caps else line.lower())) for line in LATIN[:3]),
                row(on, [shift, *_keys(on, LATIN[3])], [2.0] + [1.0] * 7)]
    if pad == "kana":
        return [*(row(on, _keys(on, _katakana(line) if caps else line)) for line in KANA),
                row(on, [*_keys(on, MARKS), shift], [1.0] * 5 + [2.0])]
    return [row(on, _keys(on, line)) for line in (SIGNS_LATIN if on.look.lang == "en" else SIGNS)]


def _control(on: Setting, pads: Sequence[Key]) -> Row:
    """Switch, space, erase: on every pad at the same place."""
    return row(on, [*switches(on, pads), space(on), erase(on)], [1.4] * len(pads) + [1.6, 1.6])


def _wide(on: Setting, pad: str, caps: bool, shift: Press, pads: Sequence[Key]) -> list[Row]:
    """Full rows of eighteen; the lowest has eight keys of its own, the switches, space, one more and erase."""
    if pad == "zhuyin":
        full = [f"{ZHUYIN[0][:8]}{ZHUYIN[3][:8]}ˉˊ", f"{ZHUYIN[1][:8]}{ZHUYIN[4][:8]}ˇˋ"]
        own, one = _keys(on, ZHUYIN[2][:8]), _keys(on, "˙")[0]
        shares = [1.0] * 8
    elif pad == "latin":
        letters = "".join(LATIN[:3]) if caps else "".join(LATIN[:3]).lower()
        full = [letters[:18], f"{letters[18:26]}'.,?!-:/&("]
        own, one, shares = [shift, *_keys(on, ")\";@+%")], key(on, "#"), [2.0] + [1.0] * 6
    elif pad == "kana":
        full = [_katakana(line) if caps else line for line in KANA_WIDE]
        own, one, shares = [shift, *_keys(on, "（）「」・／")], key(on, "～"), [2.0] + [1.0] * 6
    else:
        signs = SIGNS_LATIN if on.look.lang == "en" else SIGNS
        full, own, one, shares = [f"{signs[0]}{signs[1]}"], _keys(on, signs[2][:8]), key(on, signs[2][8]), [1.0] * 8
    last = [*own, *switches(on, pads), space(on), one, erase(on)]
    return [*(row(on, _keys(on, line)) for line in full), row(on, last, [*shares, *[6 / len(pads)] * len(pads), 2.0, 1.0, 1.0])]


def _keys(on: Setting, chars: Sequence[str]) -> list[Press]:
    """Keys of one row; tones and signs are set off from the letters."""
    def fill(char: str) -> str:
        return "tint" if char in "ˉˊˇˋ˙" else "card" if char.isalnum() else "ground"

    return [key(on, char, spoken=SAID.get(char, ""), fill=fill(char), style="tone" if char in "ˉˊˇˋ˙" else "key") for char in chars]


def _katakana(line: str) -> str:
    return "".join(chr(ord(char) + SMALL_KATAKANA) if "ぁ" <= char <= "ん" else char for char in line)
