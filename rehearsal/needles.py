"""A secret in every shape it may have left behind, and the search for all of them at once.

Shapes: the text in UTF-8, UTF-16 (both byte orders), UTF-32 (as C and Python keep wide strings) and
Big5; each of the narrow ones also in hex (both cases) and in base64 (standard and for URLs) at the three
offsets, cut to the middle that does not depend on its neighbours; JSON's ``\\u`` escapes, per cent escapes.
All of it also inside zlib, gzip, ZIP and PDF streams, one inside another up to ``DEPTH``.

Not seen: text that was encrypted, drawn as pixels, or broken by a line end inside base64.
"""
from __future__ import annotations

import base64
import urllib.parse
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

DEPTH = 2
ANCHOR = 4
LARGEST = 32 * 1024 * 1024
"""No stream is unpacked further than so many bytes."""
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_GZIP, _ZIP, _PDF = b"\x1f\x8b\x08", b"PK\x03\x04", b"stream"
_BITE = 512


@dataclass(frozen=True)
class Hit:
    """Where a secret lies: its label (never itself), its shape, its offset; ``inside`` names the unpacked streams on the way."""

    secret: str
    shape: str
    offset: int
    inside: str = ""


@dataclass(frozen=True)
class _Pattern:
    secret: str
    shape: str
    octets: bytes
    anchor: int  # offset of the ANCHOR bytes that are looked for first


