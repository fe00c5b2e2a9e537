"""Envelopes: what goes in comes out, for the right reader only, and nothing bent gets through."""
from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest

from tests.wire.paperwork import AGENCY, NOW, OPEN_KINDS, OWNERS, SEALED_KINDS, SITE, Parties, forge, header
from wire import messages
from wire.chain import next_link
from wire.codec.jws import sign_flat
from wire.codec.padding import LARGEST, pad, unpad
from wire.codec.strict import b64, unb64
from wire.envelope import KeyUnusable, Malformed, NotAllowed, NotGenuine, WireError, peek, read_open, seal, sign_open, unseal, verify
from wire.keys import P256_ORDER, SealingKey, SigningKey
from wire.messages import Head
from wire.roles import MAY_SEND, SEALED, Role


def compact(parts: dict[str, object]) -> bytes:
    """JSON without white space."""
    return json.dumps(parts, separators=(",", ":")).encode("utf-8")


@pytest.fixture(scope="module")
def parties() -> Parties:
    return Parties()


@pytest.mark.parametrize("kind", [*messages.OPEN_UP, *messages.SEALED_UP])
def test_every_kind_that_goes_up_arrives_as_it_was(parties: Parties, kind: str) -> None:
    sent = parties.up(kind)
    verified = verify(sent.octets, role=Role.KIOSK, owner=SITE, keyring=parties.keyring, to=AGENCY)
    assert verified.sha256 == sent.sha256 == hashlib.sha256(sent.octets).hexdigest()
    if kind in messages.OPEN_UP:
        assert read_open(verified) == parties.example(kind)
    else:
        assert unseal(verified, parties.agency_seal) == (parties.example(kind), sent.plain_sha256)


@pytest.mark.parametrize("kind", [*messages.OPEN_DOWN, *messages.SEALED_DOWN])
def test_every_kind_that_goes_down_arrives_as_it_was(parties: Parties, kind: str) -> None:
    role = Role.OPERATOR if kind == "command" else Role.AGENCY
    verified = verify(parties.down(kind).octets, role=role, owner=OWNERS[role], keyring=parties.keyring, to=SITE)
    read = read_open(verified) if kind in messages.OPEN_DOWN else unseal(verified, parties.visit)[0]
    assert read == parties.example(kind)


def test_nothing_of_the_message_stands_in_a_sealed_envelope(parties: Parties) -> None:
    octets = parties.up("request").octets
    padded = len(parties.example("request").model_dump_json().encode("utf-8"))
    for secret in ("A123456789", "王小明", "房屋稅籍證明"):
        for spelled in (secret.encode("utf-8"), b64(secret.encode("utf-8")).encode("ascii"), secret.encode("utf-8").hex().encode("ascii")):
            assert spelled not in octets
    assert padded < len(octets)


@pytest.mark.parametrize("signer", [*Role, "transport"])
@pytest.mark.parametrize("expected", list(Role))
@pytest.mark.parametrize("kind", [*OPEN_KINDS, *SEALED_KINDS])
def test_a_signer_is_believed_for_its_own_kinds_only(parties: Parties, signer: Role | str, expected: Role, kind: str) -> None:
    key = parties.transport if signer == "transport" else parties.keys[Role(signer)]
    octets = forge(key, header(key, expected, kind))
    rightful = signer == expected and any(kind in kinds for kinds in MAY_SEND[expected].values())
    if rightful:
        assert verify(octets, role=expected, owner=OWNERS[expected], keyring=parties.keyring).header.kind == kind
        return
    with pytest.raises((NotAllowed, NotGenuine)):
        verify(octets, role=expected, owner=OWNERS[expected], keyring=parties.keyring)


def test_the_key_of_another_owner_in_the_same_role_is_unknown(parties: Parties) -> None:
    stranger = SigningKey.generate()
    parties.keyring.add(Role.AGENCY, "changhua-land", stranger.public)
    with pytest.raises(NotGenuine, match="unknown-key"):
        verify(forge(stranger, header(stranger, Role.AGENCY, "opened")), role=Role.AGENCY, owner=AGENCY, keyring=parties.keyring)
    own = header(stranger, Role.AGENCY, "opened", **{"from": "changhua-land"})
    with pytest.raises(NotAllowed, match="wrong-sender"):
        verify(forge(stranger, own), role=Role.AGENCY, owner=AGENCY, keyring=parties.keyring)


