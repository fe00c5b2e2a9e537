"""Kiosks that wait: long polls held by one gateway, TLS included, and how soon a reply reaches one of them.

``memory``: the gateway's own memory for each of 1,500 more that wait, in kB. Peer: as many idle connections at :mod:`bench.bare_gateway`,
on the same loop and TLS. ``reply``: milliseconds from the desk's commit to the kiosk's hand while all of them wait; peer: a request and its
answer at the bare one.
"""
from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bench.measurement import Measurement
from bench.processes import anonymous_mib
from bench.rows.gateway_accept import Bare
from bureau.fleet.call import Connection
from bureau.fleet.drill import Counter, Drill
from bureau.wake import GATEWAY, ring
from rehearsal.gateways import Gateways
from wire.codec.ids import uuid7
from wire.exchange import LONGEST_WAIT_S, Exchange, sign_request

WARM, MANY, AT_ONCE = 100, 1500, 50
REST_S = 3.0
Held = tuple[Connection, "asyncio.Task[tuple[int, str, bytes]] | None"]


def measure(rounds: int) -> Iterator[Measurement]:
    """The memory once, the replies in turns."""
    with tempfile.TemporaryDirectory() as place, Gateways(Path(place) / "g") as gateways:
        bare = Bare(Path(place), gateways)
        try:
            memory, replies = asyncio.run(_held(gateways, bare, rounds))
        finally:
            bare.close()
    yield Measurement("kB a kiosk that waits", "an idle connection", ((memory[0],), (memory[1],)), part="memory")
    yield Measurement("ms until the reply is there", "one request", (tuple(replies[0]), tuple(replies[1])), part="reply")


async def _held(gateways: Gateways, bare: Bare, rounds: int) -> tuple[tuple[float, float], tuple[list[float], list[float]]]:
    drill = Drill(gateways.given(WARM + MANY, 1), "fleet-idle")
    drill.enter(gateways.store)
    url = f"{gateways.urls[0]}/exchange"

    async def wait(one: Counter) -> Held:
        connection = await Connection.open(urlsplit(url), drill.trust)
        body = Exchange(wait=LONGEST_WAIT_S).octets()
        return connection, asyncio.create_task(connection.post(sign_request("POST", url, body, one.transport, datetime.now(UTC)), body))

    async def idle(_: Counter) -> Held:
        return await Connection.open(urlsplit(bare.url), drill.trust), None

    ours, held = await _grown(gateways.pid(0), drill, wait)
    peer, others = await _grown(bare.pid, drill, idle)
    replies: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        replies[0].append(await _reply(gateways, drill.counters[number * 7], held[number * 7]))
        began = time.perf_counter()
        await bare.once(others[number][0])
        replies[1].append((time.perf_counter() - began) * 1e3)
    for connection, task in [*held, *others]:
        if task is not None:
            task.cancel()
        connection.close()
    return (ours, peer), replies


async def _grown(pid: int, drill: Drill, come: Callable[[Counter], Awaitable[Held]]) -> tuple[float, list[Held]]:
    held: list[Held] = []
    before = 0.0
    for first in range(0, WARM + MANY, AT_ONCE):
        held += await asyncio.gather(*(come(one) for one in drill.counters[first : first + AT_ONCE]))
        if first == WARM - AT_ONCE:
            await asyncio.sleep(REST_S)
            before = anonymous_mib(pid)
    await asyncio.sleep(REST_S)
    return (anonymous_mib(pid) - before) * 1024 / MANY, held


async def _reply(gateways: Gateways, one: Counter, held: Held) -> float:
    task = held[1]
    assert task is not None
    began = time.perf_counter()
    gateways.store.put_down(one.site, uuid7(datetime.now(UTC)), b"{}")
    ring(gateways.config.bureau.run / GATEWAY)
    await task
    return (time.perf_counter() - began) * 1e3
