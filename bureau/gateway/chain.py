"""What the gateway does with one verified envelope, inside the open transaction.

- The same id with the same bytes is a resend and gets the same receipt; with other bytes it is refused.
- The next link moves the head, and whatever had come too early behind it.
- A gap is kept and handed on; it becomes an incident when it has waited 15 minutes (seen at a hello).
- So does an envelope that no desk has opened for ten (seen when a checkpoint is signed).
- A fork quarantines both; a new epoch is quarantined until an operator confirms the kiosk again.
- What a pending or rejected kiosk sends is quarantined; its time of receipt counts.
- A *void* stands for an envelope that the kiosk can never send: the chain goes on from the octets it names, and a person must look.
- Open messages end here; sealed ones wait for their agency's desk.
"""
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bureau.gateway.page import Page
from bureau.store import ENVELOPES, INCIDENTS, Store
from wire.chain import Link, judge
from wire.codec.errors import NotAllowed
from wire.codec.jws import read_flat
from wire.codec.strict import read_model
from wire.envelope import Header, Verified, peek, read_open
from wire.keys import SigningKey
from wire.messages import OPEN_UP, Head, Health, Incident, Message, Void
from wire.receipts import Receipt

PATIENCE, OPENED = timedelta(minutes=15), timedelta(minutes=10)
"""How long a gap may wait, and how long an envelope for the desk's word (design: wire)."""
LARGEST_NUMBER = 2**31 - 1
"""Of epochs, places and counters: what an INTEGER column holds on every database."""


def accept(page: Page, site: str, verified: Verified, key: SigningKey) -> tuple[bytes, bool]:
    """Keep one envelope: its receipt, and whether a desk has something new. Raises ``WireError``."""
    header, kiosk, store = verified.header, page.kiosk(site), page.store
    known = page.known(header.id)
    if known is not None:
        if known[0] != verified.sha256:
            raise NotAllowed("id-used-twice", header.id)
        if header.kind not in OPEN_UP:
            store.tell_again(header.id, page.written())
        return known[1], False
    said = read_open(verified) if header.kind in OPEN_UP else None
    link = header.link
    if link is not None and max(link.epoch, link.seq) > LARGEST_NUMBER:
        raise NotAllowed("chain-out-of-range")
    link_sha256 = said.sha256 if isinstance(said, Void) else verified.sha256
    judgement = judge(kiosk.head, header, link_sha256, _stored(page, site, link) if link is not None else None)
    state, reason = "new" if said is None else "gateway", ""
    if kiosk.state != "accepted" and said is None:
        state, reason = "quarantined", "kiosk"
    if judgement == "fork":
        state, reason = "quarantined", "fork"
        there = sa.update(ENVELOPES).where(_at(site, link), ENVELOPES.c.state == "new")
        page.written().execute(there.values(state=state, reason=reason))
        store.add_incident(site, "chain-fork", f"{header.epoch}/{header.seq}", inside=page.written())
    elif judgement == "new-epoch":
        state, reason = "quarantined", "epoch"
        once(store, page.written(), site, "chain-epoch", str(header.epoch))
    elif judgement == "outside":
        page.written().execute(sa.delete(ENVELOPES).where(ENVELOPES.c.site == site, ENVELOPES.c.kind == header.kind))
    receipt = _keep(page, site, verified, key, state, reason, None if judgement == "known" else link)
    if judgement == "next":
        head = Head(epoch=header.epoch or 1, seq=header.seq or 0, sha256=link_sha256)
        page.move(site, follow(page.written(), site, head) if page.early(site) else head)
    elif judgement == "gap":
        page.came_early(site)
    _note(page, header, said)
    return receipt, state == "new"


def _note(page: Page, header: Header, said: Message | None) -> None:
    """What an open message tells those who look after the counters."""
    site, store = header.sender, page.store
    if isinstance(said, Incident):
        store.add_incident(site, said.code, said.detail, said.visit, inside=page.written())
    elif isinstance(said, Void):
        store.add_incident(site, "void", f"{header.epoch}/{header.seq} {said.kind} {said.reason}", inside=page.written())
    elif isinstance(said, Health):
        store.set_kiosk(site, page.written(), health=said.model_dump_json())


def _at(site: str, link: Link | None) -> sa.ColumnElement[bool]:
    epoch, seq = (link.epoch, link.seq) if link is not None else (None, None)
    return sa.and_(ENVELOPES.c.site == site, ENVELOPES.c.epoch == epoch, ENVELOPES.c.seq == seq)


def _stored(page: Page, site: str, link: Link) -> str | None:
    """The sha256 of what the gateway holds at this place of the chain; not asked where nothing can stand there."""
    head = page.kiosk(site).head
    if link.epoch == head.epoch and link.seq > head.seq and not page.early(site):
        return None
    stored: str | None = page.written().execute(sa.select(ENVELOPES.c.sha256).where(_at(site, link))).scalar()
    return stored


