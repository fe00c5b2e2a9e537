"""What everybody may look at: a day of the bureau's log, and the one file that holds a receipt slip against it.

A day is public once the gateway has signed a checkpoint after its end (Taipei time). It holds leaf hashes only: each is salted, so
whoever does not have the record learns nothing from it but how many there were.
"""
from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from bureau.leaves import tree
from bureau.registers import TAIPEI
from bureau.store import CHECKPOINTS, LEAVES, Store

VERIFIER = Path(__file__).with_name("verify.py")


def day_file(store: Store, day: date, gateway: dict[str, str]) -> dict[str, Any] | None:
    """One day: the roots before it, its leaves, the checkpoint that ends it; None while it is not over or nothing was signed since.

    ``gateway``: the public key, as the file names it to be compared with what is printed elsewhere.
    """
    midnight = datetime.combine(day, time(), TAIPEI)
    with store.read() as db:
        first, last = (_first_since(db, at) for at in (midnight, midnight + timedelta(days=1)))
        if last is None:
            return None
        before = first.size if first is not None else 0
        leaves = sa.select(LEAVES.c.hash).where(LEAVES.c.place >= before, LEAVES.c.place < last.size).order_by(LEAVES.c.place)
        return {
            "day": day.isoformat(), "from": first.at if first is not None else midnight.isoformat(), "until": last.at,
            "before": {"size": before, "peaks": _peaks(db, before)}, "leaves": list(db.execute(leaves).scalars()),
            "checkpoint": bytes(last.octets).decode("ascii"), "gateway": gateway,
        }


def _first_since(db: sa.Connection, at: datetime) -> Any:
    """The first checkpoint signed at or after that moment."""
    since = sa.select(CHECKPOINTS).where(CHECKPOINTS.c.at >= at.astimezone(UTC).isoformat())
    return db.execute(since.order_by(CHECKPOINTS.c.size).limit(1)).first()


def _peaks(db: sa.Connection, size: int) -> list[str]:
    """The roots of the complete subtrees that make up the first ``size`` leaves, largest first."""
    of, peaks, start = tree(db), [], 0
    for bit in reversed(range(size.bit_length())):
        if size >> bit & 1:
            peaks.append(of(start, start + (1 << bit)).hex())
            start += 1 << bit
    return peaks


def routes(store: Store, gateway: Path) -> list[Route]:
    """``/log/DAY.json`` and ``/log/verify.py``; ``gateway``: the file of its public key."""

    async def day(request: Request) -> Response:
        try:
            asked = date.fromisoformat(request.path_params["day"])
        except ValueError:
            return JSONResponse({"error": "no-such-day", "detail": "ask for /log/2026-11-27.json"}, status_code=404)
        found = await asyncio.to_thread(lambda: day_file(store, asked, json.loads(gateway.read_text("ascii"))))
        if found is None:
            return JSONResponse({"error": "not-yet", "detail": "a day is public the morning after"}, status_code=404)
        return JSONResponse(found, headers={"cache-control": "max-age=3600"})

    async def verifier(_request: Request) -> Response:
        return FileResponse(VERIFIER, media_type="text/x-python")

    return [Route("/log/verify.py", verifier), Route("/log/{day}.json", day)]
