"""One who does to a counter what hands, sleeves, cards and a plugged-in keyboard can do, as chance has it; every act is counted in events.

An event is one report of an input device: a motion, a press or a lift of a finger, a button or a key, a request to a window, a card
or a plug moved. Where an act aims at what stands on the screen, chance has chosen before it looked: the same seed makes the same acts.
"""
from __future__ import annotations

import random
import socket
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from rehearsal.deck import DECK, FOREIGN
from rehearsal.parts import Hands
from rehearsal.vandals.display import LEFT, Display
from rehearsal.vandals.palms.sitecustomize import SOCKET

TAPS_A_SECOND = 1000.0
KEYS_A_SECOND = 500.0
FRAME_S = 0.01
"""A panel reports its fingers a hundred times a second."""
KEYS = {"ctrl": "Control_L", "alt": "Alt_L", "shift": "Shift_L", "super": "Super_L"}
CHORDS = (
    *(f"{held}F{number}" for number in range(1, 13) for held in ("", "alt ", "ctrl alt ", "shift ")),
    *(f"ctrl {letter}" for letter in "acefnopqrstvwxz"), *(f"super {letter}" for letter in "deilrx"), "super", "alt Tab", "alt Escape",
    "alt space", "ctrl Escape", "ctrl alt Delete", "ctrl alt BackSpace", "ctrl alt t", "ctrl shift Escape", "ctrl shift i", "Print",
    "alt Print", "alt Print b", "Pause", "ctrl Pause", "Menu", "Escape", "Tab", "Return", "Home", "Insert", "XF86PowerOff", "XF86Sleep",
    "XF86WWW", "Num_Lock", "Caps_Lock",
)
"""What opens menus, closes windows, takes pictures, calls other programs and ends machines elsewhere; all keys of a line at once."""
REQUESTS = ("WM_DELETE_WINDOW", "WM_DELETE_WINDOW", "WM_TAKE_FOCUS", "_NET_WM_PING", "WM_SAVE_YOURSELF")
Node = dict[str, Any]


