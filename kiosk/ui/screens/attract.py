"""Attract: the open counter at night, what can be done now, and one invitation."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.ui.door import Item, View
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Box, Column, Panel, Picture, Setting, Text
from kiosk.ui.widgets.marks import Icon, Mark, Rect
from kiosk.ui.widgets.page import WIDE, Page
from kiosk.ui.widgets.parts import buttons, note
from kiosk.ui.widgets.press import SIGN


@dataclass(frozen=True)
class Service:
    """One service that is on offer: its sign and its name, nothing to press."""

    on: Setting
    item: Item

    def height(self, width: float) -> float:
        """Its name's lines."""
        return self._name().height(width - self._left())

    def marks(self, rect: Rect) -> list[Mark]:
        """The sign beside the first line."""
        style, look = self.on.look.style("title"), self.on.look
        side = style.size * SIGN
        sign = Icon(Rect(rect.x, rect.y + (style.pitch - side) / 2, side, side), self.item.icon or "document", look.colour("accent"))
        return [sign, *self._name().marks(Rect(rect.x + self._left(), rect.y, rect.w - self._left(), rect.h))]

    def _left(self) -> float:
        return self.on.look.style("title").size * SIGN + self.on.look.space("beside")

    def _name(self) -> Text:
        item = self.item
        return Text(self.on, item.text if item.enabled else f"{item.text}（{item.reason}）", "title", "ink" if item.enabled else "soft")


@dataclass(frozen=True)
class Front(Page):
    """Lying, the greeting stands over the services, and the illustration with its words beside them."""

    def lay(self, area: Rect, number: int, above: Rect | None = None) -> tuple[list[Mark], int]:
        """As every page."""
        scene, greeting, *rest = self.tell
        if area.w <= area.h * WIDE or not isinstance(greeting, Text):
            return super().lay(area, number, above)
        do = [replace(greeting, style="heading"), *self.do]
        return Page(self.on, (), [scene, *rest], do, buttons=self.buttons).lay(area, number, above)


def page(on: Setting, view: View, local: Local) -> Page:
    """A large illustration, a greeting, the services, the button (a touch anywhere does the same)."""
    words: list[Box] = [Text(on, view.heading, "display", "ink", "center", "heading", even=True)]
    if view.body:
        words.append(Text(on, view.body, "body", "soft", "center", even=True))
    scene = Picture(on, view.picture or "counter", "scene")
    return Front(on, tell=[scene, *words, *note(on, view)], do=offers(on, view.items), buttons=buttons(on, view.buttons), centred=True)


def offers(on: Setting, items: Sequence[Item]) -> list[Box]:
    """All on one plate; where letters are large, one by one, so that they can go on over pages."""
    services = [Service(on, item) for item in items]
    if on.look.step < 2 and services:
        return [Panel(on, Column(services, on.look.space("close")), "card", "line")]
    return [Panel(on, service, "card", "line") for service in services]
