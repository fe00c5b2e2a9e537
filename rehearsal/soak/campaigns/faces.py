"""A day of faces before one matcher: every decision right, and its process does not grow.

A counter that never rests serves 288 visits of five minutes in a day, with at most five tries each: 1,440 decisions. In the field the
process ends with each visit; here one child takes them all, so that whatever it keeps adds up.
"""
from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from rehearsal.soak.campaign import Campaign, Played

if TYPE_CHECKING:
    from PIL.Image import Image

    from hardware.face.face_recognition import ChildMatcher

MOST_GROWTH = 1.0
"""Percent: the least that it held in this piece against the least of the first."""
WARM = 24
"""Decisions before the first that counts: arenas of the allocator are laid out."""
_matcher: list["ChildMatcher"] = []
_first: list[float] = []


def play(seed: int, count: int) -> Played:
    """``count`` decisions, each of two pictures of a card and three of whoever stands there, and one look at how the head is held."""
    import numpy as np

    from bench.processes import anonymous_mib
    from hardware.camera import Frame
    from hardware.face.face_recognition import open as open_matcher
    from rehearsal import photographs, pictures

    def frame(picture: "Image") -> Frame:
        return Frame(np.asarray(picture.convert("RGB"), np.uint8), 1)

    card = frame(pictures.photographed_card(photographs.PERSON[0]))
    holder = [frame(photographs.live(one)) for one in photographs.PERSON[1:]]
    stranger = frame(photographs.live(photographs.STRANGER))

    def decide(matcher: "ChildMatcher", chance: random.Random) -> tuple[str, str]:
        portrait = matcher.portrait(card)
        right = chance.random() < 0.8
        lives = [chance.choice(holder) for _ in range(3)] if right else [stranger] * 3
        band = matcher.compare([portrait, portrait], lives).band
        matcher.pose(lives[-1])
        return ("the holder" if right else "a stranger"), band

    if not _matcher:
        _matcher.append(open_matcher("face", {}))
        for number in range(WARM):
            decide(_matcher[0], random.Random(f"warm {number}"))
    matcher, counts, held = _matcher[0], Counter[str](), []
    wrong: list[str] = []
    for number in range(seed, seed + count):
        who, band = decide(matcher, random.Random(f"face {number}"))
        counts[f"{who}: {band}"] += 1
        if (band == "no-match") == (who == "the holder"):
            wrong.append(f"{who} was {band} (decision {number})")
        held.append(anonymous_mib(matcher.pid or 0))
    _first.append(min(held))
    grown = 100 * (min(held) / _first[0] - 1)
    if grown >= MOST_GROWTH:
        wrong.append(f"memory grew by {grown:.1f} %")
    return Played(counts, {"mib": round(min(held), 1), "growth percent": round(grown, 2)}, tuple(wrong))


def end() -> None:
    """The matcher's process ends; the next piece starts another."""
    while _matcher:
        _matcher.pop().close()
    _first.clear()


CAMPAIGN = Campaign(
    name="faces", what="a day of faces before one matcher: right, and without growth", whole=1440, step=48, unit="decisions", play=play,
    end=end, sources=("hardware/face/*.py", "rehearsal/photographs.py"),
)
