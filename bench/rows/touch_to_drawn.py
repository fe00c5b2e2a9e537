"""From the touch until the next screen stands in the X server's picture, while a real face match and a real print run beside.

A tap is XTEST's, from outside, in the middle of a target, and counts from the finger's lift; "drawn" is what the X server
shows (XDAMAGE, then the pixels of the place where both screens differ most), not what the counter says of itself. Ours: a
counter with real parts in a visit; every touch goes screen → engine → screen: menu, help, a service, language and back.
Peer: the same screens in one static page in Chromium, the same words at the same places, a touch shows another section;
tapped by the same finger, under the same work.

``p50`` is the median of the rounds' medians; ``p99`` is over all touches of all rounds. ``cpu`` is the processor time of all
processes of the counter, or the browser, for one touch (engine and drawing included; what waiting costs in that time as well).
"""
from __future__ import annotations

import html
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.browser import NAME, Browser
from bench.finger import Finger, Place, where_they_differ
from bench.measurement import Measurement, NotMeasured, Samples, interleave
from bench.processes import cpu_s
from bench.work import Work
from rehearsal.headless import Rehearsal
from rehearsal.namespace import inside
from rehearsal.screen import DOUBLE_S, ScreenStuck, VirtualScreen, find

FLOW = "changhua-tax.property-list"
WAY = (("frame", "help"), ("frame", "back"), ("item", FLOW), ("frame", "back"), ("frame", "language:en"), ("frame", "language:zh-TW"))
"""Targets one after the other from the menu back to the menu."""
LAPS = 4
REST_S = 0.6
"""Between two touches: a screen counts touches only after it could be seen, and both look at the same rhythm."""
STILL_S = 1.0
"""Longer than a step of a scene that moves, and than a screen needs on a busy machine."""
PATIENCE_S = 10.0
Tree = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """A touch and where its effect is looked for."""

    x: float
    y: float
    place: Place


class Walk:
    """One lap of touches on one display; made by walking it once slowly."""

    def __init__(self, screen: VirtualScreen, points: Sequence[tuple[float, float]]) -> None:
        self._finger = Finger(screen.display)
        self._steps: list[Step] = []
        for x, y in points:
            time.sleep(STILL_S)
            before = self._finger.picture()
            self._finger.tap(x, y)
            time.sleep(2 * STILL_S)
            after = self._finger.picture()
            time.sleep(STILL_S)
            self._steps.append(Step(x, y, where_they_differ(before, after, self._finger.picture(), y)))

    def laps(self, count: int) -> list[float]:
        """Milliseconds of every touch. Raises ``NotMeasured`` where a screen does not come."""
        taken = []
        for step in self._steps * count:
            time.sleep(REST_S)
            began = self._finger.tap(step.x, step.y)
            if not self._finger.until(step.place, PATIENCE_S):
                raise NotMeasured(f"the screen after the touch at {step.x:.0f}, {step.y:.0f} did not come")
            taken.append((time.monotonic() - began) * 1000)
        return taken


def to_the_menu(rehearsal: Rehearsal) -> None:
    """Begin a visit, in Chinese whatever language attract was in."""
    run, screen = rehearsal.config.site.run, rehearsal.screen
    rehearsal.until_open()
    while (screen.tree(run) or {"screen": ""})["screen"] != "menu":
        with suppress(ScreenStuck):  # attract was just turning to another language: that touch does not count
            screen.press(run, "start", timeout=2)
            screen.wait_for(run, "menu", timeout=2)
    screen.press(run, *WAY[-1])
    screen.wait(run, lambda now: (now["screen"], now["language"]) == ("menu", "zh-TW"), "menu in Chinese")
    time.sleep(1.0)


def read(rehearsal: Rehearsal) -> list[tuple[Tree, tuple[float, float]]]:
    """Walk the way once: every screen's tree with the middle of the target touched on it."""
    run, seen = rehearsal.config.site.run, []
    for name, value in WAY:
        tree = rehearsal.screen.wait(run, partial(_ready, name, value), f"{name} {value}", PATIENCE_S)
        node = find(tree, name, value) or {}
        x, y, w, h = node["rect"]
        seen.append((tree, (x + w / 2, y + h / 2)))
        rehearsal.screen.touch(x + w / 2, y + h / 2)
        rehearsal.screen.wait(run, partial(other, tree), f"screen after {name} {value}", PATIENCE_S)
    return seen


