"""The hello of this counter: what was said last, and what the bureau answered."""
from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from kiosk.store import Journal
from wire.messages import Head, Hello
from wire.receipts import HelloAnswer, floor, put_on
from wire.revocation import NOTHING, Revocations

from .boot import Gate, Heard, gate
from .clock import is_wrong


class Greeting:
    """Kept in the journal, so that every engine of one start of the counter knows what was said and heard."""

    def __init__(self, *, site: str, transport_jkt: str, journal: Journal, clock: Callable[[], datetime]) -> None:
        self._site, self._jkt, self._journal, self._clock = site, transport_jkt, journal, clock
        self._put_on = put_on()
        untrusted = json.loads(journal.recall("hello.heard") or "null")
        self.heard = None if untrusted is None else Heard(**{**untrusted, "at": datetime.fromisoformat(untrusted["at"])})

    def make(self, *, software: str, flows_sha256: str, boot: str, head: Head, checkpoint: str | None,
             revocations: Revocations | None, papers_open: int) -> Hello:
        """A new hello with the next counter."""
        said: dict[str, Any] = {"counter": self._journal.next_number("hello"), "software": software, "flows_sha256": flows_sha256,
                                "checkpoint": checkpoint}
        self._journal.remember("hello.said", json.dumps(said), durable=False)
        held = revocations or NOTHING
        return Hello(site=self._site, transport_jkt=self._jkt, boot=boot, head=head, revocation=held.number, revocation_at=held.issued_at,
                     papers_open=papers_open, **said)

    def checkpoint(self) -> str | None:
        """The checkpoint that the newest hello named: what comes in answer is proved to hold it."""
        checkpoint: str | None = self._said().get("checkpoint")
        return checkpoint

    def _said(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self._journal.recall("hello.said") or '{"counter": 0, "software": "", "flows_sha256": ""}')
        return said

    def is_news(self, answer: HelloAnswer) -> bool:
        """Whether a verified answer is about the newest hello of this counter and was not heard before, by this or an earlier engine."""
        heard = self.heard is not None and (self.heard.counter, self.heard.at) == (answer.counter, answer.time)
        return answer.to == self._site and answer.counter == self._said()["counter"] and not heard

    def hear(self, answer: HelloAnswer, came_at: float) -> None:
        """Take a verified answer in that came at ``came_at`` (monotonic seconds, in the past)."""
        said = self._said()
        if answer.newest > said["counter"]:
            self._journal.leap("hello", answer.newest)
        self.heard = Heard(answer.counter, answer.state, said["software"], said["flows_sha256"], answer.time, came_at)
        self._journal.remember("hello.heard", json.dumps({**vars(self.heard), "at": answer.time.isoformat()}))

    def gate(self, hello_hours: int) -> Gate:
        """May the menu open, after the hello said last?"""
        said = self._said()
        return gate(said["counter"], said["software"], said["flows_sha256"], self.heard, self._clock(), hello_hours, self.clock_is_wrong())

    def clock_is_wrong(self) -> bool:
        """Whether the box's clock is not the bureau's."""
        heard = self.heard
        signed = heard.at if heard is not None else None
        since_s = time.monotonic() - heard.came_at if heard is not None and heard.counter == self._said()["counter"] else None
        return is_wrong(self._clock(), floor(self._put_on, signed), signed, since_s)
