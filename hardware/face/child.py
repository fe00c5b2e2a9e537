"""The face matcher's own process: compares two pictures and forgets everything when it ends.

The dlib binding holds the interpreter while encoding, its detector is not safe between threads,
and what it computed cannot be wiped; hence a process. It ends when its input ends.

Said over the pipes, both ways: 4 bytes big-endian length, JSON of that length, then for each
entry of ``frames`` in it height × width × 3 bytes RGB::

    → {"do": "portrait", "frames": [[h, w]]}          ← {"box": [top, right, bottom, left]}
    → {"do": "compare", "frames": [[h, w], [h, w]]}   ← {"distance": 0.31}
                                                      ← {"hint": "no-face"} for either
The first word of the child is {"ready": true}.
"""
from __future__ import annotations

import json
import os
import resource
import struct
import sys
import warnings
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from hardware.face import rules

Pixels = NDArray[np.uint8]


def put(line: BinaryIO, word: dict[str, Any], *pictures: Pixels) -> None:
    """Say one word with its pictures."""
    head = json.dumps({**word, "frames": [picture.shape[:2] for picture in pictures]}).encode("ascii")
    line.write(struct.pack(">I", len(head)) + head)
    for picture in pictures:
        line.write(np.ascontiguousarray(picture).tobytes())
    line.flush()


def take(line: BinaryIO) -> tuple[dict[str, Any], list[Pixels]]:
    """Hear one word with its pictures. Raises ``EOFError`` where the line ends, between words or within one."""
    word = json.loads(_exactly(line, struct.unpack(">I", _exactly(line, 4))[0]))
    pictures = [np.frombuffer(_exactly(line, height * width * 3), np.uint8).reshape(height, width, 3) for height, width in word["frames"]]
    return word, pictures


class Matcher:
    """The library, one picture pair at a time."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # without pkg_resources (setuptools ≥ 82) the next import prints advice and calls quit() with status 0
            import pkg_resources  # noqa: F401  # imported only to fail loudly here
        import face_recognition

        self._library = face_recognition

    def portrait(self, card: Pixels) -> dict[str, Any]:
        """Where the portrait stands on the card."""
        boxes = self._faces(card)
        wrong = rules.hint(card, boxes, alone=False)
        return {"hint": wrong} if wrong else {"box": rules.with_margin(rules.widest(boxes), *card.shape[:2])}

    def compare(self, portrait: Pixels, live: Pixels) -> dict[str, Any]:
        """How far apart the two faces are; a hint speaks of the live picture."""
        boxes = self._faces(live)
        wrong = rules.hint(live, boxes, alone=True)
        if wrong:
            return {"hint": wrong}
        known = self._faces(portrait) or [rules.without_margin(*portrait.shape[:2])]
        apart = self._template(portrait, rules.widest(known)) - self._template(live, rules.widest(boxes))
        return {"distance": float(np.linalg.norm(apart))}

    def _faces(self, pixels: Pixels) -> list[rules.Box]:
        """Not enlarged first, which finds 80 px and more; enlarged (four times slower) only to tell 'too small' from 'no face'."""
        found = self._library.face_locations(pixels, 0) or self._library.face_locations(pixels, 1)
        return cast(list[rules.Box], found)

    def _template(self, pixels: Pixels, face: rules.Box) -> NDArray[np.float64]:
        return cast("NDArray[np.float64]", self._library.face_encodings(pixels, [face], 1, "small")[0])


def main() -> int:
    """Serve until the input ends."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no picture of a face in a crash dump
    os.nice(10)  # fingers come first: the screen is drawn by the same processor
    line_out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # the library prints to standard output; the line is ours alone
    matcher = Matcher()
    put(line_out, {"ready": True})
    while True:
        try:
            word, pictures = take(sys.stdin.buffer)
        except EOFError:
            return 0
        put(line_out, matcher.portrait(*pictures) if word["do"] == "portrait" else matcher.compare(*pictures))


def _exactly(line: BinaryIO, size: int) -> bytes:
    data = line.read(size)
    if len(data) < size:
        raise EOFError
    return data


if __name__ == "__main__":
    sys.exit(main())
