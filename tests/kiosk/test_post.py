"""The post: what is believed and what is not, with the real stores and the real keys of both ends, no network."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.post import open_post
from kiosk.store import Inbox, Journal
from kiosk.trust import revocations
from rehearsal.line import AGENCY, SITE, Line
from wire.codec.errors import KeyUnusable
from wire.codec.ids import uuid7
from wire.envelope import Envelope, seal, sign_open
from wire.keys import SigningKey, VisitKey
from wire.log import Checkpoint, consistency_proof, leaf_hash, root, tree_of
from wire.messages import Collect, Head, Incident, Message, Opened, Status, Subject
from wire.receipts import HelloAnswer, Receipt
from wire.revocation import NOTHING, entry, updates

LEAF = "ab" * 32


class Bureau(Line):
    """Both ends of a line with the uplink's part played by hand: what :meth:`bring` puts into the inbox."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.gateway = SigningKey.load(self.bureau_state / "keys" / "gateway.pem")
        self.box, self.number = Inbox(self.state), 0

    def bring(self, *down: Envelope, receipts: tuple[tuple[str, str], ...] = (), answer: str | None = None) -> None:
        self.box.keep([(id_, 0, text.encode()) for id_, text in receipts], [(one.header.id, "", one.octets) for one in down],
                      answer.encode() if answer else None)

    def receipt(self, id_: str, sha256: str, key: SigningKey | None = None) -> tuple[str, str]:
        return id_, Receipt(id=id_, sha256=sha256, received_at=datetime.now(UTC), leaf=LEAF).sign(key or self.gateway)

    def opened(self, id_: str, sha256: str, result: str = "opened", key: SigningKey | None = None, sender: str = AGENCY) -> Envelope:
        return sign_open("opened", Opened(envelope=id_, sha256=sha256, result=result), sender=sender, to=SITE,  # type: ignore[arg-type]  # bent on purpose too
                         key=key or self.agency_key, link=None, at=datetime.now(UTC))

    def status(self, key: VisitKey, said: Message, signer: SigningKey | None = None) -> Envelope:
        return seal("status", said, sender=AGENCY, to=SITE, key=signer or self.agency_key, recipient=key.public, link=None,
                    at=datetime.now(UTC))

    def answer(self, state: str = "accepted", head: Head | None = None, **more: object) -> str:
        self.number += 1
        self.hello()
        said = {"to": SITE, "counter": self.number, "state": state, "head": head or Head(), "time": datetime.now(UTC), **more}
        return HelloAnswer.model_validate(said).sign(self.gateway)

    def kinds_kept(self) -> list[str]:
        return [row.kind for row in self.outbox.waiting()]


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "l")
    yield made
    made.close()


def test_a_receipt_marks_and_opened_deletes(both: Bureau) -> None:
    posted = both.post.send("withdraw", both.withdraw())
    both.bring(receipts=(both.receipt(posted.id, posted.sha256),))
    both.post.settle()
    assert both.outbox.waiting() == []
    assert both.outbox.kept() == {posted.id}
    both.bring(both.opened(posted.id, posted.sha256))
    both.post.settle()
    assert both.outbox.kept() == set()
    assert not both.post.refused


def test_an_open_message_ends_with_its_receipt(both: Bureau) -> None:
    posted = both.post.send("incident", Incident(code="test"))
    both.bring(receipts=(both.receipt(posted.id, posted.sha256),))
    both.post.settle()
    assert both.outbox.kept() == set()


@pytest.mark.parametrize("how", ["other key", "other bytes", "agency's key"])
def test_a_receipt_that_does_not_hold_changes_nothing_and_is_told_once(both: Bureau, how: str) -> None:
    posted = both.post.send("withdraw", both.withdraw())
    key = {"other key": SigningKey.generate(), "agency's key": both.agency_key}.get(how)
    both.bring(receipts=(both.receipt(posted.id, LEAF if how == "other bytes" else posted.sha256, key),))
    both.post.settle()
    both.post.settle()
    assert both.kinds_kept() == ["withdraw", "incident"]
    assert sum(both.post.refused.values()) == 1


@pytest.mark.parametrize("how", ["other key", "other bytes", "unknown agency", "cannot-open"])
def test_no_row_is_deleted_on_anything_but_its_agencys_opened(both: Bureau, how: str) -> None:
    posted = both.post.send("withdraw", both.withdraw())
    both.bring(both.opened(
        posted.id, LEAF if how == "other bytes" else posted.sha256, result="cannot-open" if how == "cannot-open" else "opened",
        key=SigningKey.generate() if how == "other key" else None, sender="other-agency" if how == "unknown agency" else AGENCY))
    both.post.settle()
    assert posted.id in both.outbox.kept()
    assert both.kinds_kept() == ["withdraw", "incident"]


