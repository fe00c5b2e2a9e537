"""Kiosks that wait: long polls held by one gateway, and how soon a reply reaches one of them.

``memory``: the gateway's own memory for each of 10,000 that wait, in kB, where a proxy on the same machine ends TLS (``plain``).
``tls``: for each of 1,500 where the gateway does it itself. Peer: 1,500 idle connections at :mod:`bench.bare_gateway`, on the same loop.
``held``: how many of the 10,000 were let go before their time, and one. ``reply``: milliseconds from the desk's commit to the kiosk's
hand while they wait; peer: a request and its answer at the bare one.
"""
from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bench.measurement import Measurement, NotMeasured
from bench.processes import anonymous_mib
from bench.rows.gateway_accept import Bare
from bureau.fleet.call import Connection
from bureau.fleet.drill import Counter, Drill
from bureau.wake import GATEWAY, ring
from rehearsal.gateways import Gateways
from wire.codec.ids import uuid7
from wire.exchange import LONGEST_WAIT_S, Exchange, sign_request

WARM, MANY, FEWER, AT_ONCE = 100, 10_000, 1500, 50
REST_S = 3.0
Held = tuple[Connection, "asyncio.Task[tuple[int, str, bytes]] | None"]


def measure(rounds: int) -> Iterator[Measurement]:
    """The memory once, the replies in turns."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < MANY + 1000:
        raise NotMeasured(f"a process may open {most} files here, {MANY} kiosks need more: raise the hard limit (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for plain, many in ((True, MANY), (False, FEWER)):
        with tempfile.TemporaryDirectory() as place, Gateways(Path(place) / "g", plain=plain) as gateways:
            bare = Bare(Path(place), gateways)
            try:
                memory, replies, gone = asyncio.run(_held(gateways, bare, rounds, many))
            finally:
                bare.close()
        yield Measurement("kB a kiosk that waits", "an idle connection", ((memory[0],), (memory[1],)), part="memory" if plain else "tls")
        if plain:
            yield Measurement("let go, and one", "none", ((1.0 + gone,), (1.0,)), part="held")
            yield Measurement("ms until the reply is there", "one request", (tuple(replies[0]), tuple(replies[1])), part="reply")


async def _held(gateways: Gateways, bare: Bare, rounds: int, many: int) -> tuple[tuple[float, float], tuple[list[float], list[float]], int]:
    drill = Drill(gateways.given(WARM + many, 1), "fleet-idle")
    drill.enter(gateways.store)
    plain, url = gateways.config.gateway.plain, f"{gateways.urls[0]}/exchange"
    scheme, trust = ("http", None) if plain else ("https", drill.trust)

    async def wait(one: Counter) -> Held:
        connection = await Connection.open(urlsplit(url.replace("https", scheme)), trust)
        body = Exchange(wait=LONGEST_WAIT_S).octets()
        return connection, asyncio.create_task(connection.post(sign_request("POST", url, body, one.transport, datetime.now(UTC)), body))

    async def idle(_: Counter) -> Held:
        return await Connection.open(urlsplit(bare.url.replace("https", scheme)), trust), None

    ours, held = await _grown(gateways.pid(0), drill, wait, many)
    gone = sum(task is not None and task.done() for _, task in held)
    peer, others = await _grown(bare.pid, drill, idle, FEWER)
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
    return (ours, peer), replies, gone


async def _grown(pid: int, drill: Drill, come: Callable[[Counter], Awaitable[Held]], many: int) -> tuple[float, list[Held]]:
    held: list[Held] = []
    before = 0.0
    for first in range(0, WARM + many, AT_ONCE):
        held += await asyncio.gather(*(come(one) for one in drill.counters[first : first + AT_ONCE]))
        if first == WARM - AT_ONCE:
            await asyncio.sleep(REST_S)
            before = anonymous_mib(pid)
    await asyncio.sleep(REST_S)
    return (anonymous_mib(pid) - before) * 1024 / many, held


async def _reply(gateways: Gateways, one: Counter, held: Held) -> float:
    task = held[1]
    assert task is not None
    began = time.perf_counter()
    gateways.store.put_down(one.site, uuid7(datetime.now(UTC)), b"{}")
    ring(gateways.config.bureau.run / GATEWAY)
    await task
    return (time.perf_counter() - began) * 1e3
