"""One of two gateways on one database is killed while kiosks send: how long until the slowest of a hundred messages is quick again.

Forty kiosks send a message every quarter of a second, half of them to each gateway; who loses the line tries the other one with the
wire's own back-off. For each half second the slowest of a hundred (from the moment it was due to its receipt) is held against the time
before the kill: it is back once it stays below three times that, or a quarter of a second. Peer: the five seconds of issue 6.
"""
from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.measurement import Measurement
from bureau.fleet.call import Connection
from bureau.fleet.drill import Counter, Drill
from rehearsal.gateways import Gateways
from wire.exchange import Exchange, LineDown, sign_request

KIOSKS, MESSAGES, EVERY_S = 40, 48, 0.25
KILLED_S, WINDOW_S = 4.0, 0.5
TIMES_BEFORE, QUICK_S = 3.0, 0.25
ALLOWED_S = 5.0
Due = tuple[float, float]
"""When a message was due, and how long it took from then to its receipt; seconds."""


def measure(rounds: int) -> Iterator[Measurement]:
    """Each round is a kill of its own."""
    back = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as place, Gateways(Path(place) / "g", many=2) as gateways:
            back.append(_back(asyncio.run(_killed(gateways))))
    yield Measurement("s until it is back", "issue 6", (tuple(back), (ALLOWED_S,) * rounds))


async def _killed(gateways: Gateways) -> list[Due]:
    drill = Drill(gateways.given(KIOSKS, MESSAGES, seed=time.monotonic_ns()), "fleet-killed")
    drill.enter(gateways.store)
    drill.write()
    began, told = time.monotonic(), list[Due]()
    sending = [asyncio.create_task(_send(drill, one, number % 2, began, told)) for number, one in enumerate(drill.counters)]
    await asyncio.sleep(KILLED_S)
    gateways.kill(0)
    await asyncio.gather(*sending)
    return told


async def _send(drill: Drill, one: Counter, place: int, began: float, told: list[Due]) -> None:
    way = drill.way(place)

    async def say(body: bytes, connection: Connection, url: str) -> None:
        status, _, _ = await connection.post(sign_request("POST", url, body, one.transport, datetime.now(UTC)), body)
        if status != 200:
            raise LineDown(f"gateway says {status}", connection.retry_s)

    for number, row in enumerate(one.rows):
        due = number * EVERY_S
        await asyncio.sleep(max(0.0, began + due - time.monotonic()))
        await way.through(partial(say, Exchange(up=(row.octets.decode("ascii"),)).octets()))
        told.append((due, time.monotonic() - began - due))
    way.close()


def _back(told: list[Due]) -> float:
    """Seconds from the kill to the end of the last window in which it was slower than allowed."""
    before = _slowest([took for due, took in told if 1.0 <= due < KILLED_S - 2 * WINDOW_S])
    late = 0.0
    for window in range(int(KILLED_S / WINDOW_S) - 1, int(MESSAGES * EVERY_S / WINDOW_S)):
        took = [took for due, took in told if window * WINDOW_S <= due < (window + 1) * WINDOW_S]
        if took and _slowest(took) > max(TIMES_BEFORE * before, QUICK_S):
            late = (window + 1) * WINDOW_S - KILLED_S
    return late


def _slowest(took: list[float]) -> float:
    """Of a hundred."""
    return sorted(took)[max(0, int(len(took) * 0.99) - 1)]
