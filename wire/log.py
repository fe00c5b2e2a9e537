"""The log: one append-only Merkle tree per bureau (RFC 6962 §2.1, SHA-256), and its signed checkpoints.

Leaves are salted: whoever erases a record and its salt leaves a hash that says nothing.
Hashes are 32 octets here and hex in models.
"""
from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import rfc8785
from pydantic import Field

from wire.codec.record import Record
from wire.codec.strict import Moment, Sha256
from wire.roles import Role

EMPTY_ROOT = hashlib.sha256(b"").digest()


class Checkpoint(Record):
    """The root of the first ``size`` leaves, signed by the gateway."""

    typ: ClassVar[str] = "counter-checkpoint+1"
    role: ClassVar[Role] = Role.GATEWAY

    size: int = Field(ge=0)
    root: Sha256
    at: Moment


def leaf_hash(entry: bytes) -> bytes:
    """Hash a leaf's octets (domain octet 0x00)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash an inner node (domain octet 0x01)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def new_salt() -> bytes:
    """Draw the salt of one leaf, 32 octets; kept with the record and erased with it."""
    return os.urandom(32)


def salted_leaf(record: dict[str, Any], salt: bytes) -> bytes:
    """Hash a record as a leaf: salt ‖ canonical JSON (RFC 8785)."""
    return leaf_hash(salt + rfc8785.dumps(record))


@dataclass(frozen=True)
class Frontier:
    """All that is needed to append: the roots of the complete subtrees, largest first, one for each bit of ``size``."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> Frontier:
        """Give the frontier after one more leaf hash."""
        completed = self.completed(leaf)
        return Frontier(self.size + 1, (*self.peaks[: len(self.peaks) + 1 - len(completed)], completed[-1]))

    def completed(self, leaf: bytes) -> tuple[bytes, ...]:
        """The complete subtrees that end with one more leaf hash, of 1, 2, 4 … leaves."""
        nodes, size = [leaf], self.size
        while size & 1:
            nodes.append(node_hash(self.peaks[-len(nodes)], nodes[-1]))
            size >>= 1
        return tuple(nodes)

    def root(self) -> bytes:
        """Give the root of the tree so far."""
        if not self.peaks:
            return EMPTY_ROOT
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node

    def to_text(self) -> str:
        """Write it as ``size:hex,hex…`` for one column of a table."""
        return f"{self.size}:{','.join(peak.hex() for peak in self.peaks)}"

    @classmethod
    def from_text(cls, text: str) -> Frontier:
        """Read what :meth:`to_text` wrote. Raises ``ValueError``."""
        size, _, peaks = text.partition(":")
        read = cls(int(size), tuple(bytes.fromhex(peak) for peak in peaks.split(",") if peak))
        if len(read.peaks) != read.size.bit_count() or any(len(peak) != 32 for peak in read.peaks):
            raise ValueError("not a frontier")
        return read


def root(leaves: Iterable[bytes]) -> bytes:
    """Give the root over leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier = frontier.append(leaf)
    return frontier.root()


def _split(size: int) -> int:
    """The largest power of two smaller than ``size``."""
    return 1 << (size - 1).bit_length() - 1


Tree = Callable[[int, int], bytes]
"""Gives the root over the leaves from the first place up to the second; at least one."""


def tree_of(leaves: Sequence[bytes]) -> Tree:
    """The tree over leaf hashes that are at hand."""
    return lambda start, end: root(leaves[start:end])


def consistency_proof(tree: Tree, old: int, new: int) -> tuple[bytes, ...]:
    """Give the proof that the first ``old`` of ``new`` leaves are still the same (RFC 6962 §2.1.2). Raises ``IndexError``."""
    if not 0 < old <= new:
        raise IndexError("no such tree")
    return _consistency(tree, old, 0, new, whole=True)


def _consistency(tree: Tree, old: int, start: int, end: int, *, whole: bool) -> tuple[bytes, ...]:
    if old == end - start:
        return () if whole else (tree(start, end),)
    split = _split(end - start)
    if old <= split:
        return (*_consistency(tree, old, start, start + split, whole=whole), tree(start + split, end))
    return (*_consistency(tree, old - split, start + split, end, whole=False), tree(start, start + split))


def verify_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the tree of ``new`` leaves holds the tree of ``old`` unchanged (RFC 9162 §2.1.4.2). Anything holds an empty one."""
    if old == 0:
        return not proof
    if not 0 < old <= new or (old == new) != (not proof):
        return False
    if old == new:
        return old_root == new_root
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    known = grown = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            known, grown = node_hash(sibling, known), node_hash(sibling, grown)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            grown = node_hash(grown, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and (known, grown) == (old_root, new_root)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Give the audit path of the leaf hash at ``index`` (RFC 6962 §2.1.1), deepest first. Raises ``IndexError``."""
    if not 0 <= index < len(leaves):
        raise IndexError("no such leaf")
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion_proof(leaves[:split], index), root(leaves[split:]))
    return (*inclusion_proof(leaves[split:], index - split), root(leaves[:split]))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """Tell whether a leaf hash stands at ``index`` of the tree of ``size`` leaves with this root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, first, last = leaf, index, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            node = node_hash(sibling, node)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and node == expected_root
