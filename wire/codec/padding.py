"""Padding inside the seal, so that sizes tell little (design: wire).

- A plaintext is followed by one octet 0x80, then by zeros up to the next bucket.
- Buckets are 4, 16, 64 and 256 KiB, then every multiple of 256 KiB up to 16 MiB.
- Anything else is refused: another length, a larger bucket than needed, octets other than zero after the mark.
"""
from __future__ import annotations

from wire.codec.errors import Malformed, NotAllowed

KIB = 1024
LARGEST = 16 * KIB * KIB
_SMALL = (4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB)


def bucket(length: int) -> int:
    """Tell the bucket in octets for a plaintext of ``length`` octets. Raises ``NotAllowed`` above 16 MiB."""
    needed = length + 1
    if needed > LARGEST:
        raise NotAllowed("too-large", "a message is at most 16 MiB with its padding")
    for size in _SMALL:
        if needed <= size:
            return size
    return -(-needed // _SMALL[-1]) * _SMALL[-1]


def pad(plain: bytes) -> bytes:
    """Fill a plaintext up to its bucket. Raises ``NotAllowed`` above 16 MiB."""
    return (plain + b"\x80").ljust(bucket(len(plain)), b"\x00")


def unpad(padded: bytes) -> bytes:
    """Take the padding off again. Raises ``Malformed``."""
    plain = padded.rstrip(b"\x00")
    if plain[-1:] != b"\x80":
        raise Malformed("bad-padding", "no end mark")
    plain = plain[:-1]
    if len(padded) > LARGEST or bucket(len(plain)) != len(padded):
        raise Malformed("bad-padding", "not the bucket of this length")
    return plain
