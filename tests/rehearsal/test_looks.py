"""The rules of the screens: each is broken once on purpose, and a hundredth of the mutants is played in test_soak."""
from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.ui.door import View
from kiosk.ui.text import Run, TextLine
from kiosk.ui.widgets.marks import Icon, Mark, Rect, Target, Words
from rehearsal.looks import rules, senses, wording
from rehearsal.looks.every import RULES, faults
from rehearsal.looks.inventory import load
from rehearsal.looks.laying import STANDS, Sheet, lay
from rehearsal.looks.mutants import WAYS, mutant
from rehearsal.looks.rules import Rule

SCREENS = {screen.name: screen for screen in load()}
UPRIGHT, _, LOW = STANDS


def sound() -> Sheet:
    """A screen against which nothing can be said: what went wrong, with two ways on."""
    return lay("sound", SCREENS["trouble id-mismatch retry use-id-card: "].views["zh-TW"], 0, UPRIGHT)


def with_marks(sheet: Sheet, change: Callable[[Mark], Mark | None]) -> Sheet:
    """The sheet with every mark changed, or left out."""
    return replace(sheet, pages=tuple(tuple(new for mark in marks if (new := change(mark)) is not None) for marks in sheet.pages))


def words_as(text: str, *lines: str) -> Callable[[Mark], Mark]:
    """Sets the heading anew, as it stands."""
    def change(mark: Mark) -> Mark:
        if not isinstance(mark, Words) or mark.role != "heading":
            return mark
        set_lines = tuple(TextLine((Run(line, mark.lines[0].runs[0].font, 0.0),), 100.0) for line in lines)
        return replace(mark, text=text, lines=set_lines or mark.lines)

    return change


def button_as(**changes: object) -> Callable[[Mark], Mark]:
    """Changes the button that tries again."""
    return lambda mark: replace(mark, **changes) if isinstance(mark, Target) and mark.name == "retry" else mark  # type: ignore[arg-type]


def moved(mark: Mark) -> Mark:
    """The heading, on the words below it."""
    return replace(mark, rect=replace(mark.rect, y=mark.rect.y + 120)) if isinstance(mark, Words) and mark.role == "heading" else mark


def swapped(sheet: Sheet) -> Sheet:
    """The first two targets of the page the other way round."""
    marks = list(sheet.pages[0])
    one, two = [at for at, mark in enumerate(marks) if isinstance(mark, Target)][:2]
    marks[one], marks[two] = marks[two], marks[one]
    return replace(sheet, pages=(tuple(marks),))


BROKEN: list[tuple[Rule, Callable[[], Sheet]]] = [
    (rules.nothing_overlaps, lambda: with_marks(sound(), moved)),
    (rules.nothing_is_cut, lambda: with_marks(sound(), lambda mark: None if isinstance(mark, Words) and mark.role == "heading" else mark)),
    (rules.lines_break_well, lambda: with_marks(sound(), words_as("號碼不對，請看", "號碼不對", "，請看"))),
    (rules.large_to_touch, lambda: with_marks(sound(), button_as(rect=Rect(48, 1200, 400, 70)))),
    (rules.large_to_read, lambda: with_marks(sound(), lambda mark: replace(mark, size=20) if isinstance(mark, Words) else mark)),
    (rules.within_reach, lambda: with_marks(replace(sound(), stand=LOW), button_as(rect=Rect(48, 100, 400, 100)))),
    (senses.high_contrast,
     lambda: with_marks(sound(), lambda mark: replace(mark, colour=(0.6, 0.6, 0.6, 1.0)) if isinstance(mark, Words) else mark)),
    (senses.focus_as_read, lambda: swapped(sound())),
    (senses.everything_spoken, lambda: with_marks(sound(), words_as("這句話沒有人唸", "這句話沒有人唸"))),
    (senses.more_than_colour, lambda: with_marks(sound(), lambda mark: mark if not isinstance(mark, Words | Icon) else None)),
    (wording.roc_dates, lambda: with_marks(sound(), words_as("2026-11-26"))),
    (wording.official_tai, lambda: with_marks(sound(), words_as("台北市"))),
    (wording.numbers_grouped, lambda: with_marks(sound(), words_as("共 20000 元"))),
    (wording.no_holes, lambda: with_marks(sound(), words_as("還剩 {n} 次"))),
]


def test_nothing_is_said_against_a_sound_screen() -> None:
    assert list(faults(sound())) == []


@pytest.mark.parametrize(("rule", "broken"), BROKEN, ids=[rule.__name__ for rule, _ in BROKEN])
def test_each_rule_sees_the_screen_that_breaks_it(rule: Rule, broken: Callable[[], Sheet]) -> None:
    assert list(rule(sound())) == []
    assert list(rule(broken())) != []


def test_every_rule_is_broken_once() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


def test_every_way_of_the_mutator_breaks_something_somewhere() -> None:
    chance, left = random.Random("ways"), {way.__name__ for way in WAYS}
    names = sorted(SCREENS)
    for _ in range(3000):
        view: View = SCREENS[chance.choice(names)].views[chance.choice(("zh-TW", "en", "ja"))]
        made = mutant(lay("any", view, 0, chance.choice(STANDS)), chance)
        if made is not None:
            left.discard(made[0])
        if not left:
            return
    assert left == set()
