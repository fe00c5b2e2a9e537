"""Replies that went astray: what a confused desk, a confused gateway or somebody in between could bring to a visit in progress.

One citizen stands at the counter. Seven others asked at the same hour: some at this counter before, some at another one, one of them for
the same service with the same number. Each has a page of their own; a page tells by its octets whose it is.
"""
from __future__ import annotations

import asyncio
import hashlib
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.gate import WrongPerson
from kiosk.post import open_post
from kiosk.store import Inbox
from kiosk.visit import Parts, Sent, Visit
from rehearsal.line import AGENCY, SITE, Line
from wire.codec.ids import uuid7
from wire.codec.strict import b64, unb64
from wire.envelope import Envelope, seal
from wire.keys import SigningKey, VisitKey
from wire.messages import Document, Message, Reply, Request, Status, Subject, subject_digest

ELSEWHERE, OTHER_AGENCY = "test-site-2", "other-agency"
QUICK = Path("/dev/shm")
"""Nothing here asks whether it survives."""
FIELDS = ("visit", "request", "request_sha256", "subject_digest", "document")
NUMBERS = ("A123456789", "A123456789", "B200000004", "F131104093", "A123456789", "N120000001", "H220000009", "A223456781")
"""Whose numbers: the first is the citizen at the counter, who asks again as the second and, elsewhere, as the fifth."""


@dataclass(frozen=True)
class Person:
    """Somebody who asked: where, in which visit, with which key, for what; and the page that is theirs."""

    number: int
    site: str
    visit: str
    key: VisitKey
    message: Request
    sha256: str
    page: bytes

    def reply(self, attempt: int) -> Reply:
        """The desk's right answer."""
        document = Document(pdf=b64(self.page), sha256=hashlib.sha256(self.page).hexdigest(), serial=f"115-{self.number:06d}",
                            check_code="AAAA-AAAA-AAAA", sheets=1, title="測試")
        subject = self.message.subject
        assert subject is not None
        return Reply(request=self.message.request, visit=self.visit, request_sha256=self.sha256, case_no=self.message.case_no,
                     attempt=attempt, subject_digest=subject_digest(self.message.request, subject.id_no), result="document",
                     document=document)


def person(number: int, site: str, visit: str, key: VisitKey) -> Person:
    """One who asked just now."""
    at = datetime.now(UTC)
    message = Request(
        request=uuid7(at), visit=visit, flow="changhua-tax.property-list", flow_version=1, agency=AGENCY, kiosk=site, lang="zh-TW",
        subject=Subject(id_no=NUMBERS[number], how="scanned"), shown="測試", agreed_at=at, evidence=(), visit_key=key.public_text(),
        case_no=f"{site}-{number:06d}-0", token_sha256="00" * 32, answers={})
    page = f"%PDF-1.7 page of {message.request}".encode()
    return Person(number, site, visit, key, message, hashlib.sha256(message.model_dump_json().encode()).hexdigest(), page)


