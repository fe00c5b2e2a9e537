"""Sound in memory: 16-bit mono samples, from WAV and back; louder, shorter, overwritten; tones."""
from __future__ import annotations

import math
import struct
from array import array
from dataclasses import dataclass

RATE = 22050
QUIET = 48
"""Samples below this are silence."""
GAP_S = 0.03
TONES = {"entered": (880.0, 0.09), "erased": (392.0, 0.16), "full": (196.0, 0.22), "busy": (587.0, 0.06)}
"""Hertz and seconds: high for a character more, lower for one less, low where no more fits. All characters sound alike."""


@dataclass
class Clip:
    """``samples`` as little-endian octets at ``rate`` a second."""

    rate: int
    samples: bytearray

    def wav(self, volume: int = 100) -> bytes:
        """A WAV file of it, ``volume`` percent loud; what would be louder than a sample can be is cut."""
        data = bytes(self.samples) if volume == 100 else _louder(self.samples, volume)
        head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1, self.rate, self.rate * 2, 2, 16,
                           b"data", len(data))
        return head + data

    def close_up(self) -> None:
        """Cut the silence at its end down to a breath: another piece of the same sentence follows."""
        sounds = array("h", bytes(self.samples))
        last = next((at for at in range(len(sounds) - 1, -1, -1) if abs(sounds[at]) > QUIET), len(sounds) - 1)
        del self.samples[2 * (last + 1 + round(GAP_S * self.rate)):]

    def wipe(self) -> None:
        """Overwrite every sample."""
        self.samples[:] = bytes(len(self.samples))


def parsed(untrusted_wav: bytes) -> Clip | None:
    """Read a WAV file whose lengths may be those of an endless stream; None: not 16-bit mono PCM."""
    if len(untrusted_wav) < 44 or untrusted_wav[:4] != b"RIFF" or untrusted_wav[8:12] != b"WAVE":
        return None
    at, rate = 12, 0
    while at + 8 <= len(untrusted_wav):
        name, length = struct.unpack_from("<4sI", untrusted_wav, at)
        if name == b"fmt " and at + 24 <= len(untrusted_wav):
            kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", untrusted_wav, at + 8)
            if (kind, channels, bits) != (1, 1, 16):
                return None
        if name == b"data":
            data = untrusted_wav[at + 8 : at + 8 + length]
            return Clip(rate, bytearray(data[: len(data) // 2 * 2])) if rate else None
        at += 8 + length
    return None


def tone(name: str) -> Clip:
    """A short tone that swells and fades, so that it does not click."""
    hertz, seconds = TONES[name]
    count = round(RATE * seconds)
    wave = (math.sin(2 * math.pi * hertz * at / RATE) * min(1.0, at / 200, (count - at) / 400) for at in range(count))
    return Clip(RATE, bytearray(array("h", (round(9000 * one) for one in wave)).tobytes()))


def _louder(samples: bytearray, volume: int) -> bytes:
    return array("h", (max(-32768, min(32767, one * volume // 100)) for one in array("h", bytes(samples)))).tobytes()
