"""Somebody with a counter of their own, enrolled and accepted: the worst case for the desk."""
from __future__ import annotations

import asyncio
import time

from bureau.config import load
from bureau.fleet.drill import Counter, Drill, Given
from bureau.store import Store
from rehearsal.box import Box
from rehearsal.line import wait_until
from wire.envelope import Envelope, peek, unseal, verify
from wire.keys import SealingKey, SigningKey, VisitKey
from wire.messages import Message, Reply
from wire.roles import Keyring, Role

AGENCY = "changhua-tax"
ROGUE = "rogue-1"


class Thief:
    """A counter of their own, enrolled and accepted (the worst case), and a visit key of their own."""

    def __init__(self, box: Box) -> None:
        config = load(box.site / "bureau.toml")
        self._agency = SealingKey.load(config.agency[AGENCY].seal_key).public
        given = Given(kiosks=1, messages=1, gateways=(f"https://127.0.0.1:{config.gateway.port}",), agency=AGENCY, root=config.trust.root,
                      sealing=self._agency)
        self._drill, self.key = Drill(given, "unused"), VisitKey.generate()
        self.site = f"{ROGUE}-{time.monotonic_ns():x}"
        self._drill.counters = [Counter(self.site)]
        self._store = Store(config.database.url)
        self._agency_key = SigningKey.load(config.agency[AGENCY].sign_key).public
        self._drill.enter(self._store)

    def send(self, message: Message, kind: str = "request") -> str:
        """Bring it to the gateway; returns when the desk has opened it: the envelope's id."""
        made = self.bring(message, kind)
        wait_until(lambda: self.state(made.header.id) not in ("new", ""))
        return made.header.id

    def bring(self, message: Message, kind: str = "request") -> Envelope:
        """Bring it to the gateway, which keeps it."""
        made = self._drill.counters[0].say(kind, message, AGENCY, self._agency)
        asyncio.run(self._drill.come())
        return made

    def state(self, id_: str) -> str:
        """How the bureau holds an envelope; empty where it has not come."""
        row = self._store.envelope(id_)
        return row.state if row is not None else ""

    def replies(self) -> list[Reply]:
        """What they can read of what comes down to their counter."""
        ring = Keyring()
        ring.add(Role.AGENCY, AGENCY, self._agency_key)
        found: list[Reply] = []
        for row in self._store.down_for(self.site):
            if peek(row.octets).kind == "reply":
                message, _ = unseal(verify(row.octets, role=Role.AGENCY, owner=AGENCY, keyring=ring), self.key)
                assert isinstance(message, Reply)
                found.append(message)
        return found

    def incidents(self) -> list[str]:
        """What the bureau noted about their counter."""
        return [code for _, _, code, _ in self._store.incidents(self.site)]
