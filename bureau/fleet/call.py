"""One counter's connection to a gateway: HTTP/1.1 over TLS, one request at a time, light enough to have a thousand of."""
from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

import h11

from wire.exchange import LineDown, backoff

ANSWER_S = 70.0
OPEN_S = 30.0
Answered = TypeVar("Answered")


class Connection:
    """An open connection. Every fault of it is a ``LineDown``; then it is closed and another one opened."""

    def __init__(self, url: SplitResult, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._url, self._reader, self._writer = url, reader, writer
        self._talk = h11.Connection(our_role=h11.CLIENT)
        self.retry_s = 0.0

    @classmethod
    async def open(cls, url: SplitResult, trust: ssl.SSLContext | None) -> "Connection":
        """Connect to the host of ``url``, without TLS where nobody is trusted. Raises ``LineDown``."""
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection(url.hostname, url.port or 443, ssl=trust), OPEN_S)
        except (OSError, TimeoutError) as error:
            raise LineDown(f"no line ({type(error).__name__})") from None
        return cls(url, reader, writer)

    def _request(self, headers: dict[str, str], body: bytes) -> bytes:
        fields = {"Host": self._url.netloc, "Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
        parts = (h11.Request(method="POST", target=self._url.path, headers=list(fields.items())), h11.Data(data=body), h11.EndOfMessage())
        return b"".join(self._talk.send(part) or b"" for part in parts)

    async def post(self, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        """Send a request; status, content type and body of the answer. Raises ``LineDown``."""
        try:
            return await asyncio.wait_for(self._post(headers, body), ANSWER_S)
        except (OSError, TimeoutError, h11.RemoteProtocolError) as error:
            raise LineDown(f"no answer ({type(error).__name__})") from None

    async def _post(self, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        self._writer.write(self._request(headers, body))
        await self._writer.drain()
        status, kind, found = 0, "", bytearray()
        while True:
            event = self._talk.next_event()
            if event is h11.NEED_DATA:
                self._talk.receive_data(await self._reader.read(65536))
            elif isinstance(event, h11.Response):
                named = {name.decode(): value.decode("ascii", "replace") for name, value in event.headers}
                status, kind = event.status_code, named.get("content-type", "").partition(";")[0]
                retry = named.get("retry-after", "")
                self.retry_s = float(retry) if retry.isdecimal() else 0.0
            elif isinstance(event, h11.Data):
                found += event.data
            elif isinstance(event, h11.EndOfMessage):
                break
            else:
                raise LineDown("connection closed")
        if self._talk.their_state is h11.DONE and self._talk.our_state is h11.DONE:
            self._talk.start_next_cycle()
        return status, kind, bytes(found)

    async def break_off(self, headers: dict[str, str], body: bytes, after_s: float) -> None:
        """Send a request, or half of it, and be gone before the answer: what a cut line does."""
        with suppress(OSError):
            self._writer.write(self._request(headers, body))
            await asyncio.sleep(after_s)
            self._writer.transport.abort()

    def close(self) -> None:
        """Let go of it."""
        self._writer.transport.abort()


class Way:
    """One counter's way to whichever of the gateways answers; a fault of the line leads to the next one, with the wire's back-off.

    ``gateways``: their URLs; ``place``: which comes first. ``failures``: how often the line was down.
    """

    def __init__(self, gateways: Sequence[str], place: int, trust: ssl.SSLContext | None, chance: random.Random) -> None:
        self._urls = [gateway.rstrip("/") + "/exchange" for gateway in gateways]
        self._place, self._trust, self._chance = place, trust, chance
        self._connection: Connection | None = None
        self.failures = 0

    async def through(self, ask: Callable[[Connection, str], Awaitable[Answered]]) -> Answered:
        """Ask, on an open connection to a URL, until it succeeds; ``ask`` raises ``LineDown`` to try again."""
        in_a_row = 0
        while True:
            url = self._urls[self._place]
            try:
                self._connection = self._connection or await Connection.open(urlsplit(url), self._trust)
                return await ask(self._connection, url)
            except LineDown as down:
                self.failures, in_a_row, self._place = self.failures + 1, in_a_row + 1, (self._place + 1) % len(self._urls)
                self.close()
                await asyncio.sleep(backoff(in_a_row, down.retry_s, self._chance))

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
