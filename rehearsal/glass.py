"""Two ways to stand before the counter: at the real window, or at the engine's door without one.

Both give the same :class:`Sight` and take the same presses, so one scripted citizen serves at both.
"""
from __future__ import annotations

import base64
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kiosk.ui.door import Forget, ScreenEnd, ToScreen, Touch, View
from rehearsal.screen import VirtualScreen

# a signature as the pad would send it: an 8 × 8 black PNG
SCRIBBLE = base64.b64encode(bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000800000008010000000059f1b8fd0000000b4944415408d763f88f0300000b0d01ff0af7f12a0000000049454e44ae426082"
)).decode()


@dataclass(frozen=True)
class Sight:
    """What a citizen sees at one moment. ``offers`` are (name, value) of everything that can be pressed."""

    screen: str
    visit: str
    lang: str
    picture: str
    busy: bool
    offers: frozenset[tuple[str, str]]
    code: str = ""
    pad: str = ""

    def has(self, name: str, value: str | None = None) -> bool:
        """Whether something of that name (and value) can be pressed."""
        return any(one == name and (value is None or two == value) for one, two in self.offers)

    def values(self, name: str) -> list[str]:
        """The values offered under one name."""
        return sorted(two for one, two in self.offers if one == name)


class Glass(Protocol):
    """A counter's screen, seen and touched from outside."""

    def look(self) -> Sight | None: ...
    def press(self, name: str, value: str = "") -> None: ...
    def scribble(self) -> None: ...
    def photograph(self, path: Path) -> None: ...


class Window:
    """The real window on a real X server: touched by XTEST, seen through its accessibility tree."""

    def __init__(self, screen: VirtualScreen, run: Path) -> None:
        self._screen, self._run = screen, run

    def tree(self) -> dict[str, Any] | None:
        """All that the screen tells of itself; None while no screen answers."""
        return self._screen.tree(self._run)

    def look(self) -> Sight | None:
        """What stands there now; None while no screen answers."""
        tree = self.tree()
        if tree is None:
            return None
        # the key that stops a moving picture is no offer
        named = [node for node in tree["nodes"] if node["name"] not in ("", "still") and node["enabled"]]
        offers = frozenset({(node["name"], node["value"]) for node in named} | {("stir", "")})
        code = next((node["text"] for node in tree["nodes"] if node["role"] == "code"), "")
        marks = {"zhuyin": "ㄅ", "kana": "あ", "id": "A", "digits": "1", "date": "year+1"}
        pad = next((name for name, key in marks.items() if ("key", key) in offers), "")
        return Sight(tree["screen"], tree["visit"], tree["language"], tree.get("picture", ""), tree["busy"], offers, code, pad)

    def press(self, name: str, value: str = "") -> None:
        """Touch it where it stands; ``stir`` is a touch beside everything."""
        if name == "stir":
            self._screen.touch(540, 500)
        else:
            self._screen.press(self._run, name, value)

    def scribble(self) -> None:
        """Draw a signature on the slate and press done."""
        self._screen.sign(self._run)
        self._screen.press(self._run, "done")

    def photograph(self, path: Path) -> None:
        """Take a picture from the X server."""
        self._screen.picture(path)


class Doorway:
    """The screen's end of the door without a window: what the engine says is seen, presses go straight back."""

    def __init__(self, run: Path) -> None:
        self._view: View | None = None
        self.views: list[View] = []
        self._end = ScreenEnd(run, self._hear, self._gone)
        threading.Thread(target=self._end.serve, name="doorway", daemon=True).start()

    def _hear(self, said: ToScreen) -> None:
        if isinstance(said, View):
            self._view = said
            self.views.append(said)
        elif isinstance(said, Forget):
            self._view = None

    def _gone(self) -> None:
        self._view = None

    @property
    def view(self) -> View | None:
        """The whole view that stands there, words included."""
        return self._view

    def look(self) -> Sight | None:
        """What stands there now; None between two engines."""
        view = self._view
        if view is None:
            return None
        offers = {(button.name, "") for button in view.buttons if button.enabled}
        offers |= {("item", item.key) for item in view.items if item.enabled}
        if view.pad in ("pin", "id", "digits", "plate", "signs"):
            offers |= {("key", char) for char in "0123456789"}
        offers |= {("key", key.key) for key in view.keys if key.enabled} | {("pad", key.key) for key in view.pads}
        offers |= {("word", str(at)) for at in range(len(view.strip.words) if view.strip else 0)}
        if view.pad == "rate":
            offers |= {("rate", stars) for stars in "12345"}
        if view.pad == "sign":
            offers.add(("slate", ""))
        if view.screen == "attract":
            offers.add(("stir", ""))
        return Sight(view.screen, view.visit, view.lang, view.picture, view.busy, frozenset(offers), view.code, view.pad)

    def press(self, name: str, value: str = "") -> None:
        """Say that it was touched."""
        view = self._view
        if view is not None:
            self._end.say(Touch(visit=view.visit, number=view.number, name=name, value=value))
            time.sleep(0.02)

    def scribble(self) -> None:
        """Hand in a signature."""
        self.press("strokes", SCRIBBLE)

    def photograph(self, path: Path) -> None:
        """There is nothing to photograph."""
