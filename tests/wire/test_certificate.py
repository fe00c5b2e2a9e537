"""The verdict on a citizen certificate."""
from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from rehearsal.citizen_ca import CitizenCas, Holder
from tests.wire.citizen_cards import NOW, Authority, authority, card
from wire.certificate import certificate_serial, judge_certificate, policies_of, revocation_name
from wire.codec.errors import Malformed
from wire.revocation import Revocations


@pytest.fixture(scope="module")
def generations() -> tuple[Authority, Authority, Authority]:
    return authority(), authority(), authority()


def ders(generations: tuple[Authority, ...]) -> list[bytes]:
    return [generation.der for generation in generations]


def test_a_good_card_names_its_holder(generations: tuple[Authority, ...]) -> None:
    for issuer in generations:
        verdict = judge_certificate(card(issuer).der, ders(generations), NOW, Revocations.of(NOW))
        assert verdict.ok
        assert (verdict.name, verdict.last4, verdict.card_number) == ("王小明", "6789", "0000000000000001")
        assert verdict.revocation_known


def test_same_named_authorities_are_told_apart_by_key_and_signature(generations: tuple[Authority, ...]) -> None:
    first, second, third = generations
    assert judge_certificate(card(first).der, [second.der, third.der], NOW).reasons == ("unknown-issuer",)
    forged = card(first, signed_by=authority())
    assert judge_certificate(forged.der, ders(generations), NOW).reasons == ("unknown-issuer",)
    crossed = card(first, signed_by=second)
    assert judge_certificate(crossed.der, ders(generations), NOW).reasons == ("unknown-issuer",)


@pytest.mark.parametrize("version", [b"\x00", b"\x01", b"\x05", b"\x7f"])
def test_a_certificate_of_a_version_that_is_none_is_malformed(generations: tuple[Authority, ...], version: bytes) -> None:
    octets = bytearray(card(generations[0]).der)
    at = octets.index(b"\xa0\x03\x02\x01\x02") + 4  # [0] EXPLICIT INTEGER 2: version 3 (RFC 5280, 4.1.2.1)
    octets[at : at + 1] = version
    verdict = judge_certificate(bytes(octets), ders(generations), NOW)
    assert not verdict.ok


def test_a_name_that_is_no_text_is_malformed(generations: tuple[Authority, ...]) -> None:
    octets = bytearray(card(generations[0]).der)
    at = octets.rindex(b"\x06\x03\x55\x04\x03\x0c") + 5  # commonName, UTF8String: the last is the holder's
    octets[at : at + 1] = b"\x03"  # BIT STRING, which the library reads only where it is asked for, and refuses in its own way
    assert judge_certificate(bytes(octets), ders(generations), NOW).reasons == ("malformed",)


def test_times_are_judged(generations: tuple[Authority, ...]) -> None:
    old = card(generations[0], end=timedelta(seconds=-1))
    young = card(generations[0], start=timedelta(seconds=1))
    assert judge_certificate(old.der, ders(generations), NOW).reasons == ("expired",)
    assert judge_certificate(young.der, ders(generations), NOW).reasons == ("not-yet-valid",)
    assert judge_certificate(old.der, ders(generations), NOW - timedelta(seconds=2)).ok


def test_an_expired_authority_vouches_for_nobody() -> None:
    past = authority(years=-1)
    assert judge_certificate(card(past).der, [past.der], NOW).reasons == ("unknown-issuer",)


def test_a_revoked_card_is_refused_and_its_neighbour_is_not(generations: tuple[Authority, ...]) -> None:
    lost, good = card(generations[1]), card(generations[1])
    revoked = Revocations.of(NOW, [revocation_name(lost.der)])
    assert judge_certificate(lost.der, ders(generations), NOW, revoked).reasons == ("revoked",)
    assert judge_certificate(good.der, ders(generations), NOW, revoked).ok
    assert not judge_certificate(good.der, ders(generations), NOW).revocation_known


