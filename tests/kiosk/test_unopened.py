"""A row that no desk opens: the counter itself tells the bureau, once, and not of one that the desk has spoken about."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.post import open_post
from kiosk.post.unopened import PATIENCE, Unopened, is_up, longest
from kiosk.store import Entry, Journal
from kiosk.store import Line as LineRow
from rehearsal.line import AGENCY, SITE, Line, wait_until
from wire.envelope import sign_open
from wire.messages import Opened

START = datetime(2026, 11, 27, 20, tzinfo=UTC)


def told(line: Line) -> list[tuple[str, str]]:
    return [(code, detail) for _, _, code, detail in line.store.incidents() if code == "not-opened"]


def later(line: Line, by: timedelta = PATIENCE + timedelta(seconds=5)) -> None:
    """Another engine, which sees the time that it will be."""
    line.post = open_post(line.config, line.journal, clock=lambda: datetime.now(UTC) + by)


def at(minute: int) -> str:
    return (START + timedelta(minutes=minute)).isoformat(timespec="milliseconds")


def row(id_: str, minute: int | None, kind: str = "request", made: int = 0, agency: str = AGENCY) -> Entry:
    return Entry(id_, kind, agency, 1, 1, "00", 0, at(made), None if minute is None else at(minute))


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


@pytest.mark.parametrize(("rows", "online", "waits"), [
    ([], True, {}),
    ([row("a", None, made=10), row("b", None, made=4)], False, {AGENCY: 16 * 60}),  # no line: the oldest counts
    ([row("a", None, made=10)], True, {}),  # with a line it is the gateway that will not have it
    ([row("a", 12, made=11)], True, {AGENCY: 9 * 60}),  # the gateway has it, the desk has not opened it
    ([row("a", None, "incident")], False, {}),
    ([row("c", 1)], True, {}),  # of that one the desk has said that it cannot
    ([row("a", None, made=18), row("b", None, made=5, agency="tainan-tax")], False, {AGENCY: 2 * 60, "tainan-tax": 15 * 60}),
])
def test_how_long_an_agency_keeps_people_waiting(tmp_path: Path, rows: list[Entry], online: bool, waits: dict[str, float]) -> None:
    unopened = Unopened(Journal(tmp_path))
    unopened.answered.add("c")
    assert unopened.waits(rows, START + timedelta(minutes=20), online) == waits


@pytest.mark.parametrize(("online", "gateway_time", "up"), [
    (True, at(-1), True), (False, at(-1), False), (True, at(-6), False), (True, "", False), (True, "2026-11-27T19:59", False),
])
def test_a_line_is_up_while_the_uplink_says_so_and_has_lately_heard_the_gateway(online: bool, gateway_time: str, up: bool) -> None:
    assert is_up(LineRow(online, START, "", gateway_time, ""), START) is up
    assert not is_up(None, START)


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
