"""What is said to an ESC/POS printer and what it answers (pure): a page of dots, its status, "everything up to here is out".

Source: Epson, ESC/POS Command Reference: ESC @, GS a, GS v 0, GS V, GS ( H function 48, DLE EOT, DLE DC4 function 8.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping

from PIL import Image

BEGIN = b"\x1b@\x1da\x00"
"""ESC @: as switched on; GS a 0: it says nothing unasked."""
CUT = b"\x1dVB\x00"
"""GS V 66 0: feed to the cutter and cut."""
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8: throw away all that was received and not printed."""
STATUS = {kind: bytes((0x10, 0x04, kind)) for kind in (1, 2, 3, 4)}
"""DLE EOT n: printer, offline cause, error cause, paper. Answered at once, whatever is being printed."""
BAND = 256
"""Rows of dots in one GS v 0: a printer shows them as they come, with little memory."""
_ANSWER = b"\x37\x22"
_ANSWER_LENGTH = 7
_OFFLINE, _COVER, _PAPER_STOP, _ERROR = 0x08, 0x04, 0x20, 0x40
_CUTTER, _FOR_GOOD, _PAPER_END = 0x08, 0x20, 0x60


def page(dots: Image.Image) -> Iterator[bytes]:
    """A page in bands, GS v 0; ``dots`` is of mode "1", black is printed, its width is what the head has."""
    octets = (dots.width + 7) // 8
    for top in range(0, dots.height, BAND):
        band = dots.crop((0, top, dots.width, min(top + BAND, dots.height)))
        ink = bytes(one ^ 0xFF for one in band.tobytes())  # Pillow: a one is white; to the printer it is black
        if dots.width % 8:  # what Pillow fills the last octet with must not be printed
            keep = 0xFF << 8 - dots.width % 8 & 0xFF
            ink = bytes(one & keep if place % octets == octets - 1 else one for place, one in enumerate(ink))
        yield b"\x1dv0\x00" + octets.to_bytes(2, "little") + band.height.to_bytes(2, "little") + ink


def mark(number: int) -> bytes:
    """GS ( H function 48: answer with this number (0–9999) when everything up to here was printed."""
    return b"\x1d(H\x06\x0000" + f"{number:04d}".encode("ascii")


class Answers:
    """Takes what comes from the printer apart: marks that it has reached, status octets in their order, and nothing else."""

    def __init__(self) -> None:
        self._rest = b""
        self.marks: set[int] = set()
        self.statuses: list[int] = []

    def came(self, untrusted_octets: bytes) -> None:
        """Take in what was read; the beginning of an answer waits for its end."""
        rest = self._rest + untrusted_octets
        while rest:
            if rest[:2] == _ANSWER[: len(rest)]:
                if len(rest) < _ANSWER_LENGTH:
                    break
                digits = rest[2:6]
                if digits.isdigit() and rest[6] == 0:
                    self.marks.add(int(digits))
                    rest = rest[_ANSWER_LENGTH:]
                    continue
            elif rest[0] & 0x93 == 0x12:  # the fixed bits of every status octet
                self.statuses.append(rest[0])
            rest = rest[1:]
        self._rest = rest


def problem(status: Mapping[int, int]) -> str:
    """Code of :mod:`hardware` for four status octets by their kind; '' where it can print. 'printer': only a technician helps."""
    if status[3] & _FOR_GOOD:
        return "printer"
    if status[2] & _COVER:
        return "cover-open"
    if status[4] & _PAPER_END or status[2] & _PAPER_STOP:
        return "out-of-paper"
    if status[3] & _CUTTER or status[2] & _ERROR:
        return "paper-jam"
    return "gone" if status[1] & _OFFLINE else ""
