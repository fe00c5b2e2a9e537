"""What holds on every screen: each rule a function from a laid out screen to what is wrong there. Pure.

- nothing-overlaps: no words over other words, pictures or the edge of a key.
- nothing-is-cut: nothing leaves the screen, no line is wider than its place, every word of the view stands on one of the pages.
- lines-break-well: no line begins with ， 。 ） or ends with （ (kinsoku).
- large-to-touch: every target is at least 20 mm wide and high, and 3 mm from the next (VVSG 2.0 7.2).
- large-to-read: capitals of at least 7.3 mm at the default size and 12 mm at the largest, in equal steps between (EN 301 549 5.1.4).
  Lying or brought down a pad takes so much of the screen that its page may stand in a smaller size, never below the default one.
- within-reach: brought down, every target stands in the reach of somebody who sits (EN 301 549 8.3).

Further rules stand in :mod:`rehearsal.looks.senses` and :mod:`rehearsal.looks.wording`.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from kiosk.ui.widgets.marks import Icon, Live, Mark, Rect, Scene, Slate, Target, Words
from rehearsal.looks.laying import Sheet

T = TypeVar("T")
Rule = Callable[[Sheet], Iterator[str]]
TARGET_MM, APART_MM = 20.0, 3.0
CAPITAL = 0.733
"""Of the em: Noto Sans CJK."""
LEAST_MM = (7.3, 8.8, 10.4, 12.0)
NEVER_FIRST = "，。、；：？！）」』】〕》〉”’…,.;:?!)]}%ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
NEVER_LAST = "（「『【〔《〈“‘([{"
SLACK = 1.0


def nothing_overlaps(sheet: Sheet) -> Iterator[str]:
    """Words over words, over pictures, over the edge of a key; keys over pictures."""
    for marks in sheet.pages:
        words = [(mark, _ink(mark)) for mark in marks if isinstance(mark, Words) and mark.text.strip()]
        for (one, here), (two, there) in _near(words, lambda pair: pair[1]):
            if here.overlaps(there, 2.0):
                yield f"{one.text[:16]!r} over {two.text[:16]!r}"
        solid = [mark for mark in marks if isinstance(mark, Scene | Live | Slate | Icon)]
        targets = [mark for mark in marks if isinstance(mark, Target)]
        for one, here in words:
            yield from (f"{one.text[:16]!r} over {_name(mark)}" for mark in solid if here.overlaps(mark.rect, 2.0))
            yield from (f"{one.text[:16]!r} over the edge of {_name(mark)}" for mark in targets
                        if here.overlaps(mark.rect, 2.0) and not _inside(here, mark.rect))
        for mark in solid:
            yield from (f"{_name(mark)} over {_name(target)}" for target in targets
                        if mark.rect.overlaps(target.rect, 2.0)
                        and not (isinstance(mark, Icon | Scene) and _inside(mark.rect, target.rect)))


def nothing_is_cut(sheet: Sheet) -> Iterator[str]:
    """Beyond the screen, wider or higher than its place, or on no page at all."""
    shown: dict[str, list[str]] = {}
    for marks in sheet.pages:
        for mark in marks:
            if not _inside(mark.rect, sheet.stand.area):
                yield f"{_name(mark)} leaves the screen"
            if isinstance(mark, Words):
                yield from (f"{line.text[:16]!r} is wider than its place" for line in mark.lines if line.width > mark.rect.w + 2)
                if len(mark.lines) * mark.pitch > mark.rect.h + 2:
                    yield f"{mark.text[:16]!r} is higher than its place"
        for mark in marks:
            if isinstance(mark, Words) and mark.role != "entry":  # a field shows the last lines of what is written
                shown.setdefault(_bare(mark.text), []).append(_bare("".join(line.text for line in mark.lines)))
    for text, parts in shown.items():
        if text not in "".join(dict.fromkeys(parts)) and text not in parts:
            yield f"{text[:24]!r} is not shown to its end"
    everything = "\n".join(_bare(text) for text in shown)
    for text in _told(sheet):
        if _bare(text) and _bare(text) not in everything:
            yield f"{text[:24]!r} stands nowhere"


def lines_break_well(sheet: Sheet) -> Iterator[str]:
    """A line of several that begins or ends with the wrong sign."""
    for mark in sheet_words(sheet):
        lines = [line.text.strip() for line in mark.lines]
        whole = [part.strip() for part in mark.text.split("\n")]
        for line in lines:
            if line and line[0] in NEVER_FIRST and not any(part.startswith(line[:2]) for part in whole):
                yield f"a line begins with {line[:8]!r}"
            if line and line[-1] in NEVER_LAST and not any(part.endswith(line[-2:]) for part in whole):
                yield f"a line ends with {line[-8:]!r}"


def large_to_touch(sheet: Sheet) -> Iterator[str]:
    """20 mm, 3 mm apart."""
    scale = sheet.look.mm_per_pixel
    for marks in sheet.pages:
        targets = [mark for mark in marks if isinstance(mark, Target)]
        for target in targets:
            if min(target.rect.w, target.rect.h) * scale < TARGET_MM - 0.01:
                yield f"{_name(target)} is {target.rect.w * scale:.1f} × {target.rect.h * scale:.1f} mm"
        for one, two in _near(targets, lambda target: target.rect, APART_MM / scale):
            if max(_gap(one.rect.x, one.rect.right, two.rect.x, two.rect.right),
                   _gap(one.rect.y, one.rect.bottom, two.rect.y, two.rect.bottom)) * scale < APART_MM - 0.01:
                yield f"{_name(one)} and {_name(two)} are too close"


def large_to_read(sheet: Sheet) -> Iterator[str]:
    """Capitals of at least so many millimetres."""
    least = LEAST_MM[sheet.look.step if sheet.stand.name == "upright" or not sheet.view.pad else 0]
    for mark in sheet_words(sheet):
        high = mark.size * CAPITAL * sheet.look.mm_per_pixel
        if mark.text.strip() and high < least - 0.05:
            yield f"{mark.text[:16]!r} is {high:.1f} mm high instead of {least}"


def within_reach(sheet: Sheet) -> Iterator[str]:
    """Brought down: everything that is touched."""
    if not sheet.stand.low:
        return
    upper = sheet.stand.area.bottom - sheet.look.reach_mm / sheet.look.mm_per_pixel
    for marks in sheet.pages:
        yield from (f"{_name(mark)} stands too high" for mark in marks if isinstance(mark, Target | Slate) and mark.rect.y < upper - SLACK)


def sheet_words(sheet: Sheet) -> list[Words]:
    """All words of all pages."""
    return [mark for marks in sheet.pages for mark in marks if isinstance(mark, Words)]


def _told(sheet: Sheet) -> Iterator[str]:
    """What the view tells, part by part; what only becomes visible later aside."""
    view = sheet.view
    yield from (view.heading, *view.body.split("\n"))
    if view.pad != "sign":
        yield from view.note.split("\n")
    yield from (part for line in view.lines for part in (line.label, line.value))
    yield from (button.text for button in view.buttons)
    yield from (item.text for item in view.items)
    yield from (item.about if item.enabled else item.reason or item.about for item in view.items)
    yield from (key.text for key in (*view.pads, *view.keys))


def _ink(mark: Words) -> Rect:
    """Where its lines really are: centred text leaves its sides free."""
    widest = max((line.width for line in mark.lines), default=0.0)
    left = {"left": 0.0, "center": (mark.rect.w - widest) / 2, "right": mark.rect.w - widest}[mark.align]
    return Rect(mark.rect.x + left, mark.rect.y, widest, len(mark.lines) * mark.pitch)


def _near(things: Sequence[T], rect: Callable[[T], Rect], apart: float = 0.0) -> Iterator[tuple[T, T]]:
    """The pairs that are not wholly one below the other, ``apart`` pixels between."""
    ordered = sorted(things, key=lambda thing: rect(thing).y)
    for at, one in enumerate(ordered):
        low = rect(one).bottom + apart
        for two in ordered[at + 1 :]:
            if rect(two).y >= low:
                break
            yield one, two


def _inside(one: Rect, other: Rect) -> bool:
    return (one.x >= other.x - SLACK and one.y >= other.y - SLACK
            and one.right <= other.right + SLACK and one.bottom <= other.bottom + SLACK)


def _gap(start: float, end: float, other_start: float, other_end: float) -> float:
    return max(other_start - end, start - other_end)


def _bare(text: str) -> str:
    return "".join(text.split())


def _name(mark: Mark) -> str:
    if isinstance(mark, Target):
        return f"the key {f'{mark.name} {mark.value}'.strip()!r}"
    return f"{type(mark).__name__.lower()} {getattr(mark, 'name', '') or getattr(mark, 'text', '')[:16]!r}"


RULES: tuple[Rule, ...] = (nothing_overlaps, nothing_is_cut, lines_break_well, large_to_touch, large_to_read, within_reach)
