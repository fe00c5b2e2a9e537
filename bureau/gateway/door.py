"""The kiosks' door: ``POST /exchange`` (design: wire, Exchange). Blind: it holds no key that opens anything.

- A request counts only with the transport key's signature of the last five minutes.
- An unknown transport key is let in only beside a hello of an enrolled device key that names it.
- Every envelope must be signed by the device key of the very kiosk whose transport key brought it.
"""
from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import sqlalchemy as sa
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

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


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever waits for what comes down, with what is durable of what they brought."""

    site: str
    wait: int
    kept: Kept


class Door:
    """The gateway's side of the exchange."""

    def __init__(self, store: Store, ledger: Ledger, key: SigningKey, bell: Bell) -> None:
        self._store, self._ledger, self._key, self._bell = store, ledger, key, bell
        self._introduced: Group[Call, Introduced] = Group(self._introduce)
        self._fetched: Group[str, list[DownRow]] = Group(self._fetch)
        self._news: dict[str, tuple[asyncio.Future[None], ...]] = {}
        self._doors = {"/exchange": ("POST", self._exchange), "/healthz": ("GET", self._healthz)}

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The web application (ASGI). A kiosk waits in this one frame and in no framework's: ten thousand of them do."""
        answer = self._doors.get(scope.get("path", "")) if scope["type"] == "http" else None
        if answer is None:
            came: Response | Guest = JSONResponse({"error": "no-such-door"}, status_code=404)
        elif answer[0] != scope["method"]:
            came = JSONResponse({"error": "method"}, status_code=405, headers={"Allow": answer[0]})
        else:
            came = await answer[1](scope, receive)
        if isinstance(came, Guest):
            site, news = came.site, asyncio.get_running_loop().create_future()
            timer = asyncio.get_running_loop().call_later(came.wait, _tell, news)
            self._news[site] = (*self._news.get(site, ()), news)  # before looking: what is put down meanwhile is told
            try:
                down = await self._fetched.ask(site)
                if not down and came.wait:
                    await news
                    down = await self._fetched.ask(site)
                came = Response(self._answer(came.kept, down).octets(), media_type="application/json")
            except sa.exc.SQLAlchemyError:
                came = _not_kept()
            finally:
                timer.cancel()
                self._no_more(site, news)
        await came(scope, receive, send)

    async def _healthz(self, _scope: Scope, _receive: Receive) -> Response | Guest:
        """200 while the database answers."""
        try:
            await asyncio.to_thread(self._store.newest_checkpoint)
        except sa.exc.SQLAlchemyError:
            return JSONResponse({"ok": False, "reason": "database"}, status_code=503)
        return JSONResponse({"ok": True})

    async def _exchange(self, scope: Scope, receive: Receive) -> Response | Guest:
        """Take what a kiosk brings and keep it durably; it waits with its receipts for what there may be for it."""
        try:
            return await self._taken(scope, receive)
        except StaleClock:
            time = GatewayTime(time=datetime.now(UTC).replace(microsecond=0)).sign(self._key)
            return Response(time, status_code=401, media_type="application/jose")
        except WireError as error:
            return JSONResponse({"error": error.code}, status_code=STATUS.get(type(error), 400))
        except ClientDisconnect:
            return Response(status_code=400)
        except sa.exc.SQLAlchemyError:
            return _not_kept()

    async def _taken(self, scope: Scope, receive: Receive) -> Guest:
        """Who came, how long they wait, what is durable of what they brought; nothing else of it lives on while they wait."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        url = f"https://{headers.get('host', '')}{scope['raw_path'].decode('latin-1')}"
        if scope["query_string"]:
            url += f"?{scope['query_string'].decode('latin-1')}"
        scope["headers"].clear()  # they are half of what a waiting kiosk would cost
        guest = await self._introduced.ask(Call(url, headers, await _body(receive)))
        kept = await self._ledger.keep(guest.kiosk.site, guest.up, guest.got, guest.hello, guest.transport)
        return Guest(guest.kiosk.site, 0 if kept.receipts or kept.hello_answer else guest.wait, kept)

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

    def _no_more(self, site: str, news: asyncio.Future[None]) -> None:
        left = tuple(one for one in self._news.get(site, ()) if one is not news)
        if left:
            self._news[site] = left
        else:
            self._news.pop(site, None)

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
                for news in [news for site in sites for news in self._news.get(site, ())]:
                    _tell(news)


def _tell(news: asyncio.Future[None]) -> None:
    if not news.done():
        news.set_result(None)


def _not_kept() -> Response:
    """No receipt, so the kiosk will send it again."""
    return JSONResponse({"error": "database", "detail": "not kept; send again"}, status_code=503, headers={"Retry-After": "5"})


async def _body(receive: Receive) -> bytes:
    parts, size, more = [], 0, True
    while more:
        part = await receive()
        if part["type"] != "http.request":
            raise ClientDisconnect
        parts.append(part.get("body", b""))
        size, more = size + len(parts[-1]), part.get("more_body", False)
        if size > LARGEST_BODY:
            raise NotAllowed("body-too-large")
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
