"""The mouth: makes sound of sentences with the configured programs and plays it, in a thread of its own.

Words go to a program's standard input and WAV comes back; WAV goes to the player's standard input: no words in arguments,
nothing on disk. Public words are kept as sound while there is room; personal ones are overwritten once they were heard.
A program that is missing or fails leaves its sentence unsaid; the screen goes on.
"""
from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from kiosk.config import Voice as Programs
from kiosk.ui.voice.clip import Clip, parsed, tone
from kiosk.ui.voice.reader import Reader
from kiosk.ui.voice.sentence import Sentence

KEPT_OCTETS = 8 * 1024 * 1024


@dataclass(frozen=True)
class Manner:
    """How it is said: speed and volume in percent, and where."""

    speed: int = 100
    volume: int = 100
    headset: bool = False


class Mouth:
    """Says one sentence after the other. ``hush`` ends what sounds at once and drops what would follow."""

    def __init__(self, programs: Programs) -> None:
        self._programs = programs
        self._waiting: queue.SimpleQueue[tuple[int, Sentence, Manner]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._turn = self._left = 0
        self._sounding = self._spared = -1
        self._child: subprocess.Popen[bytes] | None = None
        self._kept: OrderedDict[tuple[str, str, int], Clip] = OrderedDict()
        self._octets = 0
        self._reader = Reader()
        self._thread: threading.Thread | None = None

    @property
    def speaks(self) -> bool:
        """Whether something sounds or is about to."""
        with self._lock:
            return self._left > 0

    def say(self, sentences: Sequence[Sentence], manner: Manner) -> None:
        """Say these after what is being said."""
        with self._lock:
            self._left += len(sentences)
            turn = self._turn
        for said in sentences:
            self._waiting.put((turn, said, manner))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="mouth", daemon=True)
            self._thread.start()

    def hush(self) -> None:
        """Be silent at once."""
        with self._lock:
            self._turn, self._left, self._spared = self._turn + 1, 0, -1
            if self._child is not None:
                _kill(self._child)

    def finish(self) -> None:
        """Say the present sentence to its end and nothing of what would follow."""
        with self._lock:
            if self._sounding == self._turn:
                self._spared = self._turn
            self._turn, self._left = self._turn + 1, 0

    def forget(self) -> None:
        """Be silent, and let go of what was read for this visit."""
        self.hush()
        self._reader.close()

    def _work(self) -> None:
        while True:
            turn, said, manner = self._waiting.get()
            with self._lock:
                self._sounding = turn if turn == self._turn else -1
            if self._sounding == turn:
                self._sentence(turn, said, manner)
            with self._lock:
                self._sounding = self._spared = -1
                if turn == self._turn:
                    self._left -= 1

    def _sentence(self, turn: int, said: Sentence, manner: Manner) -> None:
        if said.tone and not said.text:
            self._play(turn, tone(said.tone), manner)
            return
        from kiosk.ui.voice.reading import runs  # nothing that a start waits for

        pieces = runs(self._reader.read(said.text, said.lang, "named") if said.character else said.text, said.lang)
        for at, (lang, run) in enumerate(pieces):
            clip = self._clip(turn, lang if self._programs.program(lang) else said.lang, run, said.personal, manner.speed)
            if clip is None:
                continue
            if at < len(pieces) - 1:
                clip.close_up()
            self._play(turn, clip, manner)
            if said.personal:
                clip.wipe()

    def _clip(self, turn: int, lang: str, run: str, personal: bool, speed: int) -> Clip | None:
        """The sound of a run; None where nothing here can say it, or nobody wants to hear it any more."""
        key = (lang, run, speed)
        if not personal and key in self._kept:
            self._kept.move_to_end(key)
            return Clip(self._kept[key].rate, bytearray(self._kept[key].samples))
        program = self._programs.program(lang)
        if program is None:
            return None
        words = self._read(run, lang, program.reads)
        clip = parsed(self._run(turn, program.words(speed), words.encode(), heard=True)) if words else None
        if clip is not None and not personal and turn in (self._turn, self._spared):
            self._keep(key, clip)
        return clip

    def _read(self, run: str, lang: str, reads: Literal["words", "pinyin", "kana"]) -> str:
        from kiosk.ui.voice.reading import read

        return read(run, lang, reads) if reads == "words" else self._reader.read(run, lang, reads)

    def _keep(self, key: tuple[str, str, int], clip: Clip) -> None:
        self._kept[key] = Clip(clip.rate, bytearray(clip.samples))
        self._octets += len(clip.samples)
        while self._octets > KEPT_OCTETS:
            self._octets -= len(self._kept.popitem(last=False)[1].samples)

    def _play(self, turn: int, clip: Clip, manner: Manner) -> None:
        argv = (self._programs.headset or self._programs.speaker) if manner.headset else self._programs.speaker
        self._run(turn, list(argv), clip.wav(manner.volume), heard=False)

    def _run(self, turn: int, argv: list[str], given: bytes, heard: bool) -> bytes:
        """Run a program to its end, or until ``hush``; what it wrote, where ``heard``."""
        with self._lock:
            if turn not in (self._turn, self._spared) or not argv:
                return b""
            try:
                child = self._child = subprocess.Popen(
                    argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE if heard else subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                    process_group=0)
            except OSError:
                return b""
        try:
            with suppress(OSError):
                return child.communicate(given)[0] or b""
            return b""
        finally:
            with self._lock:
                self._child = None
            if child.poll() is None:
                _kill(child)
                child.wait()


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """End a program and what it started; nothing it would still do matters."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
