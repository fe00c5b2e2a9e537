"""Good octets made bad, the same way for the same chance."""
from __future__ import annotations

import random
from collections.abc import Callable, Sequence

LONGEST = 65_536
TELLING = (
    b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\\u0000", b"\\ud800", b"null", b"true", b"1e999", b"-1", b"0" * 40, b"9" * 400,
    b"\x00", b"\xff", b"\x80", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r\n", b".", b"==", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff", "٣".encode(), "\u202e".encode(), "\u200b".encode(), b"{" * 300, b"[" * 300,
)
"""Pieces that mean something to one reader or another, and those at which readers broke elsewhere."""
Bend = Callable[[bytearray, random.Random, Sequence[bytes]], None]


def bent(good: Sequence[bytes], chance: random.Random) -> bytes:
    """One of ``good``, changed in one to four places."""
    octets = bytearray(chance.choice(good))
    for _ in range(chance.choice((1, 1, 1, 2, 2, 4))):
        chance.choice(BENDS)(octets, chance, good)
    return bytes(octets[:LONGEST])


def _piece(octets: bytearray, chance: random.Random, most: int = 64) -> tuple[int, int]:
    start = chance.randrange(len(octets) + 1)
    return start, min(len(octets), start + chance.randrange(most + 1))


def _flip(octets: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    if octets:
        octets[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)


def _other(octets: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    if octets:
        octets[chance.randrange(len(octets))] = chance.choice((0, 1, 0x20, 0x2D, 0x7F, 0x80, 0xFF, chance.randrange(256)))


def _cut(octets: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    start, end = _piece(octets, chance)
    del octets[start:end]


def _end(octets: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    del octets[chance.randrange(len(octets) + 1) :]


def _twice(octets: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    start, end = _piece(octets, chance)
    octets[start:start] = octets[start:end] * chance.choice((1, 1, 2, 40))


def _telling(octets: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    start, end = _piece(octets, chance, 6)
    octets[start : chance.choice((start, end))] = chance.choice(TELLING)


def _crossed(octets: bytearray, chance: random.Random, good: Sequence[bytes]) -> None:
    """The beginning of one, the end of another."""
    other = chance.choice(good)
    octets[chance.randrange(len(octets) + 1) :] = other[chance.randrange(len(other) + 1) :]


def _swapped(octets: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    start, end = _piece(octets, chance)
    octets[start:end] = octets[start:end][::-1]


BENDS: tuple[Bend, ...] = (_flip, _flip, _other, _cut, _end, _twice, _telling, _telling, _crossed, _swapped)
