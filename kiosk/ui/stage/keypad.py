"""What a key means, pure. Everything is done by keypad as well as by finger (EN 301 549 5.1.2); a keyboard is a large keypad.

| key | does |
|---|---|
| arrows, Tab | move the focus in the order of reading; on a pad, up and down go to the next row |
| Enter, space | presses what has the focus; on a pad to type on, and before a visit, the main button where nothing has it |
| Escape | one step back |
| F1 F2 F3 F4 | help, languages, say it again, voice on or off |
| + − | the voice faster, slower, unless the pad has such a key |
| Page Up, Page Down | the voice louder, softer |
| characters, Backspace, Delete | type on the pad that is shown; on the Zhuyin pad in the standard arrangement of keyboards (大千式) |
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kiosk.ui.widgets.marks import Target

Kind = Literal["", "move", "press", "touch", "voice"]
MOVES = ("tab", "down", "right", "up", "left")
LINE = {"down": "right", "up": "left"}
"""Who hears and does not see must not miss what stands beside something."""
PRESSES = ("enter", "numpadenter", "spacebar")
VOICE = {"f3": "repeat", "f4": "voice", "pageup": "louder", "pagedown": "softer", "numpadadd": "faster", "numpadsubtract": "slower"}
FRAME = {"escape": "back", "f1": "help", "f2": "language"}
ERASES = {"backspace": "backspace", "delete": "clear"}
SPEEDS = {"+": "faster", "=": "faster", "-": "slower"}
ZHUYIN = dict(zip("1qaz2wsxedcrfv5tgbyhnujm8ik,9ol.0p;/-6347",
                  "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄧㄨㄩㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦˊˇˋ˙", strict=True))
CHOSEN_FROM = ("", "sign", "rate")
"""Pads on which nothing is typed."""


def meaning(
    name: str, text: str, targets: Sequence[Target], focus: Target | None, pad: str, primary: Target | None, heard: str = "",
) -> tuple[Kind, str, str]:
    """What a key does: kind, and the words of it. ``targets`` are those that can be pressed now.

    ``heard``: the language of the last invitation that was spoken; whoever begins by ear begins in it.
    """
    typed = _typed(name, text, targets)
    if typed is not None:
        return "touch", "key", text if text and typed.value.lower() == text.lower() else typed.value
    if name in MOVES and targets:
        return "move", LINE.get(name, name) if pad in CHOSEN_FROM else name, ""
    if name in PRESSES:
        return _pressed(focus, pad, primary, heard) if focus is not None or name != "spacebar" else ("", "", "")
    if name in FRAME:
        return "touch", "frame", FRAME[name]
    said = VOICE.get(name) or SPEEDS.get(text, "")
    return ("voice", said, "") if said else ("", "", "")


def _pressed(focus: Target | None, pad: str, primary: Target | None, heard: str) -> tuple[Kind, str, str]:
    starts = primary is not None and primary.name == "start"
    if focus is None and starts and heard:
        return "touch", "frame", f"language:{heard}"
    main = primary is not None and (pad not in CHOSEN_FROM or starts)
    return ("press", "", "") if focus is not None or main else ("", "", "")


def _typed(name: str, text: str, targets: Sequence[Target]) -> Target | None:
    """The key of the pad that a key of the keyboard stands for."""
    if name in ERASES:
        return next((one for value in (ERASES[name], "backspace") for one in targets if one.name == "key" and one.value == value), None)
    same = (text, text.upper(), text.lower(), ZHUYIN.get(text.lower(), "")) if text else ()
    return next((one for one in targets if one.name == "key" and one.value in same), None)
