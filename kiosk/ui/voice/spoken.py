"""What a screen says, pure: the sentences of a view in the order in which its focus moves.

- Heading and body, or the spoken form where the view has one; note, code, labels and values, what stands in the field;
  how one moves here; the things to choose from with their place, the buttons; what is left of a countdown, how far the visit is.
- A sentence with something of the citizen is marked: it is spoken in the headset and nowhere else. Whether a view is
  personal says the view; on a personal view only its buttons are not.
- A secret is never said: only how many characters stand there.
"""
from __future__ import annotations

from collections.abc import Iterator

from kiosk.ui.door import Button, Item, Line, View
from kiosk.ui.voice.sentence import Sentence

TYPED = ("pin", "id", "digits", "plate", "zhuyin", "latin", "kana", "signs")
"""Pads on which one types; on the others one moves and chooses."""


def spoken(view: View, lang: str = "") -> tuple[Sentence, ...]:
    """Everything that a view says, in ``lang`` (the view's own language unless given)."""
    if view.screen == "language" and not lang:
        return tuple(_tongues(view))
    return tuple(Sentence(text.strip(), lang or view.lang, personal) for text, personal in _all(view) if text.strip())


def _tongues(view: View) -> Iterator[Sentence]:
    """The languages to choose from, the question and each name in its own."""
    asked = view.heading.split("　")
    yield from (Sentence(part, item.key) for part, item in zip(asked, view.items, strict=False))
    yield Sentence(ear(view, "choices", n=len(view.items)), view.lang)
    yield from (Sentence(item.text, item.key) for item in view.items)


def _all(view: View) -> Iterator[tuple[str, bool]]:
    yield from ((text, view.personal) for text in _told(view))
    if view.pad == "sign":
        yield view.ear.get("sign", ""), False
    elif view.pad in TYPED:
        yield view.ear.get("pad", ""), False
    count = choices(view)
    if count and view.pad not in TYPED and view.screen != "attract":
        yield ear(view, "choice" if count == 1 else "choices", n=count), False
    if view.screen == "attract":
        yield from ((joined(view.lang, item.text, "" if item.enabled else item.reason), False) for item in view.items)
        yield view.ear.get("start", ""), False
        return
    for at, item in enumerate(view.items):
        yield item_words(view, item, at), view.personal
    for button in view.buttons:
        yield button_words(view, button), False
    if view.countdown_s is not None:
        yield ear(view, "left", n=view.countdown_s), False
    if 0 <= view.at < len(view.trail):
        yield joined(view.lang, view.trail[view.at], ear(view, "of", n=view.at + 1, all=len(view.trail))), False


def _told(view: View) -> Iterator[str]:
    """What is only listened to."""
    if view.say:
        yield view.say
    else:
        yield view.heading
        yield from view.body.split("\n")
    if view.pad != "sign":  # there it is what to say of a signature that is too short
        yield view.note
    yield view.code
    yield from (line_words(view.lang, line) for line in view.lines)
    yield from field_words(view)


def field_words(view: View) -> Iterator[str]:
    """What stands in the field of a pad: of a secret only how much, of a date its parts."""
    if view.masked:
        yield ear(view, "entered", n=view.masked)
    if view.masked is None and view.entry:
        yield spelled(view.entry) if view.pad in ("id", "digits", "plate") else view.entry
    if not view.entry:
        yield from (joined(view.lang, f"{dial.label} {dial.say or dial.value}") for dial in view.dials if dial.value)
    yield from (dial.also for dial in view.dials)
    yield view.composing


def choices(view: View) -> int:
    """How many things there are to choose from."""
    return len(view.items) + len(view.buttons) if view.pad != "rate" else len(view.buttons) + 5


def line_words(lang: str, line: Line) -> str:
    """A label and its value."""
    return f"{line.label}{'，' if lang != 'en' else ', '}{line.value}" if line.label else line.value


def item_words(view: View, item: Item, at: int) -> str:
    """A thing to choose: what it is, why it cannot be chosen, which of how many."""
    parts = [item.text, item.about if item.enabled else item.reason or item.about]
    state = [view.ear.get("off", "")] if not item.enabled else [view.ear.get("chosen", "")] if item.chosen else []
    return joined(view.lang, *parts, *state, ear(view, "of", n=at + 1, all=len(view.items)))


def button_words(view: View, button: Button) -> str:
    """A button by its words."""
    return joined(view.lang, button.text, view.ear.get("button", ""), "" if button.enabled else view.ear.get("off", ""))


def ear(view: View, key: str, **values: object) -> str:
    """A word for the ear, filled in; '' where the view brought none."""
    words = view.ear.get(key, "")
    for name, value in values.items():
        words = words.replace(f"{{{name}}}", str(value))
    return words


def joined(lang: str, *parts: str) -> str:
    """Parts of one sentence with a short pause between."""
    return (", " if lang == "en" else "，").join(part.strip() for part in parts if part.strip())


def spelled(text: str) -> str:
    """Character by character: the reading keeps them apart."""
    return " ".join(text)
