"""What holds on every screen for eyes, ears and keys; rules as in :mod:`rehearsal.looks.rules`. Pure.

- contrast: words on what lies under them at least 10 : 1 in the default palette, words and signs never below 4.5 : 1 (VVSG 2.0
  7.1-C/D); the edge of what is touched at least 3 : 1 (WCAG 2.2, 1.4.11).
- focus-as-read: the keys of a keypad go from the top down and from the left to the right, and come to every target, each once.
- everything-spoken: every target has words for the ear, and all that stands there to read is said.
- more-than-colour: what can be touched bears words or a sign; what is chosen or cannot be pressed has another sign or edge.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kiosk.ui.stage.focus import step
from kiosk.ui.theme import Colour, contrast
from kiosk.ui.voice.focus import focused
from kiosk.ui.voice.spoken import spoken
from kiosk.ui.widgets.marks import Icon, Mark, Plate, Rect, Target, Words
from rehearsal.looks.laying import PLACE, Sheet

FRAME = ("frame", "size", "contrast", "voice", "low", "repeat", "slower", "faster", "volume")
"""Targets of the fixed frame: they are read after the page."""
DEFAULT, NEVER, EDGE = 10.0, 4.5, 3.0


def high_contrast(sheet: Sheet) -> Iterator[str]:
    """Words, signs and edges against what is under them."""
    for marks in sheet.pages:
        for at, mark in enumerate(marks):
            if isinstance(mark, Words | Icon) and (not isinstance(mark, Words) or mark.text.strip()):
                least = DEFAULT if sheet.look.palette == "paper" and isinstance(mark, Words) else NEVER
                ratio = contrast(mark.colour, _under(sheet, marks[:at], mark.rect))
                if ratio < least - 0.005:
                    yield f"{_called(mark)!r} has a contrast of {ratio:.1f}, not {least}"
            if isinstance(mark, Target) and (plate := _plate_of(marks[:at], mark)) is not None:
                ground = _under(sheet, [one for one in marks[:at] if one is not plate], mark.rect)
                seen = max(contrast(plate.edge, ground) if plate.edge else 1.0, contrast(plate.fill, ground))
                if seen < EDGE - 0.005 and mark.enabled:
                    yield f"the edge of {mark.name} {mark.value} has a contrast of {seen:.1f}"


def focus_as_read(sheet: Sheet) -> Iterator[str]:
    """The order of targets, and that a keypad comes to each of them."""
    columns = sheet.stand.name == "lying" or sheet.view.pad == "date"
    for marks in sheet.pages:
        targets = [mark for mark in marks if isinstance(mark, Target)]
        for one, two in pairwise(targets):
            if (one.name in FRAME) == (two.name in FRAME) and _before(two.rect, one.rect, columns):
                yield f"{two.name} {two.value} is read before {one.name} {one.value} but reached after it"
        able = [target for target in targets if target.enabled]
        reached: list[tuple[str, str]] = []
        now: Target | None = None
        for _ in able:
            now = step(targets, now, "right")
            if now is not None:
                reached.append((now.name, now.value))
        yield from (f"{one.name} {one.value} is never reached" for one in able if (one.name, one.value) not in reached)
        names = [(target.name, target.value) for target in targets]
        yield from (f"{name} {value} stands there twice" for name, value in sorted({one for one in names if names.count(one) > 1}))


def everything_spoken(sheet: Sheet) -> Iterator[str]:
    """Words for every target; what is read is said."""
    view = sheet.view
    said = "".join(_letters(sentence.text) for sentence in spoken(view))
    said += "".join(_letters(focused(view, mark).text) for marks in sheet.pages for mark in marks if isinstance(mark, Target))
    said += "".join(_letters(text) for text in (view.heading, view.body) if view.say)
    said += _letters("".join((*PLACE.values(), view.frame.get("agency", ""), *view.trail)))
    for marks in sheet.pages:
        targets = [mark for mark in marks if isinstance(mark, Target)]
        for target in targets:
            if not focused(view, target).text.strip():
                yield f"{target.name} {target.value} has no words for the ear"
        for mark in marks:
            if isinstance(mark, Words) and _letters(mark.text) and not _counted(mark.text):
                if mark.role in ("entry", "code") or any(_within(mark.rect, target.rect) for target in targets):
                    continue
                if not all(_letters(part) in said for part in mark.text.split("　") if not _counted(part)):
                    yield f"{mark.text[:24]!r} is never said"


def more_than_colour(sheet: Sheet) -> Iterator[str]:
    """Words or a sign in every target; another edge or sign where it is chosen."""
    for marks in sheet.pages:
        for at, mark in enumerate(marks):
            if not isinstance(mark, Target):
                continue
            inside = [one for one in marks if isinstance(one, Words | Icon) and _within(one.rect, mark.rect)]
            if not any(isinstance(one, Icon) or (isinstance(one, Words) and one.text.strip()) for one in inside):
                yield f"{mark.name} {mark.value} bears neither words nor a sign"
            plate = _plate_of(marks[:at], mark)
            others = [one for one in marks if isinstance(one, Target) and one.name == mark.name and not one.chosen]
            if mark.chosen and plate is not None and others:
                other = _plate_of(marks[: marks.index(others[0])], others[0])
                signs = {one.name for one in inside if isinstance(one, Icon)}
                if other is not None and plate.edge_width <= other.edge_width and not signs:
                    yield f"that {mark.name} {mark.value} is chosen is told by its colour alone"


RULES = (high_contrast, focus_as_read, everything_spoken, more_than_colour)


def _under(sheet: Sheet, below: Sequence[Mark], rect: Rect) -> Colour:
    """The colour of the uppermost plate under the middle of a rectangle."""
    x, y = rect.x + rect.w / 2, rect.y + rect.h / 2
    plate = next((mark for mark in reversed(below) if isinstance(mark, Plate) and mark.rect.holds(x, y) and mark.rect.h > 8), None)
    return plate.fill if plate is not None else sheet.look.colour("ground")


def _plate_of(below: Sequence[Mark], target: Target) -> Plate | None:
    """The plate that lies exactly under a target."""
    return next((mark for mark in reversed(below) if isinstance(mark, Plate) and mark.rect == target.rect), None)


def _before(one: Rect, other: Rect, columns: bool) -> bool:
    """Whether one is read before the other: wholly above it, or left of it in the same row. ``columns``: a right one is read later."""
    if one.bottom <= other.y + 1 and (not columns or one.x < other.right):
        return True
    same_row = min(one.bottom, other.bottom) - max(one.y, other.y) > min(one.h, other.h) / 2
    return same_row and one.right <= other.x + 1


def _within(one: Rect, other: Rect) -> bool:
    return one.x >= other.x - 1 and one.y >= other.y - 1 and one.right <= other.right + 1 and one.bottom <= other.bottom + 1


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum()).casefold()


def _counted(text: str) -> bool:
    """Whether it is only the number of a page or a step."""
    return _letters(text).isdigit()


def _called(mark: Words | Icon) -> str:
    return mark.text[:16] if isinstance(mark, Words) else f"sign {mark.name}"
