"""Signed records: each type by its one role, and not as another type."""
from __future__ import annotations

import pytest

from tests.wire.paperwork import NOW, OWNERS, REQUEST_ID, SITE, Parties
from wire.codec.errors import Malformed, NotAllowed, NotGenuine
from wire.codec.jws import sign_compact
from wire.codec.record import Record
from wire.log import Checkpoint
from wire.messages import Head
from wire.receipts import GatewayTime, HelloAnswer, Receipt
from wire.revocation import NOTHING, entry, updates
from wire.roles import Role

RECORDS: list[Record] = [
    Receipt(id=REQUEST_ID, sha256="0" * 64, epoch=1, seq=1, received_at=NOW, leaf="1" * 64),
    HelloAnswer(to=SITE, counter=1, state="accepted", head=Head(), time=NOW),
    GatewayTime(time=NOW),
    Checkpoint(size=1, root="0" * 64, at=NOW),
    updates(NOTHING, [entry("0a" * 20, "1f")], NOW)[0],
]


@pytest.fixture(scope="module")
def parties() -> Parties:
    return Parties()


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.typ)
def test_a_record_is_believed_from_its_own_signer_and_from_nobody_else(parties: Parties, record: Record) -> None:
    owner = OWNERS[record.role]
    for role, key in {**parties.keys, "transport": parties.transport}.items():
        signed = record.sign(key)
        if role == record.role:
            assert type(record).verify(signed, owner=owner, keyring=parties.keyring) == record
        else:
            with pytest.raises(NotGenuine):
                type(record).verify(signed, owner=owner, keyring=parties.keyring)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.typ)
def test_a_record_is_never_read_as_another_type(parties: Parties, record: Record) -> None:
    signed = record.sign(parties.keys[record.role])
    for other in RECORDS:
        if other.typ != record.typ:
            with pytest.raises(NotAllowed, match="wrong-type"):
                type(other).verify(signed, owner=OWNERS[other.role], keyring=parties.keyring)


def test_a_record_and_an_envelope_are_never_mistaken_for_each_other(parties: Parties) -> None:
    with pytest.raises(Malformed, match="not-compact-jws"):
        Receipt.verify(parties.up("wiped").octets.decode("ascii"), owner="gateway", keyring=parties.keyring)


def test_a_changed_record_is_refused(parties: Parties) -> None:
    head, _, signature = RECORDS[0].sign(parties.keys[Role.GATEWAY]).split(".")
    other = RECORDS[0].model_copy(update={"seq": 2}).sign(parties.keys[Role.GATEWAY]).split(".")[1]
    with pytest.raises(NotGenuine, match="bad-signature"):
        Receipt.verify(f"{head}.{other}.{signature}", owner="gateway", keyring=parties.keyring)


@pytest.mark.parametrize(("header", "code"), [
    ('{"typ":"counter-time+1","alg":"none","kid":"KID"}', "wrong-type"), ('{"typ":"counter-time+1","alg":"ES256"}', "missing-field"),
    ('{"typ":"counter-time+1","alg":"ES256","kid":"KID","jwk":{}}', "unknown-field"),
    ('{"typ":"counter-time+1","typ":"counter-time+1","alg":"ES256","kid":"KID"}', "duplicate-key"),
])
def test_a_records_header_holds_three_members(parties: Parties, header: str, code: str) -> None:
    key = parties.keys[Role.GATEWAY]
    signed = sign_compact(header.replace("KID", key.kid).encode("ascii"), b'{"time":"2026-11-21T02:40:00Z"}', key)
    with pytest.raises(Malformed) as refused:
        GatewayTime.verify(signed, owner="gateway", keyring=parties.keyring)
    assert refused.value.code == code
