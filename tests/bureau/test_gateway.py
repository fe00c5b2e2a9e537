"""The gateway as a kiosk, a thief and a power cut see it: real process, real TLS, real database."""
from __future__ import annotations

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from bureau.__main__ import main as bureau
from bureau.gateway.group import Group
from bureau.gateway.ledger import Ledger
from bureau.store import ENVELOPES
from rehearsal.line import AGENCY, ROOT, SITE, Line, wait_until
from tests.bureau.calling import Caller, gateway_ring
from wire.chain import Link
from wire.codec.jws import read_compact
from wire.codec.strict import read_model
from wire.envelope import read_open, sign_open, verify
from wire.exchange import Exchange, ExchangeAnswer, sign_request
from wire.keys import PublicKey, SigningKey
from wire.messages import Head, Hello, Incident
from wire.receipts import GatewayTime, HelloAnswer, Receipt
from wire.roles import Keyring, Role


def states(line: Line) -> dict[str, str]:
    return {id_: row.state for id_ in known(line) if (row := line.store.envelope(id_)) is not None}


def known(line: Line) -> list[str]:
    with line.store.read() as db:
        return [row.id for row in db.execute(ENVELOPES.select().order_by(ENVELOPES.c.place))]


def test_a_resend_gets_the_same_receipt_to_the_byte(line: Line, caller: Caller) -> None:
    envelope = caller.envelope()
    first = caller.receipts(envelope)
    line.kill("gateway")
    line.start("gateway")
    assert caller.receipts(envelope) == first
    receipt = Receipt.verify(first[0], owner="gateway", keyring=gateway_ring(line))
    assert (receipt.id, receipt.sha256, receipt.epoch, receipt.seq) == (envelope.header.id, envelope.sha256, 1, 1)
    assert known(line) == [envelope.header.id]


