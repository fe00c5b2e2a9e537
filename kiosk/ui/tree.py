"""The accessibility tree: what stands on the screen, for assistive devices and a helper's masked mirror.

On the AF_UNIX stream ``screen.sock`` (0600) of the run directory: one line in, one line of JSON
out. Personal words and everything typed are left out; names, roles and places are not.
"""
from __future__ import annotations

import json
import os
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk.ui.door import View
from kiosk.ui.widgets.marks import Mark, Slate, Target, Words

SOCKET = "screen.sock"


def nodes(marks: Sequence[Mark], focus: Target | None = None) -> list[dict[str, Any]]:
    """The readable and touchable marks in reading order; ``rect`` is x, y, width, height in pixels from the top left."""
    found: list[dict[str, Any]] = []
    for mark in marks:
        if isinstance(mark, Words) and mark.text.strip():
            text = "" if mark.private else mark.text
            found.append(_node("", "", mark.role, mark, text, True, False))
        elif isinstance(mark, Target):
            text = "" if mark.private else mark.text
            found.append(_node(mark.name, mark.value, mark.role, mark, text, mark.enabled, mark == focus) | {"chosen": mark.chosen})
        elif isinstance(mark, Slate):
            found.append(_node("", "", "slate", mark, "", True, False))
    return found


def _node(name: str, value: str, role: str, mark: Words | Target | Slate, text: str, enabled: bool, focus: bool) -> dict[str, Any]:
    rect = [round(part, 1) for part in (mark.rect.x, mark.rect.y, mark.rect.w, mark.rect.h)]
    return {"name": name, "value": value, "role": role, "rect": rect, "text": text, "enabled": enabled, "focus": focus}


def described(
    view: View | None, marks: Sequence[Mark], drawn: int, focus: Target | None, page: int, pages: int, ready: float = 0.0,
) -> dict[str, Any]:
    """The whole answer. ``drawn`` grows with every screen that was really drawn; touches count from ``ready`` on (monotonic seconds)."""
    nothing = {"screen": "moment", "visit": "", "language": ""}
    shown = {"screen": view.screen, "visit": view.visit, "language": view.lang} if view else nothing
    busy, picture = (view.busy, view.picture) if view else (False, "")
    turned = {"drawn": drawn, "ready": ready, "page": page, "pages": pages}
    return {**shown, "busy": busy, "picture": picture, **turned, "nodes": nodes(marks, focus)}


class Tree:
    """Answers with the newest description; ``tell`` replaces it from another thread."""

    def __init__(self, run: Path) -> None:
        self._answer: dict[str, Any] = described(None, (), 0, None, 0, 1)
        path = run / SOCKET
        path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        old = os.umask(0o177)
        try:
            self._listener.bind(str(path))
        finally:
            os.umask(old)
        self._listener.listen(4)

    def tell(self, answer: dict[str, Any]) -> None:
        """From now on this is what stands on the screen."""
        self._answer = answer

    def serve(self) -> None:
        """Answer for ever; meant for a daemon thread."""
        while True:
            asker, _ = self._listener.accept()
            with asker:
                asker.settimeout(2)
                try:
                    while asker.recv(4096):
                        asker.sendall(json.dumps(self._answer, ensure_ascii=False).encode() + b"\n")
                except OSError:
                    continue
