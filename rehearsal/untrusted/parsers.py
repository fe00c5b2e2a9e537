"""Every place that reads what it did not write: how it is called, what it may raise, and good octets to begin with."""
from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from catalogue.pack import orders
from hardware.card import health
from hardware.printer import ipp
from hardware.printer.escpos_words import Answers
from hardware.scanner.lines import scanned
from kiosk.ui import door
from kiosk.ui.voice.clip import parsed
from rehearsal.nhi import health_answer
from rehearsal.untrusted import corpus
from tests.wire.paperwork import EXAMPLES
from wire import messages
from wire.certificate import judge_certificate
from wire.citizen import verify_cms
from wire.codec.errors import WireError
from wire.codec.jws import read_compact, read_flat
from wire.codec.padding import pad, unpad
from wire.codec.strict import b64, read_model, unb64
from wire.envelope import peek, verify
from wire.exchange import Exchange, ExchangeAnswer, verify_request
from wire.keys import PublicKey, PublicSealingKey
from wire.log import Checkpoint
from wire.parts import join
from wire.receipts import GatewayTime, HelloAnswer, Receipt
from wire.revocation import NOTHING, RevocationUpdate, applied
from wire.roles import Keyring, Role

VECTORS = Path(__file__).resolve().parents[2] / "wire" / "vectors"
NOW = datetime(2026, 11, 21, 2, 40, tzinfo=UTC)
Read = Callable[[bytes], object]


@dataclass(frozen=True)
class Parser:
    """``read`` gives a value or raises one of ``refuses``; ``good`` are octets to bend."""

    name: str
    read: Read
    good: tuple[bytes, ...]
    refuses: tuple[type[Exception], ...] = (WireError,)


def everything() -> tuple[Parser, ...]:
    """All parsers; what the corpus keeps of each is among the octets to bend."""
    kept = corpus.load()
    return tuple(Parser(one.name, one.read, (*one.good, *kept.get(one.name, ())), one.refuses) for one in _parsers())


def _vectors(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text("utf-8"))


def _parsers() -> Iterator[Parser]:
    keyring, envelopes, records, citizen = _keyring(), _vectors("envelopes"), _vectors("records"), _vectors("citizen")
    octets = tuple(one["octets"].encode("ascii") for one in envelopes)
    headers = tuple(unb64(json.loads(one)["protected"]) for one in octets)
    yield Parser("envelope", lambda untrusted: verify(untrusted, role=Role.KIOSK, owner="changhua-puxin-1", keyring=keyring), octets)
    yield Parser("flat signature", read_flat, octets)
    yield Parser("header", lambda untrusted: peek(_framed(untrusted)), headers)
    jws = tuple(one["jws"].encode("ascii") for one in records)
    yield Parser("compact signature", lambda untrusted: read_compact(_text(untrusted)), jws)
    for record in (Checkpoint, Receipt, HelloAnswer, GatewayTime, RevocationUpdate):
        payloads = tuple(json.dumps(one["payload"]).encode() for one in records if one["typ"] == record.typ)
        yield Parser(f"record {record.typ}", lambda untrusted, record=record: read_model(record, untrusted),  # type: ignore[misc]  # bound here
                     payloads)
        if record is RevocationUpdate:
            yield Parser("revocation update", lambda untrusted: applied(NOTHING, read_model(RevocationUpdate, untrusted)), payloads)
    kinds = {**messages.OPEN_UP, **messages.OPEN_DOWN, **messages.SEALED_UP, **messages.SEALED_DOWN}
    asking = json.dumps(citizen["request"]).encode()
    collect = json.dumps({key: value for key, value in citizen["request"].items() if key in messages.Collect.model_fields}).encode()
    for kind, model in kinds.items():
        yield Parser(f"message {kind}", lambda untrusted, model=model: read_model(model, untrusted),  # type: ignore[misc]  # bound here
                     (EXAMPLES[kind].model_dump_json().encode(), asking) if kind in EXAMPLES else (asking, collect))
    plain = {one["kind"]: one["plain"].encode() for one in envelopes if "plain" in one}
    yield Parser("pictures of a request", _joined(plain["part"]), (plain["request"],))
    exchange, statement = _vectors("exchange"), citizen["statement"].encode("utf-8")
    yield Parser("exchange", Exchange.read, (exchange["body"].encode(),))
    answer = b'{"receipts":["a.b.c"],"down":["{}"],"next":{"heartbeat":60,"retry":2,"time":"2026-11-21T02:40:00Z"}}'
    yield Parser("exchange answer", ExchangeAnswer.read, (answer,))
    yield Parser("http signature", _request(exchange), (json.dumps(exchange["headers"]).encode(),))
    yield Parser("citizen's signature", lambda untrusted: verify_cms(untrusted, statement), tuple(_ders(citizen)))
    yield Parser("certificate", lambda untrusted: judge_certificate(untrusted, [], NOW, None), tuple(_ders(citizen)), ())
    yield Parser("padding", unpad, tuple(pad(b"x" * size) for size in (0, 1, 900)))
    yield Parser("visit key", lambda untrusted: PublicSealingKey.from_visit_text(_text(untrusted)),
                 (citizen["request"]["visit_key"].encode("ascii"),))
    yield Parser("printer's answer (IPP)", ipp.parse, (_ipp(),), (ipp.NotIpp,))
    yield Parser("printer's status (ESC/POS)", lambda untrusted: Answers().came(untrusted), (b"\x16\x12\x1e", b"\x37\x22\x01\x00"), ())
    yield Parser("health card", lambda untrusted: health.read(lambda apdu: b"\x90\x00" if apdu == health.SELECT else untrusted),
                 (health_answer() + b"\x90\x00",), (ValueError,))
    yield Parser("scanned code", lambda untrusted: scanned(_text(untrusted)), (b"]A0A123456789", b"A123456789"), ())
    yield Parser("word to the screen", door._to_screen.decode, (b'{"kind":"forget","visit":"v1"}', *_view()), door.NO_WORD)
    yield Parser("word to the engine", door._to_engine.decode, (b'{"kind":"touch","visit":"v1","number":1,"name":"next"}',), door.NO_WORD)
    yield Parser("sound (WAV)", parsed, (_wav(),), ())
    yield Parser("orders", orders.decoded, (orders.Orders(agencies={"a": orders.AgencyKeys("c", "s")}, limits={"wait_s": 9}).octets(),),
                 (orders.NoOrders,))


