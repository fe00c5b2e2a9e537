"""The bureau's log in its database: leaves, and of the tree over them the roots of its larger complete subtrees.

A proof needs the roots of some dozen ranges of leaves. Of ranges of ``2 ** KEPT`` leaves and more the root is kept once they are complete
(one row for some 250 leaves); the rest is worked out from at most as many leaves, so a log of millions is proved in a few reads.
"""
from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bureau.tables import LEAVES, LOG, NODES
from wire.log import Frontier, Tree, new_salt, node_hash, root, salted_leaf

KEPT = 8


def append(db: sa.Connection, leaf: bytes, kind: str, ref: str, salt: bytes, at: datetime) -> int:
    """One more leaf inside an open write transaction; gives its place."""
    before = Frontier.from_text(db.execute(sa.select(LOG.c.frontier).with_for_update()).scalar_one())
    db.execute(sa.insert(LEAVES).values(row(before.size, leaf, kind, ref, salt, at)))
    for node in nodes(before, leaf):
        db.execute(sa.insert(NODES).values(node))
    db.execute(sa.update(LOG).values(frontier=before.append(leaf).to_text()))
    return before.size


def salted(kind: str, ref: str, content: bytes) -> tuple[bytes, bytes]:
    """The hash of a new leaf over ``content``, and the salt that stays with the record."""
    salt = new_salt()
    return salted_leaf({"kind": kind, "ref": ref, "sha256": hashlib.sha256(content).hexdigest()}, salt), salt


def row(place: int, leaf: bytes, kind: str, ref: str, salt: bytes, at: datetime) -> dict[str, Any]:
    """A leaf as its table holds it."""
    return {"place": place, "hash": leaf.hex(), "kind": kind, "ref": ref, "salt": salt.hex(), "at": at.isoformat()}


def nodes(before: Frontier, leaf: bytes) -> list[dict[str, Any]]:
    """The larger subtrees that one more leaf completes, as their table holds them."""
    return [{"level": level, "place": before.size >> level, "hash": node.hex()}
            for level, node in enumerate(before.completed(leaf)) if level >= KEPT]


def tree(db: sa.Connection) -> Tree:
    """The tree over the leaves that are there, for :mod:`wire.log`."""

    def of(start: int, end: int) -> bytes:
        size = end - start
        level = size.bit_length() - 1
        if level >= KEPT and size == 1 << level and start % size == 0:
            kept = sa.select(NODES.c.hash).where(NODES.c.level == level, NODES.c.place == start >> level)
            if (found := db.execute(kept).scalar()) is not None:
                return bytes.fromhex(found)
        if size <= 1 << KEPT:
            within = sa.select(LEAVES.c.hash).where(LEAVES.c.place >= start, LEAVES.c.place < end).order_by(LEAVES.c.place)
            return root(map(bytes.fromhex, db.execute(within).scalars()))
        split = 1 << (size - 1).bit_length() - 1
        return node_hash(of(start, start + split), of(start + split, end))

    return of
