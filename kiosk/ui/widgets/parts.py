"""Parts that several screens share: the trail, a label with its value, the field of a pad, buttons, a countdown."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.ui.door import Button, Item, View
from kiosk.ui.widgets.box import Align, Box, Column, Panel, Row, Setting, Text
from kiosk.ui.widgets.marks import Live, Mark, Plate, Rect
from kiosk.ui.widgets.press import Press


@dataclass(frozen=True)
class Trail:
    """How far the visit is: one bar a step, the name of this one."""

    on: Setting
    names: tuple[str, ...]
    at: int

    def height(self, width: float) -> float:
        """The bars and one line."""
        return self.on.look.space("pip") + self.on.look.space("under") + self._word().height(width)

    def marks(self, rect: Rect) -> list[Mark]:
        """Bars from left to right; those behind us and this one are filled."""
        look = self.on.look
        gap, high = look.space("under"), look.space("pip")
        wide = (rect.w - gap * (len(self.names) - 1)) / len(self.names)
        made: list[Mark] = [
            Plate(
                Rect(rect.x + at * (wide + gap), rect.y, wide, high),
                look.colour("accent" if at <= self.at else "line" if look.palette in ("paper", "dim") else "ground"),
                high / 2,
                look.colour("accent") if at <= self.at else look.colour("edge"),
                look.space("hair"),
            )
            for at in range(len(self.names))
        ]
        word = self._word()
        return made + word.marks(Rect(rect.x, rect.y + high + gap, rect.w, word.height(rect.w)))

    def _word(self) -> Text:
        return Text(self.on, f"{self.at + 1} / {len(self.names)}　{self.names[self.at]}", "small", "soft")


LABEL = (0.36, 0.64)
"""How a line is shared between a label and its value."""


@dataclass(frozen=True)
class Pair:
    """A label and its value over a fine line; one below the other where the text is large."""

    on: Setting
    label: str
    value: str
    private: bool = False

    def height(self, width: float) -> float:
        """The two and the margins."""
        return self._inside().height(width) + 2 * self.on.look.space("tight")

    def marks(self, rect: Rect) -> list[Mark]:
        """Words and the line below."""
        look = self.on.look
        inside = rect.inset(0, look.space("tight"))
        line = Plate(Rect(rect.x, rect.bottom - look.space("hair"), rect.w, look.space("hair")), look.colour("line"))
        return [*self._inside().marks(inside), line]

    def apart(self) -> list[Text]:
        """Label and value one after the other, for a page that is too low for both."""
        value = Text(self.on, self.value, "title", "ink", role="value", private=self.private)
        return [Text(self.on, self.label, "small", "soft"), value] if self.label else [value]

    def _inside(self) -> Box:
        label = Text(self.on, self.label, "small", "soft")
        value = Text(self.on, self.value, "title", "ink", role="value", private=self.private)
        if self.on.look.step >= 2 or not self.label:
            return Column([label, value] if self.label else [value])
        return Row([label, value], self.on.look.space("gap"), LABEL)


@dataclass(frozen=True)
class Entry:
    """What has been typed; for a secret only how much."""

    on: Setting
    text: str
    masked: int | None
    slots: int = 8

    def height(self, width: float) -> float:
        """One line of large type; more only where so much was typed."""
        inner = width - 2 * self.on.look.space("padding")
        typed = Text(self.on, self.text or " ", "entry").height(inner) if self.masked is None else self.on.look.style("entry").pitch
        return typed + 2 * self.on.look.space("padding")

    def marks(self, rect: Rect) -> list[Mark]:
        """A field with an edge, and dots or characters in its middle."""
        look = self.on.look
        made: list[Mark] = [Plate(rect, look.colour("card"), look.space("radius"), look.colour("accent"), look.space("field"))]
        if self.masked is None:
            word = Text(self.on, self.text or " ", "entry", "ink", "center", "entry", private=True)
            inner = rect.inset(look.space("padding"), 0)
            high = word.height(inner.w)
            return made + word.marks(Rect(inner.x, rect.y + (rect.h - high) / 2, inner.w, high))
        count = max(self.slots, self.masked)
        dot, gap = look.space("dot"), look.space("gap")
        x = rect.x + (rect.w - count * dot - (count - 1) * gap) / 2
        for at in range(count):
            full = at < self.masked
            side = dot if full else look.space("pip")
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
        return self.on.look.space("count")

    def marks(self, rect: Rect) -> list[Mark]:
        """Ring and number."""
        look = self.on.look
        side = rect.h
        ring = Rect(rect.x + (rect.w - side) / 2, rect.y, side, side)
        word = Text(self.on, str(self.seconds), "numeral", "ink", "center", "value")
        high = word.height(side)
        return [
            Plate(ring, look.colour("card"), side / 2, look.colour("accent"), look.space("ring")),
            *word.marks(Rect(ring.x, ring.y + (side - high) / 2, side, high)),
        ]


@dataclass(frozen=True)
class Camera:
    """Where people see what the counter sees."""

    on: Setting
    size: str = "camera"

    def height(self, width: float) -> float:
        """4:3, as high as the theme allows for what is looked at."""
        return min(width * 3 / 4, self.on.look.space(self.size))

    def marks(self, rect: Rect) -> list[Mark]:
        """A frame around the picture."""
        look = self.on.look
        wide = min(rect.w, rect.h * 4 / 3)
        place = Rect(rect.x + (rect.w - wide) / 2, rect.y, wide, rect.h)
        edge = look.space("bold")
        return [Plate(place, look.colour("card"), look.space("tight"), look.colour("accent"), edge), Live(place.inset(edge))]


FILLS = {"primary": ("accent", "on_accent", "accent"), "danger": ("card", "danger", "danger"), "quiet": ("ground", "ink", "edge")}
PLAIN = ("card", "ink", "edge")


@dataclass(frozen=True)
class Buttons:
    """The buttons of a view: the one that goes on lowest and widest, where a hand is; side by side only where no word is broken."""

    on: Setting
    given: tuple[Button, ...]

    def height(self, width: float) -> float:
        """Its rows and the gaps between."""
        return self._rows(width).height(width)

    def marks(self, rect: Rect) -> list[Mark]:
        """Row below row."""
        return self._rows(rect.w).marks(rect)

    def _rows(self, width: float) -> Column:
        gap = self.on.look.space("tight")
        go = [button_box(self.on, button) for button in self.given if button.role == "primary"]
        rest = [button_box(self.on, button) for button in self.given if button.role != "primary"]
        rows: list[Box] = []
        if len(go) == len(rest) == 1 and _side_by_side([*rest, *go], (2, 3), width - gap):
            return Column([Row([*rest, *go], gap, (2, 3))])
        while rest:
            pair = rest[:2] if _side_by_side(rest[:2], (1, 1), width - gap) else rest[:1]
            rows.append(Row(pair, gap) if len(pair) == 2 else pair[0])
            rest = rest[len(pair):]
        return Column([*rows, *go], gap)


def _side_by_side(pair: Sequence[Press], shares: tuple[float, float], width: float) -> bool:
    return all(box.fits(width * share / sum(shares)) for box, share in zip(pair, shares, strict=False))


def buttons(on: Setting, given: Sequence[Button]) -> list[Box]:
    """The buttons of a view as one box, none where there are none."""
    return [Buttons(on, tuple(given))] if given else []


def others(box: Box) -> list[Box]:
    """All of some buttons but those that go on."""
    return [button_box(box.on, one) for one in box.given if one.role != "primary"] if isinstance(box, Buttons) else []


def onward(box: Box) -> Box:
    """Of some buttons only those that go on."""
    return replace(box, given=tuple(one for one in box.given if one.role == "primary")) if isinstance(box, Buttons) else box


def button_box(on: Setting, button: Button) -> Press:
    """One button in the colour of its role; one that ends something has an edge and a cross, a disabled one is pale."""
    fill, ink, edge = FILLS.get(button.role, PLAIN) if button.enabled else ("off", "soft", "line")
    icon = button.icon or ("clear" if button.role == "danger" else "")
    tall = "primary" if button.role == "primary" else "button"
    return Press(on, button.name, "", button.text, "", icon, "button", fill, ink, edge, "button", button.enabled, tall=tall)


def item_box(on: Setting, item: Item, private: bool, icon: str = "") -> Press:
    """One thing to choose. A disabled one gives its reason where its second line would be."""
    about = item.about if item.enabled else item.reason or item.about
    fill = "tint" if item.chosen else "card" if item.enabled else "off"
    ink = "ink" if item.enabled else "soft"
    edge = "accent" if item.chosen else "edge" if item.enabled else "line"
    own = f"sign-{on.look.theme.signs[item.key]}" if item.icon == "agency" and item.key in on.look.theme.signs else item.icon or icon
    sign = "check" if item.chosen else own if item.enabled else "closed"
    return Press(
        on, "item", item.key, item.text, about, sign, "title", fill, ink, edge, "item",
        item.enabled, item.chosen, private, "left", tall="item",
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
    return boxes + note(on, view, align)


def note(on: Setting, view: View, align: Align = "left") -> list[Box]:
    """The note on its plate, the code for a helper below."""
    boxes: list[Box] = []
    if view.note:
        words = Text(on, view.note, "note", "ink", private=view.personal)
        boxes.append(Panel(on, words, "warn", "edge" if on.look.palette in ("light", "dark") else "", icon="info", icon_ink="ink"))
    if view.code:
        boxes.append(Text(on, view.code, "small", "soft", align, "code"))
    return boxes
