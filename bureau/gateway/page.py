"""One page of the ledger: what a single commit looks up together at its start and writes together at its end.

A commit keeps up to 64 deliveries. Asked and written row by row, the database's library costs ten times what checking and signing cost;
so heads, known envelopes and the log's frontier are read once, and envelopes, leaves and heads are written in one go. Whatever is rare
(a fork, a gap, another epoch) writes out what is pending first (:meth:`Page.written`) and then asks the database as it stands.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bureau import leaves
from bureau.store import KioskRow, Leaf, Store
from bureau.tables import ENVELOPES, KIOSKS, LEAVES, LOG, NODES
from wire.log import Frontier
from wire.messages import Head

_ADD = {table: sa.insert(table) for table in (ENVELOPES, LEAVES, NODES)}
_HEAD = sa.update(KIOSKS).where(KIOSKS.c.site == sa.bindparam("of")).values(
    epoch=sa.bindparam("epoch"), seq=sa.bindparam("seq"), sha256=sa.bindparam("sha256"))


class Page:
    """Pending rows over an open write transaction; the log's row is locked, so there is one page at a time at all gateways together."""

    def __init__(self, store: Store, db: sa.Connection, sites: Iterable[str], ids: Iterable[str]) -> None:
        self.store, self._db = store, db
        self._frontier = Frontier.from_text(db.execute(sa.select(LOG.c.frontier).with_for_update()).scalar_one())
        self._kiosks = store.kiosks(sorted(set(sites)), db)
        known = sa.select(ENVELOPES.c.id, ENVELOPES.c.sha256, ENVELOPES.c.receipt).where(ENVELOPES.c.id.in_(sorted(set(ids))))
        self._known = {row.id: (row.sha256, bytes(row.receipt)) for row in db.execute(known)}
        early = sa.select(ENVELOPES.c.site).distinct().join(KIOSKS, KIOSKS.c.site == ENVELOPES.c.site).where(
            ENVELOPES.c.site.in_(sorted(self._kiosks)), ENVELOPES.c.epoch == KIOSKS.c.epoch, ENVELOPES.c.seq > KIOSKS.c.seq)
        self._early = set(db.execute(early).scalars())
        self._rows: dict[sa.Table, list[dict[str, Any]]] = {ENVELOPES: [], LEAVES: [], NODES: []}
        self._moved: set[str] = set()

    def written(self) -> sa.Connection:
        """The transaction, once everything pending stands in it."""
        for table, rows in self._rows.items():
            if rows:
                self._db.execute(_ADD[table], rows)
                if table is LEAVES:
                    self._db.execute(sa.update(LOG).values(frontier=self._frontier.to_text()))
        self._rows = {table: [] for table in self._rows}
        if self._moved:
            heads = ((site, self._kiosks[site].head) for site in sorted(self._moved))
            self._db.execute(_HEAD, [{"of": site, "epoch": head.epoch, "seq": head.seq, "sha256": head.sha256} for site, head in heads])
            self._moved.clear()
        return self._db

    def kiosk(self, site: str) -> KioskRow:
        """A counter of this page, its head as moved so far."""
        return self._kiosks[site]

    def move(self, site: str, head: Head) -> None:
        """A counter's newest link that is durable with this page."""
        self._kiosks[site] = replace(self._kiosks[site], head=head)
        self._moved.add(site)

    def heard(self, site: str, hello_counter: int) -> None:
        """A counter's newest hello: an older one on the same page is old."""
        self._kiosks[site] = replace(self._kiosks[site], hello_counter=hello_counter)

    def known(self, id_: str) -> tuple[str, bytes] | None:
        """sha256 and receipt of an envelope that is kept, or on this page."""
        return self._known.get(id_)

    def came_early(self, site: str) -> None:
        """An envelope of this counter stands behind a gap."""
        self._early.add(site)

    def early(self, site: str) -> bool:
        """Whether something of this counter may stand behind its head."""
        return site in self._early

    def leaf(self, kind: str, ref: str, content: bytes) -> Leaf:
        """Append a salted leaf over ``content`` to the bureau's log; the salt stays with the record."""
        hash_, salt = leaves.salted(kind, ref, content)
        at, before = datetime.now(UTC), self._frontier
        self._rows[LEAVES].append(leaves.row(before.size, hash_, kind, ref, salt, at))
        self._rows[NODES] += leaves.nodes(before, hash_)
        self._frontier = before.append(hash_)
        return Leaf(before.size, hash_.hex())

    def keep(self, row: dict[str, Any]) -> None:
        """One more envelope."""
        self._rows[ENVELOPES].append(row)
        self._known[row["id"]] = (row["sha256"], row["receipt"])
