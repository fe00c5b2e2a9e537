"""The citizen's signature: made with a card's key, judged by ourselves and by ``openssl cms``."""
from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.wire.citizen_cards import Authority, Card, authority, card
from tests.wire.paperwork import ASKING
from wire.citizen import Statement, assemble_cms, verify_cms
from wire.codec.errors import Malformed, NotGenuine
from wire.keys import VisitKey
from wire.messages import Collect, Request

VISIT = VisitKey.generate()
ASKED = Request(**ASKING, visit_key=VISIT.public_text(), case_no="1", token_sha256="0" * 64, answers={})
STATEMENT = Statement.of(ASKED)


@pytest.fixture(scope="module")
def issuer() -> Authority:
    return authority()


@pytest.fixture(scope="module")
def citizen(issuer: Authority) -> Card:
    return card(issuer)


@pytest.fixture(scope="module")
def signed(citizen: Card, issuer: Authority) -> bytes:
    return assemble_cms(STATEMENT.octets(), citizen.der, (issuer.der,), citizen.sign)


def openssl_accepts(folder: Path, made: bytes, octets: bytes, trusted: x509.Certificate) -> bool:
    """Ask openssl, with the CAdES check of the signing certificate."""
    (folder / "cms").write_bytes(made)
    (folder / "octets").write_bytes(octets)
    (folder / "ca.pem").write_bytes(trusted.public_bytes(Encoding.PEM))
    asked = "openssl cms -verify -cades -binary -inform DER -in cms -CAfile ca.pem -content octets -out out"
    return subprocess.run(asked.split(), cwd=folder, capture_output=True, check=False).returncode == 0


def test_openssl_and_we_accept_what_the_card_signed(tmp_path: Path, signed: bytes, citizen: Card, issuer: Authority) -> None:
    assert verify_cms(signed, STATEMENT.octets()) == citizen.der
    assert openssl_accepts(tmp_path, signed, STATEMENT.octets(), issuer.certificate)


def other_statements() -> Iterator[Statement]:
    other_key = ASKED.model_copy(update={"visit_key": VisitKey.generate().public_text()})
    yield Statement.of(other_key)
    yield Statement.of(ASKED.model_copy(update={"request": "another"}))
    yield Statement.of(ASKED.model_copy(update={"shown": ASKED.shown + " "}))
    yield Statement.of(ASKED.model_copy(update={"kiosk": "another-site"}))
    yield Statement.of(Collect(**ASKING, visit_key=VISIT.public_text()))


def test_another_visits_bytes_and_another_visit_key_fail_for_both(tmp_path: Path, signed: bytes, issuer: Authority) -> None:
    for other in other_statements():
        with pytest.raises(NotGenuine, match="digest-differs"):
            verify_cms(signed, other.octets())
        assert not openssl_accepts(tmp_path, signed, other.octets(), issuer.certificate)


def test_openssl_refuses_a_same_named_authority_with_another_key(tmp_path: Path, signed: bytes) -> None:
    assert not openssl_accepts(tmp_path, signed, STATEMENT.octets(), authority().certificate)


def test_no_flipped_octet_gets_through(signed: bytes, citizen: Card) -> None:
    """Everything but the extra certificates is covered by the signature or by the strict form."""
    for place in range(0, len(signed), 7):
        bent = signed[:place] + bytes([signed[place] ^ 0x01]) + signed[place + 1 :]
        try:
            assert verify_cms(bent, STATEMENT.octets()) == citizen.der
        except (Malformed, NotGenuine):
            continue
        assert bent.replace(citizen.der, b"") != bent, f"octet {place} of the signer's certificate changed unnoticed"


def test_a_certificate_with_the_same_key_cannot_take_the_signers_place(signed: bytes, citizen: Card, issuer: Authority) -> None:
    twin = asn1_x509.Certificate.load(card(issuer, key=citizen.key).der)
    bent = cms.ContentInfo.load(signed)
    bent["content"]["certificates"] = [twin]
    bent["content"]["signer_infos"][0]["sid"] = cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber({
        "issuer": twin.issuer, "serial_number": twin.serial_number,
    })})
    with pytest.raises(Malformed, match="the certificate named is not in it"):
        verify_cms(bent.dump(force=True), STATEMENT.octets())


def test_two_signers_are_one_too_many(signed: bytes) -> None:
    bent = cms.ContentInfo.load(signed)
    signer = bent["content"]["signer_infos"][0]
    bent["content"]["signer_infos"] = [signer, signer.copy()]
    with pytest.raises(Malformed, match="cms-not-one-signer"):
        verify_cms(bent.dump(force=True), STATEMENT.octets())


def test_a_card_that_signs_something_else_is_noticed(citizen: Card) -> None:
    with pytest.raises(NotGenuine, match="bad-signature"):
        verify_cms(assemble_cms(STATEMENT.octets(), citizen.der, (), lambda data: citizen.sign(data + b"\x00")), STATEMENT.octets())


@pytest.mark.parametrize("untrusted", [b"", b"0", b"\x30\x80", b"\x30\x00", bytes(40), b"0\x82\xff\xff" + bytes(9)])
def test_octets_that_are_no_cms_are_refused(untrusted: bytes) -> None:
    with pytest.raises(Malformed):
        verify_cms(untrusted, b"")


def test_trailing_octets_behind_the_cms_are_refused(signed: bytes) -> None:
    with pytest.raises(Malformed, match="cms-not-der"):
        verify_cms(signed + b"\x00", STATEMENT.octets())


def test_what_the_card_raises_reaches_the_engine(citizen: Card) -> None:
    def pulled(_data: bytes) -> bytes:
        raise ConnectionError("card pulled")

    with pytest.raises(ConnectionError, match="card pulled"):
        assemble_cms(STATEMENT.octets(), citizen.der, (), pulled)


def test_a_statement_is_nine_members_of_canonical_json() -> None:
    octets = STATEMENT.octets()
    assert Statement.read(octets) == STATEMENT
    assert sorted(json.loads(octets)) == [
        "agency", "checkpoint", "flow", "flow_version", "kiosk", "request", "shown_sha256", "type", "visit_key_sha256",
    ]
    wrong_type = octets.replace(b'"flow_version":1', b'"flow_version":"1"')
    for bent in (json.dumps(json.loads(octets)).encode(), octets[:-1] + b',"x":1}', wrong_type):
        with pytest.raises(Malformed):
            Statement.read(bent)
