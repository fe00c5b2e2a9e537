"""Microphones: one interface, ``program`` (what records is named in ``kiosk.toml``) and ``simulated`` behind it; what a tone is like.

Nothing that was heard is kept: a technician's try listens for the counter's own tone.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

RATE = 16000
"""Samples a second."""
TONE_HZ = 1000.0
NEAR = 0.03


@dataclass(frozen=True)
class Recording:
    """Mono, 16 bit, ``RATE`` samples a second."""

    samples: np.ndarray

    @property
    def level_db(self) -> float:
        """Mean power below the loudest there can be, dB; -120 for silence."""
        power = float(np.mean(np.square(self.samples.astype(float) / 32768))) if len(self.samples) else 0.0
        return max(-120.0, 10 * float(np.log10(power + 1e-12)))

    def share(self, hz: float) -> float:
        """How much of what was heard lies within 3 % of a pitch, 0 to 1."""
        if len(self.samples) < RATE // 10:
            return 0.0
        power = np.square(np.abs(np.fft.rfft(self.samples.astype(float) * np.hanning(len(self.samples)))))
        pitch = np.fft.rfftfreq(len(self.samples), 1 / RATE)
        heard = power[pitch > 50].sum()  # hum of the mains and what never moves are no sound
        return float(power[np.abs(pitch - hz) <= hz * NEAR].sum() / heard) if heard > 0 else 0.0


def tone(seconds: float, hz: float = TONE_HZ) -> Recording:
    """A tone at a quarter of full strength."""
    turns = 2 * np.pi * hz * np.arange(int(seconds * RATE)) / RATE
    return Recording((np.sin(turns) * 8192).astype(np.int16))


class Microphone(Protocol):
    """One microphone. Calls block for as long as they listen."""

    name: str

    def hear(self, seconds: float) -> Recording:
        """Listen for so long. Raises ``DeviceGone``."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...
