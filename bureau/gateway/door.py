"""The kiosks' door: ``POST /exchange`` (design: wire, Exchange). Blind: it holds no key that opens anything.

- A request counts only with the transport key's signature of the last five minutes.
- An unknown transport key is let in only beside a hello of an enrolled device key that names it.
- Every envelope must be signed by the device key of the very kiosk whose transport key brought it.
"""
from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bureau.gateway.chain import LARGEST_NUMBER
from bureau.gateway.group import Group
from bureau.gateway.ledger import Kept, Ledger
from bureau.store import DownRow, KioskRow, Store
from bureau.wake import Bell
from wire.codec.errors import Malformed, NotAllowed, NotGenuine, StaleClock, WireError
from wire.envelope import Verified, peek, read_open, verify
from wire.exchange import Exchange, ExchangeAnswer, Next, claimed_key, verify_request
from wire.keys import PublicKey, SigningKey
from wire.messages import Hello
from wire.receipts import GatewayTime
from wire.roles import Keyring, Role

LARGEST_BODY = 48 * 1024 * 1024
STATUS: dict[type[WireError], int] = {Malformed: 400, NotAllowed: 403, NotGenuine: 401}


@dataclass(frozen=True)
class Call:
    """A request as it came."""

    url: str
    headers: Mapping[str, str]
    untrusted_body: bytes = field(repr=False)


@dataclass(frozen=True)
class Introduced:
    """Who is at the door, and what was verified of what it brought."""

    kiosk: KioskRow
    transport: PublicKey | None
    hello: Hello | None
    up: tuple[Verified, ...]
    got: tuple[str, ...]
    wait: int


