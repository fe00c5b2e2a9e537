"""``python -m bureau command SITE ORDER``: an operator's order to one counter, signed with the operator's key.

The counter obeys it between two visits: ``self-test`` proves every device and tells their health, ``drain`` serves nobody new until
the next start while the outbox empties, ``restart`` starts the counter anew. An order is good for ten minutes.
"""
from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bureau.config import Bureau
from bureau.store import Store
from bureau.wake import GATEWAY, ring
from wire.codec.errors import KeyUnusable
from wire.codec.ids import uuid7
from wire.envelope import sign_open
from wire.keys import SigningKey
from wire.messages import Command, Verb
from wire.roles import OPERATOR_OWNER

GOOD_FOR = timedelta(minutes=10)


def give(config: Bureau, site: str, order: Verb, key: Path | None = None) -> int:
    """Sign the order and hand it to the gateway; 1 where the counter or the key is missing, said with what to do."""
    path = key or config.bureau.state / "keys" / "operator.pem"
    try:
        operator = SigningKey.load(path)
    except KeyUnusable as error:
        print(f"{error}; bring the operator's key and name it with --key", file=sys.stderr)
        return 1
    store = Store(config.database.url)
    store.create()
    now = datetime.now(UTC)
    with store.write() as db:
        if store.kiosk(site, db) is None:
            print(f"no counter {site!r} is enrolled here; enrol it first (python -m provisioning enrol)", file=sys.stderr)
            return 1
        number = store.next_command(site, int(now.timestamp()), db)  # a database put back gives no number again
        command = Command(id=uuid7(now), not_after=now + GOOD_FOR, counter=number, verb=order)
        envelope = sign_open("command", command, sender=OPERATOR_OWNER, to=site, key=operator, link=None, at=now)
        store.put_down(site, envelope.header.id, envelope.octets, inside=db)
    ring(config.bureau.run / GATEWAY)
    print(f"{site}: {order} no. {number}, good until {now + GOOD_FOR:%H:%M:%S} UTC; obeyed between two visits")
    return 0
