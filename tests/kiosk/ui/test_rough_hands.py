"""Rough hands on the real window: keys that open things elsewhere, requests to close, floods, palms, drags; a signature worth having."""
from __future__ import annotations

import asyncio
import base64
import io
import socket
import time
from collections.abc import AsyncIterator, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kiosk.ui.door import View
from rehearsal.gallery import Stand, samples
from rehearsal.screen import find
from rehearsal.vandals import palms
from rehearsal.vandals.display import Display
from rehearsal.vandals.palms.sitecustomize import SOCKET
from rehearsal.vandals.vandal import CHORDS, KEYS, REQUESTS

pytestmark = pytest.mark.real
VIEWS = dict(samples("en"))
SHORT = "That is a little short."
Spot = tuple[float, float]


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    async with Stand(tmp_path / "s", environment={"PYTHONPATH": str(Path(palms.__file__).parent)}) as stand:
        yield stand


async def show(stand: Stand, view: View) -> dict[str, Any]:
    """Show it until it has been seen; the tree."""
    await stand.show(view)
    tree = await asyncio.to_thread(stand.screen.wait_for, stand.run, view.screen)
    await asyncio.sleep(max(0.0, tree["ready"] - time.monotonic()) + 0.05)
    return tree


async def heard_until(stand: Stand, name: str, value: str = "") -> list[tuple[str, str]]:
    """All that was touched up to and with this; signs of life left out. What comes in order proves that nothing came before."""
    found: list[tuple[str, str]] = []
    async with asyncio.timeout(20):
        while (name, value) not in found[-1:]:
            touch = await stand.touched()
            if touch.name != "stir":
                found.append((touch.name, touch.value))
    return found


async def tap(display: Display, spot: Spot) -> None:
    """One calm finger, some time after whatever was before."""
    await asyncio.sleep(0.7)
    display.point(*spot)
    display.button(True)
    display.button(False)
    display.flush()


def middle(tree: dict[str, Any], name: str, value: str | None = None) -> Spot:
    node = find(tree, name, value)
    assert node is not None
    x, y, w, h = node["rect"]
    return x + w / 2, y + h / 2


async def drag(display: Display, spots: Iterable[Spot], rest_s: float = 0.01) -> None:
    """One finger from spot to spot; without a rest all of it comes within one frame of the screen."""
    places = list(spots)
    display.point(*places[0])
    display.button(True)
    for (x, y), (to_x, to_y) in pairwise(places):
        for part in range(1, 9):
            display.point(x + (to_x - x) * part / 8, y + (to_y - y) * part / 8)
            if rest_s:
                display.flush()
                await asyncio.sleep(rest_s)
    display.button(False)
    display.flush()


class Panel:
    """Many fingers at once."""

    def __init__(self, stand: Stand, display: Display) -> None:
        self._to, self._size = str(stand.config.parent / SOCKET), display.size
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)

    async def say(self, kind: str, fingers: dict[int, Spot]) -> None:
        until = time.monotonic() + 10
        while not Path(self._to).exists() and time.monotonic() < until:
            await asyncio.sleep(0.02)
        wide, high = self._size
        self._line.sendto("\n".join(f"{kind} {one} {x / wide} {1 - y / high}" for one, (x, y) in fingers.items()).encode(), self._to)
        await asyncio.sleep(0.05)


async def test_no_key_and_no_request_leaves_the_counter(stand: Stand) -> None:
    with Display(stand.screen.display) as display:
        tree = await show(stand, VIEWS["menu"])
        lying = everything(stand)
        for chord in CHORDS:
            press_together(display, [display.code(KEYS.get(name, name)) for name in chord.split()])
        for held in ("", *KEYS.values()):
            for code in display.keycodes:
                press_together(display, [display.code(held), code])
            display.flush()
            await asyncio.sleep(0.3)
        for what in REQUESTS:
            for pane in display.panes():
                display.ask_window(pane, what)
                display.focus(pane)
        await tap(display, middle(tree, "item", "lt05"))
        await heard_until(stand, "item", "lt05")
        assert stand.process.poll() is None
        assert [pane.place for pane in display.panes()] == [(0, 0, *display.size)], "no other window is shown"
        assert not any(display.floor_shows(y) for y in range(0, display.size[1], 60))
        assert everything(stand) - lying == set(), "no key takes a picture or writes a log"


