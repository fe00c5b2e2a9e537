"""The clock's rules, the gate under them, and the gateway's certificate at the floor time."""
from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.post.boot import Heard, gate
from kiosk.post.clock import is_wrong
from kiosk.store import Inbox
from rehearsal.line import SITE, Line, wait_until
from wire.keys import SigningKey
from wire.messages import Head
from wire.receipts import HelloAnswer, floor, put_on

BUILT = datetime(2026, 11, 1, tzinfo=UTC)
SIGNED = datetime(2026, 11, 27, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_it_is_at_least_when_the_software_was_put_on_and_what_the_gateway_signed() -> None:
    assert floor(BUILT, None) == BUILT
    assert floor(BUILT, SIGNED) == SIGNED
    assert floor(SIGNED, BUILT) == SIGNED
    assert put_on() < datetime.now(UTC)


@pytest.mark.parametrize("off_s", [0, 300, -300, 301, -301, 86_400, -86_400, 3.2e8, -3.2e8])
def test_more_than_five_minutes_either_way_is_wrong(off_s: float) -> None:
    now = SIGNED + 90 * SECOND + off_s * SECOND
    assert is_wrong(now, BUILT, SIGNED, 90) == (abs(off_s) > 300)


def test_before_an_answer_only_the_floor_tells() -> None:
    assert not is_wrong(SIGNED + timedelta(days=3652), SIGNED, SIGNED, None)
    assert not is_wrong(SIGNED - 300 * SECOND, SIGNED, SIGNED, None)
    assert is_wrong(SIGNED - 301 * SECOND, SIGNED, SIGNED, None)


@pytest.mark.parametrize("state", ["accepted", "pending", "rejected"])
def test_a_wrong_clock_closes_whatever_the_bureau_said(state: str) -> None:
    heard = Heard(1, state, "s", "f", SIGNED)  # type: ignore[arg-type]  # one of the three
    assert gate(1, "s", "f", heard, SIGNED, 72, clock_is_wrong=True) == "clock"
    assert gate(1, "s", "f", heard, SIGNED, 72) != "clock"
    assert gate(1, "s", "f", None, SIGNED, 72, clock_is_wrong=True) == "clock"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path / "l")
    yield made
    made.close()


def answered_at(line: Line, at: datetime) -> None:
    """The inbox holds an answer that the gateway signed at that time."""
    gateway = SigningKey.load(line.bureau_state / "keys" / "gateway.pem")
    answer = HelloAnswer(to=SITE, counter=1, state="accepted", head=Head(), time=at).sign(gateway)
    Inbox(line.state).keep([], [], answer.encode())


def test_a_certificate_that_ended_before_the_floor_is_refused(line: Line) -> None:
    answered_at(line, datetime.now(UTC) + timedelta(days=3652))
    line.start("gateway")
    posted = line.post.send("withdraw", line.withdraw())
    line.start("uplink")
    wait_until(lambda: (state := line.post.line()).since is not None and not state.online)
    assert line.store.envelope(posted.id) is None


def test_a_certificate_that_still_counts_at_the_floor_is_taken(line: Line) -> None:
    answered_at(line, datetime.now(UTC) + timedelta(days=30))
    line.start("gateway")
    posted = line.post.send("withdraw", line.withdraw())
    line.start("uplink")
    wait_until(lambda: line.store.envelope(posted.id))


def test_a_time_that_the_gateway_did_not_sign_moves_no_floor(line: Line) -> None:
    forged = HelloAnswer(to=SITE, counter=1, state="accepted", head=Head(), time=datetime.now(UTC) + timedelta(days=3652))
    Inbox(line.state).keep([], [], forged.sign(SigningKey.generate()).encode())
    line.start("gateway")
    posted = line.post.send("withdraw", line.withdraw())
    line.start("uplink")
    wait_until(lambda: line.store.envelope(posted.id))


def test_an_answer_that_lay_for_an_hour_before_it_was_read_does_not_make_the_clock_wrong(line: Line) -> None:
    line.hello()
    hour = timedelta(hours=1)
    answered_at(line, datetime.now(UTC) - hour)
    with Inbox(line.state)._write() as db:
        db.execute("UPDATE answer SET monotonic = ?", (time.monotonic() - hour.total_seconds(),))
    line.post.settle()
    assert line.post.gate(72) == "open"
    assert not line.post.clock_is_wrong()
