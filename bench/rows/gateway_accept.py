"""What the gateway needs to accept one message of 4 KiB, all checks on: TLS, the request's signature, the envelope's form, role, owner and
signature, the chain, the log's leaf, the signed receipt, the commit.

Peer: :mod:`bench.bare_gateway`, which verifies one signature and stores the octets, on the same server, loop, TLS and database settings.
32 connections, one message an exchange, requests signed beforehand. ``gateway-accept`` is time on the clock (both cores shared with
whoever sends), ``.cpu`` processor time of the server's process; ``.postgresql`` and ``.postgresql-cpu`` the same where both keep in
PostgreSQL (its own processes not counted). ``.drain-cpu``: twelve messages an exchange, as after an outage, beside twelve of the peer's
requests.
"""
from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bench.measurement import Measurement, NotMeasured, Samples
from bench.processes import cpu_s
from bench.rows.outbox_commit import place
from bureau.fleet.call import Connection
from bureau.fleet.drill import Drill
from rehearsal import postgres
from rehearsal.gateways import Gateways
from rehearsal.line import ROOT, free_port, wait_until
from rehearsal.printers import answers
from wire.exchange import Exchange, sign_request
from wire.keys import SigningKey

CONNECTIONS, EACH = 32, 12
PEER = "verify and store"
Call = tuple[dict[str, str], bytes]


@dataclass(frozen=True)
class Cost:
    """Of one accepted message: milliseconds on the clock, microseconds of the server's CPU."""

    ms: float
    cpu_us: float


def measure(rounds: int) -> Iterator[Measurement]:
    """Both servers stand all the time and take turns."""
    ours, drain, bare = _taken(rounds, "", "")
    yield Measurement("ms a message", PEER, _samples(ours, bare, "ms"))
    yield Measurement("µs CPU a message", PEER, _samples(ours, bare, "cpu_us"), part="cpu")
    yield Measurement("µs CPU a message", PEER, _samples(drain, bare, "cpu_us"), part="drain-cpu")
    if not postgres.here():
        raise NotMeasured("PostgreSQL is missing: apt install postgresql")
    with postgres.postgres(synced=True, place=place()) as server:
        ours, _, bare = _taken(rounds, postgres.fresh(server), postgres.fresh(server))
    yield Measurement("ms a message", PEER, _samples(ours, bare, "ms"), part="postgresql")
    yield Measurement("µs CPU a message", PEER, _samples(ours, bare, "cpu_us"), part="postgresql-cpu")


def _samples(ours: list[Cost], bare: list[Cost], which: str) -> Samples:
    return tuple(getattr(one, which) for one in ours), tuple(getattr(one, which) for one in bare)


def _taken(rounds: int, url: str, bare_url: str) -> tuple[list[Cost], list[Cost], list[Cost]]:
    """One message an exchange, twelve an exchange, and the peer, round by round after a warm one; '' is SQLite."""
    found: tuple[list[Cost], list[Cost], list[Cost]] = ([], [], [])
    with tempfile.TemporaryDirectory() as folder, Gateways(Path(folder) / "g", url) as gateways:
        peer = Bare(Path(folder), gateways, bare_url)
        try:
            acts: list[Callable[[], Cost]] = [lambda: _ours(gateways, 1), lambda: _ours(gateways, EACH), peer.cost]
            for number in range(rounds + 1):
                for which in (0, 1, 2) if number % 2 else (2, 1, 0):
                    cost = acts[which]()
                    found[which].extend([cost] if number else [])
        finally:
            peer.close()
    return found


def _ours(gateways: Gateways, together: int) -> Cost:
    url = f"{gateways.urls[0]}/exchange"
    drill = Drill(gateways.given(CONNECTIONS, EACH, seed=time.monotonic_ns()), f"fleet-{time.monotonic_ns():x}")
    drill.enter(gateways.store)
    drill.write()
    calls: list[list[Call]] = []
    for one in drill.counters:
        lots = [one.rows[first : first + together] for first in range(0, EACH, together)]
        bodies = [Exchange(up=tuple(row.octets.decode("ascii") for row in lot)).octets() for lot in lots]
        calls.append([(sign_request("POST", url, body, one.transport, datetime.now(UTC)), body) for body in bodies])
    cost = _cost(url, drill, calls, gateways.pid(0), 200)
    return Cost(cost.ms / together, cost.cpu_us / together)


def _cost(url: str, drill: Drill, calls: list[list[Call]], pid: int, wanted: int) -> Cost:
    before, began = cpu_s(pid), time.perf_counter()
    asyncio.run(_send(url, drill, calls, wanted))
    many = sum(map(len, calls))
    return Cost((time.perf_counter() - began) * 1e3 / many, (cpu_s(pid) - before) * 1e6 / many)


async def _send(url: str, drill: Drill, calls: list[list[Call]], wanted: int) -> None:
    async def one(mine: list[Call]) -> None:
        connection = await Connection.open(urlsplit(url), drill.trust)
        for headers, body in mine:
            status, _, answer = await connection.post(headers, body)
            if status != wanted:
                raise RuntimeError(f"{url} says {status}: {answer[:200]!r}")
        connection.close()

    await asyncio.gather(*(one(mine) for mine in calls))


class Bare:
    """The peer's process, at the same TLS keys."""

    def __init__(self, place: Path, gateways: Gateways, url: str = "") -> None:
        self._port, self._key, self._drill = free_port(), SigningKey.generate(), Drill(gateways.given(1, 1), "fleet-bare")
        self._drill.write()
        self._body = self._drill.counters[0].rows[0].octets
        keys = gateways.config.gateway
        self._process = subprocess.Popen([
            sys.executable, "-m", "bench.bare_gateway", str(self._port),
            *(("", "") if gateways.config.gateway.plain else (str(keys.tls_cert), str(keys.tls_key))),
            json.dumps(self._key.public.jwk()), url or str(place / "bare.db")], cwd=ROOT)
        wait_until(lambda: answers(self._port))
        self._told = 0

    def cost(self, connections: int = CONNECTIONS, each: int = EACH) -> Cost:
        """As :func:`_ours`."""
        calls: list[list[Call]] = []
        for _ in range(connections):
            calls.append([])
            for _ in range(each):
                self._told += 1
                body = self._told.to_bytes(8, "big") + self._body
                signature = base64.b64encode(self._key.sign(body)).decode("ascii")
                calls[-1].append(({"Signature": signature, "Id": str(self._told)}, body))
        return _cost(self.url, self._drill, calls, self._process.pid, 201)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"https://127.0.0.1:{self._port}/"

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    async def once(self, connection: Connection) -> None:
        """One signed body over a connection that is there."""
        self._told += 1
        body = self._told.to_bytes(8, "big") + self._body
        await connection.post({"Signature": base64.b64encode(self._key.sign(body)).decode("ascii"), "Id": str(self._told)}, body)

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