def test_an_envelope_for_another_addressee_is_refused(parties: Parties) -> None:
    with pytest.raises(NotAllowed, match="wrong-addressee"):
        verify(parties.down("opened").octets, role=Role.AGENCY, owner=AGENCY, keyring=parties.keyring, to="another-site")


@pytest.mark.parametrize(("changed", "code"), [
    ({"typ": "counter-envelope+2"}, "wrong-type"), ({"typ": "counter-open+1", "suite": None, "rkid": None}, "kind-in-wrong-type"),
    ({"alg": "none"}, "wrong-type"), ({"alg": "HS256"}, "wrong-type"), ({"kind": "wish"}, "kind-in-wrong-type"),
    ({"kind": "Request"}, "wrong-type"),
    ({"id": "1"}, "wrong-type"), ({"seq": "1"}, "wrong-type"), ({"seq": 0}, "wrong-type"),
    ({"seq": 1.0}, "wrong-type"), ({"seq": True}, "wrong-type"),
    ({"prev": "ab"}, "wrong-type"), ({"prev": None}, "chain-fields"), ({"epoch": None, "seq": None, "prev": None}, "chain-fields"),
    ({"suite": "X25519.HKDF-SHA256.AES-256-GCM"}, "suite-not-allowed"), ({"suite": None}, "seal-fields"), ({"rkid": None}, "seal-fields"),
    ({"at": "2026-11-21T02:40:00"}, "wrong-type"), ({"at": "2026-11-21T10:40:00+08:00"}, "wrong-type"), ({"at": None}, "missing-field"),
    ({"jku": "https://example.org"}, "unknown-field"), ({"crit": ["b64"]}, "unknown-field"), ({"to": "a/b"}, "wrong-type"),
])
def test_a_bent_header_is_refused_with_its_word(parties: Parties, changed: dict[str, object], code: str) -> None:
    key = parties.keys[Role.KIOSK]
    with pytest.raises(WireError) as refused:
        verify(forge(key, header(key, Role.KIOSK, "request", **changed)), role=Role.KIOSK, owner=SITE, keyring=parties.keyring)
    assert refused.value.code == code


@pytest.mark.parametrize(("bend", "code"), [
    (lambda text: text.replace('"alg"', '"kind":"request","alg"'), "duplicate-key"),
    (lambda text: text + " ", "not-one-object"), (lambda text: text + "{}", "not-json"), (lambda text: "[]", "not-one-object"),
    (lambda text: text.replace('"seq":1', '"seq":NaN'), "not-json"), (lambda text: "{" + '"a":[' * 900 + "}", "header-too-large"),
    (lambda text: text.replace('"prev":""', '"prev":null'), "wrong-type"),
])
def test_header_json_with_surprises_is_refused(parties: Parties, bend: object, code: str) -> None:
    key = parties.keys[Role.KIOSK]
    text = json.dumps(header(key, Role.KIOSK, "request"), separators=(",", ":"))
    with pytest.raises(Malformed) as refused:
        peek(forge(key, bend(text)))  # type: ignore[operator]  # a lambda of the table above
    assert refused.value.code == code


def test_an_envelope_has_one_spelling_only(parties: Parties) -> None:
    octets = parties.up("wiped").octets
    parts = json.loads(octets)
    respelled = {
        "not-one-object": [octets + b"\n", b" " + octets, octets + octets[:0] + b" ", b""],
        "not-json": [octets + octets, octets[:-1] + b",}", b'{"protected":\xff}'],
        "not-canonical": [json.dumps(parts).encode(), compact(dict(reversed(parts.items()))), octets.replace(b'":"', b'": "', 1)],
        "unknown-field": [compact(parts | {"header": {}})],
        "missing-field": [json.dumps({"payload": parts["payload"]}).encode()],
        "duplicate-key": [octets[:-1] + b',"payload":"e30"}'],
    }
    for code, spellings in respelled.items():
        for spelling in spellings:
            with pytest.raises(Malformed) as refused:
                peek(spelling)
            assert refused.value.code == code, spelling[:60]