def test_a_reply_reaches_its_visit_once(both: Bureau) -> None:
    key, said = VisitKey.generate(), Status(request="r", visit="v", state="received")
    both.bring(both.status(key, said))
    assert both.post.answers(key, "v") == [said]
    assert both.post.answers(key, "v") == []


def test_a_reply_to_a_visit_that_is_over_is_dropped_and_counted(both: Bureau) -> None:
    both.bring(both.status(VisitKey.generate(), Status(request="r", visit="old", state="received")))
    assert both.post.answers(VisitKey.generate(), "v") == []
    assert dict(both.post.refused) == {"late": 1}
    assert both.kinds_kept() == []


def test_a_reply_that_names_another_visit_is_dropped_and_told(both: Bureau) -> None:
    key = VisitKey.generate()
    both.bring(both.status(key, Status(request="r", visit="another", state="received")))
    assert both.post.answers(key, "v") == []
    assert both.kinds_kept() == ["incident"]


def test_a_reply_signed_by_nobody_we_know_is_dropped_and_told(both: Bureau) -> None:
    key = VisitKey.generate()
    both.bring(both.status(key, Status(request="r", visit="v", state="received"), SigningKey.generate()))
    both.box.keep([], [("x", "", b"no envelope at all")], None)
    assert both.post.answers(key, "v") == []
    assert sum(both.post.refused.values()) == 2


@pytest.mark.parametrize(("state", "gate"), [("accepted", "open"), ("pending", "pending"), ("rejected", "rejected")])
def test_the_answer_to_hello_opens_or_closes_the_menu_also_after_a_restart(both: Bureau, state: str, gate: str) -> None:
    assert both.post.gate(72) == "unknown"
    both.bring(answer=both.answer(state))
    both.post.settle()
    assert both.post.gate(72) == gate
    assert both.kinds_kept() == []
    assert open_post(both.config, Journal(both.state)).gate(72) == gate


def test_an_answer_to_an_older_hello_is_no_answer(both: Bureau) -> None:
    old = both.answer()
    both.answer()
    both.bring(answer=old)
    both.post.settle()
    assert both.post.gate(72) == "unknown"


def test_a_gateway_that_was_restored_gets_the_kept_rows_again(both: Bureau) -> None:
    posted = [both.post.send("withdraw", both.withdraw()) for _ in range(2)]
    both.bring(receipts=tuple(both.receipt(one.id, one.sha256) for one in posted))
    both.post.settle()
    both.bring(answer=both.answer(head=Head(epoch=1, seq=1, sha256=posted[0].sha256)))
    both.post.settle()
    both.post.settle()
    assert [row.id for row in both.outbox.waiting()] == [posted[1].id], "its receipt of before counts no more"
    both.box.keep([(posted[1].id, 1, both.receipt(posted[1].id, posted[1].sha256)[1].encode())], [], None)
    both.post.settle()
    assert both.outbox.waiting() == []


def test_the_next_engine_does_not_offer_everything_again_for_an_answer_heard_before(both: Bureau) -> None:
    both.bring(answer=both.answer(head=Head()))
    both.post.settle()
    posted = both.post.send("withdraw", both.withdraw())
    both.bring(receipts=(both.receipt(posted.id, posted.sha256),))
    both.post.settle()
    open_post(both.config, Journal(both.state)).settle()
    assert both.outbox.waiting() == []


def test_the_slip_names_the_leaf_of_the_request_it_is_for(both: Bureau) -> None:
    now = datetime.now(UTC)
    asked = Collect(request=uuid7(now), visit="v", flow="f", flow_version=1, agency=AGENCY, kiosk=SITE, lang="en", shown="", agreed_at=now,
                    subject=Subject(id_no="A123456789", how="typed"), evidence=(), visit_key=VisitKey.generate().public_text())
    posted = both.post.send("collect", asked)
    assert both.post.checkpoint_short() == {}
    both.bring(receipts=(both.receipt(posted.id, posted.sha256),))
    both.post.settle()
    assert both.post.checkpoint_short() == {"leaf": LEAF[:32]}


def test_a_gateway_with_another_chain_makes_the_counter_begin_a_new_one_and_say_so(both: Bureau) -> None:
    posted = both.post.send("withdraw", both.withdraw())
    both.bring(answer=both.answer(head=Head(epoch=1, seq=1, sha256=LEAF)))
    both.post.settle()
    rows = both.outbox.waiting()
    assert [(row.kind, row.epoch, row.seq) for row in rows] == [("withdraw", 1, 1), ("incident", 2, 1)]
    assert posted.id == rows[0].id


