"""Staying in touch with the bureau between visits: hello, health, and whether the counter may open."""
from __future__ import annotations

import time
from datetime import UTC, datetime

from catalogue.trouble import Trouble
from kiosk import SOFTWARE
from kiosk.config import Kiosk
from kiosk.post import MORE, Post
from kiosk.store import Journal, StoreError
from kiosk.trust import revocations

AGAIN_S, MORE_S = 20.0, 1.0
HEALTH_S = 60.0
HOURLY_S = 3600.0
"""The answer to a hello brings the newest revocation list, which ages."""
ROOM_ROWS = 500
"""Messages in the outbox, their pictures aside, from which no new visit is taken: about 20 days of a busy site without a line."""


class Contact:
    """What this counter says unasked, and how it stands with the bureau."""

    def __init__(self, post: Post, journal: Journal, config: Kiosk, flows_sha256: str) -> None:
        self._post, self._journal, self._config, self._flows_sha256 = post, journal, config, flows_sha256
        self._health_at = float("-inf")
        self._hello_at = float(journal.recall("hello-at") or "-inf")  # monotonic, the same clock for every engine of this start
        self._told: dict[str, str] = {}
        self._list = ""  # of revoked certificates: "ok" or "stale"

    def keep(self, boot: str, devices: dict[str, str]) -> None:
        """Read what came; say hello after a start and while the bureau has not accepted; tell health on change and each minute."""
        begins = self._journal.recall("boot") != boot
        if begins:
            self._post.begin()
        self._post.settle()
        now = time.monotonic()
        started = begins or now - self._hello_at > HOURLY_S
        unheard = self._post.gate(self._config.limits.hello_hours) != "open" and now - self._hello_at > AGAIN_S
        more = self._journal.recall(MORE) == "yes" and now - self._hello_at > MORE_S
        if started or unheard or more or self._list == "":
            held = revocations(self._config.uplink.trust)
            self._list = "stale" if held is None or held.stale(datetime.now(UTC), self._config.limits.revocation_hours) else "ok"
        if started or unheard or more:
            self._journal.remember(MORE, "", durable=False)
            self._post.hello(software=SOFTWARE, flows_sha256=self._flows_sha256, boot=boot, revocations=held,
                             papers_open=len(self._journal.papers_unfinished()))
            self._journal.remember("boot", boot, durable=False)  # lost, it only means one more hello
            self._hello_at = now
            self._journal.remember("hello-at", str(now), durable=False)
        devices = devices | {"revocation": self._list, "clock": "wrong" if self._post.clock_is_wrong() else "ok"}
        if devices != self._told or now - self._health_at > HEALTH_S:
            self._told, self._health_at = dict(devices), now
            self._post.health(devices)

    def tell_again(self) -> None:
        """Tell the devices' health with the next look, whatever was told before."""
        self._told = {}

    def closed(self) -> Trouble | None:
        """Why nobody can be served now; None where the counter is open."""
        gate = self._post.gate(self._config.limits.hello_hours)
        if gate in ("pending", "rejected", "unknown", "clock"):
            return Trouble(f"closed-{gate}")
        try:
            return Trouble.CLOSED_BOX_FULL if self._post.line().queue >= ROOM_ROWS else None
        except StoreError:
            return Trouble.CLOSED_BOX_FULL
