"""The face matcher's own process: compares two pictures and forgets everything when it ends.

The dlib binding holds the interpreter while encoding, its detector is not safe between threads,
and what it computed cannot be wiped; hence a process. It ends when its input ends.

Said over the pipes, both ways: 4 bytes big-endian length, JSON of that length, then for each
entry of ``frames`` in it height × width × 3 bytes RGB::

    → {"do": "portrait", "frames": [[h, w]]}          ← {"box": [top, right, bottom, left]}
    → {"do": "compare", "portraits": 2, "frames": …}  ← {"distance": 0.31, "best": 0, "attack": false}
    → {"do": "pose", "frames": [[h, w]]}              ← {"yaw": 0.02, "eyes": 0.3}
                                                      ← {"hint": "no-face"} for each
The first word of the child is {"ready": true}. It is started with the number of landmarks (5 or 68) and, where there is one, the
module of the presentation-attack backend.
"""
from __future__ import annotations

import importlib
import json
import os
import resource
import struct
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from hardware.face import rules

if TYPE_CHECKING:
    from hardware.face.models import Models, Template

Pixels = NDArray[np.uint8]
Word = dict[str, Any]


def put(line: BinaryIO, word: Word, *pictures: Pixels) -> None:
    """Say one word with its pictures."""
    head = json.dumps({**word, "frames": [picture.shape[:2] for picture in pictures]}).encode("ascii")
    line.write(struct.pack(">I", len(head)) + head)
    for picture in pictures:
        line.write(np.ascontiguousarray(picture).tobytes())
    line.flush()


def take(line: BinaryIO) -> tuple[Word, list[Pixels]]:
    """Hear one word with its pictures. Raises ``EOFError`` where the line ends, between words or within one."""
    word = json.loads(_exactly(line, struct.unpack(">I", _exactly(line, 4))[0]))
    pictures = [np.frombuffer(_exactly(line, height * width * 3), np.uint8).reshape(height, width, 3) for height, width in word["frames"]]
    return word, pictures


class Matcher:
    """The models, one question at a time. ``attack``: the presentation-attack backend, None where there is none."""

    def __init__(self, models: Models, attack: Callable[[Sequence[Pixels]], bool] | None = None) -> None:
        self._models, self._attack = models, attack

    def portrait(self, card: Pixels) -> Word:
        """Where the portrait stands on the card."""
        boxes = self._faces(card)
        wrong = rules.hint(card, boxes, alone=False)
        return {"hint": wrong} if wrong else {"box": rules.with_margin(rules.widest(boxes), *card.shape[:2])}

    def compare(self, portraits: Sequence[Pixels], lives: Sequence[Pixels]) -> Word:
        """How far apart the two faces are; a hint speaks of the live pictures."""
        usable: list[tuple[int, Template, float]] = []
        wrong = "no-face"
        for place, live in enumerate(lives):
            boxes = self._faces(live)
            wrong = rules.hint(live, boxes, alone=True)
            if not wrong:
                face = rules.widest(boxes)
                usable.append((place, self._models.template(live, face), rules.sharpness(live, face)))
        if not usable:
            return {"hint": wrong}
        seen = np.array([template for _, template, _ in usable])
        if len(usable) > 1 and rules.strangers(seen):
            return {"hint": "many-faces"}
        known = np.array([self._printed(portrait) for portrait in portraits])
        return {"distance": rules.fused(known, seen), "best": max(usable, key=lambda one: one[2])[0],
                "attack": self._attack is not None and bool(self._attack([lives[place] for place, _, _ in usable]))}

    def pose(self, live: Pixels) -> Word:
        """How the head is held."""
        boxes = self._faces(live)
        wrong = rules.held(boxes, alone=True)
        if wrong:
            return {"hint": wrong}
        eyes = self._models.eyes(live, rules.widest(boxes))
        return {"yaw": rules.yaw(eyes), "eyes": rules.openness(eyes)}

    def answer(self, word: Word, pictures: Sequence[Pixels]) -> Word:
        """What one word of the parent is answered with."""
        if word["do"] == "portrait":
            return self.portrait(pictures[0])
        if word["do"] == "pose":
            return self.pose(pictures[0])
        return self.compare(pictures[: word["portraits"]], pictures[word["portraits"] :])

    def _printed(self, portrait: Pixels) -> Template:
        known = self._faces(portrait) or [rules.without_margin(*portrait.shape[:2])]
        return self._models.template(portrait, rules.widest(known))

    def _faces(self, pixels: Pixels) -> list[rules.Box]:
        from hardware.face.models import seen

        return seen(self._models, pixels)


def main(argv: list[str]) -> int:
    """Serve until the input ends."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no picture of a face in a crash dump
    os.nice(10)  # fingers come first: the screen is drawn by the same processor
    line_out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # the library prints to standard output; the line is ours alone
    from hardware.face.models import load

    attack = importlib.import_module(argv[1]).attack if len(argv) > 1 else None
    matcher = Matcher(load(5 if argv[0] == "5" else 68), attack)
    try:
        put(line_out, {"ready": True})
        while True:
            word, pictures = take(sys.stdin.buffer)
            put(line_out, matcher.answer(word, pictures))
    except (EOFError, BrokenPipeError):  # whoever asked is gone
        os._exit(0)  # at once: what the line still holds cannot be said to anybody


def _exactly(line: BinaryIO, size: int) -> bytes:
    data = line.read(size)
    if len(data) < size:
        raise EOFError
    return data


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
