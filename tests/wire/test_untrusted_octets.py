"""Whatever stands on the wire, reading it ends in a value or in ``WireError``, never in anything else."""
from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.wire.paperwork import AGENCY, OWNERS, SITE, Parties, forge, header
from wire.citizen import verify_cms
from wire.codec.errors import WireError
from wire.codec.strict import b64, read_object, unb64
from wire.envelope import peek, read_open, verify
from wire.exchange import Exchange, ExchangeAnswer
from wire.keys import PublicSealingKey
from wire.receipts import Receipt
from wire.roles import Role

PARTIES = Parties()
SENT = [PARTIES.up("wiped").octets, PARTIES.up("withdraw").octets, PARTIES.down("opened").octets, PARTIES.down("status").octets]
HEADERS = [json.dumps(header(PARTIES.keys[Role.KIOSK], Role.KIOSK, kind), separators=(",", ":")) for kind in ("wiped", "request", "hello")]
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def bent(draw: st.DrawFn, whole: list[bytes]) -> bytes:
    """One of ours with a few octets changed, cut out, doubled or put in."""
    octets = bytearray(draw(st.sampled_from(whole)))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(octets)))
        end = draw(st.integers(start, min(len(octets), start + 12)))
        doubled, telling = st.just(bytes(octets[start:end] * 2)), st.sampled_from([b'"', b"}", b"{", b",", b"\\u0000"])
        octets[start:end] = draw(st.one_of(st.binary(max_size=12), doubled, telling))
    return bytes(octets)


@quick
@given(bent(SENT))
@example(b"")
@example(b"{" * 100_000 + b"}")
@example(b'{"protected":"","payload":"","signature":""}')
def test_no_bent_envelope_is_believed(untrusted: bytes) -> None:
    if untrusted in SENT:
        return
    for role, owner in ((Role.KIOSK, SITE), (Role.AGENCY, AGENCY)):
        with pytest.raises(WireError):
            verify(untrusted, role=role, owner=owner, keyring=PARTIES.keyring)


@quick
@given(bent([text.encode("ascii") for text in HEADERS]))
def test_a_bent_but_well_signed_header_is_read_or_refused(untrusted: bytes) -> None:
    try:
        read = peek(forge(PARTIES.keys[Role.KIOSK], untrusted.decode("latin-1")))
    except WireError:
        return
    assert read.typ in ("counter-open+1", "counter-envelope+1")


LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


@quick
@given(st.recursive(LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=12))
def test_any_json_as_a_signed_message_is_read_or_refused(value: object) -> None:
    for kind, role in (("wiped", Role.KIOSK), ("opened", Role.AGENCY)):
        key = PARTIES.keys[role]
        payload = json.dumps(value).encode("utf-8", "surrogatepass")
        verified = verify(forge(key, header(key, role, kind), payload), role=role, owner=OWNERS[role], keyring=PARTIES.keyring)
        with pytest.raises(WireError):
            read_open(verified)


@quick
@given(st.binary(max_size=200))
@example(b'{"a":' * 5_000 + b"1" + b"}" * 5_000)
@example(b'{"up":["\\ud800"]}')
@example(b'{"wait":' + b"9" * 5_000 + b"}")
@example(b"\xef\xbb\xbf{}")
def test_any_octets_in_any_place_are_read_or_refused(untrusted: bytes) -> None:
    text = untrusted.decode("latin-1")
    for reading in (
        lambda: peek(untrusted), lambda: Exchange.read(untrusted), lambda: ExchangeAnswer.read(untrusted), lambda: read_object(untrusted),
        lambda: Receipt.verify(text, owner="gateway", keyring=PARTIES.keyring), lambda: PublicSealingKey.from_visit_text(text),
        lambda: PublicSealingKey.from_json(untrusted), lambda: verify_cms(untrusted, b""),
    ):
        with suppress(WireError):
            reading()


@quick
@given(st.binary(max_size=50))
def test_base64url_has_one_spelling(octets: bytes) -> None:
    spelled = b64(octets)
    assert unb64(spelled) == octets
    for other in (spelled + "=", spelled + "A", spelled + "\n", "+" + spelled):
        with suppress(WireError):
            assert unb64(other) != octets