class Door:
    """The gateway's side of the exchange."""

    def __init__(self, store: Store, ledger: Ledger, key: SigningKey, bell: Bell) -> None:
        self._store, self._ledger, self._key, self._bell = store, ledger, key, bell
        self._introduced: Group[Call, Introduced] = Group(self._introduce)
        self._fetched: Group[str, list[DownRow]] = Group(self._fetch)
        self._news: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    def app(self) -> Starlette:
        """The web application."""
        return Starlette(routes=[Route("/exchange", self.exchange, methods=["POST"]), Route("/healthz", self.healthz, methods=["GET"])])

    async def healthz(self, _request: Request) -> Response:
        """200 while the database answers."""
        try:
            await asyncio.to_thread(self._store.newest_checkpoint)
        except sa.exc.SQLAlchemyError:
            return JSONResponse({"ok": False, "reason": "database"}, status_code=503)
        return JSONResponse({"ok": True})

    async def exchange(self, request: Request) -> Response:
        """Take what a kiosk brings, keep it durably, answer with receipts and what waits for it."""
        try:
            guest = await self._introduced.ask(Call(str(request.url), request.headers, await _body(request)))
        except StaleClock:
            time = GatewayTime(time=datetime.now(UTC).replace(microsecond=0)).sign(self._key)
            return Response(time, status_code=401, media_type="application/jose")
        except WireError as error:
            return JSONResponse({"error": error.code}, status_code=STATUS.get(type(error), 400))
        except ClientDisconnect:
            return Response(status_code=400)
        except sa.exc.SQLAlchemyError:
            return _not_kept()
        try:
            kept = await self._ledger.keep(guest.kiosk.site, guest.up, guest.got, guest.hello, guest.transport)
            wait = 0 if kept.receipts or kept.hello_answer else guest.wait
            down = await self._down(guest.kiosk.site, wait)
        except sa.exc.SQLAlchemyError:
            return _not_kept()
        return Response(self._answer(kept, down).octets(), media_type="application/json")

    def _answer(self, kept: Kept, down: list[DownRow]) -> ExchangeAnswer:
        now = datetime.now(UTC).replace(microsecond=0)
        return ExchangeAnswer(
            hello_answer=kept.hello_answer, receipts=kept.receipts, down=tuple(row.octets.decode("ascii") for row in down),
            next=Next(time=now, checkpoint=self._ledger.checkpoint),
        )

    def _introduce(self, calls: list[Call]) -> list[Introduced | Exception]:
        """Who they are, each; their counters are looked up together."""
        kiosks = self._store.kiosks_by_transport({kid for call in calls if (kid := claimed_key(call.headers)) is not None})
        found: list[Introduced | Exception] = []
        for call in calls:
            try:
                found.append(self._look_at(call, kiosks))
            except Exception as error:  # whatever it is, it is this caller's alone
                found.append(error)
        return found

    def _look_at(self, call: Call, kiosks: dict[str, KioskRow]) -> Introduced:
        """Verify transport key, hello and envelopes. Raises ``WireError``; a single bad envelope is only left out."""
        exchange = Exchange.read(call.untrusted_body)
        untrusted_hello = exchange.hello.encode("utf-8") if exchange.hello is not None else None
        untrusted_new = PublicKey.from_jwk(exchange.transport.model_dump()) if exchange.transport is not None else None
        found: list[tuple[KioskRow, PublicKey | None]] = []

        def lookup(kid: str) -> PublicKey | None:
            kiosk = kiosks.get(kid)
            if kiosk is not None:
                found.append((kiosk, None))
                return PublicKey.from_jwk(kiosk.transport_jwk)
            if untrusted_hello is None or untrusted_new is None or untrusted_new.kid != kid:
                return None
            kiosk = self._store.kiosk(peek(untrusted_hello).sender)
            if kiosk is None or _hello(untrusted_hello, kiosk, kid).counter <= kiosk.hello_counter:
                return None  # an old hello, overheard, introduces nobody
            found.append((kiosk, untrusted_new))
            return untrusted_new

        kid = verify_request("POST", call.url, call.headers, call.untrusted_body, lookup, datetime.now(UTC))
        kiosk, transport = found[0]
        hello = _hello(untrusted_hello, kiosk, kid) if untrusted_hello is not None else None
        ring, up, refused = _ring(kiosk), [], []
        for untrusted in exchange.up:
            try:
                verified = verify(untrusted.encode("utf-8"), role=Role.KIOSK, owner=kiosk.site, keyring=ring)
                if verified.header.kind == "hello":
                    raise NotAllowed("hello-among-up")
                up.append(verified)
            except WireError as error:
                refused.append(error.code)
        for code in set(refused):
            self._store.add_incident(kiosk.site, "refused", code)
        return Introduced(kiosk, transport, hello, tuple(up), exchange.got, exchange.wait)

    async def _down(self, site: str, wait: int) -> list[DownRow]:
        """What waits for the kiosk, waiting for it at most ``wait`` seconds."""
        news = asyncio.Event()
        self._news[site].add(news)
        try:
            down = await self._fetched.ask(site)
            if not down and wait:
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), wait)
                down = await self._fetched.ask(site)
            return down
        finally:
            self._news[site].discard(news)

    def _fetch(self, sites: list[str]) -> list[list[DownRow]]:
        """What waits for each of them; most often nothing does, which is asked for all at once."""
        waiting = self._store.down_waiting(sites)
        return [self._store.down_for(site) if site in waiting else [] for site in sites]

    async def run(self) -> None:
        """Look at those who come, and at what waits for them, until cancelled."""
        await asyncio.gather(self._introduced.run(), self._fetched.run(), self.listen())

    async def listen(self) -> None:
        """Wake waiting kiosks when the desk has put something down: when rung, else by looking once a second."""
        last = await asyncio.to_thread(self._store.last_down)
        while True:
            await self._bell.wait(1.0)
            with suppress(sa.exc.SQLAlchemyError):
                last, sites = await asyncio.to_thread(self._store.down_since, last)
                for site in sites:
                    for news in self._news[site]:
                        news.set()


def _not_kept() -> Response:
    """No receipt, so the kiosk will send it again."""
    return JSONResponse({"error": "database", "detail": "not kept; send again"}, status_code=503, headers={"Retry-After": "5"})


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise NotAllowed("body-too-large")
        parts.append(part)
    return b"".join(parts)


def _ring(kiosk: KioskRow) -> Keyring:
    ring = Keyring()
    ring.add(Role.KIOSK, kiosk.site, PublicKey.from_jwk(kiosk.device_jwk))
    return ring


def _hello(untrusted: bytes, kiosk: KioskRow, kid: str) -> Hello:
    """The hello of this kiosk, naming this transport key. Raises ``WireError``."""
    hello = read_open(verify(untrusted, role=Role.KIOSK, owner=kiosk.site, keyring=_ring(kiosk)))
    if not isinstance(hello, Hello) or hello.site != kiosk.site:
        raise NotAllowed("not-a-hello", json.dumps(kiosk.site))
    if not 0 < hello.counter <= LARGEST_NUMBER:
        raise NotAllowed("counter-out-of-range")
    if hello.transport_jkt != kid:
        raise NotAllowed("other-transport-key")
    return hello
