"""The desk's side of the wire for one agency: opens what counters sent, seals what goes down to a visit.

- The signature is checked before anything is opened; nothing leaves that is not signed in the agency's name.
- The pictures of a request come in envelopes of their own (:mod:`wire.parts`): a case is opened only when every one is there.
- A part is looked at when its request is, and opened with it, in the same transaction; it must come from the same counter, to the same
  agency, and not have served before. Its sealed octets go at once, so that forgetting the picture in the case is forgetting it.
"""
from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from bureau.cases_store import Asking, set_asking
from bureau.config import Agency
from bureau.store import ENVELOPES, EnvelopeRow, Store
from wire.codec.errors import NotAllowed, NotGenuine
from wire.codec.jws import without_payload
from wire.envelope import Envelope, seal, sign_open, unseal, verify
from wire.keys import PublicKey, PublicSealingKey, SealingKey, SigningKey
from wire.messages import Asking as Asked
from wire.messages import Choice, Document, Message, Opened, Part, Reply, Row, Status, subject_digest
from wire.parts import join
from wire.roles import Keyring, Role


class DeskPost:
    """One agency's keys at work."""

    def __init__(self, store: Store, agency: str, config: Agency) -> None:
        """Read the agency's keys. Raises ``KeyUnusable`` naming the file."""
        self._store, self.agency = store, agency
        self._key, self._seal = SigningKey.load(config.sign_key), SealingKey.load(config.seal_key)

    def open(self, row: EnvelopeRow) -> tuple[Message, str]:
        """The message and the sha256 of its plaintext. Raises ``WireError``."""
        kiosk = self._store.kiosk(row.site)
        if kiosk is None or kiosk.state != "accepted":
            raise NotGenuine("kiosk-not-accepted")
        keyring = Keyring()
        keyring.add(Role.KIOSK, row.site, PublicKey.from_jwk(kiosk.device_jwk))
        return unseal(verify(row.octets, role=Role.KIOSK, owner=row.site, keyring=keyring, to=self.agency), self._seal)

    def opened(self, db: sa.Connection, row: EnvelopeRow, reason: str = "") -> None:
        """Say that an envelope was opened, or why it cannot be, and take it off the pile."""
        result = "cannot-open" if reason else "opened"
        said = Opened(envelope=row.id, sha256=row.sha256, result=result, reason=reason)  # type: ignore[arg-type]  # one of the two words
        envelope = sign_open("opened", said, sender=self.agency, to=row.site, key=self._key, link=None, at=_now())
        self._down(db, row.site, envelope, None, row.id)
        self._store.mark_opened(row.id, result, reason, db)  # type: ignore[arg-type]  # one of the two words

    def parts(self, row: EnvelopeRow, message: Message) -> list[EnvelopeRow]:
        """Those of its pictures that have come. Raises ``NotAllowed`` for one that is another counter's or has served before."""
        named = [self._store.envelope(one.envelope) for one in message.parts] if isinstance(message, Asked) else []
        there = [one for one in named if one is not None]
        for one in there:
            if (one.site, one.kind, one.to) != (row.site, "part", row.to) or one.state not in ("new", "quarantined"):
                raise NotAllowed("part-of-another")
        return [one for one in there if one.state == "new"]

    def whole(self, message: Message, parts: Sequence[EnvelopeRow]) -> Message | None:
        """The message with its pictures; None while one has not come. Raises ``WireError``."""
        if not isinstance(message, Asked):
            return message
        if len(parts) < len(message.parts):
            return None
        return join(message, {one.id: self._part(one) for one in parts})

    def _part(self, row: EnvelopeRow) -> Part:
        part, _ = self.open(row)
        assert isinstance(part, Part)  # the kind of its row, which the signature covers
        return part

    def opened_parts(self, db: sa.Connection, rows: Sequence[EnvelopeRow]) -> None:
        """Say that they were opened, and keep no second copy of the pictures."""
        for row in rows:
            self.opened(db, row)
            db.execute(sa.update(ENVELOPES).where(ENVELOPES.c.id == row.id).values(octets=without_payload(bytes(row.octets))))

    def status(self, db: sa.Connection, asking: Asking, state: str) -> None:
        """Tell a live visit how far its case is."""
        self._say(db, asking, "status", Status(request=asking.request, visit=asking.visit, state=state))

    def reply(
        self, db: sa.Connection, asking: Asking, result: str, *, case_no: str = "", reason: str = "", choices: tuple[Choice, ...] = (),
        rows: tuple[Row, ...] = (), document: Document | None = None, released_by: str = "", due: str = "",
    ) -> None:
        """Answer an asking; each answer is a fresh sealing with the next attempt number."""
        set_asking(db, asking.request, replies=asking.replies + 1)
        self._say(db, asking, "reply", Reply.model_validate({
            "request": asking.request, "visit": asking.visit, "request_sha256": asking.request_sha256,
            "subject_digest": subject_digest(asking.request, asking.id_no), "case_no": case_no, "attempt": asking.replies + 1,
            "result": result, "reason": reason, "choices": choices, "rows": rows, "document": document, "released_by": released_by,
            "due": due,
        }))

    def _say(self, db: sa.Connection, asking: Asking, kind: str, message: Message) -> None:
        recipient = PublicSealingKey.from_visit_text(asking.visit_key)
        envelope = seal(kind, message, sender=self.agency, to=asking.site, key=self._key, recipient=recipient, link=None, at=_now())
        self._down(db, asking.site, envelope, asking.visit)

    def _down(self, db: sa.Connection, site: str, envelope: Envelope, visit: str | None, about: str | None = None) -> None:
        self._store.put_down(site, envelope.header.id, envelope.octets, visit, db, about=about)


def _now() -> datetime:
    return datetime.now(UTC)
