"""The parent's side of the face matcher: starts ``hardware.face.child`` when first needed and ends it with ``close``."""
from __future__ import annotations

import contextlib
import importlib.util
import secrets
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from hardware import DeviceGone, FaceError
from hardware.camera import Frame
from hardware.face import Challenge, FaceVerdict, Pose, child, rules
from hardware.options import OptionWrong, read_options

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Options:
    """``match``, ``clerk``: upper ends of the bands (the library's 0.6 alone lets 10 % of strangers in); ``patience_s``: for one answer;
    ``landmarks``: 68, or 5 without the model that excludes commercial use (then no eyes are asked to close); ``asked``: how many things
    a person is asked to do before the camera, 0 for none; ``attack``: the module of a presentation-attack backend, '' for none.
    """

    match: float = 0.45
    clerk: float = 0.60
    patience_s: float = 30.0
    landmarks: int = 68
    asked: int = 2
    attack: str = ""


def open(name: str, options: dict[str, Any]) -> "ChildMatcher":
    """Open the matcher; the child starts with the first picture. Raises ``OptionWrong``."""
    ready = read_options(Options, name, options)
    if not 0 < ready.match <= ready.clerk <= 0.6:
        raise OptionWrong(f"{name}: options must keep 0 < match ≤ clerk ≤ 0.6")
    if ready.landmarks not in (5, 68):
        raise OptionWrong(f"{name}: option 'landmarks' must be 5 or 68")
    if not 0 <= ready.asked <= len(challenges(ready.landmarks)):
        raise OptionWrong(f"{name}: option 'asked' must be from 0 to {len(challenges(ready.landmarks))} with {ready.landmarks} landmarks")
    if ready.attack and not _there(ready.attack):
        raise OptionWrong(f"{name}: option 'attack': no module {ready.attack!r}; install the backend, or leave the option out")
    return ChildMatcher(name, ready)


def _there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:  # a package on the way to it
        return False


def challenges(landmarks: int) -> list[Challenge]:
    """What the landmarks tell of a head: closed eyes only the sixty-eight."""
    return ["turn-left", "turn-right", *(["close-eyes"] if landmarks == 68 else [])]  # type: ignore[list-item]  # all are challenges


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

    def compare(self, portraits: Sequence[Frame], lives: Sequence[Frame]) -> FaceVerdict:
        """Compare pictures of one printed portrait with live ones. Raises ``FaceError`` for the live pictures, ``DeviceGone``."""
        said = self._ask("compare", *portraits, *lives, portraits=len(portraits))
        band = rules.band(float(said["distance"]), self._options.match, self._options.clerk)
        return FaceVerdict("clerk" if said["attack"] and band == "match" else band, float(said["distance"]), said["best"])

    def pose(self, live: Frame) -> Pose:
        """How the head is held. Raises ``FaceError``, ``DeviceGone``."""
        said = self._ask("pose", live)
        return Pose(said["yaw"], said["eyes"])

    def challenges(self) -> tuple[Challenge, ...]:
        """As many as ``asked``, never one twice."""
        return tuple(secrets.SystemRandom().sample(challenges(self._options.landmarks), self._options.asked))

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

    def _ask(self, what: str, *frames: Frame, **said: int) -> dict[str, Any]:
        watch = threading.Timer(self._options.patience_s, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            running = self._running()
            child.put(cast(BinaryIO, running.stdin), {"do": what, **said}, *(frame.pixels for frame in frames))
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
            command = [sys.executable, "-m", child.__name__, str(self._options.landmarks), *filter(None, [self._options.attack])]
            self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT)
            child.take(cast(BinaryIO, self._child.stdout))
        return self._child

    def _give_up(self) -> None:
        if self._child is not None:
            self._child.kill()
