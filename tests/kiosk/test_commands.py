"""An operator's orders: who may give them, to whom, how long they are good, and that none is obeyed twice."""
from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bureau.__main__ import main as bureau
from kiosk.post import open_post
from rehearsal.line import AGENCY, SITE, Line, wait_until
from wire.codec.ids import uuid7
from wire.envelope import Envelope, sign_open
from wire.keys import SigningKey
from wire.messages import Command

MINUTES = timedelta(minutes=1)


def give(line: Line, order: str, *more: str) -> int:
    return bureau(["command", SITE, order, "--config", str(line.directory / "bureau.toml"), *more])


def made(key: SigningKey, number: int = 1, good_for: timedelta = 5 * MINUTES, to: str = SITE, sender: str = "operator") -> Envelope:
    now = datetime.now(UTC)
    command = Command(id=uuid7(now), not_after=now + good_for, counter=number, verb="drain")
    return sign_open("command", command, sender=sender, to=to, key=key, link=None, at=now)


def operator(line: Line) -> SigningKey:
    return SigningKey.load(line.bureau_state / "keys" / "operator.pem")


def obeyed(line: Line, many: int = 1) -> list[str]:
    """What is obeyed once so many envelopes have come down."""
    wait_until(lambda: len(line.inbox.untrusted_down()) >= many)
    return list(line.post.commands.new())


def another_engine(line: Line, later: timedelta = timedelta(0)) -> None:
    line.post = open_post(line.config, line.journal, clock=lambda: datetime.now(UTC) + later)


def test_an_order_reaches_its_counter_and_is_obeyed_once(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    assert give(line, "self-test") == 0
    assert give(line, "restart") == 0
    assert [words.split()[1] for words in capsys.readouterr().out.splitlines()] == ["self-test", "restart"]
    assert obeyed(line, 2) == ["self-test", "restart"]
    assert line.post.commands.new() == []
    another_engine(line)
    assert line.post.commands.new() == [], "a counter that starts anew would start anew for ever"
    assert give(line, "drain") == 0
    assert obeyed(line, 3) == ["drain"]
    assert not line.post.refused


def test_an_order_that_came_too_late_is_told_and_not_obeyed_by_a_later_engine_either(line: Line) -> None:
    assert give(line, "drain") == 0
    another_engine(line, 11 * MINUTES)
    assert obeyed(line) == []
    assert line.post.refused == {"command-late": 1}
    another_engine(line)
    assert line.post.commands.new() == []
    wait_until(line.settled(lambda: [detail for _, _, _, detail in line.store.incidents()] == ["command-late"]))


@pytest.mark.parametrize("case", ["another key", "the gateway's key", "an agency", "too long", "another counter", "an older number"])
def test_what_is_not_an_order_of_the_operators_to_this_counter_is_not_obeyed(line: Line, case: str) -> None:
    refused = {"another key": "unknown-key", "the gateway's key": "unknown-key", "an agency": "wrong-sender",
               "too long": "command-too-long", "another counter": "wrong-addressee"}
    match case:
        case "another key":
            envelope = made(SigningKey.generate())
        case "the gateway's key":
            envelope = made(SigningKey.load(line.bureau_state / "keys" / "gateway.pem"))
        case "an agency":
            envelope = made(line.agency_key, sender=AGENCY)
        case "too long":
            envelope = made(operator(line), good_for=20 * MINUTES)
        case "another counter":
            envelope = made(operator(line), to="test-site-2")
        case _:
            line.journal.leap("command", 7)
            envelope = made(operator(line), number=7)
    line.say(envelope)
    assert obeyed(line) == []
    assert list(line.post.refused) == ([refused[case]] if case in refused else [])


def test_a_command_without_a_key_or_a_counter_says_what_to_do(line: Line, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert give(line, "drain", "--key", str(tmp_path / "none.pem")) == 1
    assert "none.pem" in (said := capsys.readouterr().err)
    assert "name it with --key" in said
    assert bureau(["command", "nowhere", "drain", "--config", str(line.directory / "bureau.toml")]) == 1
    assert "no counter 'nowhere' is enrolled here" in capsys.readouterr().err
    for words in (["command", SITE], ["command", SITE, "explode"]):
        with pytest.raises(SystemExit):
            bureau([*words, "--config", str(line.directory / "bureau.toml")])
    assert "self-test" in capsys.readouterr().err


def test_a_database_put_back_gives_no_number_again(line: Line) -> None:
    give(line, "drain")
    assert obeyed(line) == ["drain"]
    line.store.set_kiosk(SITE, commanded=0)
    time.sleep(1.1)  # numbers follow the seconds
    give(line, "restart")
    assert obeyed(line, 2) == ["restart"]


def test_the_list_of_counters_tells_what_does_not_work_and_the_incidents_of_one(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    config = ["--config", str(line.directory / "bureau.toml")]
    assert bureau(["counters", *config]) == 0
    assert capsys.readouterr().out == f"{SITE}: accepted, hello never, no health told yet, nothing known\n"
    line.hello()
    line.post.health({"card": "gone", "printer.a4": "ok", "drain": "drained"})
    line.store.add_incident(SITE, "paper-left", "")
    wait_until(line.settled(lambda: not line.outbox.waiting()))
    assert bureau(["counters", SITE, *config]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("card gone, drain drained")
    assert second.endswith("paper-left")
    assert bureau(["counters", "nowhere", *config]) == 1