def everything(stand: Stand) -> set[Path]:
    """All files of the counter and of the place it was started in, drawn signs apart."""
    return {path for path in (*stand.config.parent.rglob("*"), *Path.cwd().iterdir()) if "pictures" not in path.parts}


def press_together(display: Display, codes: list[int]) -> None:
    for down in (True, False):
        for code in filter(None, codes):
            display.key(code, down)


async def test_a_chord_with_a_letter_types_nothing_on_a_pad(stand: Stand) -> None:
    with Display(stand.screen.display) as display:
        await show(stand, VIEWS["form-door"])
        for held in ("ctrl", "alt", "super"):
            for key in ("1", "BackSpace", "Return"):
                press_together(display, [display.code(KEYS[held]), display.code(key)])
        press_together(display, [display.code("2")])
        display.flush()
        assert await heard_until(stand, "key", "2") == [("key", "2")]


async def test_a_thousand_taps_a_second_are_few_for_the_engine_and_the_screen_answers_meanwhile(stand: Stand) -> None:
    with Display(stand.screen.display) as display:
        tree = await show(stand, VIEWS["choose-town"])
        places = [(x + w / 2, y + h / 2) for x, y, w, h in (node["rect"] for node in tree["nodes"] if node["name"] == "item")]
        began, answers = time.monotonic(), list[float]()
        for number in range(2000):
            display.point(*places[number % (len(places) - 1)])
            display.button(True)
            display.button(False)
            if number % 20 == 0:
                display.flush()
                await asyncio.sleep(max(0.0, began + number / 1000 - time.monotonic()))
            if number % 400 == 200:
                asked = time.monotonic()
                assert await asyncio.to_thread(stand.screen.tree, stand.run) is not None
                answers.append(time.monotonic() - asked)
        display.flush()
        await asyncio.sleep(1.0)
        await tap(display, places[-1])
        last = [node["value"] for node in tree["nodes"] if node["name"] == "item"][-1]
        taps = await heard_until(stand, "item", last)
        assert 8 <= len(taps) <= 17 + 12 * (time.monotonic() - began)
        assert max(answers) < 1.0


async def test_palms_and_ten_fingers_press_nothing_and_a_calm_finger_does(stand: Stand) -> None:
    with Display(stand.screen.display) as display:
        tree, panel = await show(stand, VIEWS["menu"]), Panel(stand, display)
        x, y = middle(tree, "item", "lt05")
        palm = {part: (x - 200 + 40 * part, y - 30 + 7 * (part % 9)) for part in range(12)}
        await panel.say("begin", palm)
        await panel.say("update", {part: (x + 4, y + 3) for part, (x, y) in palm.items()})
        await panel.say("end", palm)
        offered = [node["rect"] for node in tree["nodes"] if node["name"]]
        ten = {20 + at: (left + 60, top + 40) for at, (left, top, _, _) in enumerate(offered[:10])}
        await panel.say("begin", ten)
        await panel.say("end", ten)
        await panel.say("begin", {50: (x, y)})
        await panel.say("end", {50: (x, y)})
        assert await heard_until(stand, "item", "lt05") == [("item", "lt05")]
        await panel.say("begin", ten)
        await panel.say("end", ten)
        await tap(display, middle(tree, "find"))
        assert await heard_until(stand, "find") == [("find", "")]


async def test_a_card_dragged_across_the_list_presses_nothing_out_and_back_again_does(stand: Stand) -> None:
    with Display(stand.screen.display) as display:
        tree = await show(stand, VIEWS["menu"])
        first, second, beside = middle(tree, "item", "lt05"), middle(tree, "item", "lt03"), (20.0, 1120.0)
        await drag(display, [first, second])
        await drag(display, [beside, first])
        await drag(display, [first, beside])
        await drag(display, [(0.0, 200.0), (1079.0, 1900.0)])
        await tap(display, middle(tree, "find"))
        assert await heard_until(stand, "find") == [("find", "")]
        await drag(display, [first, beside, first])
        assert await heard_until(stand, "item", "lt05") == [("item", "lt05")]