def _text(untrusted: bytes) -> str:
    return untrusted.decode("latin-1")


def _joined(plain_part: bytes) -> Read:
    part = read_model(messages.Part, plain_part)

    def read(untrusted: bytes) -> object:
        listed = read_model(messages.Request, untrusted)
        return join(listed, {one.envelope: part for one in listed.parts})

    return read


def _framed(header: bytes) -> bytes:
    return json.dumps({"protected": b64(header), "payload": "e30", "signature": b64(bytes(64))}, separators=(",", ":")).encode("ascii")


def _keyring() -> Keyring:
    keyring = Keyring()
    for role, one in _vectors("keys")["signing"].items():
        if role in {each.value for each in Role}:
            keyring.add(Role(role), one["owner"], _public(one))
    return keyring


def _public(jwk: dict[str, str]) -> PublicKey:
    return PublicKey.from_jwk({key: jwk[key] for key in ("kty", "crv", "x", "y")})


def _request(exchange: dict[str, Any]) -> Read:
    key, body = _public(_vectors("keys")["transport"]), exchange["body"].encode()

    def read(untrusted: bytes) -> object:
        try:
            said = json.loads(untrusted)
        except (ValueError, RecursionError):  # ours, not what is tried
            said = {"Signature-Input": _text(untrusted), "Signature": _text(untrusted), "Content-Digest": _text(untrusted)}
        headers = {str(name): str(value) for name, value in said.items()} if isinstance(said, dict) else {}
        return verify_request("POST", exchange["url"], headers, body, lambda _: key, NOW)

    return read


def _ders(citizen: dict[str, Any]) -> Iterator[bytes]:
    yield from (unb64(citizen[name]) for name in ("signer", "authority", "cms"))


def _ipp() -> bytes:
    return (b"\x02\x00\x00\x00\x00\x00\x00\x01\x01" + ipp._attribute(0x47, "attributes-charset", "utf-8") + b"\x04"
            + ipp._attribute(0x23, "printer-state", 3) + ipp._attribute(0x44, "printer-state-reasons", "none") + b"\x03")


def _view() -> Iterator[bytes]:
    items = (door.Item(key="k", text="t"), door.Item(key="l", text="u", enabled=False, reason="not now"))
    yield msgspec.json.encode(door.View(visit="v1", screen="menu", heading="h", body="b", number=1, lang="en", items=items))
    keys = (door.Key(key="1", text="1"), door.Key(key="2", text="2", enabled=False))
    yield msgspec.json.encode(door.View(visit="v1", screen="form", heading="h", lang="zh-TW", pad="digits", entry="0900", keys=keys))


def _wav() -> bytes:
    return (b"RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x22\x56\x00\x00\x44\xac\x00\x00\x02\x00\x10\x00data"
            b"\x08\x00\x00\x00\x01\x00\x02\x00\x03\x00\x04\x00")
