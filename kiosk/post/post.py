"""The counter's side of the line: one call keeps a message safely, one checks and settles what came back.

- What is sent is sealed and signed in memory and committed together with the chain's head; then the uplink is woken.
- Whatever lies in the inbox is untrusted until its signature was checked against the role that must have made it.
- A receipt marks a row as sent; the row goes only when the desk says *opened*. Open messages have no other
  reader than the gateway, so its receipt ends them.
- What does not hold is dropped and counted, and told to the bureau once as an incident.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from kiosk.store import CASE_NO, Entry, InboxReader, Journal, Outbox, StoreError
from wire.chain import compare_heads, next_link
from wire.codec.errors import KeyUnusable, WireError
from wire.envelope import Envelope, peek, read_open, seal, sign_open, unseal, verify
from wire.keys import PublicSealingKey, SigningKey, VisitKey
from wire.messages import OPEN_UP, SEALED_DOWN, Head, Health, Incident, Message, Opened, Void
from wire.receipts import HelloAnswer, Receipt
from wire.revocation import Revocations
from wire.roles import GATEWAY_OWNER, Keyring, Role

from .boot import Gate
from .commands import Commands
from .greeting import Greeting
from .news import News
from .state import LineState, Posted
from .unopened import Unopened, is_up

BUREAU = "bureau"
"""Addressee of open messages."""
LOST_NUMBERS = 10_000
"""Case numbers left out where the disk may have been put back: a busy site gives so many in a year, and none may be given twice."""


class Post:
    """Everything this counter sends and receives. Methods may be called from any thread, one at a time."""

    def __init__(
        self, *, site: str, outbox: Outbox, inbox: InboxReader, journal: Journal, key: SigningKey, keyring: Keyring,
        sealing: dict[str, PublicSealingKey], trust: Path, greeting: Greeting, wake: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._site, self._outbox, self._inbox, self._journal = site, outbox, inbox, journal
        self._key, self._keyring, self._sealing, self._trust = key, keyring, sealing, trust
        self._greeting, self._wake, self._clock, self._unopened = greeting, wake, clock, Unopened(journal)
        self.refused: Counter[str] = Counter()  # what came from outside and was dropped, by code
        self._looked_at: set[bytes] = set()
        self._answers_after, self._opened_after, self._last_asked, self._leaf = 0, 0, "", ""
        self._news = News(journal, keyring, trust, self._refuse)
        self.commands = Commands(site, inbox, journal, keyring, clock, self._refuse)

    # --- up

    def send(self, kind: str, message: Message, agency: str | None = None) -> Posted:
        """Seal, sign and keep one message (one fsync), then wake the uplink.

        ``agency`` names the addressee where the message does not. Raises ``StoreFull``, ``StoreError``: nothing was sent.
        """
        return self.send_all([(kind, message, agency)])[0]

    def send_all(self, messages: Sequence[tuple[str, Message, str | None]]) -> list[Posted]:
        """The same for several that belong together, as (kind, message, agency): all or none are kept, with one fsync."""
        builds = [partial(self._envelope, kind, message, agency) for kind, message, agency in messages]
        kept = self._outbox.commit_all(builds)
        for envelope in kept:
            if envelope.header.kind in ("request", "collect"):
                self._last_asked, self._leaf = envelope.header.id, ""
        self._wake()
        return [Posted(envelope.header.id, envelope.sha256, envelope.plain_sha256) for envelope in kept]

    def begin(self) -> None:
        """A start of the counter: offer everything kept once more; the power may have taken the answers.

        What the disk changed can never be sent: a signed *void* takes its place, which is an incident at the bureau.
        """
        for damaged in self._outbox.damaged():
            void = Void(envelope=damaged.id, sha256=damaged.sha256, kind=damaged.kind, reason="damaged")
            envelope = sign_open("void", void, sender=self._site, to=BUREAU, key=self._key, link=damaged.link, at=self._clock())
            self._outbox.void(damaged, envelope)
        self._outbox.resend_after(Head(epoch=0))
        self._wake()

    def _envelope(self, kind: str, message: Message, agency: str | None, head: Head) -> Envelope:
        if kind in OPEN_UP:
            return sign_open(kind, message, sender=self._site, to=BUREAU, key=self._key, link=next_link(head), at=self._clock())
        to = agency or getattr(message, "agency", None) or next(iter(self._sealing))
        if to not in self._sealing:
            raise KeyUnusable("no-seal-key", f"of {to} in {self._trust}; enrol this counter again")
        return seal(kind, message, sender=self._site, to=to, key=self._key, recipient=self._sealing[to], link=next_link(head),
                    at=self._clock())

    def hello(self, *, software: str, flows_sha256: str, boot: str, revocations: Revocations | None = None, papers_open: int = 0) -> None:
        """Announce this counter; ``boot`` is the UUID of its start. A newer hello supersedes one that was not sent yet."""
        self._outside("hello", self._greeting.make(
            software=software, flows_sha256=flows_sha256, boot=boot, head=self._outbox.head(), checkpoint=self._news.checkpoint,
            revocations=revocations, papers_open=papers_open,
        ))

    def health(self, devices: dict[str, str]) -> None:
        """Tell what works right now, device by device."""
        queue = len(self._outbox.entries())
        self._outside("health", Health(head=self._outbox.head(), devices=devices, queue=queue, checkpoint=self._news.checkpoint))

    def _outside(self, kind: str, message: Message) -> None:
        self._outbox.replace(sign_open(kind, message, sender=self._site, to=BUREAU, key=self._key, link=None, at=self._clock()))
        self._wake()

    # --- down

    def answers(self, visit_key: VisitKey, visit: str) -> list[Message]:
        """What came down for this visit since the last call: verified as its agency's, then unsealed."""
        found: list[Message] = []
        for place, untrusted in self._inbox.untrusted_down(self._answers_after):
            self._answers_after = place
            try:
                header = peek(untrusted)  # routing only; verify holds it against the agency's key
                if header.kind not in SEALED_DOWN:
                    continue
                if header.rkid != visit_key.id:
                    self.refused["late"] += 1  # for a visit that is over: nobody can read it any more
                    continue
                verified = verify(untrusted, role=Role.AGENCY, owner=header.sender, keyring=self._keyring, to=self._site)
                message, _ = unseal(verified, visit_key)
                if getattr(message, "visit", visit) == visit:
                    found.append(message)
                else:
                    self._refuse("other-visit")
            except WireError as error:
                self._refuse(error.code)
        return found

    def settle(self) -> None:
        """Check receipts, *opened* and the answer to hello, and put the outbox in order accordingly."""
        entries = {entry.id: entry for entry in self._outbox.entries()}
        sent, done = self._receipts(entries)
        done |= self._opened(entries)
        if sent or done:
            self._outbox.settle(sent, done)
        late = self._unopened.news((entry for entry in entries.values() if entry.id not in done), self._clock())
        if late is not None:
            self._tell("not-opened", f"{late.id} by {late.addressee}")
        came = self._inbox.untrusted_answer()
        if came is not None and self._first_sight(came[0]):
            self._hear(*came)
        line = self._inbox.line()
        if line is not None and line.checkpoint:
            self._news.see(line.checkpoint)

    def _receipts(self, entries: dict[str, Entry]) -> tuple[set[str], set[str]]:
        """Rows with a receipt that holds: those now sent, and those that end with it."""
        sent: set[str] = set()
        done: set[str] = set()
        for id_, round_, untrusted in self._inbox.untrusted_receipts():
            entry = entries.get(id_)
            if entry is None or entry.sent or round_ != entry.round or untrusted in self._looked_at:
                continue  # settled, or of the time before the gateway was restored
            try:
                receipt = Receipt.verify(untrusted.decode("ascii", "replace"), owner=GATEWAY_OWNER, keyring=self._keyring)
            except WireError as error:
                self._looked_at.add(untrusted)
                self._refuse(error.code)
                continue
            if (receipt.id, receipt.sha256) != (entry.id, entry.sha256):
                self._looked_at.add(untrusted)
                self._refuse("foreign-receipt")
                continue
            if id_ == self._last_asked:
                self._leaf = receipt.leaf
            (done if entry.kind in OPEN_UP else sent).add(id_)
        return sent, done

    def _opened(self, entries: dict[str, Entry]) -> set[str]:
        """Rows the addressed agency says it has opened."""
        done: set[str] = set()
        for place, untrusted in self._inbox.untrusted_down(self._opened_after):
            self._opened_after = place
            try:
                untrusted_header = peek(untrusted)
                if untrusted_header.kind != "opened":
                    continue
                owner = untrusted_header.sender
                opened = read_open(verify(untrusted, role=Role.AGENCY, owner=owner, keyring=self._keyring, to=self._site))
            except WireError as error:
                self._refuse(error.code)
                continue
            entry = entries.get(opened.envelope) if isinstance(opened, Opened) else None
            if entry is None or not isinstance(opened, Opened):
                continue  # settled before
            if (entry.addressee, entry.sha256) != (owner, opened.sha256):
                self._refuse("foreign-opened")
            elif opened.result == "opened":
                done.add(entry.id)
            else:
                self._unopened.answered.add(entry.id)  # the row stays: the citizen holds a slip for it
                self._refuse("cannot-open")
        return done

    def _hear(self, untrusted: bytes, came_at: float) -> None:
        """Believe the answer to the newest hello: state, time, checkpoint, revocation list, head. ``came_at``: monotonic."""
        try:
            answer = HelloAnswer.verify(untrusted.decode("ascii", "replace"), owner=GATEWAY_OWNER, keyring=self._keyring)
            if not self._greeting.is_news(answer):
                return  # heard before, or an older hello's; the newest one is still on its way
            self._news.hear(answer, self._greeting.checkpoint())
        except WireError as error:
            self._refuse(error.code)
            return
        self._outbox.settle([], [entry.id for entry in self._outbox.entries() if entry.kind == "hello"])
        self._compare(self._outbox.head(), answer.head)
        self._greeting.hear(answer, came_at)

    def _compare(self, ours: Head, theirs: Head) -> None:
        verdict = compare_heads(ours, theirs)
        if verdict == "resend" and self._outbox.resend_after(theirs):
            self._wake()
        elif verdict == "incident":
            self._outbox.new_epoch()
            self._journal.leap(CASE_NO, self._journal.last_number(CASE_NO) + LOST_NUMBERS)
            heads = (f"{name} {head.epoch}/{head.seq}/{head.sha256[:16]}" for name, head in (("kiosk", ours), ("gateway", theirs)))
            self._tell("chain-differs", " ".join(heads))

    def _first_sight(self, untrusted: bytes) -> bool:
        seen = untrusted in self._looked_at
        self._looked_at.add(untrusted)
        return not seen

    def _refuse(self, code: str) -> None:
        """Count what was dropped, and tell the bureau the first time."""
        self.refused[code] += 1
        if self.refused[code] == 1:
            self._tell("refused", code)

    def _tell(self, code: str, detail: str) -> None:
        try:
            self.send("incident", Incident(code=code, detail=detail))
        except StoreError:
            self.refused["incident-not-kept"] += 1  # a full box must not stop the counter from settling

    # --- how things stand

    def line(self) -> LineState:
        """The line as it stands."""
        line = self._inbox.line()
        queue = sum(entry.kind not in (*OPEN_UP, "part") for entry in self._outbox.entries())
        heard = self._greeting.heard
        online, since = (line.online, line.since) if line else (False, None)
        gateway_time = line.gateway_time if line else ""
        return LineState(heard.state if heard else "unknown", online, since, queue, self._news.checkpoint, gateway_time)

    def waits(self) -> dict[str, float]:
        """For how many seconds each agency's oldest message has been on its way, or unopened there; agencies with none are left out."""
        now = self._clock()
        return self._unopened.waits(self._outbox.entries(), now, online=is_up(self._inbox.line(), now))

    def clock_is_wrong(self) -> bool:
        """Whether the box's clock is not the bureau's (:mod:`kiosk.post.clock`)."""
        return self._greeting.clock_is_wrong()

    def gate(self, hello_hours: int) -> Gate:
        """May the menu open, after the hello said last?"""
        return self._greeting.gate(hello_hours)

    def checkpoint_short(self) -> dict[str, str]:
        """What the slip prints as proof: ``leaf`` of the last request's receipt and ``checkpoint`` (size and root), as far as known."""
        short = {"leaf": self._leaf[:32]} if self._leaf else {}
        held = self._news.short()
        return short | ({"checkpoint": held} if held else {})
