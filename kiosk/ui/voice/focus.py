"""What is said of the thing that has the focus, pure: its words, what it is, which of how many."""
from __future__ import annotations

import re

from kiosk.ui.door import View
from kiosk.ui.voice.sentence import Sentence
from kiosk.ui.voice.spoken import button_words, ear, item_words, joined
from kiosk.ui.widgets.marks import Target

SIGNS = {"backspace": "backspace", "clear": "clear", " ": "space", "next": "next", "previous": "previous"}
"""Keys whose signs are named by a word for the ear."""
LOCAL = {"shift": "shift", "undo": "undo", "wipe": "wipe"}
_STEP = re.compile(r"(year|month|day)([+-])(\d+)")


def focused(view: View, target: Target) -> Sentence:
    """The thing that has the focus. A key of a secret's pad is for the headset alone, as whoever stands by must not count along."""
    if target.value.startswith("language:"):
        tag = target.value.removeprefix("language:")
        return Sentence(joined(tag, target.text, view.ear.get("chosen", "") if target.chosen and tag == view.lang else ""), tag)
    if view.screen == "language" and target.name == "item":
        return Sentence(target.text, target.value)
    if target.name == "word" and len(target.text) == 1 and view.pad == "zhuyin":
        return Sentence(target.text, "zh-TW", target.private, character=True)
    secret = view.masked is not None and target.name == "key" and target.value not in SIGNS
    return Sentence(_words(view, target), view.lang, target.private or secret)


def _words(view: View, target: Target) -> str:
    if target.role == "button":
        return next((button_words(view, button) for button in view.buttons if button.name == target.name), target.text)
    if target.role == "item" and target.name == "item":
        return next((item_words(view, item, at) for at, item in enumerate(view.items) if item.key == target.value), target.text)
    if step := _STEP.fullmatch(target.value):
        label = next((dial.label for dial in view.dials if dial.name == step[1]), "")
        return joined(view.lang, label, ear(view, "plus" if step[2] == "+" else "minus", n=step[3]))
    if target.role == "rate":
        return joined(view.lang, target.text, ear(view, "of", n=target.value, all=5), *_state(view, target))
    if target.value in SIGNS:
        return view.ear.get(SIGNS[target.value], target.text)
    if target.name in LOCAL:
        return view.ear.get(LOCAL[target.name], target.text)
    kind = view.ear.get("button", "") if target.role in ("frame", "local") else ""
    return joined(view.lang, target.text, kind, *_state(view, target))


def _state(view: View, target: Target) -> tuple[str, ...]:
    return (view.ear.get("chosen", ""),) if target.chosen else ()