class Vandal:
    """``counts`` tell the events by kind. ``site`` is the folder of ``kiosk.toml``, beside which the panel listens."""

    def __init__(self, chance: random.Random, display: Display, hands: Hands, site: Path) -> None:
        self._chance, self._display, self._hands = chance, display, hands
        self._panel = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket = str(site / SOCKET)
        self._finger, self._nodes = 0, list[Node]()
        self._keys, self._buttons = set[int](), set[int]()
        self.counts: Counter[str] = Counter()
        self._acts: tuple[tuple[float, Callable[[], None]], ...] = (
            (20, self._taps), (14, self._palm), (14, self._ten), (10, self._drag), (8, self._stroke), (12, self._typing), (8, self._chords),
            (4, self._close), (4, self._wheel), (4, self._mouse), (2, self._hold), (6, self._cabinet),
        )

    @property
    def events(self) -> int:
        """How many so far."""
        return sum(self.counts.values())

    def rage(self, tree: dict[str, Any] | None, events: int) -> None:
        """Do at least so many events, on what ``tree`` says stands there, and let go of everything."""
        self._nodes = [] if tree is None else [node for node in tree["nodes"] if node["name"] or node["role"] == "slate"]
        weights, acts = [weight for weight, _ in self._acts], [act for _, act in self._acts]
        until = self.events + events
        while self.events < until:
            self._chance.choices(acts, weights)[0]()
        self.let_go()

    def burst(self) -> int:
        """How many events at a time, this time."""
        return self._chance.choice((100, 500, 1000, 3000))

    def patience(self) -> int:
        """After how many steps of a citizen, this time: mostly none, else so many that something of the citizen stands there."""
        return self._chance.choice((0, 0, 0, 1)) * self._chance.randint(8, 40)

    def let_go(self) -> None:
        """Nothing is held any more."""
        for key in sorted(self._keys):
            self._key(key, False)
        for button in sorted(self._buttons):
            self._button(False, button)
        self._display.flush()

    # --- one finger, a mouse

    def _taps(self) -> None:
        """A thousand taps a second, here and there or at one place."""
        x, y = self._place()
        still, began = self._chance.random() < 0.4, time.monotonic()
        for number in range(self._chance.randint(60, 300)):
            if not still:
                x, y = self._place()
            self._move(x, y)
            self._button(True)
            self._button(False)
            self._pace(began, number, TAPS_A_SECOND)

    def _drag(self) -> None:
        """Down here, up there: out of a target, into one, over the edge."""
        self._line("drags", [self._place() for _ in range(self._chance.randint(2, 5))])

    def _stroke(self) -> None:
        """A scribble where one signs, or in the middle of the screen."""
        slate = next((node["rect"] for node in self._nodes if node["role"] == "slate"), (100, 700, 880, 600))
        left, top, wide, high = slate
        self._line("strokes", [(left + wide * self._chance.uniform(-0.1, 1.1), top + high * self._chance.uniform(-0.1, 1.1))
                               for _ in range(self._chance.randint(1, 12))])

    def _line(self, what: str, corners: list[tuple[float, float]]) -> None:
        self._move(*corners[0])
        self._button(True)
        for (x, y), (to_x, to_y) in pairwise(corners):
            for part in range(1, 9):
                self._move(x + (to_x - x) * part / 8, y + (to_y - y) * part / 8)
                self._display.flush()
                time.sleep(0.002)
        self._button(False)
        self._display.flush()
        self.counts[what] += 1

    def _hold(self) -> None:
        """A long press."""
        self._move(*self._place())
        self._button(True)
        self._display.flush()
        time.sleep(self._chance.uniform(0.3, 0.8))
        self._button(False)

    def _wheel(self) -> None:
        for _ in range(self._chance.randint(10, 80)):
            number = self._chance.randint(4, 7)
            self._button(True, number)
            self._button(False, number)

    def _mouse(self) -> None:
        """All buttons of a mouse, in any order, moved meanwhile."""
        for _ in range(self._chance.randint(10, 60)):
            number = self._chance.choice((1, 1, 2, 3, 8, 9))
            self._button(number not in self._buttons, number)
            self._move(*self._place())
        self.let_go()

    # --- many fingers

    def _palm(self) -> None:
        """A hand comes down, part after part, rolls, and is lifted; now and then a lift is not reported."""
        x, y = self._place()
        fingers = [(x + self._chance.gauss(0, 90), y + self._chance.gauss(0, 110)) for _ in range(self._chance.randint(6, 20))]
        self._together(fingers, self._chance.randint(2, 12), 6.0)

    def _ten(self) -> None:
        """Ten fingers, each at its own place, dance."""
        self._together([self._place() for _ in range(10)], self._chance.randint(2, 20), 40.0)

    def _together(self, places: list[tuple[float, float]], frames: int, apart: float) -> None:
        first, self._finger = self._finger, self._finger + len(places)
        fingers = {first + at: place for at, place in enumerate(places)}
        waiting = list(fingers)
        down: list[int] = []
        while waiting or frames > 0:
            said = []
            for _ in range(min(len(waiting), self._chance.randint(1, 6))):
                down.append(waiting.pop())
                said.append(("begin", down[-1]))
            for finger in down:
                x, y = fingers[finger]
                fingers[finger] = x + self._chance.gauss(0, apart), y + self._chance.gauss(0, apart)
                said.append(("update", finger))
            self._tell(said, fingers)
            frames -= 1
        self._chance.shuffle(down)
        lost = self._chance.random() < 0.05
        self._tell([("end", finger) for finger in down[int(lost):]], fingers)

    def _tell(self, said: list[tuple[str, int]], fingers: dict[int, tuple[float, float]]) -> None:
        wide, high = self._display.size
        lines = [f"{kind} {finger} {fingers[finger][0] / wide:.5f} {1 - fingers[finger][1] / high:.5f}" for kind, finger in said]
        self._panel.sendto("\n".join(lines).encode(), self._socket)
        self.counts["fingers of a panel"] += len(said)
        time.sleep(FRAME_S)

    # --- a keyboard

    def _typing(self) -> None:
        """Any keys, fast, some held."""
        began = time.monotonic()
        for number in range(self._chance.randint(40, 250)):
            code = self._chance.choice(self._display.keycodes)
            self._key(code, code not in self._keys)
            self._pace(began, number, KEYS_A_SECOND)
        self.let_go()

    def _chords(self) -> None:
        """Keys with which one leaves a program elsewhere."""
        for _ in range(self._chance.randint(3, 20)):
            codes = [code for name in self._chance.choice(CHORDS).split() if (code := self._display.code(KEYS.get(name, name)))]
            for code in codes:
                self._key(code, True)
            for code in reversed(codes):
                self._key(code, False)
        self._display.flush()

    # --- a window manager, the cabinet

    def _close(self) -> None:
        """A window's cross, and what else a window manager asks; the keyboard given to nobody and back."""
        for _ in range(self._chance.randint(1, 6)):
            what, elsewhere = self._chance.choice(REQUESTS), self._chance.random() < 0.3
            for pane in self._display.panes():
                self._display.focus(None if elsewhere else pane)
                self._display.ask_window(pane, what)
                self._display.focus(pane)
                self.counts["requests to the window"] += 1
        self._display.flush()

    def _cabinet(self) -> None:
        """Cards in, out and torn out in the middle; faces, a plug."""
        hands = self._hands
        cards = (*DECK, FOREIGN, "standing", "standing")
        acts: tuple[Callable[[], None], ...] = (
            *(partial(hands.insert_card, card) for card in cards), hands.remove_card, hands.remove_card, hands.pull_card, hands.lay_id_card,
            hands.take_id_card, hands.show_face, partial(hands.show_face, stranger=True), hands.plug_headset, hands.unplug_headset,
        )
        for _ in range(self._chance.randint(1, 5)):
            self._chance.choice(acts)()
            self.counts["cards, faces, plugs"] += 1

    # --- one event each

    def _move(self, x: float, y: float) -> None:
        self._display.point(x, y)
        self.counts["motions"] += 1

    def _button(self, down: bool, number: int = LEFT) -> None:
        self._display.button(down, number)
        (self._buttons.add if down else self._buttons.discard)(number)
        self.counts["buttons" if number in (LEFT, 2, 3, 8, 9) else "wheel"] += 1

    def _key(self, code: int, down: bool) -> None:
        self._display.key(code, down)
        (self._keys.add if down else self._keys.discard)(code)
        self.counts["keys"] += 1

    def _pace(self, began: float, number: int, a_second: float) -> None:
        ahead = began + number / a_second - time.monotonic()
        if ahead > 0.002 or number % 16 == 0:
            self._display.flush()
            time.sleep(max(0.0, ahead))

    def _place(self) -> tuple[float, float]:
        """Somewhere, or within something that stands there; chance is asked the same number of times."""
        anywhere, which, x, y = (self._chance.random() for _ in range(4))
        if anywhere < 0.4 or not self._nodes:
            return x * self._display.size[0], y * self._display.size[1]
        left, top, wide, high = self._nodes[int(which * len(self._nodes))]["rect"]
        return left + x * wide, top + y * high
