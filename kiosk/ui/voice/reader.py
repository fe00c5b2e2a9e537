"""The reader: a child that knows how characters are read, alive only while a visit needs it.

Dictionaries of Chinese and Japanese take 60 MB, and what they last looked up stays in them; both go with the child at the end
of the visit. A question is a line of JSON, ``[text, language, spelling]``, the answer a line of JSON as well. The spelling
``named`` asks for a character with a word that has it.
"""
from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress


class Reader:
    """Asks the child, which is started with the first question; one question at a time."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, text: str, lang: str, reads: str) -> str:
        """The text in the spelling of a voice; '' where the child ended meanwhile."""
        with suppress(OSError, ValueError):
            child = self._child
            if child is None or child.poll() is not None:
                argv = [sys.executable, "-m", __name__]
                child = self._child = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(json.dumps([text, lang, reads]).encode() + b"\n")
            child.stdin.flush()
            answer: str = json.loads(child.stdout.readline() or b'""')
            return answer
        return ""

    def close(self) -> None:
        """Let the child go, and with it all it read."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()


def main() -> int:
    """Answer until nobody asks any more."""
    from kiosk.ui.voice.chinese import named
    from kiosk.ui.voice.reading import read

    for line in sys.stdin.buffer:
        text, lang, reads = json.loads(line)
        answer = named(text) if reads == "named" else read(text, lang, reads)
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
