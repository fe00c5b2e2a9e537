"""Attract: the open counter at night, what can be done now, and one invitation."""
from __future__ import annotations

from kiosk.ui.door import View
from kiosk.ui.stage.local import Local
from kiosk.ui.widgets.box import Box, Panel, Picture, Setting, Text
from kiosk.ui.widgets.page import Page
from kiosk.ui.widgets.parts import buttons, note


def page(on: Setting, view: View, local: Local) -> Page:
    """A large illustration, a greeting, the services, the button (a touch anywhere does the same)."""
    words: list[Box] = [Text(on, view.heading, "display", "ink", "center", "heading", even=True)]
    if view.body:
        words.append(Text(on, view.body, "body", "soft", "center", even=True))
    services: list[Box] = [
        Panel(on, Text(on, item.text if item.enabled else f"{item.text}（{item.reason}）", "title", "ink" if item.enabled else "soft"),
              "card", "line", icon=item.icon if item.icon in ("house", "list", "tray") else "document")
        for item in view.items
    ]  # fmt: skip
    scene = Picture(on, view.picture or "counter", "scene")
    return Page(on, tell=[scene, *words, *note(on, view)], do=services, buttons=buttons(on, view.buttons), centred=True)