def test_a_step_of_the_revocation_list_is_applied_only_if_the_operator_signed_it(both: Bureau) -> None:
    path = both.state / "trust" / "revocation" / "head.jws"
    forged = updates(NOTHING, [entry("0a", "1f")], datetime.now(UTC))[0].sign(SigningKey.generate())
    both.bring(answer=both.answer(revocation=(forged,), revocation_number=1))
    both.post.settle()
    assert not path.exists()
    assert sum(both.post.refused.values()) == 1, "and the bureau is told"
    real = (both.bureau_state / "trust" / "revocation" / "000001.jws").read_text()
    both.bring(answer=both.answer(revocation=(real,), revocation_number=1))
    both.post.settle()
    assert path.read_text() == real
    held = revocations(both.state / "trust")
    assert held is not None
    assert (held.holds("01", "01"), held.holds("01", "02")) == (True, False)


def test_a_checkpoint_counts_with_the_gateways_signature_and_never_shrinks(both: Bureau) -> None:
    now = datetime.now(UTC)
    new = Checkpoint(size=5, root=LEAF, at=now).sign(both.gateway)
    for text, held in [
        (Checkpoint(size=4, root=LEAF, at=now).sign(SigningKey.generate()), None),
        (new, new),
        (Checkpoint(size=4, root=LEAF, at=now + timedelta(seconds=9)).sign(both.gateway), new),
        (Checkpoint(size=5, root="cd" * 32, at=now + timedelta(seconds=9)).sign(both.gateway), new),
    ]:
        both.box.line(True, "", checkpoint=text)
        both.post.settle()
        assert both.post.line().checkpoint == held
    assert both.post.refused["log-shrank"] == 2
    assert both.post.checkpoint_short() == {"checkpoint": f"5/{LEAF[:32]}"}


@pytest.mark.parametrize(("held", "grown", "proved", "believed"), [
    (3, 7, True, True), (7, 7, True, True), (3, 7, False, False), (7, 3, True, False),
])
def test_the_log_of_an_answer_must_be_proved_to_hold_the_one_that_the_hello_named(
    both: Bureau, held: int, grown: int, proved: bool, believed: bool,
) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(7)]
    now = datetime.now(UTC)

    def checkpoint(size: int, later_s: int) -> str:
        return Checkpoint(size=size, root=root(leaves[:size]).hex(), at=now + timedelta(seconds=later_s)).sign(both.gateway)

    first, second = checkpoint(held, 0), checkpoint(grown, 9)
    both.box.line(True, "", checkpoint=first)
    both.post.settle()
    proof = [node.hex() for node in consistency_proof(tree_of(leaves), held, grown)] if proved and grown >= held else []
    both.bring(answer=both.answer(checkpoint=second, consistency=proof))
    both.post.settle()
    assert both.post.line().checkpoint == (second if believed else first)
    assert both.post.refused["log-rewritten"] == (0 if proved else 1)
    assert both.post.refused["log-shrank"] == (1 if grown < held else 0)


def test_a_log_that_was_rewritten_is_an_incident_and_the_old_checkpoint_stays(both: Bureau) -> None:
    leaves, others = ([leaf_hash(bytes([number + shift])) for number in range(7)] for shift in (0, 100))
    now = datetime.now(UTC)
    held = Checkpoint(size=3, root=root(leaves[:3]).hex(), at=now).sign(both.gateway)
    forged = Checkpoint(size=7, root=root(others).hex(), at=now + timedelta(seconds=9)).sign(both.gateway)
    both.box.line(True, "", checkpoint=held)
    both.post.settle()
    proof = [node.hex() for node in consistency_proof(tree_of(others), 3, 7)]
    both.bring(answer=both.answer(checkpoint=forged, consistency=proof))
    both.post.settle()
    assert both.post.line().checkpoint == held
    assert "incident" in both.kinds_kept()


def test_without_the_agencys_key_nothing_is_kept_and_the_error_says_what_to_do(both: Bureau) -> None:
    with pytest.raises(KeyUnusable, match="enrol this counter again"):
        both.post.send("withdraw", both.withdraw(), "other-agency")
    assert both.outbox.kept() == set()
    (both.state / "trust" / "gateway.jwk").unlink()
    with pytest.raises(KeyUnusable, match=r"gateway\.jwk"):
        open_post(both.config, both.journal)
