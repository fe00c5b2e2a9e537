"""The chain's rules, case by case."""
from __future__ import annotations

import pytest

from tests.wire.paperwork import Parties
from wire.chain import advance, compare_heads, judge, new_epoch, next_link
from wire.messages import Head

A, B, C = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture(scope="module")
def parties() -> Parties:
    return Parties()


def test_three_envelopes_make_a_chain_that_the_gateway_follows(parties: Parties) -> None:
    kiosk = gateway = Head()
    for kind in ("incident", "withdraw", "wiped"):
        sent = parties.up(kind, kiosk)
        assert judge(gateway, sent.header, sent.sha256) == "next"
        kiosk, gateway = advance(kiosk, sent), advance(gateway, sent)
        assert judge(gateway, sent.header, sent.sha256) == "known"
    assert kiosk.seq == 3
    assert compare_heads(kiosk, gateway) == "same"


def test_an_envelope_outside_the_chain_does_not_move_the_head(parties: Parties) -> None:
    hello = parties.up("hello")
    assert advance(Head(seq=4, sha256=A), hello) == Head(seq=4, sha256=A)
    assert judge(Head(), hello.header, hello.sha256) == "outside"


def test_an_envelope_made_for_another_head_does_not_advance(parties: Parties) -> None:
    with pytest.raises(ValueError, match="not made for this head"):
        advance(Head(seq=4, sha256=A), parties.up("wiped"))


@pytest.mark.parametrize(("kiosk_head", "gateway_head", "stored", "verdict"), [
    (Head(seq=5, sha256=A), Head(seq=5, sha256=A), None, "next"),
    (Head(seq=5, sha256=A), Head(seq=5, sha256=B), None, "fork"),
    (Head(seq=6, sha256=A), Head(seq=5, sha256=B), None, "gap"),
    (Head(seq=4, sha256=A), Head(seq=5, sha256=B), None, "fork"),
    (Head(seq=4, sha256=A), Head(seq=5, sha256=B), "itself", "known"),
    (Head(seq=2, sha256=A), Head(seq=5, sha256=B), None, "fork"),
    (Head(seq=2, sha256=A), Head(seq=5, sha256=B), C, "fork"),
    (Head(seq=7, sha256=A), Head(seq=5, sha256=B), "itself", "known"),
    (Head(epoch=2, seq=0, sha256=A), Head(seq=5, sha256=B), None, "new-epoch"),
    (Head(epoch=1, seq=5, sha256=A), Head(epoch=2, seq=1, sha256=B), None, "fork"),
])
def test_the_gateway_judges(parties: Parties, kiosk_head: Head, gateway_head: Head, stored: str | None, verdict: str) -> None:
    sent = parties.up("incident", kiosk_head)
    assert judge(gateway_head, sent.header, sent.sha256, sent.sha256 if stored == "itself" else stored) == verdict


@pytest.mark.parametrize(("kiosk", "gateway", "verdict"), [
    (Head(), Head(), "same"), (Head(seq=3, sha256=A), Head(), "resend"), (Head(seq=3, sha256=A), Head(seq=2, sha256=B), "resend"),
    (Head(seq=3, sha256=A), Head(seq=3, sha256=B), "incident"), (Head(), Head(seq=1, sha256=A), "incident"),
    (Head(epoch=2), Head(seq=9, sha256=A), "resend"), (Head(seq=9, sha256=A), Head(epoch=2), "incident"),
])
def test_heads_are_compared_at_hello(kiosk: Head, gateway: Head, verdict: str) -> None:
    assert compare_heads(kiosk, gateway) == verdict


def test_a_new_epoch_names_the_old_head() -> None:
    link = next_link(new_epoch(Head(epoch=1, seq=9, sha256=A)))
    assert (link.epoch, link.seq, link.prev) == (2, 1, A)
