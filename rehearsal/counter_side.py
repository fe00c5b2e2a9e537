"""A counter without a screen: speaks to the bureau in whole messages, sealed and signed with the counter's real keys.

What it says goes into the gateway's ledger directly; what comes down is read from there with the visit's key.
"""
from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from bureau.config import load
from bureau.gateway.chain import accept
from bureau.gateway.ledger import Ledger
from bureau.store import Store
from rehearsal.site import SITE
from wire.chain import next_link
from wire.citizen import Statement, assemble_cms
from wire.codec.ids import uuid7
from wire.codec.strict import b64
from wire.envelope import peek, read_open, seal, unseal, verify
from wire.keys import PublicKey, PublicSealingKey, SigningKey, VisitKey
from wire.messages import (
    CertificateEvidence,
    Collect,
    Evidence,
    FaceEvidence,
    IdCardEvidence,
    Message,
    Opened,
    Outcome,
    PaperEnd,
    Reply,
    Request,
    Status,
    Subject,
    Supplement,
)
from wire.roles import Keyring, Role

AGENCY = "changhua-tax"
LT05, LT03, COLLECT = f"{AGENCY}.house-registration", f"{AGENCY}.property-list", f"{AGENCY}.collect"


class CounterSide:
    """One enrolled counter at one bureau, both below ``site``."""

    def __init__(self, site: Path) -> None:
        self.site, self.config = site, load(site / "bureau.toml")
        self.store = Store(self.config.database.url)
        self._device = SigningKey.load(site / "kiosk" / "keys" / "device.pem")
        self._gateway = SigningKey.load(self.config.gateway.key)
        trust = site / "kiosk" / "trust"
        self._agency_seal = PublicSealingKey.from_json((trust / f"agency-{AGENCY}.seal.json").read_text())
        self._keyring = Keyring()
        self._keyring.add(Role.KIOSK, SITE, self._device.public)
        self._keyring.add(Role.AGENCY, AGENCY, PublicKey.from_certificate_pem((trust / f"agency-{AGENCY}.pem").read_bytes()))
        operator = PublicKey.from_jwk(json.loads((trust / "operator.jwk").read_text()))
        self._ledger = Ledger(self.store, self._gateway, operator, self.config.trust.revocation, lambda: None)

    def checkpoint(self) -> str:
        """The newest checkpoint, as a counter would hold it."""
        return self._ledger.checkpoint()

    def send(self, kind: str, message: Message) -> tuple[str, str]:
        """Seal and chain one message; it lies before the desk afterwards. Envelope id and sha256 of the plaintext."""
        kiosk = self.store.kiosk(SITE)
        assert kiosk is not None
        envelope = seal(kind, message, sender=SITE, to=AGENCY, key=self._device, recipient=self._agency_seal, link=next_link(kiosk.head),
                        at=datetime.now(UTC))
        verified = verify(envelope.octets, role=Role.KIOSK, owner=SITE, keyring=self._keyring)
        with self.store.write() as db:
            _, head, _ = accept(self.store, db, kiosk, verified, self._gateway)
            self.store.set_kiosk(SITE, db, epoch=head.epoch, seq=head.seq, sha256=head.sha256)
        return envelope.header.id, envelope.plain_sha256

    def opened(self) -> list[Opened]:
        """Every *opened* that came down, oldest first."""
        found = []
        for row in self.store.down_for(SITE, limit=1000):
            if peek(row.octets).kind == "opened":
                said = read_open(verify(row.octets, role=Role.AGENCY, owner=AGENCY, keyring=self._keyring, to=SITE))
                assert isinstance(said, Opened)
                found.append(said)
        return found

    def answers(self, key: VisitKey) -> list[Message]:
        """Everything sealed to this visit, oldest first."""
        rows = [row for row in self.store.down_for(SITE, limit=1000) if peek(row.octets).rkid == key.id]
        return [unseal(verify(row.octets, role=Role.AGENCY, owner=AGENCY, keyring=self._keyring, to=SITE), key)[0] for row in rows]


