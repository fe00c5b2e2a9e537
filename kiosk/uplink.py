"""The uplink: the only process of the box with a way out. It can neither read nor forge nor delete what it carries.

- One loop sends as soon as something is committed, one waits for what comes down (long-poll).
- Every fault of the line: back off with jitter up to a cap, or as long as the gateway asks.
- What the gateway does not take is set aside for a while and tried again; it never blocks the others.
- A clock that is wrong stops nothing: requests are dated by the gateway's, its certificate is judged at the floor time.
- It writes only ``inbox.db``; what it says about the line is hearsay for the counter.

Imports only ``kiosk.config``, ``kiosk.store`` and ``wire`` (a test lists its modules).
"""
from __future__ import annotations

import asyncio
import json
import random
import signal
import ssl
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import httpx

from kiosk.config import Kiosk
from kiosk.store import COUNTER, UPLINK, Bell, Inbox, InboxReader, OutboxReader, OutboxRow, StoreError, ring
from wire.codec.errors import KeyUnusable, WireError
from wire.codec.jws import read_compact, read_flat
from wire.codec.strict import read_model
from wire.envelope import peek
from wire.exchange import LONGEST_WAIT_S, Exchange, ExchangeAnswer, LineDown, TransportJwk, backoff, sign_request
from wire.keys import PublicKey, SigningKey
from wire.messages import Opened
from wire.receipts import GatewayTime, HelloAnswer, Receipt, floor, put_on
from wire.roles import GATEWAY_OWNER, Keyring, Role

AT_ONCE = 4 * 1024 * 1024
"""Octets of envelopes in one exchange, unless one alone is larger."""
ASIDE_S = 60.0
KEEP_REPLIES_S = 3600.0
NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME (OpenSSL, X509_VERIFY_PARAM_set_flags(3)), which the ssl module has no name for."""


def _clock() -> datetime:
    return datetime.now(UTC)


class Uplink:
    """Carries sealed rows up and envelopes down."""

    def __init__(self, config: Kiosk, key: SigningKey, client: httpx.AsyncClient, gateway: Keyring,
                 clock: Callable[[], datetime] = _clock) -> None:
        self._url = config.uplink.url.rstrip("/") + "/exchange"
        self._key, self._client, self._gateway, self._clock = key, client, gateway, clock
        self._ahead = timedelta(0)  # how far the gateway's clock is ahead of ours
        self._outbox, self._inbox = OutboxReader(config.site.state), Inbox(config.site.state)
        self._waker = config.site.run / UPLINK
        self._bell = Bell(self._waker)
        self._counter = config.site.run / COUNTER
        self._aside: dict[str, float] = {}
        self._got: set[str] = set()
        self._hello: str | None = None
        self._mended = asyncio.Event()

    async def run(self) -> None:
        """Carry until cancelled."""
        try:
            await asyncio.gather(self._forever(self._send, self._bell.wait), self._forever(self._wait, self._mend))
        finally:
            self._bell.close()
            self._inbox.close()

    async def _mend(self, patience_s: float) -> bool:
        """Wait until the other loop found the line whole again, at most so long."""
        self._mended.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._mended.wait(), patience_s)
        return self._mended.is_set()

    async def _forever(self, turn: Callable[[], Awaitable[None]], rest: Callable[[float], Awaitable[bool]]) -> None:
        failures = 0
        while True:
            try:
                await turn()
                failures = 0
            except (LineDown, StoreError) as error:
                failures += 1
                asked_s = error.retry_s if isinstance(error, LineDown) else 0.0
                print(f"uplink: {error}", file=sys.stderr)
                with suppress(StoreError):
                    self._inbox.line(False, str(error))
                    ring(self._counter)
                await rest(backoff(failures, asked_s))  # a new row, or a mended line, is worth a try at once

    async def _send(self) -> None:
        """Send what waits; with nothing to send, listen for the bell."""
        rows = self._choose(await asyncio.to_thread(self._outbox.waiting))
        if rows:
            answer = await self._exchange(rows, wait=0)
            await self._store(rows, answer)
        else:
            await self._bell.wait(1.0)

    async def _wait(self) -> None:
        """Wait for what comes down."""
        await asyncio.to_thread(lambda: self._inbox.prune(self._outbox.kept(), KEEP_REPLIES_S))
        answer = await self._exchange([], wait=LONGEST_WAIT_S)
        await self._store([], answer)

    def _choose(self, waiting: list[OutboxRow]) -> list[OutboxRow]:
        """The rows of the next exchange: no receipt yet in this round, not set aside, up to a size."""
        have, now, size = self._inbox.receipts(), time.monotonic(), 0
        chosen: list[OutboxRow] = []
        for row in waiting:
            if have.get(row.id) == row.round or self._aside.get(row.id, 0.0) > now or (row.kind == "hello" and row.id == self._hello):
                continue
            size += len(row.octets)
            if chosen and size > AT_ONCE:
                break
            chosen.append(row)
        return chosen

    async def _exchange(self, rows: list[OutboxRow], wait: int) -> ExchangeAnswer:
        hello = next((row.octets.decode("ascii") for row in rows if row.kind == "hello"), None)
        got = tuple(self._got)
        body = Exchange(
            hello=hello, transport=TransportJwk(**self._key.public.jwk()) if hello else None,  # type: ignore[arg-type]  # kty and crv are fixed
            up=tuple(row.octets.decode("ascii") for row in rows if row.kind != "hello"), got=got, wait=wait,
        ).octets()
        headers = sign_request("POST", self._url, body, self._key, self._clock() + self._ahead)
        try:
            response = await self._client.post(
                self._url, content=body, headers={**headers, "Content-Type": "application/json"},
                timeout=httpx.Timeout(20.0, read=wait + 20.0))
        except httpx.HTTPError as error:
            raise LineDown(f"no line ({type(error).__name__})") from None
        if response.status_code == 401 and response.headers.get("content-type") == "application/jose":
            self._set_clock(response.text)
        if response.status_code != 200:
            if rows and response.status_code in (400, 403, 413):
                self._set_aside(rows)
            retry = response.headers.get("retry-after", "")
            raise LineDown(f"gateway says {response.status_code}", float(retry) if retry.isdecimal() else 0.0)
        try:
            answer = ExchangeAnswer.read(response.content)
        except WireError as error:
            raise LineDown(f"answer not understood ({error.code})") from None
        self._got -= set(got)
        return answer

    def _set_clock(self, untrusted: str) -> None:
        """Date the next request by the gateway's clock: a wrong clock of the box must not stop a hello."""
        with suppress(WireError):
            self._ahead = GatewayTime.verify(untrusted, owner=GATEWAY_OWNER, keyring=self._gateway).time - self._clock()

    def _set_aside(self, rows: list[OutboxRow]) -> None:
        """The gateway refused a whole exchange: try the rows one by one, the suspects last."""
        until = time.monotonic() + ASIDE_S
        for row in rows if len(rows) == 1 else rows[1:]:
            self._aside[row.id] = until + random.uniform(0, ASIDE_S if len(rows) > 1 else 0)  # spreads load, guards nothing

    async def _store(self, rows: list[OutboxRow], answer: ExchangeAnswer) -> None:
        """Keep what came, then tell the counter."""
        rounds = {row.id: row.round for row in rows}
        receipts = [(id_, rounds[id_], text.encode("ascii")) for text in answer.receipts if (id_ := _receipt_for(text)) in rounds]
        down = [(id_, about, text.encode("utf-8")) for text in answer.down for id_, about in [_down_about(text.encode("utf-8"))]]
        hello_answer = answer.hello_answer.encode("ascii", "replace") if answer.hello_answer is not None else None
        if receipts or down or hello_answer:
            await asyncio.to_thread(self._inbox.keep, receipts, [one for one in down if one[0]], hello_answer)
        have = {id_ for id_, _, _ in receipts}
        if hello_answer is not None:
            self._hello = next((row.id for row in rows if row.kind == "hello"), self._hello)
        self._aside |= {row.id: time.monotonic() + ASIDE_S for row in rows if row.id not in have and row.id != self._hello}
        self._got |= {id_ for id_, _, _ in down if id_}
        await asyncio.to_thread(self._inbox.line, True, "", answer.next.time.isoformat(), answer.next.checkpoint or "")
        if not self._mended.is_set():
            self._mended.set()
            ring(self._waker)
        ring(self._counter)


