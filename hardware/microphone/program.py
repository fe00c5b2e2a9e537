"""A microphone through a program that writes raw samples (mono, 16 bit little endian, 16,000 a second) to its standard output: arecord."""
from __future__ import annotations

import select
import subprocess
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from hardware import DeviceGone
from hardware.microphone import RATE, Recording
from hardware.options import read_options

END_S = 3.0
SAMPLE = 2
"""Octets."""


@dataclass(frozen=True)
class Options:
    """``command``: the program and its words."""

    command: tuple[str, ...] = ("arecord", "-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(RATE))


def open(name: str, options: dict[str, Any]) -> "ProgramMicrophone":
    """Open it; the program is started when it is listened. Raises ``OptionWrong``."""
    return ProgramMicrophone(name, read_options(Options, name, options))


class ProgramMicrophone:
    """One microphone (:class:`hardware.microphone.Microphone`)."""

    def __init__(self, name: str, options: Options) -> None:
        self.name, self._command = name, options.command

    def hear(self, seconds: float) -> Recording:
        """See :class:`hardware.microphone.Microphone`."""
        wanted, patience_s = int(seconds * RATE) * SAMPLE, seconds + END_S
        try:
            with subprocess.Popen(self._command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
                try:
                    heard, said = _read(program, wanted, patience_s)
                finally:
                    program.kill()
        except OSError as error:
            raise DeviceGone(self.name, f"{self._command[0]}: {error.strerror}") from error
        if len(heard) < wanted:
            raise DeviceGone(self.name, f"{self._command[0]} ended early: {said.strip() or 'without a word'}")
        return Recording(np.frombuffer(heard[:wanted], "<i2"))

    def close(self) -> None:
        """See :class:`hardware.microphone.Microphone`."""


def _read(program: "subprocess.Popen[bytes]", wanted: int, patience_s: float) -> tuple[bytes, str]:
    """Read so many octets, or what there was when it ended or the time was over; and what it complained of."""
    assert program.stdout is not None
    assert program.stderr is not None
    heard, end = b"", time.monotonic() + patience_s
    while len(heard) < wanted and (left := end - time.monotonic()) > 0:
        if not select.select([program.stdout], [], [], left)[0]:
            return heard, f"silent for {patience_s:.0f} s"
        came = program.stdout.read1(wanted - len(heard))  # type: ignore[attr-defined]  # a buffered reader
        if not came:
            return heard, program.stderr.read().decode("utf-8", "replace")
        heard += came
    return heard, ""
