"""Parts that several screens share: the trail, a label with its value, the field of a pad, buttons, a countdown."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.ui.door import Button, Item, View
from kiosk.ui.widgets.box import Align, Box, Column, Panel, Row, Setting, Space, Text
from kiosk.ui.widgets.marks import Icon, Live, Mark, Plate, Rect, Words
from kiosk.ui.widgets.press import Press


@dataclass(frozen=True)
class Trail:
    """How far the visit is: one bar a step, the name of this one."""

    on: Setting
    names: tuple[str, ...]
    at: int

    def height(self, width: float) -> float:
        """The bars and one line."""
        return self.on.look.px(14 + 8) + self._word().height(width)

    def marks(self, rect: Rect) -> list[Mark]:
        """Bars from left to right; those behind us and this one are filled."""
        look = self.on.look
        gap, high = look.px(8), look.px(14)
        wide = (rect.w - gap * (len(self.names) - 1)) / len(self.names)
        made: list[Mark] = [
            Plate(
                Rect(rect.x + at * (wide + gap), rect.y, wide, high),
                look.colour("accent" if at <= self.at else "line" if look.palette in ("paper", "dim") else "ground"),
                high / 2,
                look.colour("accent") if at <= self.at else look.colour("edge"),
                look.px(1),
            )
            for at in range(len(self.names))
        ]
        word = self._word()
        sign = look.theme.signs.get(look.agency)
        if sign is not None:
            side = look.style("small").pitch
            made.append(Icon(Rect(rect.right - side, rect.y + look.px(22), side, side), f"sign-{sign}", look.colour("accent")))
        return made + word.marks(Rect(rect.x, rect.y + look.px(22), rect.w, word.height(rect.w)))

    def _word(self) -> Text:
        return Text(self.on, f"{self.at + 1} / {len(self.names)}　{self.names[self.at]}", "small", "soft")


@dataclass(frozen=True)
class Pair:
    """A label and its value over a fine line; one below the other where the text is large."""

    on: Setting
    label: str
    value: str
    private: bool = False

    def height(self, width: float) -> float:
        """The two and the margins."""
        return self._inside().height(width) + 2 * self.on.look.px(13)

    def marks(self, rect: Rect) -> list[Mark]:
        """Words and the line below."""
        look = self.on.look
        inside = rect.inset(0, look.px(13))
        line = Plate(Rect(rect.x, rect.bottom - look.space("hair"), rect.w, look.space("hair")), look.colour("line"))
        return [*self._inside().marks(inside), line]

    def _inside(self) -> Box:
        label = Text(self.on, self.label, "small", "soft")
        value = Text(self.on, self.value, "title", "ink", role="value", private=self.private)
        if self.on.look.step >= 2 or not self.label:
            return Column([label, value] if self.label else [value])
        return Row([label, value], self.on.look.space("gap"), (36, 64))


@dataclass(frozen=True)
class Entry:
    """What has been typed; for a secret only how much."""

    on: Setting
    text: str
    masked: int | None
    slots: int = 8

    def height(self, width: float) -> float:
        """One line of large type."""
        return self.on.look.style("entry").pitch + self.on.look.px(34)

    def marks(self, rect: Rect) -> list[Mark]:
        """A field with an edge, and dots or characters in its middle."""
        look = self.on.look
        made: list[Mark] = [Plate(rect, look.colour("card"), look.space("radius"), look.colour("accent"), look.px(4))]
        if self.masked is None:
            word = Text(self.on, self.text or " ", "entry", "ink", "center", "entry", private=True)
            high = word.height(rect.w - look.px(40))
            return made + word.marks(Rect(rect.x + look.px(20), rect.y + (rect.h - high) / 2, rect.w - look.px(40), high))
        count = max(self.slots, self.masked)
        dot, gap = look.px(30), look.px(26)
        x = rect.x + (rect.w - count * dot - (count - 1) * gap) / 2
        for at in range(count):
            full = at < self.masked
            side = dot if full else look.px(14)
            place = Rect(x + at * (dot + gap) + (dot - side) / 2, rect.y + (rect.h - side) / 2, side, side)
            made.append(Plate(place, look.colour("ink" if full else "edge"), side / 2))
        return made


@dataclass(frozen=True)
class Count:
    """The seconds that are left, large."""

    on: Setting
    seconds: int

    def height(self, width: float) -> float:
        """A round field."""
        return self.on.look.px(260)

    def marks(self, rect: Rect) -> list[Mark]:
        """Ring and number."""
        look = self.on.look
        side = look.px(250)
        ring = Rect(rect.x + (rect.w - side) / 2, rect.y, side, side)
        word = Text(self.on, str(self.seconds), "display", "ink", "center", "value")
        high = word.height(side)
        return [
            Plate(ring, look.colour("card"), side / 2, look.colour("accent"), look.px(12)),
            *word.marks(Rect(ring.x, ring.y + (side - high) / 2, side, high)),
        ]


@dataclass(frozen=True)
class Camera:
    """Where people see what the counter sees."""

    on: Setting

    def height(self, width: float) -> float:
        """4:3, at most 520 pixels of the theme."""
        return min(width * 3 / 4, self.on.look.px(520))

    def marks(self, rect: Rect) -> list[Mark]:
        """A frame around the picture."""
        look = self.on.look
        wide = min(rect.w, rect.h * 4 / 3)
        place = Rect(rect.x + (rect.w - wide) / 2, rect.y, wide, rect.h)
        return [Plate(place, look.colour("card"), look.px(12), look.colour("accent"), look.px(6)), Live(place.inset(look.px(8)))]


FILLS = {"primary": ("accent", "on_accent", "accent"), "danger": ("danger", "on_danger", "danger")}
PLAIN = ("card", "ink", "edge")


def buttons(on: Setting, given: Sequence[Button]) -> list[Box]:
    """The buttons of a view: the primary one lowest and widest, where a hand is."""
    first = [button for button in given if button.role in ("primary", "danger")]
    rest = [button for button in given if button.role not in ("primary", "danger")]
    gap = on.look.space("tight")
    rows: list[Box] = []
    if len(first) == 1 and len(rest) == 1 and on.look.step < 2:
        return [Row([button_box(on, rest[0]), button_box(on, first[0])], gap, (2, 3))]
    if on.look.step < 2:
        while len(rest) >= 2:
            rows.append(Row([button_box(on, one) for one in rest[:2]], gap))
            rest = rest[2:]
    rows += [button_box(on, button) for button in [*rest, *first]]
    return [Column(rows, gap)] if rows else []


def button_box(on: Setting, button: Button) -> Press:
    """One button in the colour of its role; a disabled one is pale and says so."""
    fill, ink, edge = FILLS.get(button.role, PLAIN)
    if button.role == "quiet":
        fill, edge = "ground", "line"
    if not button.enabled:
        fill, ink, edge = "off", "soft", "line"
    tall = 124 if button.role in ("primary", "danger") else 104
    return Press(on, button.name, "", button.text, "", button.icon, "button", fill, ink, edge, "button", button.enabled, tall=tall)


def item_box(on: Setting, item: Item, private: bool, icon: str = "") -> Press:
    """One thing to choose. A disabled one gives its reason where its second line would be."""
    about = item.about if item.enabled else item.reason or item.about
    fill = "tint" if item.chosen else "card" if item.enabled else "off"
    ink = "ink" if item.enabled else "soft"
    edge = "accent" if item.chosen else "edge" if item.enabled else "line"
    sign = "check" if item.chosen else (item.icon or icon if item.enabled else "closed")
    return Press(
        on, "item", item.key, item.text, about, sign, "title", fill, ink, edge, "item",
        item.enabled, item.chosen, private, "left", tall=120,
    )  # fmt: skip


def head(on: Setting, view: View, align_middle: bool = False) -> list[Box]:
    """Trail and heading, on top of nearly every screen."""
    boxes: list[Box] = []
    if view.trail and 0 <= view.at < len(view.trail):
        boxes.append(Trail(on, view.trail, view.at))
    if view.heading:
        align: Align = "center" if align_middle else "left"
        boxes.append(Text(on, view.heading, "heading", "ink", align, "heading", private=view.personal, even=align_middle))
    return boxes


def body(on: Setting, view: View, align_middle: bool = False) -> list[Box]:
    """What the view tells, in paragraphs, and its note."""
    align: Align = "center" if align_middle else "left"
    boxes: list[Box] = [
        Text(on, part, "body", "ink", align, private=view.personal, even=align_middle) for part in view.body.split("\n") if part.strip()
    ]
    return boxes + note(on, view)


def note(on: Setting, view: View) -> list[Box]:
    """The note on its plate, the code for a helper below."""
    boxes: list[Box] = []
    if view.note:
        words = Text(on, view.note, "note", "ink", private=view.personal)
        boxes.append(Panel(on, words, "warn", "edge" if on.look.palette in ("light", "dark") else "", icon="info", icon_ink="ink"))
    if view.code:
        boxes.append(Text(on, view.code, "small", "soft", "left", "code"))
    return boxes


def is_wordless(marks: Sequence[Mark]) -> bool:
    """Tell whether no words stand on these marks."""
    return not any(isinstance(mark, Words) for mark in marks)


def spacer(on: Setting, length: float) -> Space:
    """Empty room, in pixels of the theme."""
    return Space(on.look.px(length))
