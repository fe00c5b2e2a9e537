"""Whole visits at a counter with a bureau: what only a real answer brings, a list to choose from, a document to check, paper.

The citizen stops at every new screen, looks at it in each language and goes on.
"""
from __future__ import annotations

import os
import time
from pathlib import Path

from catalogue.flow import load_catalogue
from kiosk.ui.door import View
from rehearsal.box import Box
from rehearsal.citizen import CitizenLost
from rehearsal.glass import Sight
from rehearsal.looks.inventory import LANGUAGES, Screen

TURN_S, PATIENCE_S = 1.5, 15.0
SAME = ("consent", "identify", "compute", "review", "sign", "send", "acknowledge")
"""Steps that go the same way in every flow, or show nothing."""


class Tourist:
    """Looks at the screen that stands there in every language; ``screens`` holds those seen in all of them."""

    def __init__(self, box: Box, name: str) -> None:
        assert box.doorway is not None
        self._doorway, self._name = box.doorway, name
        self.screens: dict[str, Screen] = {}
        self.missed: list[str] = []

    def look(self, _: Sight) -> None:
        """To be called at every new screen."""
        first = self._doorway.view
        if first is None or first.screen in ("idle", "attract"):
            return
        views = {first.lang: first}
        for lang in [*(one for one in LANGUAGES if one != first.lang), first.lang]:
            turned = self._turned(lang, first)
            if turned is not None:
                views[lang] = turned
        if set(views) == set(LANGUAGES):
            screen = Screen(f"{self._name}: {first.screen} {first.picture}".strip(), views)
            self.screens.setdefault(screen.key, screen)
        else:
            self.missed.append(first.screen)

    def _turned(self, lang: str, like: View) -> View | None:
        seen = len(self._doorway.views)
        self._doorway.press("frame", f"language:{lang}")
        until = time.monotonic() + TURN_S
        while time.monotonic() < until:
            for view in self._doorway.views[seen:]:
                if view.lang == lang and (view.screen, view.picture) == (like.screen, like.picture):
                    return view
            time.sleep(0.01)
        return None


def walk(site: Path) -> tuple[dict[str, Screen], list[str]]:
    """A flow of every shape with answers of a real bureau, the first also with an ID card; the screens, and what went wrong."""
    screens: dict[str, Screen] = {}
    troubles: list[str] = []
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    with Box(site, wait_s=8) as box:
        flows = _shapes(box)
        for flow, way in ((flows[0], "id-card"), *((flow, "certificate") for flow in flows)):
            box.hands.remove_card()
            box.hands.take_id_card()
            _ready(box)
            tourist = Tourist(box, f"{flow} {way}")
            citizen = box.citizen(flow=flow, way=way, on_screen=tourist.look)
            try:
                citizen.come(patience_s=PATIENCE_S)
            except CitizenLost as lost:
                troubles.append(f"{flow} {way}: {lost}")
                box.engines.kill()
            screens = {**tourist.screens, **screens}
    return screens, troubles


def _ready(box: Box) -> None:
    assert box.doorway is not None
    while box.until("attract", "interrupted", "paper-left") != "attract":
        box.doorway.press("ok")
        box.until("attract")


def _shapes(box: Box) -> list[str]:
    """The first flow of every order of step kinds; what collects another's paper comes last."""
    shapes: dict[tuple[str, ...], str] = {}
    for flow in load_catalogue(box.config.flows).flows.values():
        shapes.setdefault(tuple(dict.fromkeys(step.kind for step in flow.steps if step.kind not in SAME)), flow.id)
    return sorted(shapes.values(), key=lambda key: key.endswith("collect"))
