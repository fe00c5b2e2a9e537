"""``python -m bureau counters [SITE]``: how the counters are; of one, what does not work and its newest incidents (docs/incidents.md)."""
from __future__ import annotations

import json
import sys
from collections.abc import Mapping

import sqlalchemy as sa

from bureau.config import Bureau
from bureau.store import Store
from bureau.tables import KIOSKS

NEWEST = 20
"""Incidents shown of one counter."""


def line(site: str, state: str, hello_at: str | None, health: Mapping[str, object] | None) -> str:
    """One counter: since when it is heard of, what waits there, what does not work."""
    devices = health["devices"] if health else {}
    ailing = sorted(f"{name} {code}" for name, code in devices.items() if code != "ok") if isinstance(devices, dict) else []
    waiting = f"{health['queue']} waiting" if health else "no health told yet"
    return f"{site}: {state}, hello {hello_at or 'never'}, {waiting}, {', '.join(ailing) or ('all well' if health else 'nothing known')}"


def show(config: Bureau, site: str | None = None) -> int:
    """Print all counters, or one with its newest incidents; 1 where there is no such counter."""
    store = Store(config.database.url)
    store.create()
    chosen = sa.select(KIOSKS.c.site, KIOSKS.c.state, KIOSKS.c.hello_at, KIOSKS.c.health).order_by(KIOSKS.c.site)
    with store.read() as db:
        rows = db.execute(chosen if site is None else chosen.where(KIOSKS.c.site == site)).all()
    if site is not None and not rows:
        print(f"no counter {site!r} is enrolled here; without a name all are listed", file=sys.stderr)
        return 1
    for row in rows:
        print(line(row.site, row.state, row.hello_at, json.loads(row.health) if row.health else None))
    if site is not None:
        for at, _, code, detail in store.incidents(site)[-NEWEST:]:
            print(f"  {at}  {code}  {detail}".rstrip())
    return 0
