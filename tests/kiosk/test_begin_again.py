"""A start of the counter: what a power cut took is brought again, and what the disk changed is voided at its place."""
from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rehearsal.line import AGENCY, SITE, Line, wait_until
from wire.codec.errors import NotAllowed
from wire.codec.jws import read_flat
from wire.codec.strict import read_model
from wire.messages import Void


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path / "l")
    yield made
    made.close()


def lose(line: Line) -> None:
    """What a power cut may do at worst: nothing that the uplink brought home was on the disk yet."""
    with closing(sqlite3.connect(line.state / "inbox.db")) as db:
        for table in ("receipt", "down", "answer", "line"):
            db.execute(f"DELETE FROM {table}")
        db.commit()


def damage(line: Line, id_: str) -> None:
    """The disk gives other octets back than it was given."""
    with closing(sqlite3.connect(line.state / "outbox.db")) as db:
        octets = bytearray(db.execute("SELECT octets FROM row WHERE id = ?", (id_,)).fetchone()[0])
        octets[len(octets) // 2] ^= 1
        db.execute("UPDATE row SET octets = ? WHERE id = ?", (bytes(octets), id_))
        db.commit()


def again(line: Line) -> None:
    """The counter starts: another engine, hello."""
    line.post.begin()
    line.hello()


def kinds(line: Line) -> list[tuple[str, int | None]]:
    with line.store.read() as db:
        rows = db.exec_driver_sql("SELECT kind, seq FROM envelopes WHERE kind NOT IN ('hello', 'health') ORDER BY seq, place").all()
    return [(row[0], row[1]) for row in rows]


def test_an_opened_that_was_lost_with_the_power_is_told_again(line: Line) -> None:
    line.start("gateway")
    line.start("uplink")
    posted = line.post.send("withdraw", line.withdraw())
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    line.open_one(posted.id)
    wait_until(lambda: not line.store.down_for(SITE))  # the uplink has it and has said so; the counter has not looked yet
    line.kill("uplink")
    lose(line)
    line.start("uplink")
    again(line)
    wait_until(line.settled(lambda: posted.id not in line.outbox.kept()))
    assert not line.post.refused
    assert line.store.incidents() == []


def test_a_receipt_that_was_lost_with_the_power_comes_again_and_nothing_is_doubled(line: Line) -> None:
    line.start("gateway")
    line.start("uplink")
    sent = [line.post.send("withdraw", line.withdraw()).id for _ in range(5)]
    wait_until(lambda: line.store.envelope(sent[-1]))
    line.kill("uplink")
    lose(line)
    line.start("uplink")
    again(line)
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    assert [row.id for row in line.store.new_envelopes(AGENCY)] == sent


def test_what_the_disk_changed_is_voided_at_its_place_and_the_chain_goes_on(line: Line) -> None:
    sent = [line.post.send("withdraw", line.withdraw()).id for _ in range(3)]
    damage(line, sent[1])
    again(line)
    assert line.post._outbox.damaged() == []
    line.start("gateway")
    line.start("uplink")
    wait_until(line.settled(lambda: line.post.line().state == "accepted" and not line.outbox.waiting()))
    assert [row.id for row in line.store.new_envelopes(AGENCY)] == [sent[0], sent[2]]
    assert kinds(line) == [("withdraw", 1), ("void", 2), ("withdraw", 3)]
    assert [(code, detail) for _, _, code, detail in line.store.incidents()] == [("void", "1/2 withdraw damaged")]
    kiosk = line.store.kiosk(SITE)
    assert kiosk is not None
    assert kiosk.head == line.post._outbox.head()
    later = line.post.send("withdraw", line.withdraw()).id
    wait_until(line.settled(lambda: line.store.envelope(later) and not line.outbox.waiting()))
    assert line.store.incidents()[1:] == []
    assert line.post.line().queue == 3  # they wait for the desk's word; the void ended with its receipt


def test_the_newest_message_may_be_the_one_that_was_changed(line: Line) -> None:
    sent = [line.post.send("withdraw", line.withdraw()).id for _ in range(2)]
    damage(line, sent[1])
    again(line)
    line.start("gateway")
    line.start("uplink")
    wait_until(line.settled(lambda: line.post.line().state == "accepted" and not line.outbox.waiting()))
    again(line)
    line.post.send("withdraw", line.withdraw())
    wait_until(line.settled(lambda: len(line.store.new_envelopes(AGENCY)) == 2 and not line.outbox.waiting()))
    assert kinds(line) == [("withdraw", 1), ("void", 2), ("withdraw", 3)]
    assert [code for _, _, code, _ in line.store.incidents()] == ["void"]


def test_a_void_for_what_had_arrived_changes_nothing_but_is_told(line: Line) -> None:
    line.start("gateway")
    line.start("uplink")
    sent = [line.post.send("withdraw", line.withdraw()).id for _ in range(2)]
    wait_until(lambda: line.store.envelope(sent[-1]))
    line.kill("uplink")
    lose(line)
    damage(line, sent[0])
    line.start("uplink")
    again(line)
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    assert [row.id for row in line.store.new_envelopes(AGENCY)] == sent
    assert kinds(line) == [("void", None), ("withdraw", 1), ("withdraw", 2)]
    assert [code for _, _, code, _ in line.store.incidents()] == ["void"]
    line.post.send("withdraw", line.withdraw())
    wait_until(line.settled(lambda: len(line.store.new_envelopes(AGENCY)) == 3 and not line.outbox.waiting()))


def test_a_void_that_comes_after_its_successor_closes_the_gap(line: Line) -> None:
    line.start("gateway")
    sent = [line.post.send("withdraw", line.withdraw()).id for _ in range(3)]
    damage(line, sent[1])
    line.start("uplink")  # the first and the third go; the second is refused by the gateway and set aside
    wait_until(lambda: line.store.envelope(sent[2]), 70)
    line.kill("uplink")
    again(line)
    line.start("uplink")
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    kiosk = line.store.kiosk(SITE)
    assert kiosk is not None
    assert kiosk.head == line.post._outbox.head()


def test_a_void_names_what_it_stands_for_and_nothing_of_what_that_held(line: Line) -> None:
    posted = line.post.send("withdraw", line.withdraw())
    damage(line, posted.id)
    line.post.begin()
    (row,) = line.outbox.waiting()
    assert (row.kind, row.epoch, row.seq) == ("void", 1, 1)
    said = read_model(Void, read_flat(row.octets).payload)
    assert said == Void(envelope=posted.id, sha256=posted.sha256, kind="withdraw", reason="damaged")


def test_several_messages_kept_together_cost_one_sync_or_leave_nothing(line: Line) -> None:
    posted = line.post.send_all([("withdraw", line.withdraw(), None) for _ in range(5)])
    assert [row.id for row in line.outbox.waiting()] == [one.id for one in posted]
    before = line.post._outbox.head()
    with pytest.raises(NotAllowed):
        line.post.send_all([("withdraw", line.withdraw(), None), ("withdraw", None, None)])  # type: ignore[list-item]  # bent on purpose
    assert line.post._outbox.head() == before
    assert len(line.outbox.waiting()) == 5