def _receipt_for(untrusted: str) -> str:
    """Which row a receipt says it is for; the counter checks its signature. '' where it is none."""
    try:
        return read_model(Receipt, read_compact(untrusted).payload).id
    except WireError:
        return ""


def _down_about(untrusted: bytes) -> tuple[str, str]:
    """Id of an envelope that came down and, for *opened*, the row it names; ('', '') where it is no envelope. Not verified here."""
    try:
        untrusted_header = peek(untrusted)
        about = read_model(Opened, read_flat(untrusted).payload).envelope if untrusted_header.kind == "opened" else ""
        return untrusted_header.id, about
    except WireError:
        return "", ""


def gateway_keys(config: Kiosk) -> Keyring:
    """The gateway's key, as enrolment left it. Raises ``KeyUnusable`` naming the file."""
    path, keyring = config.uplink.trust / "gateway.jwk", Keyring()
    try:
        keyring.add(Role.GATEWAY, GATEWAY_OWNER, PublicKey.from_jwk(json.loads(path.read_bytes())))
    except (OSError, ValueError, WireError) as error:
        raise KeyUnusable("key-unreadable", f"{path}: {error}; enrol this counter again") from None
    return keyring


def floor_time(config: Kiosk, gateway: Keyring) -> datetime:
    """The time that it is at least, by the gateway's newest answer."""
    signed, came = None, InboxReader(config.site.state).untrusted_answer()
    if came is not None:
        with suppress(WireError):
            signed = HelloAnswer.verify(came[0].decode("ascii", "replace"), owner=GATEWAY_OWNER, keyring=gateway).time
    return floor(put_on(), signed)


def pinned(config: Kiosk, gateway: Keyring) -> ssl.SSLContext:
    """TLS 1.3 to the bureau's own root and nobody else's, its certificate judged at the floor time and not by the box's clock.

    The floor is a lower bound, so a certificate may begin behind it; it must not have ended before it.
    """

    class AtFloor(ssl.SSLObject):
        def do_handshake(self) -> None:
            super().do_handshake()
            ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str((self.getpeercert() or {})["notAfter"])), UTC)
            if ends < floor_time(config, gateway):
                raise ssl.SSLCertVerificationError(f"the gateway's certificate ended at {ends:%Y-%m-%d}")

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(cafile=str(config.uplink.ca))
    context.verify_flags |= NO_CHECK_TIME
    context.sslobject_class = AtFloor
    return context


async def carry(config: Kiosk) -> None:
    """Carry until SIGTERM or SIGINT. Raises ``KeyUnusable``."""
    key, gateway = SigningKey.load(config.uplink.transport_key), gateway_keys(config)
    async with httpx.AsyncClient(verify=pinned(config, gateway), trust_env=False) as client:
        work = asyncio.create_task(Uplink(config, key, client, gateway).run())
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, work.cancel)
        with suppress(asyncio.CancelledError):
            await work


def main(config: Kiosk) -> int:
    """Run the uplink in the foreground."""
    asyncio.run(carry(config))
    return 0