class Needles:
    """Everything that is looked for: ``secrets`` by label; text in all shapes, bytes (a slice of a page) as they are and in base64.

    Raises ``ValueError`` for a secret too short to be told from chance.
    """

    def __init__(self, secrets: Mapping[str, str | bytes]) -> None:
        patterns: dict[bytes, _Pattern] = {}
        for label, secret in secrets.items():
            for shape, octets in shapes(secret):
                if len(octets) < ANCHOR + 1:
                    raise ValueError(f"the secret '{label}' is too short: chance would find it in {shape}")
                patterns.setdefault(octets, _Pattern(label, shape, octets, _anchor(octets)))
        self.labels = tuple(secrets)
        self.longest = max(len(octets) for octets in patterns)
        self._by_anchor: dict[int, list[_Pattern]] = {}
        for pattern in patterns.values():
            word = int.from_bytes(pattern.octets[pattern.anchor:pattern.anchor + ANCHOR], "little")
            self._by_anchor.setdefault(word, []).append(pattern)
        words = np.array(sorted(self._by_anchor), np.uint32)
        self._words = words
        self._low = np.zeros(65536, np.bool_)
        self._low[words & 0xFFFF] = True

    def plain(self, haystack: bytes) -> Iterator[Hit]:
        """Hits in these very bytes, nothing unpacked."""
        octets = np.frombuffer(haystack, np.uint8)
        if len(octets) < ANCHOR:
            return
        for phase in (0, 1):  # every place as the start of a little-endian pair
            pairs = octets[phase:phase + (len(octets) - phase) // 2 * 2].view(np.uint16)
            places = np.flatnonzero(self._low[pairs]).astype(np.int64) * 2 + phase
            places = places[places + ANCHOR <= len(octets)]
            found = sum(octets[places + step].astype(np.uint32) << (8 * step) for step in range(ANCHOR))
            for word in np.intersect1d(found, self._words):
                for pattern in self._by_anchor[int(word)]:
                    yield from self._whole(pattern, octets, places[found == word] - pattern.anchor)

    @staticmethod
    def _whole(pattern: _Pattern, octets: "np.ndarray[tuple[int], np.dtype[np.uint8]]",
               starts: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Iterator[Hit]:
        starts = starts[(starts >= 0) & (starts + len(pattern.octets) <= len(octets))]
        for step, octet in enumerate(pattern.octets):
            starts = starts[octets[starts + step] == octet]
        for start in starts:
            yield Hit(pattern.secret, pattern.shape, int(start))


def find(needles: Needles, haystack: bytes, depth: int = DEPTH) -> list[Hit]:
    """Every hit in ``haystack`` and in the streams packed into it; offsets count from the start of what was unpacked last."""
    hits = list(needles.plain(haystack))
    if depth:
        for name, content in unpacked(haystack):
            hits += [replace(hit, inside=f"{name}/{hit.inside}".rstrip("/")) for hit in find(needles, content, depth - 1)]
    return sorted(hits, key=lambda hit: (hit.inside, hit.offset))


def shapes(secret: str | bytes) -> Iterator[tuple[str, bytes]]:
    """All shapes of one secret, by name. Characters that Big5 does not have are left to the other shapes."""
    if isinstance(secret, bytes):
        yield "bytes", secret
        yield from _wrapped("bytes", secret)
        return
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "big5"):
        try:
            octets = secret.encode(encoding)
        except UnicodeEncodeError:
            continue
        yield encoding, octets
        yield from _wrapped(encoding, octets)
    yield "utf-32-le", secret.encode("utf-32-le")
    yield "escape", secret.encode("ascii", "backslashreplace")
    yield "escape (capitals)", "".join(c if c.isascii() else f"\\u{ord(c):04X}" for c in secret).encode("ascii", "backslashreplace")
    yield "per cent", urllib.parse.quote(secret, safe="").encode()
    yield "character references", secret.encode("ascii", "xmlcharrefreplace")


def _wrapped(name: str, octets: bytes) -> Iterator[tuple[str, bytes]]:
    yield f"hex of {name}", octets.hex().encode()
    yield f"hex of {name} (capitals)", octets.hex().upper().encode()
    for offset in range(3):
        coded = base64.b64encode(b"\0" * offset + octets)
        middle = coded[-(-8 * offset // 6):8 * (offset + len(octets)) // 6]  # only characters all of whose six bits are ours
        yield f"base64 of {name} at {offset}", middle
        yield f"base64url of {name} at {offset}", middle.translate(bytes.maketrans(b"+/", b"-_"))


def _anchor(octets: bytes) -> int:
    """The place of the rarest four bytes: as few zeros, as many different ones as can be."""
    def common(at: int) -> tuple[int, int]:
        word = octets[at:at + ANCHOR]
        return word.count(0), -len(set(word))
    return min(range(len(octets) - ANCHOR + 1), key=common)


def unpacked(haystack: bytes) -> Iterator[tuple[str, bytes]]:
    """The contents of every packed stream that starts anywhere in ``haystack``, as far as it is whole."""
    view = memoryview(haystack)
    for head, name, bits in (*((head, "zlib", 15) for head in _ZLIB), (_GZIP, "gzip", 31)):
        for at in _places(haystack, head):
            if content := _inflated(view[at:], bits):
                yield f"{name}@{at}", content
    for at in _places(haystack, _ZIP):
        start = at + 30 + int.from_bytes(view[at + 26:at + 28], "little") + int.from_bytes(view[at + 28:at + 30], "little")
        if content := _inflated(view[start:], -15):
            yield f"zip@{at}", content
    for at in _places(haystack, _PDF):
        start = at + len(_PDF) + next((len(end) for end in (b"\r\n", b"\n") if haystack[at + 6:at + 6 + len(end)] == end), 0)
        if start > at + len(_PDF) and (content := _inflated(view[start:], -15)):  # with a zlib header it was found above
            yield f"pdf@{at}", content


def _places(haystack: bytes, head: bytes) -> Iterator[int]:
    at = haystack.find(head)
    while at >= 0:
        yield at
        at = haystack.find(head, at + 1)


def _inflated(packed: memoryview, bits: int) -> bytes:
    """Unpack bite by bite, before a damaged place byte by byte, so that what stands before it is kept; b'' for what is no stream."""
    unpack, content, at = zlib.decompressobj(bits), bytearray(), 0
    while at < len(packed) and not unpack.eof and len(content) < LARGEST:
        before = unpack.copy()
        try:
            content += unpack.decompress(packed[at:at + _BITE])
        except zlib.error:
            return bytes(content + _crumbs(before, packed[at:at + _BITE]))
        at += _BITE
    return bytes(content)


def _crumbs(unpack: "zlib._Decompress", bite: memoryview) -> bytes:
    content = bytearray()
    try:
        for at in range(len(bite)):
            content += unpack.decompress(bite[at:at + 1])
    except zlib.error:
        pass  # the damaged place
    return bytes(content)
