"""The gateway: checks, stores, answers with signed receipts, hands replies down. It cannot decrypt."""
from __future__ import annotations

import asyncio
import resource
import ssl

import uvicorn
import uvloop
from starlette.types import ASGIApp

from bureau.config import Bureau
from bureau.gateway.door import Door
from bureau.gateway.ledger import Ledger
from bureau.store import Store
from bureau.wake import DESK, GATEWAY, Bell, ring
from wire.keys import SigningKey


async def serve(config: Bureau) -> None:
    """Serve until SIGTERM or SIGINT."""
    store = Store(config.database.url)
    await asyncio.to_thread(store.create)
    key = SigningKey.load(config.gateway.key)
    ledger = Ledger(store, key, config.trust.revocation, tell_desk=lambda: ring(config.bureau.run / DESK))
    bell = Bell(config.bureau.run / GATEWAY)
    door = Door(store, ledger, key, bell)
    server = uvicorn.Server(_web(config, door.app))
    work = [asyncio.create_task(ledger.run()), asyncio.create_task(door.run())]
    for task in work:  # without its writer a gateway would only look alive: end, and be started again
        task.add_done_callback(lambda _ended: setattr(server, "should_exit", True))
    try:
        await server.serve()
    finally:
        bell.close()
    for task in work:
        if task.done():
            task.result()
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)


def _web(config: Bureau, app: ASGIApp) -> uvicorn.Config:
    gateway = config.gateway
    web = uvicorn.Config(
        app, interface="asgi3", host=gateway.host, port=gateway.port, backlog=4096, proxy_headers=False,
        ssl_certfile=None if gateway.plain else str(gateway.tls_cert), ssl_keyfile=None if gateway.plain else str(gateway.tls_key),
        log_level="warning", access_log=False, server_header=False, timeout_keep_alive=65, timeout_graceful_shutdown=1, lifespan="off",
    )
    web.load()
    if web.ssl is not None:
        web.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
    return web


def main(config: Bureau) -> int:
    """Run the gateway in the foreground, with as many files (a kiosk that waits is one) as it may open at most."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(config))
    return 0
