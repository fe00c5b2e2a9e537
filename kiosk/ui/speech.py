"""The voice: speaks what a screen says with espeak-ng where it is installed; personal screens stay silent without a headset."""
from __future__ import annotations

import shutil
import subprocess

from kiosk.ui.door import View

VOICES = {"zh-TW": "cmn", "en": "en", "ja": "ja", "vi": "vi", "id": "id", "th": "th"}
PROGRAM = "espeak-ng"


class Voice:
    """On or off for one visit. ``state`` is None where the box has no voice, else whether it speaks."""

    def __init__(self) -> None:
        self._program = shutil.which(PROGRAM)
        self._speaks = self._headset = False
        self._now: subprocess.Popen[bytes] | None = None
        self._said = ""

    @property
    def state(self) -> bool | None:
        """None: no voice in this box."""
        return self._speaks if self._program else None

    def toggle(self, view: View) -> None:
        """Start to speak, with this screen; or stop."""
        self._speaks = not self._speaks
        self._hush()
        self.say(view)

    def say(self, view: View) -> None:
        """Speak a screen once; a newer one interrupts. The words go through a pipe, never through arguments."""
        key = f"{view.visit} {view.screen} {view.lang} {view.at}"
        if not self._speaks or self._program is None or (view.personal and not self._headset) or key == self._said:
            return
        self._hush()
        self._said = key
        words = view.say or "\n".join(part for part in (view.heading, view.body, view.note) if part)
        argv = [self._program, "-v", VOICES.get(view.lang, "en"), "--stdin"]
        self._now = subprocess.Popen(argv, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self._now.stdin is not None
        self._now.stdin.write(words.encode())
        self._now.stdin.close()

    def ears(self, headset: bool) -> None:
        """A headset is in, or no longer."""
        self._headset = headset
        if not headset:
            self._hush()

    def off(self) -> None:
        """Stop and be silent from now on."""
        self._hush()
        self._speaks = False

    def _hush(self) -> None:
        if self._now is not None and self._now.poll() is None:
            self._now.terminate()
            self._now.wait()
        self._now, self._said = None, ""
