"""A kiosk that waits at the gateway is told at once, whenever the desk puts something down."""
from __future__ import annotations

import asyncio
import time
from collections.abc import Collection
from datetime import UTC, datetime

import httpx

from bureau.gateway.door import Door
from bureau.gateway.ledger import Ledger
from bureau.store import Store
from bureau.wake import Bell
from rehearsal.line import SITE, Line
from tests.bureau.calling import Caller
from wire.codec.ids import uuid7
from wire.exchange import Exchange, ExchangeAnswer, sign_request
from wire.keys import SigningKey


class PutDownMeanwhile(Store):
    """The desk puts something down in the moment between the gateway's look and its answer."""

    meanwhile = False

    def down_waiting(self, sites: Collection[str]) -> set[str]:
        found = super().down_waiting(sites)
        if not self.meanwhile:
            self.meanwhile = True
            self.put_down(SITE, uuid7(datetime.now(UTC)), b"{}")
            time.sleep(2.5)  # the gateway looks for news once a second: it has seen this, and nobody was waiting for it yet
        return found


async def test_what_is_put_down_while_the_gateway_looks_is_not_waited_for(line: Line, caller: Caller) -> None:
    line.kill("gateway")
    key, store = SigningKey.load(line.bureau_state / "keys" / "gateway.pem"), PutDownMeanwhile(str(line.store.engine.url))
    ledger = Ledger(store, key, line.directory / "none", tell_desk=lambda: None)
    door = Door(store, ledger, key, Bell(line.directory / "bell"))
    work = [asyncio.create_task(one) for one in (ledger.run(), door.run())]
    body = Exchange(wait=50).octets()
    headers = sign_request("POST", caller.url, body, caller.transport, datetime.now(UTC))
    began = time.monotonic()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(door.app)) as client:
        answer = await client.post(caller.url, content=body, headers=headers, timeout=60)
    assert ExchangeAnswer.read(answer.content).down == ("{}",)
    assert time.monotonic() - began < 20
    for task in work:
        task.cancel()
