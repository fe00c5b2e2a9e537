"""Write wire/vectors/*.json anew: ``python -m tests.wire.make_vectors``. Signatures and seals are random, so every run differs."""
from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat
from cryptography.hazmat.primitives.serialization import NoEncryption as Plain

from tests.wire.citizen_cards import authority, card
from tests.wire.paperwork import AGENCY, ASKING, NOW, OPEN_KINDS, OWNERS, REQUEST_ID, SEALED_KINDS, SITE, Parties, forge, header
from wire import log, messages
from wire.certificate import certificate_serial
from wire.citizen import Statement, assemble_cms
from wire.codec.errors import WireError
from wire.codec.strict import b64
from wire.envelope import unseal, verify
from wire.exchange import Exchange, sign_request
from wire.keys import SealingKey, SigningKey
from wire.messages import Head
from wire.receipts import GatewayTime, HelloAnswer, Receipt
from wire.revocation import NOTHING, entry, updates
from wire.roles import MAY_SEND, Role

FOLDER = Path(__file__).parents[2] / "wire" / "vectors"
URL = "https://bureau.example/exchange"


def signing_jwk(key: SigningKey) -> dict[str, str]:
    return {**key.public.jwk(), "d": b64(key.private.private_numbers().private_value.to_bytes(32, "big")), "kid": key.kid}


def seed(key: SealingKey) -> dict[str, str]:
    mlkem, x25519 = key._mlkem.private_bytes_raw(), key._x25519.private_bytes(Encoding.Raw, PrivateFormat.Raw, Plain())
    return {"id": key.id, "suite": key.public.suite, "key": key.public.text(), "mlkem_seed": b64(mlkem), "x25519": b64(x25519)}


def keys(parties: Parties) -> dict[str, Any]:
    signing = {role.value: {"owner": OWNERS[role], **signing_jwk(key)} for role, key in parties.keys.items()}
    sealing = {"agency": seed(parties.agency_seal), "visit": seed(parties.visit)}
    return {"signing": signing, "transport": signing_jwk(parties.transport), "sealing": sealing}


def accepted(parties: Parties) -> list[dict[str, Any]]:
    rows = []
    for up, kinds in ((True, (*messages.OPEN_UP, *messages.SEALED_UP)), (False, (*messages.OPEN_DOWN, *messages.SEALED_DOWN))):
        for kind in kinds:
            envelope = parties.up(kind) if up else parties.down(kind)
            role = Role.KIOSK if up else Role.OPERATOR if kind == "command" else Role.AGENCY
            row: dict[str, Any] = {"kind": kind, "role": role.value, "owner": OWNERS[role], "octets": envelope.octets.decode("ascii")}
            row |= {"sha256": envelope.sha256, "plain_sha256": envelope.plain_sha256}
            if envelope.header.rkid:
                opener = parties.agency_seal if up else parties.visit
                message = unseal(verify(envelope.octets, role=role, owner=OWNERS[role], keyring=parties.keyring), opener)[0]
                row |= {"opens_with": "agency" if up else "visit", "plain": message.model_dump_json()}
            rows.append(row)
    return rows


def refused(parties: Parties) -> list[dict[str, str]]:
    """Every signer × every kind, expected from the signer's own role and from each rightful one; the seal is never reached."""
    rows = []
    signers = {**{role.value: key for role, key in parties.keys.items()}, "transport": parties.transport}
    for signer, key in signers.items():
        for kind in (*OPEN_KINDS, *SEALED_KINDS):
            for role in (role for role in Role if role == signer or any(kind in kinds for kinds in MAY_SEND[role].values())):
                octets = forge(key, header(key, role, kind))
                try:
                    verify(octets, role=role, owner=OWNERS[role], keyring=parties.keyring)
                except WireError as why:
                    row = {"signer": signer, "kind": kind, "expected": role.value, "code": why.code}
                    rows.append(row | {"octets": octets.decode("ascii")})
    return rows


def records(parties: Parties) -> list[dict[str, Any]]:
    leaf = log.salted_leaf({"envelope": REQUEST_ID}, bytes(32))
    checkpoint = log.Checkpoint(size=1, root=log.root([leaf]).hex(), at=NOW)
    signed = checkpoint.sign(parties.keys[Role.GATEWAY])
    all_made = (
        checkpoint, Receipt(id=REQUEST_ID, sha256="0" * 64, epoch=1, seq=1, received_at=NOW, leaf=leaf.hex()), GatewayTime(time=NOW),
        HelloAnswer(to=SITE, counter=1, state="accepted", head=Head(), time=NOW, checkpoint=signed),
        updates(NOTHING, [entry("0a" * 20, "1f")], NOW)[0],
    )
    return [
        {"typ": made.typ, "role": made.role.value, "jws": made.sign(parties.keys[made.role]), "payload": json.loads(made.model_dump_json())}
        for made in all_made
    ]


def exchange(parties: Parties) -> dict[str, Any]:
    body = Exchange(up=(parties.up("wiped").octets.decode("ascii"),), wait=50).octets()
    created = datetime(2026, 11, 21, 2, 40, tzinfo=UTC)
    fields = sign_request("POST", URL, body, parties.transport, created)
    request = {"method": "POST", "url": URL, "body": body.decode("ascii"), "headers": fields}
    return request | {"created": int(created.timestamp()), "kid": parties.transport.kid}


def tree() -> dict[str, Any]:
    leaves = [log.leaf_hash(bytes([number])) for number in range(7)]
    proofs = [[sibling.hex() for sibling in log.inclusion_proof(leaves, index)] for index in range(7)]
    grown = [{"size": size, "root": log.root(leaves[:size]).hex(),
              "proof": [node.hex() for node in log.consistency_proof(log.tree_of(leaves), size, 7)]} for size in range(1, 8)]
    entries = [bytes([number]).hex() for number in range(7)]
    return {"entries": entries, "root": log.root(leaves).hex(), "proofs": proofs, "consistency": grown}


def citizen(parties: Parties) -> dict[str, Any]:
    issuer = authority()
    holder = card(issuer)
    asked = messages.Request(**ASKING, visit_key=parties.visit.public_text(), case_no="1", token_sha256="0" * 64, answers={})
    statement = Statement.of(asked)
    made = assemble_cms(statement.octets(), holder.der, (), holder.sign)
    return {
        "request": json.loads(asked.model_dump_json()), "statement": statement.octets().decode("utf-8"), "cms": b64(made),
        "signer": b64(holder.der), "serial": certificate_serial(holder.der), "authority": b64(issuer.der), "agency": AGENCY,
    }


def write() -> None:
    parties = Parties()
    contents = {
        "keys": keys(parties), "envelopes": accepted(parties), "refused": refused(parties), "records": records(parties),
        "exchange": exchange(parties), "log": tree(), "citizen": citizen(parties),
    }
    for name, content in contents.items():
        (FOLDER / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