async def test_what_comes_within_one_frame_is_taken_place_by_place(stand: Stand) -> None:
    with Display(stand.screen.display) as display:
        tree = await show(stand, VIEWS["menu"])
        first, beside = middle(tree, "item", "lt05"), (20.0, 1120.0)
        await drag(display, [beside, first], rest_s=0)
        await drag(display, [first, beside], rest_s=0)
        await tap(display, middle(tree, "find"))
        assert await heard_until(stand, "find") == [("find", "")]
        tree = await show(stand, VIEWS["sign"])
        x, y, w, h = next(node["rect"] for node in tree["nodes"] if node["role"] == "slate")
        await drag(display, [(x + w * (0.1 + 0.05 * at), y + h * (0.2 + 0.6 * (at % 2))) for at in range(16)], rest_s=0)
        zigzag = await handed_in(stand)
        await asyncio.to_thread(stand.screen.press, stand.run, "wipe")
        await drag(display, [(x + w * 0.1, y + h * 0.8), (x + w * 0.85, y + h * 0.8)], rest_s=0)
        assert zigzag > 3 * await handed_in(stand), "a stroke keeps its bends although the screen was busy"


async def test_a_short_signature_is_asked_for_again_kindly_and_undo_takes_the_last_stroke_back(stand: Stand) -> None:
    with Display(stand.screen.display) as display:
        tree = await show(stand, VIEWS["sign"].but(note=SHORT))
        assert not any(node["text"] == SHORT for node in tree["nodes"])
        x, y, w, h = next(node["rect"] for node in tree["nodes"] if node["role"] == "slate")
        await drag(display, [(x + w / 2, y + h / 2), (x + w / 2 + 12, y + h / 2 + 9)])
        await asyncio.to_thread(stand.screen.press, stand.run, "done")
        await asyncio.to_thread(stand.screen.wait, stand.run, lambda tree: any(n["text"] == SHORT for n in tree["nodes"]), "kind words")
        await asyncio.to_thread(stand.screen.press, stand.run, "undo")
        await asyncio.to_thread(stand.screen.wait, stand.run, lambda tree: not find(tree, "done")["enabled"], "an empty slate")
        await drag(display, [(x + w * (0.15 + 0.07 * at), y + h * (0.65 - 0.35 * (at % 2))) for at in range(8)])
        await drag(display, [(x + w * 0.2, y + h * 0.85), (x + w * 0.9, y + h * 0.85)])
        both = await handed_in(stand)  # the first that is heard at all: the short one was not handed in
        await asyncio.to_thread(stand.screen.press, stand.run, "undo")
        one = await handed_in(stand)
        assert 0 < one < both


async def handed_in(stand: Stand) -> int:
    """Press done; how many pixels of the picture are ink."""
    await asyncio.sleep(0.6)
    await asyncio.to_thread(stand.screen.press, stand.run, "done")
    touch = await stand.touched()
    while touch.name == "stir":
        touch = await stand.touched()
    assert touch.name == "strokes"
    with Image.open(io.BytesIO(base64.b64decode(touch.value))) as picture:
        return sum(count for count, (_, dark) in picture.getcolors(1 << 16) or [] if dark > 128)


async def test_a_resting_hand_and_a_sleeve_do_not_stop_a_signature(stand: Stand) -> None:
    with Display(stand.screen.display) as display:
        tree, panel = await show(stand, VIEWS["sign"]), Panel(stand, display)
        x, y, w, h = next(node["rect"] for node in tree["nodes"] if node["role"] == "slate")
        await panel.say("begin", {1: (x + w * 0.8, y + h * 0.9)})
        await panel.say("begin", {2: (x + w * 0.1, y + h * 0.5)})
        await panel.say("begin", {3: (500.0, 1800.0)})
        for at in range(1, 14):
            await panel.say("update", {2: (x + w * (0.1 + 0.06 * at), y + h * (0.5 - 0.3 * (at % 2))), 1: (x + w * 0.8 + 1, y + h * 0.9)})
        await panel.say("end", {2: (x + w * 0.9, y + h * 0.5), 1: (x + w * 0.8, y + h * 0.9), 3: (500.0, 1800.0)})
        assert await handed_in(stand) > 1000
