"""The gateway's log: whoever names a checkpoint gets the proof that it only grew, and a gateway that rewrote it cannot give one."""
from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from bureau.tables import LEAVES, LOG
from rehearsal.line import Line
from tests.bureau.calling import Caller, gateway_ring
from wire.exchange import ExchangeAnswer
from wire.keys import SigningKey
from wire.log import Checkpoint, Frontier, verify_consistency
from wire.receipts import HelloAnswer


def two_checkpoints(line: Line, caller: Caller, between: Callable[[], None] = lambda: None) -> tuple[Checkpoint, HelloAnswer]:
    """What the log was after three messages, and what the gateway says to a counter that names it after two more."""
    ring = gateway_ring(line)

    def more(messages: int, then: Callable[[], None]) -> ExchangeAnswer:
        assert len(caller.receipts(*(caller.envelope() for _ in range(messages)))) == messages
        line.kill("gateway")  # a checkpoint counts for a minute; the next gateway signs another at once
        then()
        line.start("gateway")
        return ExchangeAnswer.read(caller.call().content)

    seen = more(3, lambda: None).next.checkpoint
    assert seen is not None
    more(2, between)
    answer = ExchangeAnswer.read(caller.call(hello=caller.hello(checkpoint=seen)).content).hello_answer
    assert answer is not None
    return Checkpoint.verify(seen, owner="gateway", keyring=ring), HelloAnswer.verify(answer, owner="gateway", keyring=ring)


def holds(line: Line, old: Checkpoint, answer: HelloAnswer) -> bool:
    new = Checkpoint.verify(answer.checkpoint or "", owner="gateway", keyring=gateway_ring(line))
    assert (old.size, new.size) == (3, 5)
    return verify_consistency(3, bytes.fromhex(old.root), 5, bytes.fromhex(new.root), [bytes.fromhex(node) for node in answer.consistency])


def test_a_hello_that_names_a_checkpoint_is_answered_with_the_proof_that_the_log_only_grew(line: Line, caller: Caller) -> None:
    old, answer = two_checkpoints(line, caller)
    assert holds(line, old, answer)
    assert line.store.incidents() == []


def test_a_gateway_that_rewrote_its_log_cannot_prove_it_and_says_so_itself(line: Line, caller: Caller) -> None:
    def rewrite() -> None:
        with line.store.write() as db:
            rows = db.execute(LEAVES.select().order_by(LEAVES.c.place)).all()
            db.execute(LEAVES.update().where(LEAVES.c.place == 1).values(hash="ab" * 32))
            frontier = Frontier()
            for row in rows:
                frontier = frontier.append(bytes.fromhex("ab" * 32 if row.place == 1 else row.hash))
            db.execute(LOG.update().values(frontier=frontier.to_text()))

    old, answer = two_checkpoints(line, caller, rewrite)
    assert not holds(line, old, answer)
    assert [code for _, _, code, _ in line.store.incidents()] == ["log-differs"]


def test_a_checkpoint_that_the_gateway_never_signed_is_one_incident_however_often_it_is_named(line: Line, caller: Caller) -> None:
    caller.receipts(caller.envelope())
    foreign = Checkpoint(size=1, root="ab" * 32, at=datetime.now(UTC)).sign(SigningKey.generate())
    for _ in range(2):
        assert caller.call(hello=caller.hello(checkpoint=foreign)).status_code == 200
    assert [code for _, _, code, _ in line.store.incidents()] == ["log-differs"]