class CitizenVisit:
    """One citizen at that counter: asks, chooses, ends."""

    def __init__(self, counter: CounterSide, flow: str = LT05, id_no: str = "A123456789") -> None:
        now = datetime.now(UTC).replace(microsecond=0)
        self.counter, self.flow, self.key, self.id = counter, flow, VisitKey.generate(), uuid7(now)
        self.request, self.id_no, self.plain_sha256 = uuid7(now), id_no, ""
        self.case_no = f"{SITE}-{secrets.randbelow(10**6):06d}-X"
        self.checkpoint: str | None = counter.checkpoint()

    def fields(self, name: str | None, **changed: Any) -> dict[str, Any]:
        """What Request and Collect share, without evidence."""
        return {
            "request": self.request, "visit": self.id, "flow": self.flow, "flow_version": 1, "agency": AGENCY, "kiosk": SITE,
            "lang": "zh-TW", "subject": Subject(id_no=self.id_no, name=name, how="typed"), "shown": "申請內容",
            "agreed_at": datetime.now(UTC), "evidence": (), "visit_key": self.key.public_text(), "checkpoint": self.checkpoint, **changed,
        }

    def build(self, fields: dict[str, Any], answers: dict[str, Any]) -> Request | Collect:
        """The message."""
        if self.flow == COLLECT:
            return Collect(**fields)
        return Request(**fields, case_no=self.case_no, token_sha256=hashlib.sha256(self.id.encode()).hexdigest(), answers=answers)

    def with_card(self, card: str = "standing", **changed: Any) -> Request | Collect:
        """The message with the card's signature over it. ``changed`` members are signed; the evidence's own are not."""
        folder = self.counter.site / "cabinet" / "cards" / card
        certificate = x509.load_pem_x509_certificate((folder / "cert.pem").read_bytes())
        key = serialization.load_pem_private_key((folder / "key.pem").read_bytes(), None)
        assert isinstance(key, rsa.RSAPrivateKey)
        pin_factor = changed.pop("pin_factor", True)
        unsigned = self.build(self.fields("王小明", **changed), {"purpose": "loan"})
        octets = Statement.of(unsigned).octets()
        cms = assemble_cms(octets, certificate.public_bytes(serialization.Encoding.DER), [],
                           lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256()))
        evidence = CertificateEvidence(statement=b64(octets), cms=b64(cms), pin_factor=pin_factor)
        return unsigned.model_copy(update={"evidence": (evidence,)})

    def with_id_card(self, still: bytes, *, mobile: str = "0900000001", **answers: Any) -> Request | Collect:
        """The message with stills of ID card and face."""
        picture = b64(still)
        evidence: tuple[Evidence, ...] = (
            IdCardEvidence(barcode_read=True, card_still=picture, portrait_still=picture),
            FaceEvidence(live_still=picture, verdict="match"),
        )
        given = {"purpose": "loan", "house": "all", "mobile": mobile, **answers}
        return self.build(self.fields(None, evidence=evidence), given)

    def send(self, message: Request | Collect) -> None:
        """Send it."""
        _, self.plain_sha256 = self.counter.send("collect" if isinstance(message, Collect) else "request", message)

    def choose(self, key: str) -> None:
        """Choose one of what the desk offered."""
        field = "case" if self.flow == COLLECT else "house"
        self.counter.send("supplement", Supplement(request=self.request, visit=self.id, answers={field: key}))

    def end(self, outcome: str, *papers: PaperEnd) -> None:
        """End the visit."""
        said = {"visit": self.id, "request": self.request, "outcome": outcome, "papers": papers}
        self.counter.send("outcome", Outcome.model_validate(said))

    def paper(self, state: str) -> PaperEnd:
        """The end of the sheet of the last reply's document."""
        document = self.replies()[-1].document
        assert document is not None
        return PaperEnd.model_validate({"serial": document.serial, "printer": "a4", "sheets": document.sheets, "sha256": document.sha256,
                                        "state": state})

    def replies(self) -> list[Reply]:
        """Every reply to this visit, oldest first."""
        return [said for said in self.counter.answers(self.key) if isinstance(said, Reply)]

    def states(self) -> list[str]:
        """Every progress word, oldest first."""
        return [said.state for said in self.counter.answers(self.key) if isinstance(said, Status)]
