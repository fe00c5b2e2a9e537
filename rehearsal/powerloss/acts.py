"""``python -m rehearsal.powerloss.acts ACT FOLDER SEED``: the stores at work; what they have promised is told in ``FOLDER/promises``.

``counter``: visits as the counter keeps them. ``bureau``: deliveries as the gateway keeps them. ``careless``: the counter's outbox
without its syncs, which must be found out.
"""
from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.rows.envelope import Parties
from bureau.gateway.ledger import Ledger
from bureau.store import Store
from kiosk.store import Inbox, Journal, Outbox
from rehearsal.powerloss.record import PROMISES
from wire.chain import advance
from wire.codec.ids import uuid7
from wire.envelope import Envelope, verify
from wire.keys import SigningKey
from wire.messages import Head
from wire.roles import Role

VISITS, DELIVERIES = 6, 24
SITE = "test-site-1"
Promise = Callable[..., None]


def _promises(folder: Path) -> Promise:
    file = os.open(folder / PROMISES, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def promise(**said: Any) -> None:
        os.write(file, (json.dumps(said) + "\n").encode())

    return promise


def counter(folder: Path, chance: random.Random, promise: Promise) -> None:
    """A few visits: begun, asked, kept, receipted, printed, ended; rows settled; numbers given."""
    parties = Parties()
    outbox, inbox, journal = Outbox(folder), Inbox(folder), Journal(folder)
    for _ in range(VISITS):
        visit = uuid7(datetime.now(UTC))
        journal.visit_begins(visit)
        promise(begun=visit)
        for step in range(chance.randrange(1, 5)):
            journal.note(visit, "screen", f"step-{step}")
        case_no = journal.next_case_no(SITE)
        promise(case_no=case_no)
        journal.visit_asks(visit, visit, case_no)
        kept = [outbox.commit(parties.sealed) for _ in range(chance.randrange(1, 3))]
        for one in kept:
            promise(kept=one.header.id, sha256=one.sha256, seq=one.header.seq)
        inbox.keep([(one.header.id, 0, b"receipt") for one in kept], [(f"reply-{visit}", "", chance.randbytes(3000))], None)
        inbox.line(True, "")
        serial = f"115-{case_no}"
        journal.paper_open(serial, sha256="00" * 32, printer="a4", sheets=1, visit=visit, request=visit)
        promise(serial=serial)
        for state in ("spooled", "printing", "out"):
            journal.paper_state(serial, state, job="1")
        end = chance.choice(("delivered", "left", "unknown"))
        journal.paper_state(serial, end)
        promise(serial=serial, state=end)
        done = [one.header.id for one in kept if chance.random() < 0.5]
        promise(may_go=done)
        outbox.settle([one.header.id for one in kept], done)
        journal.visit_ends(visit, "delivered")
        promise(begun=visit, outcome="delivered")
        journal.remember("checkpoint", visit, durable=False)


def careless(folder: Path, chance: random.Random, promise: Promise) -> None:
    """The outbox as it would be with the database's own, quicker setting."""
    outbox, parties = Quick(folder), Parties()
    for _ in range(VISITS * 2):
        one = outbox.commit(parties.sealed)
        promise(kept=one.header.id, sha256=one.sha256, seq=one.header.seq)


class Quick(Outbox):
    """An outbox that does not wait for the disk."""

    def _write(self, durable: bool = True) -> Any:
        return super()._write(durable=False)


def bureau(folder: Path, chance: random.Random, promise: Promise) -> None:
    """Deliveries of three counters, kept in groups by the gateway's own ledger; a receipt is a promise."""
    asyncio.run(_bureau(folder, chance, promise))


async def _bureau(folder: Path, chance: random.Random, promise: Promise) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))  # so that faults can be put where they are wanted
    store, key = Store(f"sqlite:///{folder / 'bureau.db'}"), SigningKey.generate()
    (folder.with_suffix(".revocation")).mkdir(exist_ok=True)
    ledger = Ledger(store, key, folder.with_suffix(".revocation"), tell_desk=lambda: None)
    sites = {site: Parties(site) for site in ("test-site-1", "test-site-2", "test-site-3")}
    heads = {site: Head() for site in sites}

    def enrol() -> None:
        store.create()
        for site, parties in sites.items():
            store.enrol_kiosk(site, parties.device.public.jwk(), SigningKey.generate().public.jwk(), site, "accepted")
            promise(enrolled=site)

    await asyncio.to_thread(enrol)
    writer = asyncio.create_task(ledger.run())

    async def deliver(site: str, envelopes: list[Envelope]) -> None:
        up = tuple(verify(one.octets, role=Role.KIOSK, owner=site, keyring=sites[site].keyring) for one in envelopes)
        kept = await ledger.keep(site, up, (), None, None)
        for one, receipt in zip(envelopes, kept.receipts, strict=True):
            promise(receipt=receipt, id=one.header.id, site=site, seq=one.header.seq)

    for _ in range(DELIVERIES // 3):
        group = []
        for site, parties in sites.items():
            envelopes = []
            for _ in range(chance.randrange(1, 3)):
                envelopes.append(parties.sealed(heads[site]))
                heads[site] = advance(heads[site], envelopes[-1])
            group.append(deliver(site, envelopes))
        await asyncio.gather(*group)
    writer.cancel()


if __name__ == "__main__":
    place = Path(sys.argv[2])
    {"counter": counter, "careless": careless, "bureau": bureau}[sys.argv[1]](place, random.Random(int(sys.argv[3])), _promises(place))
