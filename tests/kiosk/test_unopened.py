"""A row that no desk opens: the counter itself tells the bureau, once, and not of one that the desk has spoken about."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.post import open_post
from kiosk.post.unopened import PATIENCE, longest
from kiosk.store import Entry
from rehearsal.line import AGENCY, SITE, Line, wait_until
from wire.envelope import sign_open
from wire.messages import Opened

START = datetime(2026, 11, 27, 20, tzinfo=UTC)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path / "l")
    made.start("gateway")
    made.start("uplink")
    yield made
    made.close()


def told(line: Line) -> list[tuple[str, str]]:
    return [(code, detail) for _, _, code, detail in line.store.incidents() if code == "not-opened"]


def later(line: Line, by: timedelta = PATIENCE + timedelta(seconds=5)) -> None:
    """Another engine, which sees the time that it will be."""
    line.post = open_post(line.config, line.journal, clock=lambda: datetime.now(UTC) + by)


def row(id_: str, minute: int | None, kind: str = "request") -> Entry:
    sent_at = None if minute is None else (START + timedelta(minutes=minute)).isoformat(timespec="milliseconds")
    return Entry(id_, kind, AGENCY, 1, 1, "00", 0, sent_at)


@pytest.mark.parametrize(("rows", "minute", "late"), [
    ([], 60, None),
    ([row("a", None)], 60, None),  # on its way
    ([row("a", 0)], 10, None),
    ([row("a", 0)], 11, "a"),
    ([row("b", 5), row("a", 0)], 11, "a"),
    ([row("b", 5), row("a", None)], 16, "b"),
    ([row("a", 0, "incident")], 60, None),  # for the gateway alone
    ([row("a", 20)], 0, None),  # the clock was put back
])
def test_the_row_that_waits_longest_is_late_after_ten_minutes(rows: list[Entry], minute: int, late: str | None) -> None:
    found = longest(rows, START + timedelta(minutes=minute))
    assert (found.id if found else None) == late


def test_an_envelope_that_no_desk_opens_is_told_once_and_by_one_engine(line: Line) -> None:
    sent = [line.post.send("withdraw", line.withdraw()).id for _ in range(2)]
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    assert told(line) == []
    for _ in range(3):
        later(line)
        wait_until(line.settled(lambda: not line.outbox.waiting()))
        line.post.settle()
    wait_until(lambda: told(line))
    assert told(line) == [("not-opened", f"{sent[0]} by {AGENCY}")]
    line.open_one(sent[0])
    wait_until(line.settled(lambda: len(told(line)) == 2))  # the next one waits too, and is told when it is the first
    assert told(line)[1] == ("not-opened", f"{sent[1]} by {AGENCY}")


def test_one_that_the_desk_cannot_open_is_told_as_such_and_hides_no_other(line: Line) -> None:
    sent = [line.post.send("withdraw", line.withdraw()).id for _ in range(2)]
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    first = line.store.envelope(sent[0])
    assert first is not None
    said = Opened(envelope=sent[0], sha256=first.sha256, result="cannot-open")
    line.say(sign_open("opened", said, sender=AGENCY, to=SITE, key=line.agency_key, link=None, at=datetime.now(UTC)), about=sent[0])
    wait_until(line.settled(lambda: line.post.refused["cannot-open"]))
    later(line)
    wait_until(line.settled(lambda: told(line)))
    assert told(line) == [("not-opened", f"{sent[1]} by {AGENCY}")]
    assert line.outbox.kept() >= set(sent)


def test_a_start_of_the_counter_gives_the_desk_its_ten_minutes_anew(line: Line) -> None:
    line.post.send("withdraw", line.withdraw())
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    line.kill("uplink")
    later(line)
    line.post.begin()
    line.post.settle()
    assert {entry.kind for entry in line.post._outbox.entries()} == {"withdraw"}
