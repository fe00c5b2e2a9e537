"""The parent's side of the face matcher: starts ``hardware.face.child`` when first needed and ends it with ``close``."""
from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from hardware import DeviceGone, FaceError
from hardware.camera import Frame
from hardware.face import FaceVerdict, child, rules
from hardware.options import OptionWrong, read_options

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Options:
    """``match``, ``clerk``: upper ends of the bands (the library's 0.6 alone lets 10 % of strangers in); ``patience_s``: for one answer."""

    match: float = 0.45
    clerk: float = 0.60
    patience_s: float = 30.0


def open(name: str, options: dict[str, Any]) -> "ChildMatcher":
    """Open the matcher; the child starts with the first picture. Raises ``OptionWrong``."""
    ready = read_options(Options, name, options)
    if not 0 < ready.match <= ready.clerk <= 0.6:
        raise OptionWrong(f"{name}: options must keep 0 < match ≤ clerk ≤ 0.6")
    return ChildMatcher(name, ready)


class ChildMatcher:
    """One to one by the face_recognition library, in a process that lives only while needed."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._options = options
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the child, None while none lives; the record of the wiping names it."""
        return self._child.pid if self._child is not None else None

    def portrait(self, card: Frame) -> Frame:
        """Crop the portrait from a picture of the card. Raises ``FaceError``, ``DeviceGone``."""
        top, right, bottom, left = self._ask("portrait", card)["box"]
        return Frame(card.pixels[top:bottom, left:right].copy(), card.number)

    def compare(self, portrait: Frame, live: Frame) -> FaceVerdict:
        """Compare two pictures of one face each. Raises ``FaceError`` for the live picture, ``DeviceGone``."""
        distance = float(self._ask("compare", portrait, live)["distance"])
        return FaceVerdict(rules.band(distance, self._options.match, self._options.clerk), distance)

    def close(self) -> None:
        """End the child; all pictures and templates end with it."""
        if self._child is None:
            return
        gone, self._child = self._child, None
        gone.kill()  # it has nothing to finish, and what it knows shall end now
        gone.wait()
        for pipe in (gone.stdin, gone.stdout):
            with contextlib.suppress(BrokenPipeError):  # a picture was still in the pipe's buffer
                cast(BinaryIO, pipe).close()

    def _ask(self, what: str, *frames: Frame) -> dict[str, Any]:
        watch = threading.Timer(self._options.patience_s, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            running = self._running()
            child.put(cast(BinaryIO, running.stdin), {"do": what}, *(frame.pixels for frame in frames))
            answer, _ = child.take(cast(BinaryIO, running.stdout))
        except (BrokenPipeError, EOFError) as error:
            self.close()
            raise DeviceGone(self.name, "the face process ended; the next call starts a new one") from error
        finally:
            watch.cancel()
        if "hint" in answer:
            raise FaceError(self.name, answer["hint"])
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            command = [sys.executable, "-m", child.__name__]
            self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT)
            child.take(cast(BinaryIO, self._child.stdout))
        return self._child

    def _give_up(self) -> None:
        if self._child is not None:
            self._child.kill()
