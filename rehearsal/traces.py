"""Traces: whether anything of a citizen lies where the counter could have left it.

Searched are names and contents of files, files that were deleted but are still open, and the memory of
processes. The cabinet of simulated devices, the bureau's folder and what printers received are the world
outside and are not the counter's side.
"""
from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rehearsal.needles import DEPTH, Hit, Needles, find

PIECE = 16 * 1024 * 1024
OVERLAP = 256 * 1024
"""Pieces of memory overlap so far; a packed stream that starts in one piece is unpacked within it."""
_DEVICES = re.compile(r"^(/dev/(?!shm/|zero)|\[v(var|var_vclock|syscall|dso)\])")
_MAP = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) (r)\S{3} \S+ \S+ \S+ *(.*)$")
PAGE = 4096


@dataclass(frozen=True)
class Trace:
    """One find: the file, or the process and its mapping, and the hit in it."""

    place: str
    hit: Hit


@dataclass(frozen=True)
class Process:
    """One process by what it does: ``kiosk screen``, ``kiosk visit``, ``cupsd``…"""

    pid: int
    role: str


# --- files


def search_paths(paths: Iterable[Path], needles: Needles) -> list[Trace]:
    """Search every file under ``paths`` (files or folders) and every name. Sockets, pipes and devices have only a name."""
    traces: list[Trace] = []
    for path in _everything(paths):
        traces += [Trace(f"the name of {path}", hit) for hit in find(needles, os.fsencode(path.name), 0)]
        if path.is_symlink():
            traces += [Trace(f"the link {path}", hit) for hit in find(needles, os.fsencode(os.readlink(path)), 0)]
        elif path.is_file():
            try:
                octets = path.read_bytes()
            except FileNotFoundError:
                continue  # a journal file that came and went
            traces += [Trace(str(path), hit) for hit in find(needles, octets)]
    return traces


def _everything(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            yield from sorted(path.rglob("*"))
        elif path.exists() or path.is_symlink():
            yield path


def search_deleted(pids: Iterable[int], needles: Needles) -> list[Trace]:
    """Search the files that these processes hold open although they were deleted, memory files included."""
    traces: list[Trace] = []
    for pid in pids:
        for link in _listed(Path(f"/proc/{pid}/fd")):
            try:
                target = os.readlink(link)
                if target.endswith(" (deleted)") and link.is_file():
                    traces += [Trace(f"{target} held by {pid}", hit) for hit in find(needles, link.read_bytes())]
            except OSError:
                continue  # closed meanwhile
    return traces


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


# --- memory


def search_memory(processes: Iterable[Process], needles: Needles, depth: int = DEPTH) -> list[Trace]:
    """Search all that can be read of the memory of these processes; unpacking streams within streams (``depth``) takes most of the time.

    Raises ``ProcessLookupError`` for a process without readable memory (it ended): that would be a search of nothing.
    """
    traces: list[Trace] = []
    for process in processes:
        pieces = 0
        for place, at, octets in _memory(process.pid):
            pieces += 1
            for hit in find(needles, octets, depth):
                where = hit if hit.inside else replace(hit, offset=at + hit.offset)
                traces.append(Trace(f"memory of {process.role}, {place}", where))
        if not pieces:
            raise ProcessLookupError(f"{process.role} ({process.pid}) has no memory to read: it ended before it was searched")
    return list(dict.fromkeys(traces))


def _memory(pid: int) -> Iterator[tuple[str, int, bytes]]:
    """Yield (mapping, address, bytes) in pieces of at most ``PIECE`` that overlap by ``OVERLAP``; neighbours of one kind are not joined."""
    try:
        lines = Path(f"/proc/{pid}/maps").read_text(errors="surrogateescape").splitlines()
        memory = os.open(f"/proc/{pid}/mem", os.O_RDONLY)
    except OSError:
        return
    try:
        for line in lines:
            got = _MAP.match(line)
            if got is None or _DEVICES.match(got[4]):
                continue
            start, end = int(got[1], 16), int(got[2], 16)
            for at in range(start, end, PIECE - OVERLAP):
                octets = _read(memory, at, min(PIECE, end - at))
                if octets.strip(b"\0"):
                    yield got[4] or "nameless", at, octets
                if at + PIECE >= end:
                    break
    finally:
        os.close(memory)


def _read(memory: int, at: int, size: int) -> bytes:
    """Read a piece; pages that cannot be read (EIO past the end of a mapped file) count as zeros."""
    octets = bytearray()
    while len(octets) < size:
        try:
            got = os.pread(memory, size - len(octets), at + len(octets))
        except (OSError, OverflowError):
            got = b""
        octets += got or b"\0" * min(PAGE, size - len(octets))
    return bytes(octets)


# --- who survives a visit


def survivors(counter: int, *others: int) -> list[Process]:
    """The counter's process with its children (screen, engine, successor) and, with their children, ``others`` (the uplink)."""
    parents: dict[int, list[int]] = {}
    for pid in (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()):
        parents.setdefault(_parent(pid), []).append(pid)
    waiting, found = [counter, *others], []
    while waiting:
        pid = waiting.pop(0)
        found.append(Process(pid, role(pid)))
        waiting += parents.get(pid, [])
    return found


def daemons(*names: str) -> list[Process]:
    """The processes of these programs (``pcscd``, ``cupsd``) in this very network namespace."""
    here, found = os.readlink("/proc/self/ns/net"), []
    for path in Path("/proc").iterdir():
        try:
            if path.name.isdigit() and (path / "comm").read_text().strip() in names and os.readlink(path / "ns" / "net") == here:
                found.append(Process(int(path.name), (path / "comm").read_text().strip()))
        except OSError:
            continue
    return found


def role(pid: int) -> str:
    """What a process does: package and verb of ``python -m``, else its program; with its id, never with other arguments."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return f"process {pid}"
    named = " ".join(words[words.index("-m") + 1:][:2]) if "-m" in words else Path(words[0]).name
    return f"{named} ({pid})"


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[1])
    except OSError:
        return 0
