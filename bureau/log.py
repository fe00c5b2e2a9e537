"""The bureau's log as it grows: RFC 6962 leaves and the frontier (roots of the complete subtrees), pure.

A tree of ``size`` leaves is kept as one hash for each 1-bit of ``size``, largest subtree first,
so appending and taking the root cost O(log n) and no old leaf is read again.
"""
from __future__ import annotations

import hashlib
from collections.abc import Sequence


def salted_leaf(salt: bytes, content: bytes) -> bytes:
    """Leaf hash (RFC 6962 §2.1) over salt and the content's sha256: without the salt nobody can test a guess."""
    return hashlib.sha256(b"\x00" + salt + hashlib.sha256(content).digest()).digest()


def append(frontier: Sequence[bytes], size: int, leaf: bytes) -> list[bytes]:
    """The frontier after one more leaf; ``size`` is the number of leaves before."""
    grown, node = list(frontier), leaf
    while size & 1:
        node = hashlib.sha256(b"\x01" + grown.pop() + node).digest()
        size >>= 1
    return [*grown, node]


def root(frontier: Sequence[bytes]) -> bytes:
    """The tree's root hash; of the empty tree, the hash of nothing."""
    if not frontier:
        return hashlib.sha256(b"").digest()
    node = frontier[-1]
    for left in reversed(frontier[:-1]):
        node = hashlib.sha256(b"\x01" + left + node).digest()
    return node
