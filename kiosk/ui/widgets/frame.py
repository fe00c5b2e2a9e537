"""The fixed frame: on every screen the same buttons at the same place, and who serves here.

On top a band in the agency's colour, the place's name (in a service the agency's below it) and the languages; at the bottom back,
home, help and below them text size, contrast, voice, reach. Words come with the view; the languages' own names stand in the theme.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.ui.widgets.box import Box, Column, Row, Setting, Text
from kiosk.ui.widgets.marks import Icon, Mark, Plate, Rect
from kiosk.ui.widgets.press import Press

ENGINE = ("back", "home", "help")
LOCAL = ("size", "contrast", "voice", "low")
SPEAKS = ("repeat", "slower", "faster", "volume")
"""A row more while the voice is on."""


@dataclass(frozen=True)
class Frame:
    """The frame of one screen. ``words`` by key; a key without words is not shown.

    ``voice`` tells whether it speaks now, ``row`` whether the row of the voice is shown.
    """

    on: Setting
    place: str
    languages: tuple[str, ...]
    words: dict[str, str]
    voice: bool | None = None
    row: bool = False

    def lay(self, area: Rect) -> tuple[list[Mark], Rect]:
        """The frame's marks, and what it leaves for the page."""
        look = self.on.look
        side, edge, rim = look.space("frame"), look.space("brim"), look.space("band")
        inner = Rect(area.x + side, area.y + rim + look.space("tight"), area.w - 2 * side, 0)
        top, bottom = self._top(inner.w), self._bottom(inner.w, area.w > area.h)
        high, low = top.height(inner.w), bottom.height(inner.w)
        foot = Rect(area.x, area.bottom - low - 2 * edge, area.w, low + 2 * edge) if low else Rect(area.x, area.bottom, area.w, 0)
        made: list[Mark] = [Plate(Rect(area.x, area.y, area.w, rim), look.colour("accent"))]
        if low:
            made += [Plate(foot, look.colour("tint")), Plate(Rect(foot.x, foot.y, foot.w, look.space("line")), look.colour("line"))]
        made += top.marks(Rect(inner.x, inner.y, inner.w, high))
        made += bottom.marks(Rect(inner.x, foot.y + edge, inner.w, low))
        margin, y = look.space("margin"), inner.y + high + look.space("gap")
        return made, Rect(area.x + margin, y, area.w - 2 * margin, foot.y - look.space("gap") - y)

    def _top(self, width: float) -> Box:
        """The place left of the languages; where large letters leave its name no room, its sign alone."""
        place = Place(self.on, self.place, self.words.get("agency", ""))
        if not self.languages:
            return place
        chips = [self._tongue(tag) for tag in self.languages]
        gap, tongues = self.on.look.space("gap"), _row(self.on, chips)
        wide = sum(chip.natural() for chip in chips) + tongues.gap * (len(chips) - 1)
        left = width - wide - gap
        if place.fits(left):
            return Row([place, tongues], gap, (left, wide))
        side = self.on.look.space("emblem")
        return Row([replace(place, name="", agency=""), tongues], gap, (side, width - side - gap))

    def _tongue(self, tag: str) -> Press:
        look = self.on.look
        mine = tag == look.lang
        fill, ink, edge = ("accent", "on_accent", "accent") if mine else ("card", "ink", "edge")
        name = look.theme.languages.get(tag, tag)
        value = f"language:{tag}"
        return Press(self.on, "frame", value, name, style="frame", fill=fill, ink=ink, edge=edge, kind="frame", chosen=mine, pad="beside")

    def _bottom(self, width: float, wide: bool) -> Box:
        tight = self.on.look.space("tight")
        steer = [self._press(name, "frame") for name in ENGINE if self.words.get(name)]
        adjust = [self._press(name, "local") for name in LOCAL if self.words.get(name)]
        speak = [self._press(name, "local") for name in SPEAKS if self.words.get(name)] if self.row else []
        rows = [speak, [*steer, *adjust]] if wide else [speak, steer, adjust]
        return Column([_row(self.on, row, width) for row in rows if row], tight)

    def _press(self, name: str, kind: str) -> Press:
        look, words = self.on.look, self.words[name]
        enabled = not (name == "voice" and self.voice is None)
        if kind == "frame":
            return Press(self.on, "frame", name, words, icon=name, style="frame", kind="frame", pad="near")
        icon = f"size-{look.step}" if name == "size" else "voice-on" if name == "voice" and self.voice else name
        fill, edge = ("card", "edge") if enabled else ("off", "line")
        chosen = bool(self.voice) if name == "voice" else look.low and name == "low"
        return Press(
            self.on, name, "", words, icon=icon, style="frame", fill=fill, edge=edge, kind="local", pad="near",
            enabled=enabled, chosen=chosen, stacked=True,
        )  # fmt: skip


def _row(on: Setting, keys: Sequence[Press], width: float = 0.0) -> Row:
    """Keys side by side: equally wide where their words fit so, else each as its words ask; what is too much the longest give up."""
    gap, wanted = on.look.space("tight"), [key.natural() for key in keys]
    free = width - gap * (len(keys) - 1)
    if not width or max(wanted) * len(keys) <= free:
        return Row(keys, gap, wanted if not width else ())
    most = max(wanted)
    while sum(min(one, most) for one in wanted) > free and most > free / len(keys):
        most -= 1
    return Row(keys, gap, [min(one, most) for one in wanted])


@dataclass(frozen=True)
class Place:
    """The sign and the name of who serves here: the place, and in a service the agency below it."""

    on: Setting
    name: str
    agency: str = ""

    def height(self, width: float) -> float:
        """At least a target, so that it sits level with the languages."""
        return max(self.on.look.space("target"), self._words().height(width - self._left()))

    def marks(self, rect: Rect) -> list[Mark]:
        """Sign and words, level in the middle."""
        look, words = self.on.look, self._words()
        side, own = look.space("emblem"), look.theme.signs.get(look.agency)
        high = words.height(rect.w - self._left())
        sign = Icon(Rect(rect.x, rect.y + (rect.h - side) / 2, side, side), f"sign-{own}" if own else "emblem", look.colour("accent"))
        return [sign, *words.marks(Rect(rect.x + self._left(), rect.y + (rect.h - high) / 2, rect.w - self._left(), high))]

    def fits(self, width: float) -> bool:
        """Whether the names take two lines at most."""
        lines = sum(box.lines_at(width - self._left()) for box in self._names())
        return width > 2 * self._left() and lines <= 2

    def _left(self) -> float:
        return self.on.look.space("emblem") + self.on.look.space("beside")

    def _names(self) -> list[Text]:
        names = [name for name in (self.name, self.agency) if name]
        return [Text(self.on, name, "small", "ink" if name == names[-1] else "soft") for name in names]

    def _words(self) -> Column:
        return Column(self._names())
