"""wire/vectors/*.json, read by other people's libraries: what a stranger would build, agrees with us.

Judges: jwcrypto and joserfc for JWS; pyhpke's key schedule over X25519, the written
combiner and a plain-Python ML-KEM-768 for the seal; http-message-signatures for the
exchange; ``openssl cms`` for the citizen. The plain ML-KEM stands in for a second
library because none with ML-KEM is among the dependencies.
"""
from __future__ import annotations

import hashlib
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import x25519
from joserfc import jws as joserfc_jws
from joserfc.jwk import ECKey
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS
from pyhpke import AEADId, KDFId
from pyhpke.aead import AEAD
from pyhpke.cipher_suite import CipherSuite
from pyhpke.kdf import KDF
from pyhpke.kem_interface import KEMInterface

from tests.wire import plain_mlkem
from wire import log
from wire.certificate import judge_certificate
from wire.citizen import Statement, verify_cms
from wire.codec.errors import WireError
from wire.codec.strict import b64, unb64
from wire.envelope import peek, read_open, unseal, verify
from wire.exchange import verify_request
from wire.keys import PublicKey, SealingKey
from wire.messages import Request
from wire.roles import Keyring, Role

FOLDER = Path(__file__).parents[2] / "wire" / "vectors"


def read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


KEYS = read("keys")
SIGNERS = {key["kid"]: key for key in KEYS["signing"].values()}


def public(key: dict[str, str]) -> dict[str, str]:
    return {name: key[name] for name in ("kty", "crv", "x", "y")}


@pytest.fixture(scope="module")
def keyring() -> Keyring:
    ring = Keyring()
    for role, key in KEYS["signing"].items():
        ring.add(Role(role), key["owner"], PublicKey.from_jwk(public(key)))
    return ring


class Hybrid(KEMInterface):
    """MLKEM768-X25519 (KEM 0x647a), put together from its parts."""

    @property
    def id(self) -> Any:
        """pyhpke's own list of numbers ends before this one."""
        return SimpleNamespace(value=0x647A)

    def decap(self, enc: bytes, skr: Any, pks: Any = None) -> bytes:
        """SHA3-256(ss_M ‖ ss_X ‖ ct_X ‖ pk_X ‖ label), the label being the ASCII picture of an X wing."""
        own = x25519.X25519PrivateKey.from_private_bytes(unb64(skr["x25519"]))
        shared = own.exchange(x25519.X25519PublicKey.from_public_bytes(enc[1088:]))
        inner = plain_mlkem.decapsulate(unb64(skr["mlkem_seed"]), enc[:1088])
        return hashlib.sha3_256(inner + shared + enc[1088:] + own.public_key().public_bytes_raw() + b"\\.//^\\").digest()


@pytest.mark.parametrize("row", [row for row in read("envelopes") if "plain" in row], ids=lambda row: f"{row['role']}-{row['kind']}")
def test_a_stranger_opens_every_seal(row: dict[str, Any]) -> None:
    parts = json.loads(row["octets"])
    sealed = unb64(parts["payload"])
    suite = CipherSuite(Hybrid(), KDF(KDFId.HKDF_SHA256, b"HPKE" + bytes.fromhex("647a00010002")), AEAD(AEADId.AES256_GCM))
    info = b"counter-envelope+1\x00" + parts["protected"].encode("ascii")
    context = suite.create_recipient_context(sealed[:1120], KEYS["sealing"][row["opens_with"]], info=info)  # type: ignore[arg-type]  # our own key form
    padded = context.open(sealed[1120:])
    plain = padded.rstrip(b"\x00")[:-1]
    assert plain.decode("utf-8") == row["plain"]
    assert len(padded) == 4096
    assert hashlib.sha256(plain).hexdigest() == row["plain_sha256"]


def test_a_stranger_derives_the_same_sealing_keys() -> None:
    for key in KEYS["sealing"].values():
        own = x25519.X25519PrivateKey.from_private_bytes(unb64(key["x25519"])).public_key().public_bytes_raw()
        octets = plain_mlkem.public_key(unb64(key["mlkem_seed"])) + own
        assert b64(octets) == key["key"]
        assert b64(hashlib.sha256(octets).digest()) == key["id"]


@pytest.mark.parametrize("row", read("envelopes"), ids=lambda row: f"{row['role']}-{row['kind']}")
def test_two_jose_libraries_accept_every_envelope_and_so_do_we(row: dict[str, Any], keyring: Keyring) -> None:
    signer = SIGNERS[peek(row["octets"].encode("ascii")).kid]
    judged = JWS()
    judged.deserialize(row["octets"])
    judged.verify(JWK(**public(signer)), alg="ES256")
    registry = joserfc_jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False)
    registry.max_payload_length = 1 << 20
    again = joserfc_jws.deserialize_json(json.loads(row["octets"]), ECKey.import_key(public(signer)), registry=registry)
    assert again.payload == judged.payload
    verified = verify(row["octets"].encode("ascii"), role=Role(row["role"]), owner=row["owner"], keyring=keyring)
    if "plain" in row:
        key = KEYS["sealing"][row["opens_with"]]
        message, digest = unseal(verified, SealingKey(unb64(key["mlkem_seed"]) + unb64(key["x25519"])))
        assert (message.model_dump_json(), digest) == (row["plain"], row["plain_sha256"])
    else:
        assert read_open(verified).model_dump_json().encode("utf-8") == judged.payload
    assert verified.sha256 == row["sha256"]


