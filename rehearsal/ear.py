"""An ear at the counter: hears what was really played, sentence by sentence, and nothing else of the screen.

In the counter's ``[voice]`` stand two lines of shell around the real programs: ``SAY`` keeps what a voice was given beside the sound
it made of it; ``PLAY`` lets the real ``aplay`` play into a file, one a sentence, which gets its name only once it was played to its
end. :class:`Ear` recognises each by its sound.
"""
from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalogue.words import Words
from kiosk.config import PROGRAMS, Program, Voice
from kiosk.frame import EAR, FRAME, VOICE
from kiosk.ui.door import View
from kiosk.ui.voice.reading import read, runs
from rehearsal.gallery import ROOT, VISIT

WORDS = Words(ROOT / "assets" / "locale")
PATIENCE_S = 90.0
HEAD = 44
SOUND_CARD = """pcm.!default {
    type file
    slave.pcm { type null }
    file { @func getenv vars [ EAR_FILE ] default "/dev/null" }
    format raw
}
"""
"""A sound card whose loudspeaker is a file; the real player plays on it."""


SAY = """folder=$1 lang=$2; shift 2; name=$folder/said/$(date +%s%N)$$
tee "$name.text" | "$@" | tee "$name.wav"; printf %s "$lang" > "$name.lang\""""
PLAY = """name=$1/$2/$(date +%s%N)$$
ALSA_CONFIG_PATH=$1/alsa.conf EAR_FILE=$name.part aplay -q - && mv "$name.part" "$name.raw\""""


def voice(folder: Path) -> Voice:
    """The ``[voice]`` of a counter whose sound an ear hears."""
    for name in ("said", "speaker", "headset"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "alsa.conf").write_text(SOUND_CARD)
    programs = {lang: Program(command=("sh", "-c", SAY, "say", str(folder), lang, *program.command), reads=program.reads)
                for lang, program in PROGRAMS.items()}
    play = ("sh", "-c", PLAY, "play", str(folder))
    return Voice(programs=programs, speaker=(*play, "speaker"), headset=(*play, "headset"))


def table(folder: Path) -> str:
    """The same as the tables of a ``kiosk.toml``."""
    made = voice(folder)
    lines = ["[voice]", f"speaker = {json.dumps(made.speaker)}", f"headset = {json.dumps(made.headset)}"]
    for lang, program in made.programs.items():
        lines += [f"[voice.programs.{lang}]", f"command = {json.dumps(program.command)}", f'reads = "{program.reads}"']
    return "\n".join(lines) + "\n"


def view(screen: str, lang: str = "en", **parts: Any) -> View:
    """A screen with every word of the frame and for the ear, as the engine tells it."""
    ear = {name: WORDS.text(lang, f"ear.{name}", n="{n}", all="{all}") for name in EAR}
    frame = {name: WORDS.text(lang, f"frame.{name}") for name in ("back", *FRAME, *VOICE)}
    return View(**{"visit": VISIT, "screen": screen, "lang": lang, "heading": "Choose", "ear": ear, "frame": frame, **parts})


@dataclass(frozen=True)
class Heard:
    """A run of words as it was heard: the spelling its voice was given, in which language, where; ``tone``: no words."""

    text: str
    lang: str
    where: str
    octets: int

    @property
    def tone(self) -> bool:
        """Whether it was no words."""
        return not self.lang


@dataclass
class Ear:
    """Hears everything that is played, in order."""

    folder: Path
    heard: list[Heard] = field(default_factory=list)
    _seen: set[Path] = field(default_factory=set)
    _sounds: dict[str, tuple[bytes, str, str]] = field(default_factory=dict)

    def listen(self) -> list[Heard]:
        """What was played since the last time, each to its end."""
        fresh = [path for where in ("speaker", "headset") for path in (self.folder / where).glob("*.raw") if path not in self._seen]
        new = [self._recognised(path) for path in sorted(fresh, key=lambda path: path.name)]
        self._seen |= set(fresh)
        self.heard += new
        return new

    def words_since(self, mark: int) -> str:
        """Everything heard after the first ``mark`` pieces, plain."""
        return plain(" ".join(one.text for one in self.heard[mark:]))

    def until(self, mark: int, *wanted: str, patience_s: float = PATIENCE_S) -> str:
        """Wait until one of these was heard after ``mark``; the one that was heard first. Raises ``TimeoutError``."""
        end = time.monotonic() + patience_s
        while time.monotonic() < end:
            self.listen()
            words = self.words_since(mark)
            found = sorted((words.index(one), one) for one in wanted if one in words)
            if found:
                return found[0][1]
            time.sleep(0.03)
        raise TimeoutError(f"none of {wanted} within {patience_s:.0f} s; heard {[one.text for one in self.heard[mark:]]}")

    def _recognised(self, path: Path) -> Heard:
        """Known by its sound, whatever silence the card added or the mouth cut."""
        sound = path.read_bytes().rstrip(b"\0")
        for name in (self.folder / "said").glob("*.lang"):
            if name.stem not in self._sounds:
                sound_made, text = name.with_suffix(".wav").read_bytes()[HEAD:], name.with_suffix(".text").read_text(encoding="utf-8")
                self._sounds[name.stem] = sound_made, text, name.read_text()
        for made, text, lang in self._sounds.values():
            if sound and made.startswith(sound[:-1]):
                return Heard(text, lang, path.parent.name, len(sound))
        return Heard("", "", path.parent.name, len(sound))


def plain(text: str) -> str:
    """Letters and digits only, in lower case: pauses are not heard as signs."""
    return "".join(char for char in text.lower() if char.isalnum() or char == "ー")


def as_heard(text: str, lang: str) -> str:
    """How a text of the counter sounds, in the spelling of an ear."""
    return plain(" ".join(read(run, tongue, PROGRAMS[tongue].reads) for tongue, run in runs(text, lang)))
