"""What is new where the same question is told again, pure: a key's character, a tone for a secret one, a note, a dial.

Nothing else is repeated: who types hears the key and not the screen. A countdown speaks at 20, 10 and 5 seconds.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kiosk.ui.door import View
from kiosk.ui.voice.sentence import Sentence
from kiosk.ui.voice.spoken import ear, joined, line_words, spelled

CALLED_S = (20, 10, 5)


def changed(before: View, after: View) -> tuple[Sentence, ...]:
    """What to say of a view that asks the same question as the one before."""
    if after.masked is not None:
        tone = _tone(before.masked or 0, after.masked)
        noted = after.note if after.note != before.note else ""
        return (Sentence("", after.lang, tone=tone), *([Sentence(noted, after.lang, after.personal)] if noted else []))
    typed = tuple(_written(before, after))
    return (*typed, *(Sentence(text, after.lang, personal) for text, personal in _new(before, after) if text.strip()))


def _tone(before: int, after: int) -> Literal["entered", "erased", "full"]:
    return "entered" if after > before else "erased" if after < before else "full"


def _new(before: View, after: View) -> Iterator[tuple[str, bool]]:
    if after.countdown_s is not None:
        if after.countdown_s in CALLED_S and after.countdown_s != before.countdown_s:
            yield ear(after, "left", n=after.countdown_s), False
        return
    for old, new in zip(before.dials, after.dials, strict=False):
        if new != old:
            yield joined(after.lang, new.say or new.value, new.also), after.personal
    if after.composing != before.composing:
        yield after.composing, after.personal
    for old_words, new_words in ((before.body, after.body), (before.note, after.note), (before.code, after.code)):
        if new_words != old_words:
            yield new_words, after.personal
    if after.lines != before.lines:
        yield from ((line_words(after.lang, line), after.personal) for line in after.lines if line not in before.lines)
    for was, item in zip(before.items, after.items, strict=True):
        if item.chosen and not was.chosen:
            yield joined(after.lang, item.text, after.ear.get("chosen", "")), after.personal


def _written(before: View, after: View) -> Iterator[Sentence]:
    """What came into the field or went out of it, a tone where only the headset may say it. A date on dials says its parts instead."""
    old, new = before.entry, after.entry
    if old == new or (after.dials and before.dials != after.dials):
        return
    if old.startswith(new):
        yield Sentence(after.ear.get("erased", ""), after.lang)
        yield Sentence(spelled(old[len(new):]), after.lang, after.personal, tone="erased")
    else:
        yield Sentence(spelled(new[len(old):]) if new.startswith(old) else new, after.lang, after.personal, tone="entered")