def test_an_envelope_written_by_jwcrypto_is_accepted_once_its_signature_is_in_the_lower_half(keyring: Keyring) -> None:
    row = next(row for row in read("envelopes") if row["kind"] == "wiped")
    parts = json.loads(row["octets"])
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    theirs = JWS(unb64(parts["payload"]))
    theirs.add_signature(JWK(**{name: value for name, value in KEYS["signing"]["kiosk"].items() if name in ("kty", "crv", "x", "y", "d")}),
                         alg="ES256", protected=unb64(parts["protected"]).decode("ascii"))
    written = json.loads(theirs.serialize())
    raw = unb64(written["signature"])
    s = int.from_bytes(raw[32:], "big")
    signature = b64(raw[:32] + min(s, order - s).to_bytes(32, "big"))
    octets = f'{{"protected":"{written["protected"]}","payload":"{written["payload"]}","signature":"{signature}"}}'.encode("ascii")
    assert verify(octets, role=Role.KIOSK, owner=row["owner"], keyring=keyring).header.kind == "wiped"


def test_every_wrong_signer_is_refused_with_the_word_written_down(keyring: Keyring) -> None:
    rows = read("refused")
    assert {row["signer"] for row in rows} == {*Role, "transport"}
    for row in rows:
        role = Role(row["expected"])
        with pytest.raises(WireError) as refused:
            verify(row["octets"].encode("ascii"), role=role, owner=KEYS["signing"][role]["owner"], keyring=keyring)
        assert refused.value.code == row["code"]


def test_the_picture_that_the_request_lists_travels_beside_it() -> None:
    plain = {row["kind"]: json.loads(row["plain"]) for row in read("envelopes") if "plain" in row}
    (listed,), part = plain["request"]["parts"], plain["part"]
    assert listed["envelope"] == part["id"] == peek(next(row for row in read("envelopes") if row["kind"] == "part")["octets"].encode()).id
    assert listed["sha256"] == hashlib.sha256(unb64(part["octets"])).hexdigest()
    assert part["request"] == plain["request"]["request"]
    assert plain["request"]["evidence"][0]["still"] == ""


@pytest.mark.parametrize("row", read("records"), ids=lambda row: row["typ"])
def test_jwcrypto_accepts_every_record(row: dict[str, Any]) -> None:
    judged = JWS()
    judged.deserialize(row["jws"])
    judged.verify(JWK(**public(KEYS["signing"][row["role"]])), alg="ES256")
    assert judged.jose_header["typ"] == row["typ"]
    assert json.loads(judged.payload) == row["payload"]


def test_the_exchange_vector_holds() -> None:
    row = read("exchange")
    key = PublicKey.from_jwk(public(KEYS["transport"]))
    now = datetime.fromtimestamp(row["created"], UTC)
    assert verify_request(row["method"], row["url"], row["headers"], row["body"].encode("ascii"), lambda kid: key, now) == row["kid"]


def test_the_tree_vector_holds() -> None:
    row = read("log")
    for index, (entry, proof) in enumerate(zip(row["entries"], row["proofs"], strict=True)):
        path = [bytes.fromhex(sibling) for sibling in proof]
        assert log.verify_inclusion(log.leaf_hash(bytes.fromhex(entry)), index, 7, path, bytes.fromhex(row["root"]))
    for one in row["consistency"]:
        path = [bytes.fromhex(node) for node in one["proof"]]
        assert log.verify_consistency(one["size"], bytes.fromhex(one["root"]), 7, bytes.fromhex(row["root"]), path)


def test_openssl_accepts_the_citizens_vector(tmp_path: Path) -> None:
    row = read("citizen")
    (tmp_path / "cms").write_bytes(unb64(row["cms"]))
    (tmp_path / "octets").write_bytes(row["statement"].encode("utf-8"))
    (tmp_path / "ca.der").write_bytes(unb64(row["authority"]))
    at = int(datetime(2026, 11, 21, 2, 40, tzinfo=UTC).timestamp())
    for asked in ("openssl x509 -inform DER -in ca.der -out ca.pem",
                  f"openssl cms -verify -cades -binary -inform DER -in cms -CAfile ca.pem -content octets -out out -attime {at}"):
        subprocess.run(asked.split(), cwd=tmp_path, capture_output=True, check=True)
    assert verify_cms(unb64(row["cms"]), row["statement"].encode("utf-8")) == unb64(row["signer"])
    assert Statement.of(Request.model_validate_json(json.dumps(row["request"]))).octets() == row["statement"].encode("utf-8")
    assert judge_certificate(unb64(row["signer"]), [unb64(row["authority"])], datetime.fromtimestamp(at, UTC)).serial == row["serial"]