class Misled(Line):
    """The counter with one visit in progress; what comes is put into its inbox by hand."""

    def __init__(self, directory: Path, chance: random.Random) -> None:
        super().__init__(directory)
        self.chance, self.box = chance, Inbox(self.state)
        visits = [uuid7(datetime.now(UTC)) for _ in NUMBERS]
        keys = [VisitKey.generate() for _ in NUMBERS]
        visits[1], keys[1] = visits[0], keys[0]  # the service asked for before, in the very same visit
        self.people = [person(number, ELSEWHERE if number >= 4 else SITE, visits[number], keys[number]) for number in range(len(NUMBERS))]
        self.me, *self.others = self.people
        self.rogue = SigningKey.generate()
        self.went = [self._sealed(self.me, self.me.reply(1))]
        self.ways: dict[str, Callable[[], Envelope]] = {
            "right": lambda: self._sealed(self.me, self.me.reply(chance.randrange(1, 99))),
            "again": lambda: chance.choice(self.went),
            "another's": self._anothers, "another's, sealed to this visit": self._anothers_here, "one field another's": self._mixed,
            "another's page, this request's words": self._wrong_page, "another agency's name": lambda: self._sealed(self.me, self._some(),
                                                                                                                  sender=OTHER_AGENCY),
            "another's hand": lambda: self._sealed(self.me, self._some(), signer=self.rogue),
            "to another counter": lambda: self._sealed(self.me, self._some(), to=ELSEWHERE),
            "another's seal under this header": self._grafted, "bent": self._bent,
            "another's progress": lambda: self._sealed(self.me, Status(request=chance.choice(self.others).message.request,
                                                                       visit=self.me.visit, state="foreign"), kind="status"),
        }
        self.visit = self._visit()

    def close(self) -> None:
        """Let go of everything."""
        super().close()
        self.box.close()

    def _visit(self) -> Visit:
        """The visit in progress, its request sent; a new engine of the same counter, which looks at everything in the inbox anew."""
        async def news(_: float) -> None:
            """Nobody is waited for."""

        unasked: Any = None
        visit = Visit(Parts(self.config, unasked, unasked, open_post(self.config, self.journal), self.journal, news), unasked, unasked,
                      self.me.visit, self.me.key)
        visit.sent = Sent(self.me.message, self.me.sha256, "")
        return visit

    def again(self) -> None:
        """The engine is another one."""
        self.visit = self._visit()

    def _some(self) -> Reply:
        return self.chance.choice(self.people).reply(1)

    def _sealed(self, whose: Person, said: Message, *, kind: str = "reply", to: str = SITE, sender: str = AGENCY,
                signer: SigningKey | None = None) -> Envelope:
        return seal(kind, said, sender=sender, to=to, key=signer or self.agency_key, recipient=whose.key.public, link=None,
                    at=datetime.now(UTC))

    def _anothers(self) -> Envelope:
        whose = self.chance.choice(self.others)
        return self._sealed(whose, whose.reply(1))

    def _anothers_here(self) -> Envelope:
        return self._sealed(self.me, self.chance.choice(self.others).reply(1))

    def _mixed(self) -> Envelope:
        """This visit's reply with one or more fields of another's, or another's with some of this one's; never all of this one's."""
        mine, other = self.me.reply(1), self.chance.choice(self.others).reply(1)
        fields = self.chance.sample(FIELDS[:-1], self.chance.randrange(1, len(FIELDS) - 1))
        taken = {name: getattr(other, name) for name in fields}
        if all(getattr(mine, name) == value for name, value in taken.items()):
            taken["request"] = other.request
        return self._sealed(self.me, mine.model_copy(update={**taken, "document": other.document}))

    def _wrong_page(self) -> Envelope:
        """The page was changed on the way out of the desk; its sha256 is still that of the page it was."""
        mine, other = self.me.reply(1), self.chance.choice(self.others).reply(1)
        assert mine.document is not None
        assert other.document is not None
        return self._sealed(self.me, mine.model_copy(update={"document": mine.document.model_copy(update={"pdf": other.document.pdf})}))

    def _grafted(self) -> Envelope:
        """The sealed octets and signature of one envelope under the header of another."""
        mine, other = (json.loads(one.octets) for one in (self._sealed(self.me, self.me.reply(1)), self._anothers_here()))
        part = self.chance.choice(("payload", "signature", "protected"))
        return _forged(self._sealed(self.me, self.me.reply(1)), json.dumps({**mine, part: other[part]}, separators=(",", ":")).encode())

    def _bent(self) -> Envelope:
        """One octet of the sealed text is another one."""
        envelope = self._anothers_here()
        flat = json.loads(envelope.octets)
        sealed = bytearray(unb64(flat["payload"]))
        sealed[self.chance.randrange(len(sealed))] ^= self.chance.randrange(1, 256)
        return _forged(envelope, json.dumps({**flat, "payload": b64(bytes(sealed))}, separators=(",", ":")).encode())

    async def bring(self, ways: list[str]) -> list[str]:
        """Bring one answer of the gateway with so many replies, in any order; what of it the citizen was shown: 'own' or 'FOREIGN …'."""
        down = [self.ways[way]() for way in ways]
        self.chance.shuffle(down)
        self.went = [*self.went[-20:], *down]
        # the gateway may give an envelope any name in its list: the inbox must not take two different ones for one, nor one for two
        self.box.keep([], [(f"{one.header.id}.{self.chance.random()}", "", one.octets) for one in down], None)
        shown: list[str] = []
        while True:
            try:
                reply = await self.visit.next_reply(0)
            except WrongPerson as wrong:
                shown.append("stopped at the gate: " + " ".join(wrong.fields))
                continue
            if reply is None:
                break
            page = self.visit.document
            shown.append("own" if page == self.me.page else f"FOREIGN {page!r}")
        if self.visit.progress == "foreign":
            shown.append("FOREIGN progress")
        return shown


def _forged(envelope: Envelope, octets: bytes) -> Envelope:
    return replace(envelope, octets=octets, sha256=hashlib.sha256(octets).hexdigest())


def play(seed: int, count: int) -> tuple["Counter[str]", list[str]]:
    """``count`` replies to one visit: what became of them, and every foreign page or word that was shown."""
    return asyncio.run(_play(seed, count))


async def _play(seed: int, count: int) -> tuple["Counter[str]", list[str]]:
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(dir=QUICK if QUICK.is_dir() else None) as folder:
        counter = Misled(Path(folder) / "line", chance)
        brought = 0
        while brought < count:
            ways = chance.choices(sorted(counter.ways), k=min(chance.randrange(1, 6), count - brought))
            brought += len(ways)
            for shown in await counter.bring(ways):
                counts[shown if not shown.startswith("FOREIGN") else "foreign"] += 1
                wrong += [f"{shown} after {brought} replies"] if shown.startswith("FOREIGN") else []
            if chance.random() < 0.02:
                counts += counter.visit.parts.post.refused
                counter.again()
                counter.box.prune(set(), 0.0)
        counts += counter.visit.parts.post.refused
        counter.close()
    return counts, wrong
