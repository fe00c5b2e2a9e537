"""What a program did to the files of one folder, as strace saw it."""
from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).parent.parent.parent
CALLS = "openat,write,pwrite64,ftruncate,fsync,fdatasync,unlink,rename"
PROMISES = "promises"
"""The file in which an act writes a line for each thing that it has promised."""
_CALL = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)")
_BEGUN = re.compile(r"^(\d+) +(\w+\(.*) <unfinished \.\.\.>$")
_ENDED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True)
class Event:
    """One thing done to one file. ``promise``: what is told to the world at this moment, not a write to the disk at stake."""

    what: Literal["make", "write", "cut", "sync", "remove", "promise"]
    name: str
    at: int = 0
    octets: bytes = b""


class NotRecorded(Exception):
    """The program or strace failed; says how."""


def record(act: str, folder: Path, seed: int) -> list[Event]:
    """Run an act of :mod:`rehearsal.powerloss.acts` in ``folder`` under strace. Raises ``NotRecorded``."""
    folder.mkdir()
    log = folder.with_suffix(".strace")
    strace = ["strace", "-f", "-qq", "-y", "-xx", "-s", str(1 << 22), "-e", f"trace={CALLS}", "-o", str(log)]
    done = subprocess.run([*strace, sys.executable, "-m", "rehearsal.powerloss.acts", act, str(folder), str(seed)], cwd=ROOT,
                          capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotRecorded(f"{act}: {done.stderr.strip()[-400:]}")
    with log.open(encoding="ascii") as lines:
        return list(_events(lines, str(folder)))


def _events(lines: Iterator[str], folder: str) -> Iterator[Event]:
    begun: dict[str, str] = {}
    for line in map(str.rstrip, lines):
        if (half := _BEGUN.match(line)) is not None:
            begun[half[1]] = half[2]
            continue
        if (rest := _ENDED.match(line)) is not None:
            line = f"{rest[1]} {begun.pop(rest[1], '')}{rest[2]}"
        if (call := _CALL.match(line)) is not None and int(call[4]) >= 0:
            yield from _event(call[2], call[3], int(call[4]), folder)


def _event(name: str, words: str, result: int, folder: str) -> Iterator[Event]:
    file = _FILE.match(words)
    texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(words)]
    path = bytes.fromhex(file[2].replace("\\x", "")).decode() if file else texts[0].decode() if texts else ""
    if name == "openat" and len(texts) == 1:
        path = texts[0].decode()
    if path != folder and not path.startswith(f"{folder}/"):
        return
    within = path[len(folder) + 1 :]
    if within.endswith("-shm"):
        return  # made anew from the log whenever the file is opened by one alone
    if within == PROMISES:
        if name == "write":
            yield Event("promise", within, octets=texts[0])
        return
    numbers = words.rsplit(", ", 1)[-1]
    if name == "openat" and "O_CREAT" in words:
        yield Event("make", within)
    elif name in ("write", "pwrite64"):
        yield Event("write", within, int(numbers) if name == "pwrite64" else -1, texts[0][:result])
    elif name == "ftruncate":
        yield Event("cut", within, int(numbers))
    elif name in ("fsync", "fdatasync"):
        yield Event("sync", within)
    elif name == "unlink":
        yield Event("remove", within)
    elif name == "rename":
        raise NotRecorded(f"{within} is renamed: teach the disk what that means first")
