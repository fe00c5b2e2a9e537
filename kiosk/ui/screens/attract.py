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
    """The services on one plate, or ``loose`` where it finds no room, so that they can go on over pages.

    Lying, the greeting stands over the services, and the illustration with its words beside them.
    """

    loose: Sequence[Box] = ()

    def lay(self, area: Rect, number: int, above: Rect | None = None) -> tuple[list[Mark], int]:
        """As every page."""
        wide = area.w > area.h * WIDE
        scene, greeting, *rest = self.tell
        if wide and isinstance(greeting, Text):
            greeting = replace(greeting, style="heading")
            needed = Column([greeting, *self.do], self._gap()).height((area.w - self.on.look.space("margin")) / 2)
        else:
            needed = Column([greeting, *rest, *self.do, *self.buttons], self._gap()).height(area.w)
        do = self.do if needed <= area.h else self.loose
        if wide:
            return Page(self.on, (), [scene, *rest], [greeting, *do], buttons=self.buttons).lay(area, number, above)
        return Page(self.on, (), self.tell, do, buttons=self.buttons, centred=True).lay(area, number, above)


def page(on: Setting, view: View, local: Local) -> Page:
    """A large illustration, a greeting, the services, the button (a touch anywhere does the same)."""
    words: list[Box] = [Text(on, view.heading, "display", "ink", "center", "heading", even=True)]
    if view.body:
        words.append(Text(on, view.body, "body", "soft", "center", even=True))
    scene = Picture(on, view.picture or "counter", "scene")
    services = [Service(on, item) for item in view.items]
    plate = [Panel(on, Column(services, on.look.space("close")), "card", "line")] if services else []
    loose = [Panel(on, service, "card", "line") for service in services]
    return Front(on, tell=[scene, *words, *note(on, view)], do=plate, buttons=buttons(on, view.buttons), loose=loose)
