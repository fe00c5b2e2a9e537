"""The invented authorities and the deck: same names, different keys, each card with its one trouble."""
from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from rehearsal import deck
from rehearsal.citizen_ca import GENERATIONS, CitizenCas, authority_name
from wire.certificate import judge_certificate, revocation_name
from wire.revocation import Revocations

DER = serialization.Encoding.DER


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deck")
    deck.deal(CitizenCas(folder / "ca"), folder / "cards")
    return folder


@pytest.fixture(scope="module")
def cas(cards: Path) -> CitizenCas:
    return CitizenCas(cards / "ca")


def test_the_three_authorities_bear_one_name_byte_for_byte_and_have_three_keys(cas: CitizenCas) -> None:
    names = {cas.certificates[g].subject.public_bytes() for g in GENERATIONS} | {cas.stranger.subject.public_bytes()}
    assert names == {authority_name().public_bytes()}
    keys = {cas.certificate(each).public_key().public_bytes(DER, serialization.PublicFormat.PKCS1) for each in (*GENERATIONS, "stranger")}
    assert len(keys) == 4


def test_keys_and_cards_are_made_once_and_found_again(cards: Path, cas: CitizenCas) -> None:
    before = {path: path.read_bytes() for path in cards.rglob("*.pem")}
    deck.deal(CitizenCas(cards / "ca"), cards / "cards")
    assert {path: path.read_bytes() for path in cards.rglob("*.pem")} == before


@pytest.mark.parametrize(("card", "issuer"), [("standing", "G3"), ("g1", "G1")])
def test_openssl_accepts_a_card_under_its_own_issuer_only(cards: Path, card: str, issuer: str) -> None:
    for each in (*GENERATIONS, "stranger"):
        line = ["openssl", "verify", "-CAfile", "ca/root.pem", "-untrusted", f"ca/{each}.pem", f"cards/{card}/cert.pem"]
        assert (subprocess.run(line, capture_output=True, cwd=cards, check=False).returncode == 0) == (each == issuer)


@pytest.mark.parametrize(
    ("card", "reasons"),
    [
        ("standing", ()), ("g1", ()), ("namesake", ()),
        ("expired", ("expired",)), ("revoked", ("revoked",)), ("stranger", ("unknown-issuer",)),
    ],
)
def test_each_card_has_exactly_its_own_trouble(cards: Path, cas: CitizenCas, card: str, reasons: tuple[str, ...]) -> None:
    def der(label: str) -> bytes:
        return deck.certificate(cards / "cards" / label)

    now = datetime.now(UTC)
    revoked = Revocations.of(now.replace(microsecond=0), [revocation_name(der("revoked"))])
    verdict = judge_certificate(der(card), [cas.certificates[g].public_bytes(DER) for g in GENERATIONS], now, revoked)
    assert verdict.reasons == reasons
    holder = deck.DECK[card].holder
    assert (verdict.name, verdict.last4, verdict.card_number) == (holder.name, holder.last4, holder.serial)


def test_what_is_trusted_is_neither_root_nor_impostor(cas: CitizenCas, tmp_path: Path) -> None:
    cas.write_trust(tmp_path / "citizen-ca")
    assert sorted(path.name for path in tmp_path.rglob("*.pem")) == ["g1.pem", "g2.pem", "g3.pem"]
