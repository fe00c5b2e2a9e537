"""A message that waits for longer than a service takes: the service is greyed with the reason, and on offer again once the line is back."""
from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.ui.door import Item
from rehearsal.box import Box
from rehearsal.line import wait_until

LT05 = "changhua-tax.house-registration"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    with Box(site, wait_s=6) as opened:
        yield opened


def offered(box: Box, flow: str) -> Item | None:
    view = box.doorway.view if box.doorway is not None else None
    return next((item for item in view.items if item.key == flow), None) if view is not None else None


def enabled(box: Box, flow: str) -> bool | None:
    item = offered(box, flow)
    return item.enabled if item is not None else None


def an_hour_passes(box: Box) -> None:
    """Everything was kept, and the gateway heard, an hour earlier; nobody waits for an hour in a test."""
    for file, table, column in (("outbox.db", "row", "made_at"), ("inbox.db", "line", "gateway_time")):
        with closing(sqlite3.connect(box.config.site.state / file, timeout=10)) as db:
            db.execute(f"UPDATE {table} SET {column} = strftime('%Y-%m-%dT%H:%M:%f+00:00', {column}, '-1 hour')")
            db.commit()


def test_what_takes_minutes_is_not_offered_while_an_earlier_request_waits_for_an_hour(box: Box) -> None:
    box.premises.uplink.stop()
    citizen = box.citizen(flow=LT05)
    citizen.come()
    assert box.outcome(citizen.visit) == "parked"
    box.until("attract")
    assert enabled(box, LT05), "nobody has waited for five minutes yet"
    an_hour_passes(box)
    wait_until(lambda: enabled(box, LT05) is False)
    item = offered(box, LT05)
    assert item is not None
    assert item.reason != ""
    box.premises.uplink.start()
    wait_until(lambda: enabled(box, LT05) is True)
    again = box.citizen(flow=LT05)
    again.come()
    assert box.outcome(again.visit) == "delivered"
