"""What can be pressed: a plate with words and an icon, and the target over all of it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kiosk.ui.widgets.box import Align, Box, Column, Setting, Text
from kiosk.ui.widgets.marks import Icon, Mark, Plate, Rect, Scene, Target, Words

SHORT = 5
"""Characters of a word that is not laid over two lines."""
SIGN = 1.25
"""A sign is so much higher than the letters beside it."""


@dataclass(frozen=True)
class Press:
    """A box that can be touched: a plate, an optional icon, words, and the target over all of it.

    ``tall``, ``pad`` and ``sign`` name distances of the theme: its least height, its margin at the sides, the side of its icon;
    ``more`` is what it is higher where there is room, in pixels. A ``picture`` stands in the place of the icon.
    """

    on: Setting
    name: str
    value: str = ""
    text: str = ""
    about: str = ""
    icon: str = ""
    style: str = "button"
    fill: str = "card"
    ink: str = "ink"
    edge: str = "edge"
    kind: Literal["button", "key", "item", "frame", "rate", "local", "dock"] = "button"
    enabled: bool = True
    chosen: bool = False
    private: bool = False
    align: Literal["left", "center"] = "center"
    stacked: bool = False
    tall: str = "target"
    pad: str = "pad"
    spoken: str = ""
    sign: str = ""
    more: float = 0.0
    picture: str = ""

    def natural(self) -> float:
        """The width at which no line of it is broken."""
        parts = [box for box in self._words().boxes if isinstance(box, Text)]
        words = max((box.widest() for box in parts), default=0.0)
        return 2 * self._edge() + (max(words, self._side()) if self.stacked else words + self._icon_room()) + 1

    def fits(self, width: float) -> bool:
        """Whether its words take two lines at most at this width, a short one one, and none of them is broken."""
        parts, room = [box for box in self._words().boxes if isinstance(box, Text)], self._room(width)
        return all(box.lines_at(room) <= (1 if len(box.text) <= SHORT else 2) and not box.breaks(room) for box in parts)

    def height(self, width: float) -> float:
        """At least a target's height."""
        look = self.on.look
        words = self._words().height(self._room(width))
        if self.stacked and self.icon:
            words += self._side() + look.space("under")
        return max(look.space(self.tall), words + 2 * look.space("padding")) + self.more

    def marks(self, rect: Rect) -> list[Mark]:
        """Plate, icon, words, target."""
        look = self.on.look
        edge = look.colour(self.edge) if self.edge else None
        width = look.space("bold" if self.chosen else "edge")
        radius = min(look.space("radius"), rect.h / 3)
        made: list[Mark] = [Plate(rect, look.colour(self.fill), radius, edge, width)]
        made += self._stacked(rect) if self.stacked else self._beside(rect)
        spoken = self.spoken or " ".join(part for part in (self.text, self.about) if part)
        made.append(Target(rect, self.name, self.value, self.kind, spoken, self.enabled, self.chosen, self.private, radius))
        return made

    def _beside(self, rect: Rect) -> list[Mark]:
        look, words, pad = self.on.look, self._words(), self._edge()
        room = self._room(rect.w)
        used = self._icon_room()
        high = words.height(room)
        x = rect.x + pad
        if self.align == "center":
            taken = min(room, words_width(words, room))
            x = rect.x + (rect.w - taken - used) / 2
            room = taken + 1
        made: list[Mark] = []
        if self.picture:
            wide, tall = self._picture()
            made.append(Scene(Rect(x, rect.y + (rect.h - tall) / 2, wide, tall), self.picture, look.palette, look.agency))
        elif self.icon:
            side = min(self._side(), rect.h - 2 * look.space("under"), rect.w - 2 * look.space("under"))
            x += (self._side() - side) / 2
            made.append(Icon(Rect(x, rect.y + (rect.h - side) / 2, side, side), self.icon, look.colour(self.ink)))
        return made + words.marks(Rect(x + used, rect.y + (rect.h - high) / 2, room, high))

    def _stacked(self, rect: Rect) -> list[Mark]:
        look, words, side = self.on.look, self._words(), self._side()
        room = self._room(rect.w)
        high = words.height(room)
        gap = look.space("under") if high else 0.0
        y = rect.y + (rect.h - side - gap - high) / 2
        made: list[Mark] = [Icon(Rect(rect.x + (rect.w - side) / 2, y, side, side), self.icon, look.colour(self.ink))]
        return made + words.marks(Rect(rect.x + (rect.w - room) / 2, y + side + gap, room, high))

    def _words(self) -> Column:
        align: Align = "center" if self.align == "center" else "left"
        parts: list[Box] = []
        if self.text:
            parts.append(Text(self.on, self.text, self.style, self.ink, align, private=self.private, even=self.align == "center"))
        if self.about:
            parts.append(Text(self.on, self.about, "note", self.ink, align, private=self.private))
        return Column(parts)

    def _edge(self) -> float:
        return self.on.look.space(self.pad)

    def _side(self) -> float:
        return self.on.look.space(self.sign) if self.sign else self.on.look.style(self.style).size * SIGN

    def _picture(self) -> tuple[float, float]:
        look = self.on.look
        high = look.space(self.tall) - 2 * look.space("padding")
        return high * 4 / 3, high

    def _icon_room(self) -> float:
        if self.picture:
            return self._picture()[0] + self.on.look.space("beside")
        return (self._side() + (self.on.look.space("beside") if self.text else 0.0)) if self.icon else 0.0

    def _room(self, width: float) -> float:
        return width - 2 * self._edge() - (0.0 if self.stacked else self._icon_room())


def words_width(column: Column, room: float) -> float:
    """The width the words of a column really take when broken to ``room`` pixels."""
    marks = column.marks(Rect(0, 0, room, 0))
    return max((line.width for mark in marks if isinstance(mark, Words) for line in mark.lines), default=0.0)
