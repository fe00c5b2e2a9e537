"""``python -m bench.bare_gateway PORT CERT KEY PUBLIC-JWK DATABASE`` (no CERT, no TLS): the least that keeps what strangers send, a peer.

Raw ASGI on the same server and loop: reads the body, verifies one ECDSA P-256 signature over it, keeps it in a table under its id, up to 64
at a commit, and says 201. No form, no roles, no chain, no log, no receipt, nobody to look up.
"""
from __future__ import annotations

import asyncio
import base64
import json
import sqlite3
import sys
from typing import Any

import uvicorn

from wire.keys import PublicKey

BATCH = 64
Waiting = asyncio.Queue[tuple[str, bytes, "asyncio.Future[None]"]]


async def _write(db: Any, waiting: Waiting) -> None:
    while True:
        group = [await waiting.get()]
        while len(group) < BATCH and not waiting.empty():
            group.append(waiting.get_nowait())
        await asyncio.to_thread(_commit, db, [(id_, body) for id_, body, _ in group])
        for _, _, done in group:
            done.set_result(None)


def _commit(db: Any, rows: list[tuple[str, bytes]]) -> None:
    """SQLite's connection begins and ends by our word, PostgreSQL's by its own."""
    if isinstance(db, sqlite3.Connection):
        db.execute("BEGIN IMMEDIATE")
        db.executemany("INSERT OR IGNORE INTO kept VALUES (?, ?)", rows)
        db.execute("COMMIT")
    else:
        with db.cursor() as cursor:
            cursor.executemany("INSERT INTO kept VALUES (%s, %s) ON CONFLICT DO NOTHING", rows)
        db.commit()


def _open(database: str) -> Any:
    if database.startswith("postgresql"):
        import psycopg

        server = psycopg.connect(database)
        server.execute("CREATE TABLE IF NOT EXISTS kept (id TEXT PRIMARY KEY, body BYTEA NOT NULL)")
        server.commit()
        return server
    db = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("CREATE TABLE IF NOT EXISTS kept (id TEXT PRIMARY KEY, body BLOB NOT NULL)")
    return db


def app(key: PublicKey, db: Any) -> Any:
    """The application."""
    waiting: Waiting = asyncio.Queue()
    tasks: list[asyncio.Task[None]] = []

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if not tasks:
            tasks.append(asyncio.create_task(_write(db, waiting)))
        body, more = b"", True
        while more:
            part = await receive()
            body, more = body + part.get("body", b""), part.get("more_body", False)
        headers = dict(scope["headers"])
        if b"signature" in headers:
            key.verify(base64.b64decode(headers[b"signature"]), body)
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            await waiting.put((headers[b"id"].decode(), body, done))
            await done
        await send({"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    return answer


def main(port: str, cert: str, key: str, jwk: str, database: str) -> None:
    """Serve until killed."""
    db = _open(database)
    public = PublicKey.from_jwk(json.loads(jwk))
    uvicorn.run(app(public, db), host="127.0.0.1", port=int(port), ssl_certfile=cert or None, ssl_keyfile=key or None, log_level="warning",
                access_log=False, lifespan="off", loop="uvloop")


if __name__ == "__main__":
    main(*sys.argv[1:])
