"""Breaks laid out screens in one place each, as a slip of a hand in the code or in the words would; the rules must see it.

Each way to break takes the marks of a page and a chance, and gives the marks back with one fault, or None where the page has
nothing that can be broken so.
"""
from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from kiosk.ui.text import Run, TextLine
from kiosk.ui.widgets.marks import Icon, Mark, Plate, Rect, Target, Words
from rehearsal.looks.laying import Sheet, measure

Broken = tuple[Mark, ...] | None
Way = Callable[[Sheet, tuple[Mark, ...], random.Random], Broken]


def shrink_a_key(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """A key of less than 20 mm."""
    if (target := _target(marks, chance)) is None:
        return None
    side = 20 / sheet.look.mm_per_pixel * chance.uniform(0.3, 0.95)
    return _swap(marks, target, replace(target, rect=Rect(target.rect.x, target.rect.y, target.rect.w, side)))


def push_a_key_onto_another(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """A key over its neighbour, or closer than 3 mm."""
    targets = [mark for mark in marks if isinstance(mark, Target)]
    if len(targets) < 2:
        return None
    one, two = chance.sample(targets, 2)
    near = chance.uniform(-20, 2.5) / sheet.look.mm_per_pixel
    return _swap(marks, one, replace(one, rect=Rect(two.rect.x, two.rect.bottom + near, one.rect.w, one.rect.h)))


def push_off_the_screen(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """Words or a key beyond the edge."""
    things = [mark for mark in marks if isinstance(mark, Target) or (isinstance(mark, Words) and mark.text.strip())]
    if not things:
        return None
    one, area = chance.choice(things), sheet.stand.area
    beyond = chance.uniform(3, 200)
    rect = Rect(area.right - one.rect.w + beyond, one.rect.y, one.rect.w, one.rect.h) if chance.random() < 0.5 else Rect(
        one.rect.x, area.bottom - one.rect.h + beyond, one.rect.w, one.rect.h)
    return _swap(marks, one, replace(one, rect=rect))


def lengthen_a_text(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """A translation that became longer, on lines that were not set anew."""
    words = _words(marks, chance)
    if words is None:
        return None
    line = words.lines[-1]
    room = words.rect.w - line.width
    more = "很長的字" if sheet.view.lang != "en" else " and more"
    text = line.text + more * (2 + int(room / max(1.0, measure(more, line.runs[0].font, words.size))))
    whole = words.text[: -len(line.text)] + text
    return _swap(marks, words, replace(words, text=whole, lines=(*words.lines[:-1], _line(text, line, words.size))))


def lose_the_end_of_a_text(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """The last line is not drawn."""
    several = [mark for mark in marks if isinstance(mark, Words) and len(mark.lines) > 1 and _whole(mark)]
    if not several or len(sheet.pages) > 1:
        return None
    words = chance.choice(several)
    return _swap(marks, words, replace(words, lines=words.lines[:-1]))


def lose_a_text(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """The heading, or the words of a button, are not drawn."""
    told = {sheet.view.heading, *(button.text for button in sheet.view.buttons)} - {""}
    found = [mark for mark in marks if isinstance(mark, Words) and mark.text in told]
    if not found or len(sheet.pages) > 1:
        return None
    gone = chance.choice(found).text
    return tuple(mark for mark in marks if not (isinstance(mark, Words) and mark.text == gone))


def lay_words_over_words(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """Two texts at one place."""
    words = [mark for mark in marks if isinstance(mark, Words) and mark.text.strip() and mark.lines]
    if len(words) < 2:
        return None
    one, two = chance.sample(words, 2)
    return _swap(marks, one, replace(one, rect=Rect(two.rect.x, two.rect.y, one.rect.w, one.rect.h), align=two.align))


def shrink_letters(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """Small print."""
    words = _words(marks, chance)
    if words is None:
        return None
    least = (7.3, 8.8, 10.4, 12.0)[sheet.look.step] / 0.733 / sheet.look.mm_per_pixel
    return _swap(marks, words, replace(words, size=int(least * chance.uniform(0.5, 0.95))))


def pale_words(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """Words nearly in the colour of what they stand on."""
    words = _words(marks, chance)
    if words is None:
        return None
    grey = chance.uniform(0.45, 0.75)
    return _swap(marks, words, replace(words, colour=(grey, grey, grey, 1.0)))


def break_a_line_badly(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """A line that begins with the sign that ended the one before, or ends with an opening bracket."""
    several = [mark for mark in marks if isinstance(mark, Words) and len(mark.lines) > 1 and mark.lines[1].text.strip()]
    if not several:
        return None
    words = chance.choice(several)
    first, second, *rest = words.lines
    if chance.random() < 0.5:
        lines = (first, _line(chance.choice("，。、）」") + second.text, second, words.size))
    else:
        lines = (_line(first.text + chance.choice("（「"), first, words.size), second)
    return _swap(marks, words, replace(words, lines=(*lines, *rest)))


def mix_up_the_focus(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """Two targets of the page change places in the order of the keypad."""
    places = [at for at, mark in enumerate(marks) if isinstance(mark, Target) and mark.name not in FRAMED]
    pairs = [(one, two) for one, two in pairwise(places)
             if _rect(marks[two]).y >= _rect(marks[one]).bottom and _rect(marks[one]).x < _rect(marks[two]).right]
    if not pairs:
        return None
    one, two = chance.choice(pairs)
    mixed = list(marks)
    mixed[one], mixed[two] = mixed[two], mixed[one]
    return tuple(mixed)


def double_a_key(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """Two keys that say the same."""
    targets = [mark for mark in marks if isinstance(mark, Target)]
    if len(targets) < 2:
        return None
    one, two = chance.sample(targets, 2)
    return _swap(marks, one, replace(one, name=two.name, value=two.value))


def silence_a_key(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """A key of the frame or of a pad without words for the ear."""
    mute = [mark for mark in marks if isinstance(mark, Target) and mark.role == "key" and mark.text and len(mark.value) == 1]
    if not mute:
        return None
    target = chance.choice(mute)
    return None if target.value in " " else _swap(marks, target, replace(target, text=""))


def say_less_than_is_shown(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """A text that is drawn but that no voice reads."""
    words = [mark for mark in marks if isinstance(mark, Words) and mark.role in ("text", "heading") and len(mark.text) > 3
             and not any(isinstance(one, Target) and one.rect.holds(mark.rect.x + 1, mark.rect.y + 1) for one in marks)]
    if not words:
        return None
    one = chance.choice(words)
    text = "這裡寫了別的" if sheet.view.lang != "en" else "something else"
    return _swap(marks, one, replace(one, text=text, lines=(_line(text, one.lines[0], one.size),)))


def bare_key(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """A key without words and sign: its colour alone."""
    target = _target(marks, chance)
    if target is None:
        return None
    inside = [mark for mark in marks if isinstance(mark, Words | Icon) and target.rect.holds(mark.rect.x + 1, mark.rect.y + 1)]
    return tuple(mark for mark in marks if mark not in inside) if inside else None


def raise_a_key(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """Out of the reach of somebody who sits."""
    target = _target(marks, chance) if sheet.stand.low else None
    upper = sheet.stand.area.bottom - sheet.look.reach_mm / sheet.look.mm_per_pixel
    return None if target is None else _swap(marks, target, replace(target, rect=replace(target.rect, y=upper - chance.uniform(5, 400))))


def spoil_the_words(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """A date of the machine, 台, an amount in one piece, a hole."""
    words = [mark for mark in marks if isinstance(mark, Words) and mark.role != "entry" and mark.text.strip()]
    if not words:
        return None
    one = chance.choice(words)
    bad = ["2026-11-26", "{name}", "error.card.do", "NT$20000"] + (["台北市", "2026年11月"] if sheet.view.lang == "zh-TW" else [])
    return _swap(marks, one, replace(one, text=chance.choice(bad)))


def fade_an_edge(sheet: Sheet, marks: tuple[Mark, ...], chance: random.Random) -> Broken:
    """What can be touched does not stand out from its ground."""
    target = _target([mark for mark in marks if not isinstance(mark, Target) or mark.enabled], chance)
    if target is None:
        return None
    ground = sheet.look.colour("ground")
    plates = [mark for mark in marks if isinstance(mark, Plate) and mark.rect == target.rect]
    others = [mark for mark in marks if isinstance(mark, Plate) and mark.rect != target.rect]
    under = [mark for mark in others if mark.rect.holds(target.rect.x, target.rect.y)]
    fill = under[-1].fill if under else ground
    return _swap(marks, plates[-1], replace(plates[-1], fill=fill, edge=fill)) if plates else None


FRAMED = ("frame", "size", "contrast", "voice", "low", "repeat", "slower", "faster", "volume")
WAYS: tuple[Way, ...] = (
    shrink_a_key, push_a_key_onto_another, push_off_the_screen, lengthen_a_text, lose_the_end_of_a_text, lose_a_text, lay_words_over_words,
    shrink_letters, pale_words, break_a_line_badly, mix_up_the_focus, double_a_key, silence_a_key, say_less_than_is_shown, bare_key,
    raise_a_key, spoil_the_words, fade_an_edge,
)


def mutant(sheet: Sheet, chance: random.Random) -> tuple[str, Sheet] | None:
    """A screen broken in one way, and which; None where this page cannot be broken in the way that was drawn."""
    way, at = chance.choice(WAYS), chance.randrange(len(sheet.pages))
    broken = way(sheet, sheet.pages[at], chance)
    if not broken:
        return None
    return way.__name__, replace(sheet, pages=(*sheet.pages[:at], broken, *sheet.pages[at + 1 :]))


def _target(marks: Sequence[Mark], chance: random.Random) -> Target | None:
    found = [mark for mark in marks if isinstance(mark, Target)]
    return chance.choice(found) if found else None


def _words(marks: Sequence[Mark], chance: random.Random) -> Words | None:
    found = [mark for mark in marks if isinstance(mark, Words) and mark.text.strip() and mark.lines and mark.lines[-1].runs]
    return chance.choice(found) if found else None


def _swap(marks: tuple[Mark, ...], old: Mark, new: Mark) -> tuple[Mark, ...]:
    return tuple(new if mark is old else mark for mark in marks)


def _line(text: str, like: TextLine, size: int) -> TextLine:
    font = like.runs[0].font
    return TextLine((Run(text, font, 0.0),), measure(text, font, size))


def _rect(mark: Mark) -> Rect:
    return mark.rect


def _whole(mark: Words) -> bool:
    return "".join(mark.text.split()) == "".join("".join(line.text for line in mark.lines).split())
