"""The uplink with a real gateway over TLS: it carries, it survives, it knows nothing."""
from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import copytree, rmtree

import httpx
import pytest

from kiosk.uplink import Uplink, gateway_keys, pinned
from rehearsal.line import ROOT, Line, wait_until
from wire.exchange import CAP_S, backoff
from wire.keys import VisitKey
from wire.messages import Status


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path / "l")
    yield made
    made.close()


def test_the_uplink_knows_only_configuration_stores_and_wire() -> None:
    listing = "import sys, json, kiosk.uplink; print(json.dumps(sorted(sys.modules)))"
    modules = json.loads(subprocess.run([sys.executable, "-c", listing], cwd=ROOT, capture_output=True, check=True, text=True).stdout)
    rooms = {name.split(".")[0] for name in modules}
    assert rooms.isdisjoint({"bureau", "hardware", "provisioning", "rehearsal", "kivy"})
    ours = {name for name in modules if name.startswith("kiosk.")}
    assert {name for name in ours if not name.startswith("kiosk.store")} == {"kiosk.config", "kiosk.uplink"}
    assert {name for name in modules if name.startswith("catalogue.")} <= {"catalogue.lines", "catalogue.pack", "catalogue.pack.source"}


def test_a_message_arrives_and_its_row_goes_when_the_desk_has_opened_it(line: Line) -> None:
    line.start("gateway")
    line.start("uplink")
    message = line.withdraw()
    posted = line.post.send("withdraw", message)
    wait_until(lambda: line.store.envelope(posted.id))
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    assert posted.id in line.outbox.kept()
    assert line.open_one(posted.id) == message
    wait_until(line.settled(lambda: posted.id not in line.outbox.kept()))


def test_nothing_is_lost_or_doubled_while_the_line_is_cut(line: Line) -> None:
    line.start("uplink")
    sent = [line.post.send("withdraw", line.withdraw()).id for _ in range(3)]
    wait_until(lambda: (state := line.post.line()).since is not None and not state.online)
    assert line.post.line().queue == 3
    line.start("gateway")
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    wait_until(lambda: line.post.line().online)  # said after the receipts were kept
    assert [row.id for row in line.store.new_envelopes("changhua-tax")] == sent


def test_an_uplink_killed_at_any_moment_loses_nothing(line: Line) -> None:
    line.start("gateway")
    sent = []
    for _ in range(4):
        line.start("uplink")
        sent += [line.post.send("withdraw", line.withdraw()).id for _ in range(5)]
        wait_until(partial(line.store.envelope, sent[-5]))
        line.kill("uplink")
    line.start("uplink")
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    assert [row.id for row in line.store.new_envelopes("changhua-tax")] == sent


def test_a_gateway_killed_before_it_could_answer_has_kept_the_message_once(line: Line) -> None:
    line.start("gateway")
    line.start("uplink")
    sent = []
    for _ in range(3):
        sent += [line.post.send("withdraw", line.withdraw()).id for _ in range(5)]
        wait_until(partial(line.store.envelope, sent[-5]))
        line.kill("gateway")
        line.start("gateway")
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    assert [row.id for row in line.store.new_envelopes("changhua-tax")] == sent
    assert line.store.incidents() == []


def test_a_bureau_restored_from_an_old_copy_gets_the_applications_again(line: Line) -> None:
    copy = line.directory / "copy"
    copytree(line.bureau_state, copy)
    line.start("gateway")
    line.start("uplink")
    sent = [line.post.send("withdraw", line.withdraw()).id for _ in range(3)]
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    line.kill("gateway")
    line.store.engine.dispose()
    rmtree(line.bureau_state)
    copytree(copy, line.bureau_state)
    line.start("gateway")
    line.hello()
    wait_until(line.settled(lambda: line.post.line().state == "accepted"))
    wait_until(lambda: len(line.store.new_envelopes("changhua-tax")) == 3)
    assert [row.id for row in line.store.new_envelopes("changhua-tax")] == sent
    wait_until(line.settled(lambda: not line.outbox.waiting()))


def test_a_message_the_gateway_refuses_does_not_hold_up_the_others(line: Line) -> None:
    line.start("gateway")
    line.start("uplink")
    stuck = line.post.send("withdraw", line.withdraw()).id
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    line.kill("uplink")
    line.post._outbox._conn.execute("UPDATE row SET octets = x'7b7d', sent_at = NULL, round = 9 WHERE id = ?", (stuck,))
    line.start("uplink")
    other = line.post.send("withdraw", line.withdraw()).id
    wait_until(lambda: line.store.envelope(other))
    wait_until(line.settled(lambda: [row.id for row in line.outbox.waiting()] == [stuck]))


def test_what_the_desk_says_reaches_the_visit_within_a_second(line: Line) -> None:
    line.start("gateway")
    line.start("uplink")
    line.hello()
    wait_until(line.settled(lambda: line.post.line().state == "accepted"))
    key, said = VisitKey.generate(), Status(request="r", visit="v", state="received")
    got: list[object] = []
    started = time.monotonic()
    line.reply("status", said, key.public)
    wait_until(lambda: got.extend(line.post.answers(key, "v")) or got)
    assert got == [said]
    assert time.monotonic() - started < 2.0
    wait_until(lambda: line.store.down_for("test-site-1") == [])
    assert line.post.answers(key, "v") == []


async def test_a_wrong_clock_of_the_box_stops_no_message(line: Line) -> None:
    line.start("gateway")
    posted = line.post.send("withdraw", line.withdraw())
    gateway = gateway_keys(line.config)
    async with httpx.AsyncClient(verify=pinned(line.config, gateway), trust_env=False) as client:
        slow = Uplink(line.config, line.transport, client, gateway, clock=lambda: datetime.now(UTC) - timedelta(hours=8))
        work = asyncio.create_task(slow.run())
        await asyncio.to_thread(wait_until, partial(line.store.envelope, posted.id))
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


def test_the_uplink_trusts_no_bureau_but_its_own(line: Line, tmp_path: Path) -> None:
    line.start("gateway")
    other = Line(tmp_path / "other")
    (line.state / "trust" / "bureau-root.pem").write_bytes((other.state / "trust" / "bureau-root.pem").read_bytes())
    line.start("uplink")
    posted = line.post.send("withdraw", line.withdraw())
    wait_until(lambda: (state := line.post.line()).since is not None and not state.online)
    assert line.store.envelope(posted.id) is None


def test_back_off_grows_to_a_cap_and_never_undercuts_what_the_gateway_asks() -> None:
    for failures in range(1, 40):
        assert 0 < backoff(failures, 0) <= CAP_S
        assert backoff(failures, 90) >= 90
    assert min(backoff(30, 0) for _ in range(50)) >= CAP_S / 2
    assert len({backoff(5, 0) for _ in range(20)}) > 1