def _keep(page: Page, site: str, verified: Verified, key: SigningKey, state: str, reason: str, link: Link | None) -> bytes:
    """``link``: the place it takes in the chain; none for a void of what had arrived after all."""
    header = verified.header
    received_at = datetime.now(UTC).replace(microsecond=0)
    leaf = page.leaf("receipt", header.id, bytes.fromhex(verified.sha256))
    receipt = Receipt(id=header.id, sha256=verified.sha256, epoch=header.epoch, seq=header.seq, received_at=received_at, leaf=leaf.hash)
    octets = receipt.sign(key).encode("ascii")
    page.keep({
        "id": header.id, "site": site, "kind": header.kind, "to": header.to,
        "epoch": link.epoch if link else None, "seq": link.seq if link else None, "sha256": verified.sha256,
        "octets": verified.octets, "received_at": received_at.isoformat(), "leaf": leaf.hash, "state": state, "reason": reason,
        "receipt": octets,
    })
    return octets


def follow(db: sa.Connection, site: str, head: Head) -> Head:
    """The head after walking on over envelopes that had come too early."""
    while True:
        chosen = sa.select(ENVELOPES.c.sha256, ENVELOPES.c.octets).where(
            ENVELOPES.c.site == site, ENVELOPES.c.epoch == head.epoch, ENVELOPES.c.seq == head.seq + 1)
        following = [_link_sha256(row.octets, row.sha256) for row in db.execute(chosen) if peek(bytes(row.octets)).prev == head.sha256]
        if not following:
            return head
        head = Head(epoch=head.epoch, seq=head.seq + 1, sha256=following[0])


def _link_sha256(octets: bytes, sha256: str) -> str:
    """What the next link names of an envelope kept here: its own sha256, or of a void that of the envelope it stands for."""
    if peek(bytes(octets)).kind != "void":
        return sha256
    return read_model(Void, read_flat(bytes(octets)).payload).sha256


def look_for_gap(store: Store, db: sa.Connection, site: str, head: Head) -> None:
    """Note an incident where an envelope behind a gap has waited too long."""
    before = (datetime.now(UTC) - PATIENCE).isoformat()
    behind = sa.and_(ENVELOPES.c.site == site, ENVELOPES.c.epoch == head.epoch, ENVELOPES.c.seq > head.seq)
    if db.execute(sa.select(ENVELOPES.c.seq).where(behind, ENVELOPES.c.received_at < before).limit(1)).first() is not None:
        once(store, db, site, "chain-gap", f"{head.epoch}/{head.seq + 1} is missing")


def look_for_unopened(store: Store, db: sa.Connection) -> None:
    """Note an incident where a desk has neither opened an envelope nor said why it cannot: of each agency the one that waits longest."""
    pile = sa.and_(ENVELOPES.c.state == "new", ENVELOPES.c.kind != "part")  # which is told with its request
    waiting = sa.select(sa.func.min(ENVELOPES.c.place)).where(pile).group_by(ENVELOPES.c.to)
    before = (datetime.now(UTC) - OPENED).isoformat()
    late = sa.and_(ENVELOPES.c.place.in_(waiting), ENVELOPES.c.received_at < before)
    for row in db.execute(sa.select(ENVELOPES.c.site, ENVELOPES.c.id, ENVELOPES.c.to).where(late)).all():
        once(store, db, row.site, "not-opened", f"{row.id} by {row.to}")


def once(store: Store, db: sa.Connection, site: str, code: str, detail: str) -> None:
    """Note an incident that is not told again each time it is seen."""
    same = sa.select(INCIDENTS.c.place).where(INCIDENTS.c.site == site, INCIDENTS.c.code == code, INCIDENTS.c.detail == detail)
    if db.execute(same).first() is None:
        store.add_incident(site, code, detail, inside=db)


def adopt_epoch(store: Store, site: str) -> bool:
    """An operator confirmed the kiosk: take its newest epoch as the chain; False where there is no other epoch."""
    with store.write() as db:
        kiosk = store.kiosk(site, db)
        if kiosk is None:
            raise KeyError(site)
        begun = sa.and_(ENVELOPES.c.site == site, ENVELOPES.c.reason == "epoch", ENVELOPES.c.seq == 1)
        chosen = sa.select(ENVELOPES.c.epoch, ENVELOPES.c.sha256, ENVELOPES.c.octets).where(begun).order_by(ENVELOPES.c.epoch.desc())
        first = db.execute(chosen).first()
        if first is None:
            return False
        head = follow(db, site, Head(epoch=first.epoch, seq=1, sha256=_link_sha256(first.octets, first.sha256)))
        store.set_kiosk(site, db, epoch=head.epoch, seq=head.seq, sha256=head.sha256)
        waiting = sa.update(ENVELOPES).where(ENVELOPES.c.site == site, ENVELOPES.c.reason == "epoch")
        db.execute(waiting.where(ENVELOPES.c.kind.in_(list(OPEN_UP))).values(state="gateway", reason=""))
        db.execute(waiting.values(state="new", reason=""))
    return True
