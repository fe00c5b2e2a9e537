"""Codes from scanners that decode by themselves and hand over lines of text: what all of them have in common (rules).

* A code ends with Enter, carriage return or line feed; what stays without an end for ``GAP_S`` was half a code and is forgotten.
* What came while nobody asked is nobody's: the reader throws it away before it begins to wait.
* An AIM identifier in front (ISO/IEC 15424: ``]A0`` Code 39, ``]C0`` Code 128, ``]Q1`` QR code) names the symbology; without it the
  symbology is ''. Such a scanner reads a code more than once by itself; ``accept`` checks what it hands over.
"""
from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

from hardware import DeviceGone
from hardware.scanner import Accept, Scan

GAP_S = 0.5
"""Longest pause within a code."""
IDLE_S = 1.0
"""After so long without a question, what lies there is nobody's."""
LONGEST = 512
"""Characters of a code; a longer one is none."""
_AIM = {"A": "CODE39", "C": "CODE128", "Q": "QRCODE"}
_IDENTIFIED = re.compile(r"^\]([A-Za-z])[0-9A-Za-z](.*)$", re.S)


class Lines:
    """Puts what a scanner hands over together into codes.

    ``hear`` gives the text that came within so many seconds at most, '' where a key moved that is no text, None for silence; ``drain``
    throws away what lies there. Both raise ``DeviceGone``.
    """

    def __init__(self, hear: Callable[[float], str | None], drain: Callable[[], None]) -> None:
        self._hear, self._drain = hear, drain
        self._typed, self._asked = "", float("-inf")

    def read(self, timeout_s: float, accept: Accept) -> Scan | None:
        """Wait for a code whose text ``accept`` takes; None when the time is over. Raises ``DeviceGone``."""
        end = time.monotonic() + timeout_s
        try:
            if time.monotonic() - self._asked > IDLE_S:
                self._typed = ""
                self._drain()
            while True:
                left = end - time.monotonic()
                text = self._hear(min(GAP_S, max(0.0, left)))
                if text is None and left >= GAP_S:
                    self._typed = ""
                for scan in self._came(text or ""):
                    if accept(scan.text):
                        return scan
                if left <= 0:
                    return None
        except DeviceGone:
            self._typed = ""
            raise
        finally:
            self._asked = time.monotonic()

    def _came(self, text: str) -> Iterator[Scan]:
        """The codes that end in this text."""
        for character in text:
            if character not in "\r\n":
                self._typed = (self._typed + character)[: LONGEST + 1]
                continue
            untrusted_code, self._typed = self._typed, ""
            if 0 < len(untrusted_code) <= LONGEST:
                yield scanned(untrusted_code)


def scanned(untrusted_code: str) -> Scan:
    """One whole code, its AIM identifier taken off."""
    found = _IDENTIFIED.match(untrusted_code)
    if found is None:
        return Scan(untrusted_code, "")
    return Scan(found[2], _AIM.get(found[1], ""))
