"""The gateway's one writer: what arrives while a commit runs is committed together with the next."""
from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bureau.gateway.chain import accept, look_for_gap, look_for_unopened, once
from bureau.gateway.group import Group
from bureau.gateway.page import Page
from bureau.leaves import tree
from bureau.store import CHECKPOINTS, LOG, Store
from wire.codec.errors import WireError
from wire.envelope import Verified
from wire.keys import PublicKey, SigningKey
from wire.log import Checkpoint, Frontier, consistency_proof, verify_consistency
from wire.messages import Hello
from wire.receipts import HelloAnswer
from wire.revocation import kept
from wire.roles import GATEWAY_OWNER, Keyring, Role

CHECKPOINT_AGE = timedelta(seconds=60)
AT_ONCE = 1024 * 1024
"""Octets of revocation updates in one answer."""


@dataclass(frozen=True)
class Delivery:
    """One exchange of one kiosk: what was verified and now wants to be kept."""

    site: str
    up: tuple[Verified, ...]
    got: tuple[str, ...]
    hello: Hello | None
    transport: PublicKey | None


@dataclass(frozen=True)
class Kept:
    """What is durable now: receipts, the answer to hello, codes of what was refused."""

    receipts: tuple[str, ...]
    hello_answer: str | None
    refused: tuple[str, ...]
    for_desk: bool


NOTHING_KEPT = Kept((), None, (), False)


class Ledger:
    """Commits deliveries in groups of up to 64 and signs what the gateway says about them."""

    def __init__(self, store: Store, key: SigningKey, revocation: Path, tell_desk: Callable[[], None]) -> None:
        self._store, self._key, self._revocation, self._tell_desk = store, key, revocation, tell_desk
        self._keyring = Keyring()
        self._keyring.add(Role.GATEWAY, GATEWAY_OWNER, key.public)
        self._lots: Group[Delivery, Kept] = Group(self._keep_all)
        self._checkpoint: tuple[str, Checkpoint] | None = None

    async def keep(self, site: str, up: tuple[Verified, ...], got: tuple[str, ...], hello: Hello | None,
                   transport: PublicKey | None) -> Kept:
        """Return when everything is durable. Raises ``sqlalchemy.exc.SQLAlchemyError``: nothing of it is."""
        if not (up or got or hello) and not self._due():
            return NOTHING_KEPT
        return await self._lots.ask(Delivery(site, up, got, hello, transport))

    async def run(self) -> None:
        """Commit group after group until cancelled."""
        await self._lots.run()

    def _keep_all(self, group: list[Delivery]) -> Sequence[Kept | Exception]:
        """Commit a group; the fault of one is not the others'."""
        try:
            kept = self._commit(group)
            if any(one.for_desk for one in kept):
                self._tell_desk()
            return kept
        except Exception as error:  # whatever it is
            return [error] if len(group) == 1 else [one for delivery in group for one in self._keep_all([delivery])]

    def _commit(self, group: list[Delivery]) -> list[Kept]:
        self._sign_checkpoint()
        with self._store.write() as db:
            ids = (verified.header.id for delivery in group for verified in delivery.up)
            page = Page(self._store, db, (delivery.site for delivery in group), ids)
            kept = [self._keep_one(page, delivery) for delivery in group]
            page.written()
            return kept

    def _keep_one(self, page: Page, delivery: Delivery) -> Kept:
        site = delivery.site
        receipts: list[str] = []
        refused: list[str] = []
        for_desk = False
        for verified in delivery.up:
            try:
                receipt, new = accept(page, site, verified, self._key)
            except WireError as error:
                refused.append(error.code)
                continue
            receipts.append(receipt.decode("ascii"))
            for_desk = for_desk or new
        for code in refused:
            self._store.add_incident(site, "refused", code, inside=page.written())
        if delivery.got:
            self._store.got(site, delivery.got, inside=page.written())
        answer = self._answer(page, delivery) if delivery.hello is not None else None
        return Kept(tuple(receipts), answer, tuple(refused), for_desk)

    def _answer(self, page: Page, delivery: Delivery) -> str:
        hello, kiosk, db = delivery.hello, page.kiosk(delivery.site), page.written()
        assert hello is not None
        now = datetime.now(UTC)
        if hello.counter < kiosk.hello_counter:  # its disk was put back, or there are two of it: it is told so, and changes nothing
            self._store.add_incident(kiosk.site, "old-hello", f"{hello.counter} after {kiosk.hello_counter}", inside=db)
        else:
            values: dict[str, Any] = {"hello_counter": hello.counter, "hello_at": now.isoformat(), "hello": hello.model_dump_json()}
            if delivery.transport is not None:
                values |= {"transport_jwk": json.dumps(delivery.transport.jwk()), "transport_jkt": delivery.transport.kid}
            self._store.set_kiosk(kiosk.site, db, **values)
            page.heard(kiosk.site, hello.counter)
        look_for_gap(self._store, db, kiosk.site, kiosk.head)
        checkpoint, proof = self._grown(db, kiosk.site, hello.checkpoint)
        return HelloAnswer(
            to=kiosk.site, counter=hello.counter, newest=max(hello.counter, kiosk.hello_counter), state=kiosk.state, head=kiosk.head,
            time=now, checkpoint=checkpoint, consistency=proof,
            revocation=tuple(kept.held_back(self._revocation, hello.revocation, AT_ONCE)), revocation_number=kept.newest(self._revocation),
        ).sign(self._key)

    def _grown(self, db: sa.Connection, site: str, untrusted: str | None) -> tuple[str | None, tuple[str, ...]]:
        """The newest checkpoint, and the proof that the tree which the kiosk saw stands unchanged in it."""
        if self._checkpoint is None:
            return None, ()
        text, new = self._checkpoint
        if untrusted is None:
            return text, ()
        try:
            old = Checkpoint.verify(untrusted, owner=GATEWAY_OWNER, keyring=self._keyring)
        except WireError as error:
            once(self._store, db, site, "log-differs", error.code)
            return text, ()
        if not 0 < old.size <= new.size:
            return text, ()  # another gateway has signed a newer one; the kiosk keeps that
        proof = consistency_proof(tree(db), old.size, new.size)
        if not verify_consistency(old.size, bytes.fromhex(old.root), new.size, bytes.fromhex(new.root), proof):
            once(self._store, db, site, "log-differs", f"{old.size}/{old.root[:16]}")
        return text, tuple(node.hex() for node in proof)

    @property
    def checkpoint(self) -> str | None:
        """The newest signed checkpoint; None before the first delivery."""
        return self._checkpoint[0] if self._checkpoint is not None else None

    def _due(self) -> bool:
        return self._checkpoint is None or datetime.now(UTC) - self._checkpoint[1].at > CHECKPOINT_AGE

    def _sign_checkpoint(self) -> None:
        """Sign another one, at most every minute; known to nobody before it is durable."""
        if not self._due():
            return
        now = datetime.now(UTC)
        with self._store.write() as db:
            frontier = Frontier.from_text(db.execute(sa.select(LOG.c.frontier).with_for_update()).scalar_one())
            checkpoint = Checkpoint(size=frontier.size, root=frontier.root().hex(), at=now)
            text = checkpoint.sign(self._key)
            look_for_unopened(self._store, db)
            db.execute(sa.delete(CHECKPOINTS).where(CHECKPOINTS.c.size == frontier.size))
            db.execute(sa.insert(CHECKPOINTS).values(size=frontier.size, at=now.isoformat(), octets=text.encode("ascii")))
        self._checkpoint = (text, checkpoint)