def test_the_encryption_certificate_does_not_sign(generations: tuple[Authority, ...]) -> None:
    assert judge_certificate(card(generations[0], signing=False).der, ders(generations), NOW).reasons == ("wrong-usage",)


@pytest.mark.parametrize("bent", [{"last4": "67890"}, {"last4": "678A"}, {"number": "123"}, {"number": "A" * 16}])
def test_a_certificate_that_names_no_citizen_is_malformed(generations: tuple[Authority, ...], bent: dict[str, str]) -> None:
    assert judge_certificate(card(generations[0], **bent).der, ders(generations), NOW).reasons == ("malformed",)  # type: ignore[arg-type]  # texts only


@pytest.mark.parametrize("octets", [b"", b"0", bytes(900)])
def test_octets_that_are_no_certificate_are_malformed(generations: tuple[Authority, ...], octets: bytes) -> None:
    assert judge_certificate(octets, ders(generations), NOW).reasons == ("malformed",)


def test_an_authoritys_own_certificate_is_no_citizen(generations: tuple[Authority, ...]) -> None:
    assert judge_certificate(generations[0].der, ders(generations), NOW).reasons == ("malformed",)


def test_every_reason_is_told_at_once(generations: tuple[Authority, ...]) -> None:
    worst = card(generations[0], signed_by=generations[1], end=timedelta(days=-1), signing=False)
    revoked = Revocations.of(NOW, [revocation_name(worst.der)])
    assert judge_certificate(worst.der, ders(generations), NOW, revoked).reasons == ("unknown-issuer", "expired", "revoked", "wrong-usage")


def test_a_broken_trust_folder_is_our_own_fault_and_raises(generations: tuple[Authority, ...]) -> None:
    with pytest.raises(Malformed, match="not-a-certificate"):
        judge_certificate(card(generations[0]).der, [b"broken"], NOW)


@pytest.mark.parametrize(("hours", "stale"), [(0, False), (48, False), (48.01, True), (-1, True)])
def test_a_list_grows_stale(hours: float, stale: bool) -> None:
    assert Revocations.of(NOW - timedelta(hours=hours)).stale(NOW, 48) is stale


def test_a_serial_is_written_one_way(generations: tuple[Authority, ...]) -> None:
    made = card(generations[0])
    assert int(certificate_serial(made.der), 16) == x509.load_der_x509_certificate(made.der).serial_number
    assert certificate_serial(made.der) == certificate_serial(made.der).lower().lstrip("0")


TEST_POLICY, OTHER = "2.16.886.101.0.3.0", "2.16.886.101.0.3.3"


@pytest.mark.parametrize(("asked", "fits"), [(frozenset(), True), ({TEST_POLICY}, True), ({OTHER, TEST_POLICY}, True), ({OTHER}, False)])
def test_a_card_must_bear_one_of_the_policies_that_are_asked_for(tmp_path: Path, asked: frozenset[str], fits: bool) -> None:
    cas = CitizenCas(tmp_path)
    key = rsa.generate_private_key(65537, 2048).public_key()
    issued = cas.issue(Holder("王小明", "6789", "0000000000000001"), key, authority="G3", not_before=NOW - timedelta(days=1))
    verdict = judge_certificate(issued.public_bytes(Encoding.DER), [cas.certificate("G3").public_bytes(Encoding.DER)], NOW, None,
                                frozenset(asked))
    assert verdict.reasons == (() if fits else ("wrong-usage",))


def test_a_card_without_a_policy_bears_none(generations: tuple[Authority, ...]) -> None:
    assert judge_certificate(card(generations[0]).der, ders(generations), NOW, None, frozenset({OTHER})).reasons == ("wrong-usage",)


def test_policies_are_read_line_by_line_and_anything_else_is_refused() -> None:
    assert policies_of(f"# levels\n{TEST_POLICY}  # test\n\n{OTHER}\n") == {TEST_POLICY, OTHER}
    assert policies_of("") == frozenset()
    with pytest.raises(Malformed, match="not-a-policy"):
        policies_of("level three")