def _ready(name: str, value: str, now: Tree) -> bool:
    """Whether a target stands there and was seen long enough to be touched."""
    return find(now, name, value) is not None and time.monotonic() > now["ready"] + DOUBLE_S


def other(before: Tree, now: Tree) -> bool:
    """Whether another screen stands there, or the same in another language."""
    return (before["screen"], before["language"]) != (now["screen"], now["language"])


def page(seen: Sequence[tuple[Tree, tuple[float, float]]]) -> str:
    """The same screens as sections of one static page; a target touched shows the next one."""
    sections = []
    for number, (tree, (x, y)) in enumerate(seen):
        marks = []
        for node in tree["nodes"]:
            left, top, w, h = node["rect"]
            leads = node["name"] and left <= x <= left + w and top <= y <= top + h
            touch = f' onclick="show({(number + 1) % len(seen)})"' if leads else ""
            edge = "border:3px solid #1d4f5f;border-radius:18px;" if node["name"] else ""
            marks.append(f'<div{touch} style="left:{left}px;top:{top}px;width:{w}px;height:{h}px;{edge}">{html.escape(node["text"])}</div>')
        sections.append(f'<section{"" if number else " class=on"}>{"".join(marks)}</section>')
    style = ("body{margin:0;background:#faf6ef;font:40px 'Noto Sans CJK TC'}section{display:none}section.on{display:block}"
             "div{position:absolute;box-sizing:border-box;overflow:hidden}")
    script = "const all=document.querySelectorAll('section');function show(n){all.forEach((s,i)=>s.className=i==n?'on':'')}"
    return f"<!doctype html><meta charset=utf-8><style>{style}</style><body>{''.join(sections)}<script>{script}</script>"


@dataclass
class Taps:
    """All that was taken of one of the two."""

    walk: Walk
    pid: int
    taken: list[list[float]]
    cpu_ms: list[float]

    def round(self) -> float:
        """One round; its median in milliseconds."""
        before = cpu_s(self.pid)
        self.taken.append(self.walk.laps(LAPS))
        self.cpu_ms.append((cpu_s(self.pid) - before) * 1000 / len(self.taken[-1]))
        return median(self.taken[-1])

    def worst_of_hundred(self) -> float:
        """The 99th percentile of all touches."""
        return quantiles([one for taken in self.taken for one in taken], n=100)[98]


def lines(rounds: int, ours: Taps, peer: Taps) -> Iterator[Measurement]:
    """Take turns; then the three lines."""
    samples: Samples = interleave(rounds, ours.round, peer.round)
    yield Measurement("ms", NAME, samples, part="p50")
    yield Measurement("ms", NAME, ((ours.worst_of_hundred(),), (peer.worst_of_hundred(),)), part="p99")
    yield Measurement("ms CPU", NAME, (tuple(ours.cpu_ms), tuple(peer.cpu_ms)), part="cpu")


def measure(rounds: int) -> Iterator[Measurement]:
    """Both stand side by side on their own displays, all the time."""
    if not inside():
        raise NotMeasured("face match and print are real here: root and a namespace of their own, make bench as root")
    with tempfile.TemporaryDirectory() as folder:
        rehearsal = Rehearsal(Path(folder) / "site", "real", Path(folder) / "log")
        try:
            rehearsal.start()
            to_the_menu(rehearsal)
            seen = read(rehearsal)
            points = [point for _, point in seen]
            assert rehearsal.premises is not None
            with VirtualScreen() as screen, Browser(screen, page(seen)) as browser:
                ours = Taps(Walk(rehearsal.screen, points), rehearsal.premises.counter.pid, [], [])
                peer = Taps(Walk(screen, points), browser.pid, [], [])
                with Work(Path(folder) / "site" / "kiosk.toml"):
                    yield from lines(rounds, ours, peer)
        finally:
            rehearsal.stop()
