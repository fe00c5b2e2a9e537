"""The fixed frame: on every screen the same buttons at the same place.

On top the place's name and the languages; at the bottom back, home, help and below them text
size, contrast, voice, reach. Words come with the view; the languages' own names stand in the theme.
"""
from __future__ import annotations

from dataclasses import dataclass

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
        margin = self.on.look.space("margin")
        inner = area.inset(margin * 0.75, margin * 0.6)
        top = self._top(inner.w)
        bottom = self._bottom(inner.w, area.w > area.h)
        high, low = top.height(inner.w), bottom.height(inner.w)
        foot = Rect(area.x, area.bottom - low - margin * 1.1, area.w, low + margin * 1.1) if low else Rect(area.x, area.bottom, area.w, 0)
        look, made = self.on.look, list[Mark]()
        if low:
            made += [Plate(foot, look.colour("tint")), Plate(Rect(foot.x, foot.y, foot.w, look.px(3)), look.colour("line"))]
        made += top.marks(Rect(inner.x, inner.y, inner.w, high))
        made += bottom.marks(Rect(inner.x, area.bottom - low - margin * 0.55, inner.w, low))
        page = Rect(area.x + margin, inner.y + high + margin * 0.7, area.w - 2 * margin, 0)
        return made, Rect(page.x, page.y, page.w, foot.y - margin * 0.6 - page.y)

    def _top(self, width: float) -> Box:
        if not self.languages:
            return Place(self.on, self.place)
        tongues = Row([self._tongue(tag) for tag in self.languages], self.on.look.space("tight"))
        wide = self._tongues_width()
        place = Place(self.on, self.place)
        if width - wide < self.on.look.px(300) or place.lines_at(width - wide - self.on.look.space("gap")) > 2:
            return Column([place, tongues], self.on.look.space("tight"))
        return Row([place, tongues], self.on.look.space("gap"), (width - wide - self.on.look.space("gap"), wide))

    def _tongues_width(self) -> float:
        look = self.on.look
        widest = max(Text(self.on, look.theme.languages.get(tag, tag), "frame").widest() for tag in self.languages)
        return (widest + look.px(44)) * len(self.languages) + look.space("tight") * (len(self.languages) - 1)

    def _tongue(self, tag: str) -> Press:
        look = self.on.look
        mine = tag == look.lang
        fill, ink, edge = ("accent", "on_accent", "accent") if mine else ("card", "ink", "edge")
        name = look.theme.languages.get(tag, tag)
        value = f"language:{tag}"
        return Press(self.on, "frame", value, name, style="frame", fill=fill, ink=ink, edge=edge, kind="frame", chosen=mine, pad=10)

    def _bottom(self, width: float, wide: bool) -> Box:
        tight = self.on.look.space("tight")
        steer = [self._press(name, "frame") for name in ENGINE if self.words.get(name)]
        adjust = [self._press(name, "local") for name in LOCAL if self.words.get(name)]
        speak = [self._press(name, "local") for name in SPEAKS if self.words.get(name)] if self.row else []
        if wide and steer + adjust:
            return Column([Row(row, tight) for row in (speak, [*steer, *adjust]) if row], tight)
        return Column([Row(row, tight) for row in (speak, steer, adjust) if row], tight)

    def _press(self, name: str, kind: str) -> Press:
        look, words = self.on.look, self.words[name]
        enabled = not (name == "voice" and self.voice is None)
        if kind == "frame":
            return Press(self.on, "frame", name, words, icon=name, style="frame", kind="frame", pad=14, stacked=look.step > 0)
        icon = f"size-{look.step}" if name == "size" else "voice-on" if name == "voice" and self.voice else name
        fill, edge = ("card", "edge") if enabled else ("off", "line")
        chosen = bool(self.voice) if name == "voice" else look.low and name == "low"
        return Press(
            self.on, name, "", words, icon=icon, style="frame", fill=fill, edge=edge, kind="local", pad=8,
            enabled=enabled, chosen=chosen, stacked=True,
        )  # fmt: skip


@dataclass(frozen=True)
class Place:
    """The emblem and the name of the place."""

    on: Setting
    name: str

    def height(self, width: float) -> float:
        """At least a target, so that it sits level with the languages."""
        return max(self.on.look.space("target"), self._word().height(width - self._left()))

    def marks(self, rect: Rect) -> list[Mark]:
        """Emblem and words, level in the middle."""
        side = self.on.look.px(76)
        word = self._word()
        high = word.height(rect.w - self._left())
        emblem = Icon(Rect(rect.x, rect.y + (rect.h - side) / 2, side, side), "emblem", self.on.look.colour("accent"))
        return [emblem, *word.marks(Rect(rect.x + self._left(), rect.y + (rect.h - high) / 2, rect.w - self._left(), high))]

    def lines_at(self, width: float) -> int:
        """How many lines the name takes."""
        return self._word().lines_at(width - self._left())

    def _left(self) -> float:
        return self.on.look.px(76 + 18)

    def _word(self) -> Text:
        return Text(self.on, self.name, "small", "ink")
