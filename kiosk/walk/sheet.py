"""A view as text, and a line of text as touches: the screen's end where the screen is a terminal. Pure.

- What can be chosen is numbered, items first, then buttons; the word in brackets does the same and never changes with the language.
- Where something is typed, a line is typed key by key and then handed in by the button that goes on; there a choice is ``#1``.
- An empty line presses what goes on.
"""
from __future__ import annotations

import textwrap
from dataclasses import dataclass
from unicodedata import east_asian_width

from kiosk.ui.door import View

WIDTH = 78
FRAME = ("back", "home", "help")
STROKES = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK-kcQAAAABJRU5ErkJggg"
"""A signature as the terminal writes it: the smallest PNG there is, base64url."""
HANDS = {
    "insert-card": "card", "take-card": "pull", "scan-barcode": "id", "lay-card": "id / paper", "look-here": "face",
}
"""Picture of a view → the words for what hands do there."""
Pressed = tuple[str, str]
"""Name and value of a touch."""


class NotOffered(Exception):
    """Nothing on this view answers to the line."""


@dataclass(frozen=True)
class Offer:
    """One thing that can be pressed: the touch it makes, what it is called, whether it can be pressed now."""

    name: str
    value: str
    text: str
    about: str
    enabled: bool
    primary: bool = False

    @property
    def word(self) -> str:
        """The word that presses it, in every language."""
        return self.value if self.name in ("item", "rate") else self.name


def offers(view: View) -> list[Offer]:
    """Everything that can be pressed, in the order in which it is numbered."""
    kind = "rate" if view.pad == "rate" else "item"
    items = sorted(view.items, key=lambda item: item.key) if kind == "rate" else view.items
    return [*(Offer(kind, item.key, item.text, item.about if item.enabled else item.reason, item.enabled) for item in items),
            *(Offer(button.name, "", button.text, "", button.enabled, button.role == "primary") for button in view.buttons)]


def waits(view: View) -> bool:
    """Whether this view wants something of whoever stands before it."""
    return not view.busy and (any(offer.enabled for offer in offers(view)) or view.pad != "" or view.picture in HANDS)


def page(view: View) -> str:
    """The whole view as text."""
    trail = " › ".join(f"[{name}]" if at == view.at else name for at, name in enumerate(view.trail))
    parts = [f"── {view.screen} {trail}", *_told(view.heading, "  "), *_told(view.body, "  ")]
    parts += [f"    {line.label}{':' if line.label.isascii() else '：'} {line.value}" for line in view.lines]
    if view.pad != "sign":  # there the note is for a signature that is too short
        parts += [f"  ! {line}" for line in view.note.splitlines()]
    parts += [f"  {view.code}"] if view.code else []
    parts += _entry(view)
    mark = "#" if typed_here(view) else ""
    for number, offer in enumerate(offers(view), 1):
        chosen = "✓ " if any(item.key == offer.value and item.chosen for item in view.items) else ""
        key = "  ⏎" if offer.primary and offer.enabled else "" if offer.enabled else "  (–)"
        about = f"  {offer.about}" if offer.about else ""
        parts.append(f"  {mark + str(number):>4}  {chosen}{offer.text} [{offer.word}]{about}{key}")
    return "\n".join(parts)


def asks(view: View) -> str:
    """What stands before the cursor: what may be done here."""
    words = [HANDS[view.picture]] if view.picture in HANDS else []
    words += {"": [], "sign": ["sign"], "rate": ["1–5"]}.get(view.pad, [f"type ({view.pad})"])
    return f"  ({', '.join(words)}) > " if words else "  > "


def typed_here(view: View) -> bool:
    """Whether a line is typed on a pad here."""
    return view.pad not in ("", "sign", "rate")


def pressed(view: View, line: str) -> list[Pressed]:
    """The touches that a line means on this view. Raises ``NotOffered``."""
    line = line.strip()
    here = [offer for offer in offers(view) if offer.enabled]
    if not line:
        if primary := next((offer for offer in here if offer.primary), None):
            return [(primary.name, primary.value)]
        raise NotOffered
    if line in FRAME:
        return [("frame", line)]
    if line.startswith("lang "):
        return [("frame", f"language:{line.removeprefix('lang ').strip()}")]
    if line == "sign" and view.pad == "sign":
        return [("strokes", STROKES)]
    if found := next((offer for offer in here if offer.word == line), None):
        return [(found.name, found.value)]
    if typed_here(view):
        return _typed(view, line, here)
    return [_numbered(view, line)]


def _numbered(view: View, number: str) -> Pressed:
    everything = offers(view)
    if number.isascii() and number.isdigit() and 1 <= int(number) <= len(everything) and everything[int(number) - 1].enabled:
        return everything[int(number) - 1].name, everything[int(number) - 1].value
    raise NotOffered


def _typed(view: View, line: str, here: list[Offer]) -> list[Pressed]:
    """A line on a pad: a word of the strip, another pad, one key of the dials, or text that is handed in."""
    if line.startswith("#"):
        return [_numbered(view, line.removeprefix("#"))]
    first, _, rest = line.partition(" ")
    if first == "pad" and rest in [key.key for key in view.pads]:
        return [("pad", rest)]
    if first == "word" and view.strip is not None and rest.isdigit() and 1 <= int(rest) <= len(view.strip.words):
        return [("word", str(int(rest) - 1))]
    if line in ("clear", "backspace") or (view.pad == "date" and line.rstrip("0123456789")[:-1] in ("year", "month", "day")):
        return [("key", line)]
    before: list[Pressed] = [("pad", "digits")] if view.pad == "date" else []
    before += [("key", "clear")] if view.entry or view.masked or view.pad == "date" else []
    onward = [(offer.name, offer.value) for offer in here if offer.primary]
    return [*before, *(("key", char) for char in line), *onward]


def _entry(view: View) -> list[str]:
    """What stands in the field of a pad, its dials and the words to choose from."""
    if not typed_here(view):
        return []
    stands = "●" * view.masked if view.masked is not None else view.entry + view.composing
    parts = [f"  ▸ {stands}▏"]
    if view.dials:
        parts.append("    " + "  ".join(f"{dial.label} {dial.value or '–'}" for dial in view.dials))
    if view.strip is not None and view.strip.words:
        parts.append("    " + "  ".join(f"word {number} {word}" for number, word in enumerate(view.strip.words, 1)))
    return parts


def _told(text: str, indent: str) -> list[str]:
    """Text wrapped to the width of a terminal, where a Chinese character takes two places."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        room = WIDTH // 2 if sum(east_asian_width(char) in "WF" for char in paragraph) * 2 > len(paragraph) else WIDTH
        lines += [indent + line for line in textwrap.wrap(paragraph, room)]
    return lines
