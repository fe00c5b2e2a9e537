"""A disk that was put back from an old copy, and a box of which there are two: nothing lost, nothing given twice, and the bureau knows."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import rmtree

from bureau.gateway.chain import adopt_epoch
from kiosk.config import load
from kiosk.post import Post, open_post
from kiosk.store import InboxReader, Journal, OutboxReader
from rehearsal.line import AGENCY, ROOT, SITE, Line, wait_until
from wire.codec.ids import uuid7
from wire.messages import Withdraw


def copytree(there: Path, here: Path) -> None:
    """Copy a disk from outside: closing a database's files in this process would drop the locks that its connections here hold on them."""
    subprocess.run(["cp", "-a", str(there), str(here)], check=True)


def incidents(line: Line) -> list[str]:
    return [code for _, _, code, _ in line.store.incidents()]


def greet(line: Line) -> None:
    line.post.begin()
    line.hello()
    wait_until(line.settled(lambda: line.post.gate(72) == "open"))


def put_back(line: Line, copy: Path) -> None:
    """The counter stops, its disk becomes what it was, it starts."""
    line.kill("uplink")
    line.post._outbox.close()
    line.journal.close()
    rmtree(line.state)
    copytree(copy, line.state)
    line.journal = Journal(line.state)
    line.post = open_post(line.config, line.journal)
    line.outbox, line.inbox = OutboxReader(line.state), InboxReader(line.state)
    line.start("uplink")


def test_a_disk_put_back_begins_a_new_chain_and_gives_no_number_twice(line: Line) -> None:
    greet(line)
    before = [line.post.send("withdraw", line.withdraw()).id for _ in range(2)]
    first = line.journal.next_case_no(SITE)
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    copy = line.directory / "copy"
    copytree(line.state, copy)
    for _ in range(7):
        greet(line)
    lost = [line.post.send("withdraw", line.withdraw()).id for _ in range(3)]
    given = {first, *(line.journal.next_case_no(SITE) for _ in range(50))}
    wait_until(line.settled(lambda: not line.outbox.waiting()))

    put_back(line, copy)
    greet(line)  # at once, though its hello is an old one
    greet(line)
    assert line.post._outbox.head().epoch == 2
    after = line.post.send("withdraw", line.withdraw()).id
    wait_until(lambda: line.store.envelope(after))
    assert sorted(incidents(line)) == ["chain-differs", "chain-epoch", "old-hello"]  # each once, whatever was said how often
    assert not given & {line.journal.next_case_no(SITE) for _ in range(50)}
    row = line.store.envelope(after)
    assert row is not None
    assert row.state == "quarantined"  # until an operator has looked

    assert line.store.confirm(SITE, "accepted") == 0
    assert adopt_epoch(line.store, SITE)
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    assert [row.id for row in line.store.new_envelopes(AGENCY)] == [*before, *lost, after]
    kiosk = line.store.kiosk(SITE)
    assert kiosk is not None
    assert kiosk.head == line.post._outbox.head()


class Twin:
    """The same box once more: a copy of its disk beside a second uplink."""

    def __init__(self, line: Line) -> None:
        copytree(line.state, line.directory / "twin")
        text = (line.directory / "kiosk.toml").read_text("utf-8")
        text = text.replace('state = "kiosk"', 'state = "twin"').replace('run = "run"', 'run = "twin-run"')
        file = line.directory / "twin.toml"
        file.write_text(text, "utf-8")
        (line.directory / "twin-run").mkdir()
        config = load(file)
        self.post: Post = open_post(config, Journal(config.site.state))
        self.outbox = OutboxReader(config.site.state)
        argv = [sys.executable, "-m", "kiosk", "uplink", "--config", str(file)]
        self._uplink = subprocess.Popen(argv, cwd=ROOT, stderr=subprocess.DEVNULL)

    def close(self) -> None:
        self._uplink.kill()
        self._uplink.wait()


def test_two_of_one_box_are_told_apart_by_their_chains_and_neither_is_lost(line: Line) -> None:
    greet(line)
    common = line.post.send("withdraw", line.withdraw()).id
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    twin = Twin(line)
    try:
        ours = line.post.send("withdraw", line.withdraw()).id
        wait_until(lambda: line.store.envelope(ours))
        theirs = twin.post.send("withdraw", Withdraw(request=uuid7(line.post._clock()), visit="visit")).id
        wait_until(lambda: line.store.envelope(theirs))
    finally:
        twin.close()
    assert "chain-fork" in incidents(line)
    states = {id_: row.state for id_ in (common, ours, theirs) if (row := line.store.envelope(id_)) is not None}
    assert states == {common: "new", ours: "quarantined", theirs: "quarantined"}
