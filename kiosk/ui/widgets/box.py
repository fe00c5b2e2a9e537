"""Boxes: things that know how high they are at a width, and which marks they make in a rectangle."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from kiosk.ui.pictures.scenes import step_at
from kiosk.ui.text import TextLine, Typesetter
from kiosk.ui.theme import Colour, Look
from kiosk.ui.widgets.marks import Icon, Mark, Plate, Rect, Scene, Words


@dataclass(frozen=True)
class Setting:
    """What every box needs to lay itself out: the look of the screen and the typesetter. ``may_yield``: something else can give way."""

    look: Look
    types: Typesetter
    may_yield: bool = False

    @property
    def tight(self) -> bool:
        """Whether a page that finds no room says so (``TooTight``) rather than making do."""
        return self.may_yield or self.look.step > 0


class Box(Protocol):
    """Anything that can be laid out."""

    def height(self, width: float) -> float:
        """The height it wants at this width, in pixels."""
        ...

    def marks(self, rect: Rect) -> list[Mark]:
        """Its marks inside this rectangle."""
        ...


class Stop(Box, Protocol):
    """The key that stops a picture."""

    def natural(self) -> float:
        """The width its words ask for."""
        ...


Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Text:
    """A paragraph. ``even`` balances the lines; ``first``/``count`` show only some lines of it (paging)."""

    on: Setting
    text: str
    style: str = "body"
    ink: str = "ink"
    align: Align = "left"
    role: Literal["heading", "text", "entry", "value", "code"] = "text"
    private: bool = False
    even: bool = False
    first: int = 0
    count: int | None = None

    def height(self, width: float) -> float:
        """As many line pitches as it has lines."""
        return len(self._lines(width)) * self.on.look.style(self.style).pitch

    def lines_at(self, width: float) -> int:
        """How many lines it has at this width, regardless of paging."""
        return len(self.on.types.lines(self.text, self.on.look.style(self.style), self.on.look.lang, width, self.even))

    def widest(self) -> float:
        """The width it would like to have, unbroken."""
        style = self.on.look.style(self.style)
        return max(self.on.types.line(part, style, self.on.look.lang).width for part in self.text.split("\n"))

    def breaks(self, width: float) -> bool:
        """Whether a word of letters is cut in two at this width."""
        style, at = self.on.look.style(self.style), 0
        for line in self.on.types.lines(self.text, style, self.on.look.lang, width, self.even):
            at = self.text.index(line.text, at) + len(line.text)
            if self.text[at - 1 : at + 1].isascii() and self.text[at - 1 : at + 1].isalnum() and at < len(self.text):
                return True
        return False

    def marks(self, rect: Rect) -> list[Mark]:
        """One mark of words."""
        if not self.text:
            return []
        style, look = self.on.look.style(self.style), self.on.look
        lines = self._lines(rect.w)
        place = Rect(rect.x, rect.y, rect.w, len(lines) * style.pitch)
        return [Words(place, self.text, lines, style.size, style.pitch, look.colour(self.ink), self.align, self.role, self.private)]

    def _lines(self, width: float) -> tuple[TextLine, ...]:
        style = self.on.look.style(self.style)
        lines = self.on.types.lines(self.text, style, self.on.look.lang, width, self.even) if self.text else ()
        return lines[self.first : None if self.count is None else self.first + self.count]


@dataclass(frozen=True)
class Picture:
    """An illustration that takes the height it is given, between the two of its ``size`` in the theme.

    ``turn``: where the clock of a moving one stands; ``None`` shows the step that tells the act by itself.
    ``stop``: the key that stops or starts it, below it at the left; a picture too small for it stands still.
    """

    on: Setting
    name: str
    size: str = "large"
    turn: int | None = None
    shown: float | None = None
    stop: Stop | None = None

    def height(self, width: float) -> float:
        """What was given to it, else the least."""
        return self.on.look.picture(self.size)[0] if self.shown is None else self.shown

    def marks(self, rect: Rect) -> list[Mark]:
        """The scene, 4:3, in the middle."""
        stop = self.stop if min(rect.h, rect.w * 3 / 4) >= self.on.look.space("stoppable") else None
        long = stop.natural() if stop is not None else 0.0
        tall = stop.height(long) if stop is not None else 0.0
        free = tall + self.on.look.space("tight") if stop is not None else 0.0
        wide = min(rect.w, (rect.h - free) * 4 / 3)
        high = wide * 3 / 4
        if high < self.on.look.space("least"):
            return []
        place = Rect(rect.x + (rect.w - wide) / 2, rect.y + (rect.h - free - high) / 2, wide, high)
        turn = self.turn if stop is not None or self.stop is None else None
        made: list[Mark] = [Scene(place, self.name, self.on.look.palette, self.on.look.agency, step_at(self.name, turn))]
        if stop is not None:
            made += stop.marks(Rect(rect.x, rect.bottom - tall, long, tall))
        return made


@dataclass(frozen=True)
class Column:
    """Boxes one below the other."""

    boxes: Sequence[Box]
    gap: float = 0.0

    def height(self, width: float) -> float:
        """All heights and the gaps between."""
        return sum(box.height(width) for box in self.boxes) + self.gap * max(0, len(self.boxes) - 1)

    def marks(self, rect: Rect) -> list[Mark]:
        """From the top down, each at the height it wants."""
        made: list[Mark] = []
        y = rect.y
        for box in self.boxes:
            high = box.height(rect.w)
            made += box.marks(Rect(rect.x, y, rect.w, high))
            y += high + self.gap
        return made


@dataclass(frozen=True)
class Row:
    """Boxes side by side, equally high, their widths by ``shares``."""

    boxes: Sequence[Box]
    gap: float = 0.0
    shares: Sequence[float] = ()

    def height(self, width: float) -> float:
        """The highest of them."""
        return max((box.height(wide) for box, wide in zip(self.boxes, self._widths(width), strict=True)), default=0.0)

    def marks(self, rect: Rect) -> list[Mark]:
        """From left to right."""
        made: list[Mark] = []
        x = rect.x
        for box, wide in zip(self.boxes, self._widths(rect.w), strict=True):
            made += box.marks(Rect(x, rect.y, wide, rect.h))
            x += wide + self.gap
        return made

    def _widths(self, width: float) -> list[float]:
        shares = self.shares or [1.0] * len(self.boxes)
        free = width - self.gap * max(0, len(self.boxes) - 1)
        return [free * share / sum(shares) for share in shares]


@dataclass(frozen=True)
class Panel:
    """A box on a plate."""

    on: Setting
    inside: Box
    fill: str = "card"
    edge: str = ""
    icon: str = ""
    icon_ink: str = "accent"

    def height(self, width: float) -> float:
        """The inside and its margins."""
        return self.inside.height(width - self._left() - self._pad()) + 2 * self._pad()

    def marks(self, rect: Rect) -> list[Mark]:
        """The plate, the icon at its left, the inside."""
        look = self.on.look
        edge: Colour | None = look.colour(self.edge) if self.edge else None
        made: list[Mark] = [Plate(rect, look.colour(self.fill), look.space("radius"), edge, look.space("hair"))]
        if self.icon:
            side = look.space("sign")
            made.append(Icon(Rect(rect.x + self._pad(), rect.y + (rect.h - side) / 2, side, side), self.icon, look.colour(self.icon_ink)))
        inner = Rect(rect.x + self._left(), rect.y + self._pad(), rect.w - self._left() - self._pad(), rect.h - 2 * self._pad())
        return made + self.inside.marks(inner)

    def _pad(self) -> float:
        return self.on.look.space("pad")

    def _left(self) -> float:
        return self._pad() + (self.on.look.space("sign") + self.on.look.space("beside") if self.icon else 0.0)


@dataclass(frozen=True)
class Space:
    """Nothing, of a height in pixels."""

    high: float

    def height(self, width: float) -> float:
        """Its own height."""
        return self.high

    def marks(self, rect: Rect) -> list[Mark]:
        """None."""
        return []
