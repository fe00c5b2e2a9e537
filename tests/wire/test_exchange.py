"""The exchange: its bodies and its HTTP signature, with the http-message-signatures library as judge."""
from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms

from wire.codec.errors import Malformed, NotAllowed, NotGenuine, StaleClock, WireError
from wire.exchange import Exchange, ExchangeAnswer, Next, TransportJwk, content_digest, sign_request, verify_request
from wire.keys import PublicKey, SigningKey

URL = "https://127.0.0.1:8443/exchange"
NOW = datetime.now(UTC)
BODY = b'{"wait":0}'
KEY = SigningKey.generate()


@dataclass
class Message:
    """The view of a request that the judging library wants."""

    method: str
    url: str
    headers: dict[str, str]


class OneKey(HTTPSignatureKeyResolver):
    """Knows the one key, both halves."""

    def resolve_public_key(self, key_id: str) -> object:
        return KEY.public.raw if key_id == KEY.kid else None

    def resolve_private_key(self, key_id: str) -> object:
        return KEY.private


def known(kid: str) -> PublicKey | None:
    return KEY.public if kid == KEY.kid else None


def test_our_request_is_accepted_by_us_and_by_the_judge() -> None:
    headers = sign_request("POST", URL, BODY, KEY, NOW)
    assert verify_request("POST", URL, headers, BODY, known, NOW) == KEY.kid
    judge = HTTPMessageVerifier(signature_algorithm=algorithms.ECDSA_P256_SHA256, key_resolver=OneKey())
    judged = judge.verify(
        Message("POST", URL, headers), expect_tag="counter-exchange+1", body=BODY,
        require_components=("@method", "@target-uri", "content-digest"),
    )
    assert [verdict.parameters["keyid"] for verdict in judged] == [KEY.kid]


def test_the_judges_request_is_accepted_by_us() -> None:
    message = Message("POST", URL, {"Content-Digest": content_digest(BODY)})
    HTTPMessageSigner(signature_algorithm=algorithms.ECDSA_P256_SHA256, key_resolver=OneKey()).sign(
        message, key_id=KEY.kid, created=NOW, label="counter", tag="counter-exchange+1",
        covered_component_ids=("@method", "@target-uri", "content-digest"), use_existing_digest=True,
    )
    assert verify_request("POST", URL, message.headers, BODY, known, NOW) == KEY.kid


@pytest.mark.parametrize(("method", "url", "body", "refusal"), [
    ("PUT", URL, BODY, NotGenuine), ("POST", URL + "?", BODY, NotGenuine),
    ("POST", URL.replace("127.0.0.1", "localhost"), BODY, NotGenuine), ("POST", URL, BODY + b" ", NotGenuine),
    ("POST", URL + "臺", BODY, Malformed),
])
def test_a_request_replayed_elsewhere_or_with_another_body_is_refused(method: str, url: str, body: bytes, refusal: type[WireError]) -> None:
    with pytest.raises(refusal):
        verify_request(method, url, sign_request("POST", URL, BODY, KEY, NOW), body, known, NOW)


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_a_wrong_clock_is_told_the_time_it_signed_with(seconds: int) -> None:
    signed = NOW.replace(microsecond=0) + timedelta(seconds=seconds)
    with pytest.raises(StaleClock) as refused:
        verify_request("POST", URL, sign_request("POST", URL, BODY, KEY, signed), BODY, known, NOW.replace(microsecond=0))
    assert refused.value.signed_at == signed


def test_three_hundred_seconds_are_still_in_time() -> None:
    now = NOW.replace(microsecond=0)
    for seconds in (-300, 300):
        headers = sign_request("POST", URL, BODY, KEY, now + timedelta(seconds=seconds))
        assert verify_request("POST", URL, headers, BODY, known, now) == KEY.kid


def test_an_unknown_transport_key_is_refused_before_its_clock_is_looked_at() -> None:
    headers = sign_request("POST", URL, BODY, SigningKey.generate(), NOW - timedelta(days=1))
    with pytest.raises(NotGenuine, match="unknown-key"):
        verify_request("POST", URL, headers, BODY, known, NOW)


@pytest.mark.parametrize(("name", "old", "new"), [
    ("Signature-Input", '"@method" ', ""), ("Signature-Input", "counter=", "sig1="), ("Signature-Input", "created=", "expires="),
    ("Signature-Input", "ecdsa-p256-sha256", "hmac-sha256"), ("Signature-Input", "counter-exchange+1", "counter-exchange+2"),
    ("Signature-Input", '"content-digest"', '"content-digest" "host"'), ("Signature", "counter=:", "counter=:A"),
])
def test_any_other_form_of_signature_is_refused(name: str, old: str, new: str) -> None:
    headers = sign_request("POST", URL, BODY, KEY, NOW)
    headers[name] = headers[name].replace(old, new)
    with pytest.raises(NotAllowed, match="signature-form"):
        verify_request("POST", URL, headers, BODY, known, NOW)


@pytest.mark.parametrize("name", ["Content-Digest", "Signature-Input", "Signature"])
def test_a_missing_header_is_named(name: str) -> None:
    headers = sign_request("POST", URL, BODY, KEY, NOW)
    del headers[name]
    with pytest.raises(Malformed, match=name.lower()):
        verify_request("POST", URL, headers, BODY, known, NOW)


def test_the_digest_is_the_one_of_rfc_9530() -> None:
    """RFC 9530 appendix D.1."""
    assert content_digest(b'{"hello": "world"}\n') == "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
    assert base64.b64decode(content_digest(b"")[9:-1]).hex().startswith("e3b0c442")


def test_both_bodies_come_back_as_they_were() -> None:
    asked = Exchange(hello="{}", transport=TransportJwk.model_validate(KEY.public.jwk()), up=("{}",), got=("a",), wait=50)
    assert Exchange.read(asked.octets()) == asked
    assert asked.transport is not None
    assert PublicKey.from_jwk(asked.transport.model_dump()).kid == KEY.kid
    answered = ExchangeAnswer(receipts=("a.b.c",), down=("{}",), next=Next(time=NOW))
    assert ExchangeAnswer.read(answered.octets()) == answered


@pytest.mark.parametrize("body", [
    b'{"wait":51}', b'{"wait":-1}', b'{"wait":"1"}', b'{"up":{}}', b'{"down":[]}', b'{"wait":0,"wait":0}', b"[]", b"",
])
def test_a_body_out_of_form_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        Exchange.read(body)
