"""The counters of a drill: keys, a chain of sealed messages each, and the way to the gateway that a real uplink has."""
from __future__ import annotations

import asyncio
import random
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bureau.fleet.call import Connection, Way
from bureau.store import Store
from wire.chain import advance, next_link
from wire.codec.errors import WireError
from wire.codec.ids import uuid7
from wire.codec.jws import read_compact
from wire.codec.strict import read_model
from wire.envelope import Envelope, seal, sign_open
from wire.exchange import Exchange, ExchangeAnswer, LineDown, TransportJwk, sign_request
from wire.keys import PublicSealingKey, SigningKey
from wire.messages import Head, Hello, Message, Withdraw
from wire.receipts import GatewayTime, Receipt

FAULTS = frozenset({"lost-answers", "cut", "doubled", "reordered", "wrong-clock"})
CHANCE = 0.1
AT_ONCE = 4 * 1024 * 1024
"""Octets of one exchange, as the uplink's."""
CUT_S = 0.05


@dataclass(frozen=True)
class Given:
    """What an operator asked for. ``root``: the bureau's root certificate; ``sealing``: to whom the messages are sealed."""

    kiosks: int
    messages: int
    gateways: tuple[str, ...]
    agency: str
    root: Path
    sealing: PublicSealingKey
    spread_s: float = 0.0
    faults: frozenset[str] = frozenset()
    patience_s: float = 600.0
    seed: int = 1


@dataclass
class Counter:
    """One counter that is none. ``receipts``: id of an envelope → the receipt's text."""

    site: str
    device: SigningKey = field(default_factory=SigningKey.generate)
    transport: SigningKey = field(default_factory=SigningKey.generate)
    head: Head = field(default_factory=Head)
    rows: list[Envelope] = field(default_factory=list)
    receipts: dict[str, str] = field(default_factory=dict)
    other_receipts: int = 0
    hellos: int = 0
    answered: bool = False
    exchanges: int = 0
    way: Way | None = None
    ahead: timedelta = timedelta(0)
    at: list[float] = field(default_factory=list)
    """Seconds on the clock from the drill's start at which each receipt came."""

    def write(self, agency: str, sealing: PublicSealingKey) -> None:
        """One more message, kept for the line."""
        now = datetime.now(UTC)
        self.say("withdraw", Withdraw(request=uuid7(now), visit=uuid7(now)), agency, sealing)

    def say(self, kind: str, message: Message, agency: str, sealing: PublicSealingKey) -> Envelope:
        """Seal a message, give it the next place in the chain and keep it for the line."""
        made = seal(kind, message, sender=self.site, to=agency, key=self.device, recipient=sealing, link=next_link(self.head),
                    at=datetime.now(UTC))
        self.head = advance(self.head, made)
        self.rows.append(made)
        return made

    def hello(self) -> Envelope:
        """A hello with the next number."""
        self.hellos += 1
        said = Hello(site=self.site, software="fleet", flows_sha256="00" * 32, transport_jkt=self.transport.kid, counter=self.hellos,
                     boot="fleet", head=self.head)
        return sign_open("hello", said, sender=self.site, to="bureau", key=self.device, link=None, at=datetime.now(UTC))

    def waiting(self) -> list[Envelope]:
        """What has no receipt yet, as much as one exchange carries."""
        size = 0
        chosen: list[Envelope] = []
        for row in self.rows:
            if row.header.id not in self.receipts:
                size += len(row.octets)
                if chosen and size > AT_ONCE:
                    break
                chosen.append(row)
        return chosen

    def hear(self, answer: ExchangeAnswer, since: float) -> None:
        """Keep the receipts; a second one for the same row must be the first one again."""
        for text in answer.receipts:
            id_ = read_model(Receipt, read_compact(text).payload).id
            if id_ not in self.receipts:
                self.at.append(time.monotonic() - since)
            self.other_receipts += self.receipts.setdefault(id_, text) != text
        self.answered = self.answered or answer.hello_answer is not None


class Drill:
    """All counters of one drill."""

    def __init__(self, given: Given, name: str) -> None:
        self.given, self.chance = given, random.Random(given.seed)
        self.counters = [Counter(f"{name}-{number:05d}") for number in range(given.kiosks)]
        self.took_s = 0.0
        self.trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.trust.minimum_version = ssl.TLSVersion.TLSv1_3
        self.trust.load_verify_locations(cafile=str(given.root))

    def enter(self, store: Store) -> None:
        """Enter every counter in the bureau's database, accepted."""
        with store.write() as db:
            for one in self.counters:
                store.enrol_kiosk(one.site, one.device.public.jwk(), one.transport.public.jwk(), one.transport.kid, "accepted", inside=db)

    def write(self) -> None:
        """Let every counter write its messages."""
        for one in self.counters:
            for _ in range(self.given.messages):
                one.write(self.given.agency, self.given.sealing)

    async def come(self) -> None:
        """Let them come; returns when every message has its receipt or the patience is over."""
        since = time.monotonic()
        tasks = [asyncio.create_task(self._one(one, since, self.chance.uniform(0, self.given.spread_s))) for one in self.counters]
        _, late = await asyncio.wait(tasks, timeout=self.given.patience_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.took_s = time.monotonic() - since

    async def _one(self, one: Counter, since: float, after_s: float) -> None:
        await asyncio.sleep(after_s)
        one.way = self.way(self.chance.randrange(len(self.given.gateways)))
        while not one.answered or one.waiting():
            await one.way.through(partial(self._exchange, one, since))
        one.way.close()

    def way(self, place: int) -> Way:
        """A counter's way to the gateways, first to that one."""
        return Way(self.given.gateways, place, self.trust, self.chance)

    def _met(self, fault: str) -> bool:
        return fault in self.given.faults and self.chance.random() < CHANCE

    async def _exchange(self, one: Counter, since: float, connection: Connection, url: str) -> None:
        """One exchange, with whatever fault it meets. Raises ``LineDown``."""
        rows = one.waiting()
        if self._met("doubled"):
            rows = [*rows, *rows]
        if self._met("reordered"):
            self.chance.shuffle(rows)
        hello = None if one.answered else one.hello().octets.decode("ascii")
        transport = TransportJwk(**one.transport.public.jwk()) if hello else None  # type: ignore[arg-type]  # kty and crv are fixed
        body = Exchange(hello=hello, transport=transport, up=tuple(row.octets.decode("ascii") for row in rows)).octets()
        wrong = timedelta(minutes=self.chance.choice((-10, 10))) if self._met("wrong-clock") else timedelta(0)
        headers = sign_request("POST", url, body, one.transport, datetime.now(UTC) + one.ahead + wrong)
        one.exchanges += 1
        if self._met("cut"):
            await connection.break_off(headers, body, self.chance.uniform(0, CUT_S))
            raise LineDown("cut on purpose")
        status, kind, answer = await connection.post(headers, body)
        if self._met("lost-answers"):
            raise LineDown("answer lost on purpose")
        if status == 401 and kind == "application/jose":
            one.ahead = read_model(GatewayTime, read_compact(answer.decode("ascii", "replace")).payload).time - datetime.now(UTC)
        if status != 200:
            raise LineDown(f"gateway says {status}", connection.retry_s)
        try:
            one.hear(ExchangeAnswer.read(answer), since)
        except WireError as error:
            raise LineDown(f"answer not understood ({error.code})") from None