def test_a_gateway_killed_between_keeping_and_answering_gives_the_receipt_later(line: Line, caller: Caller) -> None:
    envelope = caller.envelope()
    body = Exchange(up=(envelope.octets.decode(),)).octets()
    fields = sign_request("POST", caller.url, body, caller.transport, datetime.now(UTC))
    fields |= {"Host": f"127.0.0.1:{line.port}", "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    trusting = ssl.create_default_context(cafile=str(line.state / "trust" / "bureau-root.pem"))
    with trusting.wrap_socket(socket.create_connection(("127.0.0.1", line.port)), server_hostname="127.0.0.1") as raw:
        raw.sendall(f"POST /exchange HTTP/1.1\r\n{head}\r\n".encode() + body)
        wait_until(lambda: line.store.envelope(envelope.header.id))
        line.kill("gateway")
    line.start("gateway")
    assert len(caller.receipts(envelope)) == 1
    assert known(line) == [envelope.header.id]


def test_what_a_pending_counter_sends_is_kept_apart_until_an_operator_confirms_it(tmp_path: Path) -> None:
    line = Line(tmp_path / "l", state="pending")
    try:
        line.start("gateway")
        caller = Caller(line)
        envelope = caller.envelope()
        answer = ExchangeAnswer.read(caller.call(envelope, hello=caller.hello()).content)
        assert answer.hello_answer is not None
        assert HelloAnswer.verify(answer.hello_answer, owner="gateway", keyring=gateway_ring(line)).state == "pending"
        assert len(answer.receipts) == 1
        assert line.store.new_envelopes(AGENCY) == []
        assert bureau(["confirm", SITE, "--config", str(line.directory / "bureau.toml")]) == 0
        assert [row.id for row in line.store.new_envelopes(AGENCY)] == [envelope.header.id]
    finally:
        line.close()


def test_a_stolen_transport_key_can_send_nothing_forged(line: Line, caller: Caller) -> None:
    thief = SigningKey.generate()
    assert caller.receipts(caller.envelope(key=thief)) == ()
    assert caller.call(hello=caller.hello(key=thief)).status_code == 401
    assert known(line) == []
    assert {(site, code) for _, site, code, _ in line.store.incidents()} == {(SITE, "refused")}


def test_an_unknown_transport_key_is_let_in_only_beside_a_hello_that_names_it(line: Line, caller: Caller) -> None:
    overheard = caller.hello(counter=1)
    assert caller.call(hello=overheard).status_code == 200
    caller.transport = SigningKey.generate()
    assert caller.call().status_code == 401
    assert caller.call(hello=overheard).status_code in (401, 403)
    assert caller.call(hello=caller.hello(jkt=line.transport.kid, counter=9)).status_code == 403
    assert caller.call(hello=caller.hello(counter=2)).status_code == 200
    assert caller.call().status_code == 200
    caller.transport = line.transport
    assert caller.call().status_code == 401, "the older key was replaced"


def test_an_older_hello_changes_nothing_and_is_told_how_far_it_had_come(line: Line, caller: Caller) -> None:
    newest = []
    for counter in (5, 4, 5):
        answer = ExchangeAnswer.read(caller.call(hello=caller.hello(counter=counter)).content).hello_answer
        newest.append(read_model(HelloAnswer, read_compact(answer or "").payload).newest)
    assert newest == [5, 5, 5]
    kiosk = line.store.kiosk(SITE)
    assert kiosk is not None
    assert kiosk.hello_counter == 5
    assert [(code, detail) for _, _, code, detail in line.store.incidents()] == [("old-hello", "4 after 5")]


def test_a_wrong_clock_gets_the_signed_time(line: Line, caller: Caller) -> None:
    for wrong in (timedelta(seconds=-310), timedelta(seconds=310)):
        answer = caller.call(created=datetime.now(UTC) + wrong)
        assert answer.status_code == 401
        time = GatewayTime.verify(answer.text, owner="gateway", keyring=gateway_ring(line)).time
        assert abs(time - datetime.now(UTC)) < timedelta(seconds=30)


def test_two_messages_at_one_place_are_both_kept_from_the_desk(line: Line, caller: Caller) -> None:
    first, second = caller.envelope(Link(1, 1, "")), caller.envelope(Link(1, 1, ""))
    assert len(caller.receipts(first, second)) == 2
    assert states(line) == {first.header.id: "quarantined", second.header.id: "quarantined"}
    assert [(code, detail) for _, _, code, detail in line.store.incidents()] == [("chain-fork", "1/1")]


def test_a_message_that_came_too_early_is_taken_and_the_head_follows_later(line: Line, caller: Caller) -> None:
    first, second, third = caller.envelope(), caller.envelope(), caller.envelope()
    caller.receipts(third)
    caller.receipts(first)
    kiosk = line.store.kiosk(SITE)
    assert kiosk is not None
    assert kiosk.head.seq == 1
    caller.receipts(second)
    kiosk = line.store.kiosk(SITE)
    assert kiosk is not None
    assert kiosk.head == caller.head
    assert set(states(line).values()) == {"new"}


def test_a_new_epoch_waits_for_an_operator(line: Line, caller: Caller) -> None:
    caller.receipts(caller.envelope())
    caller.head = Head(epoch=2, seq=0, sha256="ab" * 32)
    one, two = caller.envelope(), caller.envelope()
    caller.receipts(one, two)
    assert [states(line)[row.header.id] for row in (one, two)] == ["quarantined", "quarantined"]
    assert bureau(["confirm", SITE, "--config", str(line.directory / "bureau.toml")]) == 0
    kiosk = line.store.kiosk(SITE)
    assert kiosk is not None
    assert kiosk.head == caller.head
    assert [states(line)[row.header.id] for row in (one, two)] == ["new", "new"]


def test_numbers_no_database_holds_are_refused_and_the_next_message_is_served(line: Line, caller: Caller) -> None:
    assert caller.receipts(caller.envelope(Link(2**70, 1, ""))) == ()
    assert caller.call(hello=caller.hello(counter=2**70)).status_code == 403
    assert len(caller.receipts(caller.envelope())) == 1


async def test_of_two_hellos_kept_together_the_older_one_changes_nothing(line: Line, caller: Caller) -> None:
    line.kill("gateway")
    ring = Keyring()
    ring.add(Role.KIOSK, SITE, line.device.public)
    hellos = [read_open(verify(caller.hello(counter=counter).encode(), role=Role.KIOSK, owner=SITE, keyring=ring)) for counter in (6, 5)]
    key = SigningKey.load(line.bureau_state / "keys" / "gateway.pem")
    ledger = Ledger(line.store, key, line.directory / "none", tell_desk=lambda: None)
    keeping = [asyncio.create_task(ledger.keep(SITE, (), (), hello, None)) for hello in hellos if isinstance(hello, Hello)]
    await asyncio.sleep(0)  # both wait before the first lot is begun
    work = asyncio.create_task(ledger.run())
    newer, older = await asyncio.gather(*keeping)
    assert newer.hello_answer is not None
    assert older.hello_answer is not None
    assert read_model(HelloAnswer, read_compact(older.hello_answer).payload).newest == 6
    kiosk = line.store.kiosk(SITE)
    assert kiosk is not None
    assert kiosk.hello_counter == 6
    work.cancel()


async def test_what_fails_in_a_lot_fails_for_whoever_asked_it_alone() -> None:
    lots: list[list[int]] = []

    def work(lot: list[int]) -> list[int | Exception]:
        lots.append(lot)
        return [ValueError(number) if number == 3 else number * 2 for number in lot]

    group: Group[int, int] = Group(work)
    asking = [asyncio.create_task(group.ask(number)) for number in range(1, 6)]
    await asyncio.sleep(0)
    running = asyncio.create_task(group.run())
    found = await asyncio.gather(*asking, return_exceptions=True)
    running.cancel()
    assert lots == [[1, 2, 3, 4, 5]]
    assert [found[0], found[1], found[3], found[4]] == [2, 4, 8, 10]
    assert isinstance(found[2], ValueError)


@pytest.mark.parametrize("url", ["sqlite:///bureau.db"])  # the other database is told how full it may get by its disk alone
async def test_with_a_full_disk_nothing_is_receipted_and_it_goes_on_when_there_is_room(line: Line, caller: Caller) -> None:
    line.kill("gateway")
    ring = Keyring()
    ring.add(Role.KIOSK, SITE, line.device.public)
    first, second = (verify(caller.envelope().octets, role=Role.KIOSK, owner=SITE, keyring=ring) for _ in range(2))
    key = SigningKey.load(line.bureau_state / "keys" / "gateway.pem")
    ledger = Ledger(line.store, key, line.directory / "none", tell_desk=lambda: None)
    work = asyncio.create_task(ledger.run())
    room = {"pages": 1}
    event.listen(line.store.engine, "begin", lambda db: db.exec_driver_sql(f"PRAGMA max_page_count={room['pages']}"))
    with pytest.raises(SQLAlchemyError, match="full"):
        await ledger.keep(SITE, (first, second), (), None, None)
    assert known(line) == []
    room["pages"] = 100000
    assert len((await ledger.keep(SITE, (first, second), (), None, None)).receipts) == 2
    work.cancel()


async def test_what_no_desk_opens_for_ten_minutes_is_an_incident_once(line: Line, caller: Caller) -> None:
    first, second = caller.envelope(), caller.envelope()
    caller.call(first, second)
    line.kill("gateway")
    key = SigningKey.load(line.bureau_state / "keys" / "gateway.pem")
    ledger = Ledger(line.store, key, line.directory / "none", tell_desk=lambda: None)
    for minutes, told in ((9, 0), (11, 1), (11, 1)):
        with line.store.write() as db:
            db.execute(sa.update(ENVELOPES).values(received_at=(datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()))
        ledger._checkpoint = None
        ledger._sign_checkpoint()
        assert len(line.store.incidents()) == told
    assert [(code, detail) for _, _, code, detail in line.store.incidents()] == [("not-opened", f"{first.header.id} by changhua-tax")]
    line.store.mark_opened(first.header.id)
    ledger._checkpoint = None
    ledger._sign_checkpoint()
    assert [detail for _, _, _, detail in line.store.incidents()][1:] == [f"{second.header.id} by changhua-tax"]


def test_an_incident_of_a_counter_is_on_the_list_at_once(line: Line, caller: Caller) -> None:
    said = sign_open("incident", Incident(code="paper-left"), sender=SITE, to="bureau", key=caller.device, link=Link(1, 1, ""),
                     at=datetime.now(UTC))
    caller.receipts(said)
    assert [(site, code) for _, site, code, _ in line.store.incidents()] == [(SITE, "paper-left")]
    assert line.store.new_envelopes("bureau") == []


def test_older_tls_and_bodies_that_are_no_exchange_are_turned_away(line: Line, caller: Caller) -> None:
    old = ssl.create_default_context(cafile=str(line.state / "trust" / "bureau-root.pem"))
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(httpx.ConnectError):
        httpx.Client(verify=old).get(f"https://127.0.0.1:{line.port}/healthz")
    for body in (b"", b"{}x", b'{"up":[1]}', b'{"up":[],"up":[]}', b'{"unknown":1}'):
        headers = sign_request("POST", caller.url, body, caller.transport, datetime.now(UTC))
        assert caller.client.post(caller.url, content=body, headers=headers).status_code == 400
    assert caller.client.post(caller.url, content=b"{}").status_code == 400


def test_the_gateway_has_no_key_that_opens_anything() -> None:
    for file in sorted((ROOT / "bureau" / "gateway").glob("*.py")):
        text = file.read_text("utf-8")
        assert "SealingKey" not in text
        assert "unseal" not in text
        assert "seal_key" not in text


def test_nobody_is_confirmed_by_a_name_that_is_not_enrolled(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    assert bureau(["confirm", "nowhere", "--config", str(line.directory / "bureau.toml")]) == 1
    assert "enrol it first" in capsys.readouterr().err
    assert PublicKey.from_jwk(line.device.public.jwk()).kid == line.device.kid
