"""The stores on the box: what is durable, what it costs, what happens without room or writer."""
from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.store import Inbox, InboxReader, Journal, Outbox, OutboxReader, StoreError, StoreFull, check_digits
from wire.chain import next_link
from wire.envelope import Envelope, sign_open
from wire.keys import SigningKey
from wire.messages import Head, Health, Incident

ROOT = Path(__file__).parent.parent.parent
KEY = SigningKey.generate()


def build(head: Head, detail: str = "") -> Envelope:
    return sign_open("incident", Incident(code="test", detail=detail), sender="site-1", to="bureau", key=KEY, link=next_link(head),
                     at=datetime.now(UTC))


def health() -> Envelope:
    return sign_open("health", Health(head=Head(), devices={}, queue=0), sender="site-1", to="bureau", key=KEY, link=None,
                     at=datetime.now(UTC))


def test_every_message_names_the_one_before(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    first, second = outbox.commit(build), outbox.commit(build)
    assert (first.header.seq, first.header.prev) == (1, "")
    assert (second.header.seq, second.header.prev) == (2, first.sha256)
    assert outbox.head() == Head(epoch=1, seq=2, sha256=second.sha256)


def test_a_message_that_could_not_be_built_leaves_its_place_to_the_next(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)

    def broken(head: Head) -> Envelope:
        raise ValueError("no key")

    with pytest.raises(ValueError, match="no key"):
        outbox.commit(broken)
    assert outbox.commit(build).header.seq == 1
    assert len(OutboxReader(tmp_path).waiting()) == 1


def syncs(tmp_path: Path, work: str) -> int:
    """How many syncs a hundred times ``work`` (the body of a loop over ``outbox`` and ``inbox``) costs, as strace counts them."""
    script = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_store import build
from kiosk.store import Inbox, Outbox
outbox, inbox = Outbox(Path({state!r})), Inbox(Path({state!r}))
for _ in range({count}):
    {work}
"""
    counted = []
    for count in (20, 120):
        state, log = tmp_path / f"s{count}", tmp_path / f"trace{count}"
        run = [sys.executable, "-c", script.format(tests=str(Path(__file__).parent), state=str(state), count=count, work=work)]
        subprocess.run(["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", str(log), *run], check=True, cwd=ROOT)
        counted.append(sum("sync(" in line for line in log.read_text().splitlines()))
    return counted[1] - counted[0]


def test_one_message_costs_one_fsync(tmp_path: Path) -> None:
    assert syncs(tmp_path, "outbox.commit(build)") == 100


def test_ten_messages_kept_together_cost_one_fsync(tmp_path: Path) -> None:
    assert 100 <= syncs(tmp_path, "outbox.commit_all([build] * 10)") <= 110  # and a checkpoint of the log


def test_the_whole_life_of_a_message_costs_one_fsync_and_a_checkpoint_now_and_then(tmp_path: Path) -> None:
    """Kept, receipted, marked sent, *opened* come down, deleted: six commits in two files, one of them synced."""
    life = ("one = outbox.commit(build).header.id; inbox.keep([(one, 0, b'r' * 400)], [], None); outbox.settle([one], []); "
            "inbox.keep([], [('o' + one, one, b'o' * 700)], None); outbox.settle([], [one]); inbox.prune(set(), 3600)")
    assert 100 <= syncs(tmp_path, life) <= 120


def test_a_newer_health_replaces_the_one_that_was_not_sent(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    outbox.replace(health())
    newer = health()
    outbox.replace(newer)
    assert [row.id for row in OutboxReader(tmp_path).waiting()] == [newer.header.id]
    assert outbox.head().seq == 0


def test_without_room_nothing_is_written_and_the_error_says_what_to_do(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, max_pages=16)

    def fill() -> None:
        for _ in range(100):
            outbox.commit(lambda head: build(head, "x" * 3000))

    with pytest.raises(StoreFull, match=r"outbox\.db: no room left; free the disk"):
        fill()
    assert 0 < outbox.head().seq == len(OutboxReader(tmp_path).waiting()) < 100


@pytest.fixture
def shared() -> Iterator[Path]:
    """A state directory that another user may read and not write, as the uplink's user in the field."""
    base = Path(tempfile.mkdtemp(prefix="nc"))
    base.chmod(0o755)
    yield base / "state"
    shutil.rmtree(base)


def read_as_another_user(state: Path) -> int:
    """How many rows wait, read by a process that cannot write in the directory."""
    state.chmod(0o755)
    for file in state.iterdir():
        file.chmod(0o644)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setuid(65534)
        else:
            state.chmod(0o555)
        try:
            os.write(writing, str(len(OutboxReader(state).waiting())).encode())
        except StoreError as error:
            os.write(writing, repr(error).encode())
        os._exit(0)
    os.waitpid(child, 0)
    state.chmod(0o755)
    answer = os.read(reading, 1000).decode()
    os.close(reading)
    os.close(writing)
    assert answer.isdecimal(), answer
    return int(answer)


def test_the_uplink_reads_while_the_counter_has_the_outbox_open(shared: Path) -> None:
    outbox = Outbox(shared)
    outbox.commit(build)
    assert read_as_another_user(shared) == 1


def test_the_uplink_still_reads_after_the_counter_closed_the_outbox(shared: Path) -> None:
    outbox = Outbox(shared)
    outbox.commit(build)
    outbox.close()
    assert not (shared / "outbox.db-wal").exists()
    assert read_as_another_user(shared) == 1


def test_files_are_for_owner_and_group_only(tmp_path: Path) -> None:
    Outbox(tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o7777 == 0o2750
    assert (tmp_path / "new" / "outbox.db").stat().st_mode & 0o777 == 0o640


def test_a_store_of_newer_software_is_refused(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal._conn.execute("PRAGMA user_version=99")
    journal.close()
    with pytest.raises(StoreError, match="newer software"):
        Journal(tmp_path)


def test_a_restored_gateway_gets_the_kept_rows_behind_its_head_again(tmp_path: Path) -> None:
    outbox, reader = Outbox(tmp_path), OutboxReader(tmp_path)
    ids = [outbox.commit(build).header.id for _ in range(3)]
    outbox.settle(sent=ids, done=[])
    assert reader.waiting() == []
    assert outbox.resend_after(Head(epoch=1, seq=1, sha256="")) == 2
    assert [(row.id, row.round) for row in reader.waiting()] == [(ids[1], 1), (ids[2], 1)]


def test_the_inbox_forgets_what_the_outbox_no_longer_holds(tmp_path: Path) -> None:
    inbox, reader = Inbox(tmp_path), InboxReader(tmp_path)
    inbox.keep([("a", 0, b"r"), ("b", 0, b"r")], [("1", "a", b"opened a"), ("2", "b", b"opened b"), ("3", "", b"reply")], b"answer")
    inbox.prune({"b"}, 3600)
    assert [id_ for id_, _, _ in reader.untrusted_receipts()] == ["b"]
    assert [octets for _, octets in reader.untrusted_down()] == [b"opened b", b"reply"]
    inbox.prune({"b"}, 0)
    assert [octets for _, octets in reader.untrusted_down()] == [b"opened b"]


@pytest.mark.parametrize(("came_s", "kept"), [(-7200, False), (-1800, True), (+86_400, False)], ids=["long ago", "now", "before a start"])
def test_a_reply_is_forgotten_by_the_seconds_of_the_machine_whatever_its_clock_says(tmp_path: Path, came_s: float, kept: bool) -> None:
    inbox, reader = Inbox(tmp_path), InboxReader(tmp_path)
    inbox.keep([], [("1", "", b"reply")], None)
    with closing(sqlite3.connect(tmp_path / "inbox.db")) as db:
        db.execute("UPDATE down SET at = '1999-01-01T00:00:00.000+00:00', monotonic = ?", (time.monotonic() + came_s,))
        db.commit()
    inbox.prune(set(), 3600)
    assert (reader.untrusted_down() != []) is kept


def test_since_tells_when_the_line_changed_not_when_it_was_last_looked_at(tmp_path: Path) -> None:
    inbox, reader = Inbox(tmp_path), InboxReader(tmp_path)
    assert reader.line() is None
    inbox.line(True, "", "2026-01-01T00:00:00+00:00", "checkpoint")
    first = reader.line()
    inbox.line(True, "")
    assert reader.line() == first
    inbox.line(False, "no line")
    now = reader.line()
    assert now is not None
    assert (now.online, now.reason, now.checkpoint) == (False, "no line", "checkpoint")


def test_case_numbers_go_on_after_a_restart_and_a_slip_of_the_pen_is_noticed(tmp_path: Path) -> None:
    first = Journal(tmp_path)
    assert first.next_case_no("changhua-1") == f"changhua-1-000001-{check_digits('changhua-1', 1)}"
    first.close()
    assert Journal(tmp_path).next_case_no("changhua-1").startswith("changhua-1-000002-")
    assert len({check_digits("changhua-1", n) for n in (123456, 123465, 123546, 213456, 123457)}) == 5


def test_a_paper_has_one_end_and_keeps_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.paper_open("S1", sha256="00", printer="a4", sheets=1, visit="v", request=None)
    journal.paper_state("S1", "spooled", job="7")
    assert [(row.serial, row.state, row.job) for row in Journal(tmp_path).papers_unfinished()] == [("S1", "spooled", "7")]
    journal.paper_state("S1", "unknown")
    with pytest.raises(StoreError, match="has ended"):
        journal.paper_state("S1", "delivered")
    with pytest.raises(StoreError):
        journal.paper_open("S1", sha256="00", printer="a4", sheets=1, visit="v", request=None)
    assert journal.papers_unfinished() == []


def test_a_visit_without_an_outcome_is_found_by_the_next_engine(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.visit_begins("v1")
    journal.visit_asks("v1", "r1", "c1")
    journal.visit_begins("v2")
    journal.visit_ends("v2", "delivered")
    assert [(row.visit, row.request, row.case_no) for row in Journal(tmp_path).visits_unfinished()] == [("v1", "r1", "c1")]


def test_a_store_closed_while_another_thread_writes_neither_crashes_nor_half_writes(tmp_path: Path) -> None:
    for turn in range(60):
        inbox, after = Inbox(tmp_path / str(turn)), list[str]()

        def write(inbox: Inbox = inbox, after: list[str] = after) -> None:
            try:
                while True:
                    inbox.keep([("r", 1, bytes(4096))], [("d", "", bytes(4096))], None)
                    inbox.prune({"r"}, 3600)
            except StoreError as error:
                after.append(str(error))

        writers = [threading.Thread(target=write) for _ in range(2)]
        for one in writers:
            one.start()
        time.sleep(turn * 0.0005)
        inbox.close()
        for one in writers:
            one.join(20)
        assert ["closed" in said for said in after] == [True, True], after
        assert len(InboxReader(tmp_path / str(turn)).untrusted_receipts()) <= 1