def test_the_other_spelling_of_a_signature_is_refused(parties: Parties) -> None:
    parts = json.loads(parties.up("wiped").octets)
    raw = unb64(parts["signature"])
    other = raw[:32] + (P256_ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    with pytest.raises(Malformed, match="signature-not-canonical"):
        peek(compact(parts | {"signature": b64(other)}))


def test_base64_with_unused_bits_set_is_refused(parties: Parties) -> None:
    parts = json.loads(parties.up("wiped").octets)
    last = parts["signature"][-1]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = alphabet[alphabet.index(last) | 1]
    assert other != last
    with pytest.raises(Malformed, match="base64url-not-canonical"):
        peek(compact(parts | {"signature": parts["signature"][:-1] + other}))


def test_a_stripped_and_re_signed_body_does_not_open(parties: Parties) -> None:
    """The whole clear header is bound into the seal: nobody re-signs a body as his own."""
    sent = parties.up("request")
    verified = verify(sent.octets, role=Role.KIOSK, owner=SITE, keyring=parties.keyring)
    thief = SigningKey.generate()
    parties.keyring.add(Role.KIOSK, "stolen-site", thief.public)
    changed = sent.header.model_copy(update={"sender": "stolen-site", "kid": thief.kid})
    forged = verify(sign_flat(changed.protected(), verified.payload, thief), role=Role.KIOSK, owner="stolen-site", keyring=parties.keyring)
    with pytest.raises(NotGenuine, match="cannot-unseal"):
        unseal(forged, parties.agency_seal)


def test_only_the_key_it_was_sealed_to_opens_it(parties: Parties) -> None:
    verified = verify(parties.down("reply").octets, role=Role.AGENCY, owner=AGENCY, keyring=parties.keyring)
    with pytest.raises(NotGenuine, match="wrong-recipient"):
        unseal(verified, SealingKey.generate())


@pytest.mark.parametrize("padded", [
    b"", b"\x00" * 4096, b"{}\x80" + b"\x00" * 4092, b"{}\x80".ljust(16384, b"\x00"), b"{}\x80".ljust(4096, b"\x01"),
])
def test_bad_padding_inside_a_good_seal_is_refused(parties: Parties, padded: bytes) -> None:
    model = parties.up("withdraw").header
    sealed = parties.agency_seal.public.seal(SEALED.encode() + b"\x00" + model.protected(), padded)
    octets = sign_flat(model.protected(), sealed, parties.keys[Role.KIOSK])
    with pytest.raises(Malformed, match="bad-padding"):
        unseal(verify(octets, role=Role.KIOSK, owner=SITE, keyring=parties.keyring), parties.agency_seal)


@pytest.mark.parametrize(("length", "size"), [
    (0, 4), (4095, 4), (4096, 16), (16383, 16), (65535, 64), (65536, 256), (262143, 256), (262144, 512),
    (524288, 768), (LARGEST - 1, 16384),
])
def test_a_plaintext_fills_the_smallest_bucket(length: int, size: int) -> None:
    padded = pad(b"\x80" * length)
    assert len(padded) == size * 1024
    assert unpad(padded) == b"\x80" * length


def test_more_than_sixteen_mebibytes_are_refused() -> None:
    with pytest.raises(NotAllowed, match="too-large"):
        pad(b"\x00" * LARGEST)
    with pytest.raises(Malformed, match="too-large"):
        peek(b"{" * (LARGEST * 4 // 3 + 20_000))


def test_a_message_with_an_unknown_field_is_refused_without_its_value(parties: Parties) -> None:
    key = parties.keys[Role.KIOSK]
    octets = forge(key, header(key, Role.KIOSK, "incident"), b'{"code":"x","A123456789":"A123456789"}')
    with pytest.raises(Malformed, match="unknown-field") as refused:
        read_open(verify(octets, role=Role.KIOSK, owner=SITE, keyring=parties.keyring))
    assert "A123456789" not in str(refused.value)


def test_a_sender_cannot_put_a_message_into_the_wrong_kind(parties: Parties) -> None:
    key = parties.keys[Role.KIOSK]
    with pytest.raises(NotAllowed, match="kind-and-model-differ"):
        sign_open("incident", parties.example("wiped"), sender=SITE, to=AGENCY, key=key, link=next_link(Head()), at=NOW)
    with pytest.raises(NotAllowed, match="kind-in-wrong-type"):
        sign_open("request", parties.example("request"), sender=SITE, to=AGENCY, key=key, link=None, at=NOW)


def test_nobody_seals_to_an_expired_key(parties: Parties) -> None:
    old, key = SealingKey.generate(expires=NOW - timedelta(seconds=1)), parties.keys[Role.KIOSK]
    with pytest.raises(KeyUnusable, match="seal-key-expired"):
        seal("withdraw", parties.example("withdraw"), sender=SITE, to=AGENCY, key=key, recipient=old.public, link=None, at=NOW)
