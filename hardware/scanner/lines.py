"""Codes from scanners that decode by themselves and hand over lines of text: what all of them have in common (rules).

* A code ends with Enter, carriage return or line feed; what stays without an end for ``GAP_S`` was half a code and is forgotten.
* What came while nobody asked is nobody's: the reader throws it away before it begins to wait.
* An AIM identifier in front (ISO/IEC 15424: ``]A0`` Code 39, ``]C0`` Code 128, ``]Q1`` QR code) names the symbology; without it the
  symbology is ''. Such a scanner reads a code more than once by itself; ``accept`` checks what it hands over.
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from hardware.scanner import Scan

GAP_S = 0.5
"""Longest pause within a code."""
IDLE_S = 1.0
"""After so long without a question, what lies there is nobody's."""
LONGEST = 512
"""Characters of a code; a longer one is none."""
_AIM = {"A": "CODE39", "C": "CODE128", "Q": "QRCODE"}
_IDENTIFIED = re.compile(r"^\]([A-Za-z])[0-9A-Za-z](.*)$", re.S)


class Lines:
    """Puts characters together into codes."""

    def __init__(self) -> None:
        self._typed = ""

    def came(self, text: str) -> Iterator[Scan]:
        """The codes that end in this text."""
        for character in text:
            if character not in "\r\n":
                self._typed = (self._typed + character)[: LONGEST + 1]
                continue
            untrusted_code, self._typed = self._typed, ""
            if 0 < len(untrusted_code) <= LONGEST:
                yield scanned(untrusted_code)

    def forget(self) -> None:
        """Nothing more comes of what has begun."""
        self._typed = ""


def scanned(untrusted_code: str) -> Scan:
    """One whole code, its AIM identifier taken off."""
    found = _IDENTIFIED.match(untrusted_code)
    if found is None:
        return Scan(untrusted_code, "")
    return Scan(found[2], _AIM.get(found[1], ""))
