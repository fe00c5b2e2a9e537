"""What enrolment left on the box, and the post put together from it."""
from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config import Kiosk
from kiosk.store import UPLINK, InboxReader, Journal, Outbox, ring
from wire.codec.errors import KeyUnusable
from wire.keys import PublicKey, PublicSealingKey, SigningKey
from wire.roles import GATEWAY_OWNER, OPERATOR_OWNER, Keyring, Role

from .greeting import Greeting
from .post import Post

if TYPE_CHECKING:
    from catalogue.pack.orders import Orders


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyUnusable("key-unreadable", f"{path}: {error.strerror}; enrol this counter again") from None


def load_trust(trust: Path, orders: Orders | None = None) -> tuple[Keyring, dict[str, PublicSealingKey]]:
    """Public keys by role and owner, and the sealing key of each agency; where the bureau's orders name agencies, theirs alone count.

    Raises ``KeyUnusable`` naming the file.
    """
    keyring = Keyring()
    keyring.add(Role.GATEWAY, GATEWAY_OWNER, PublicKey.from_jwk(json.loads(_read(trust / "gateway.jwk"))))
    keyring.add(Role.OPERATOR, OPERATOR_OWNER, PublicKey.from_jwk(json.loads(_read(trust / "operator.jwk"))))
    sealing: dict[str, PublicSealingKey] = {}
    for agency, (certificate, seal) in _agencies(trust, orders).items():
        keyring.add(Role.AGENCY, agency, PublicKey.from_certificate_pem(certificate))
        sealing[agency] = PublicSealingKey.from_json(seal)
    if not sealing:
        raise KeyUnusable("no-agency", f"{trust}: no agency-*.pem; enrol this counter again")
    return keyring, sealing


def _agencies(trust: Path, orders: Orders | None) -> dict[str, tuple[bytes, bytes]]:
    """Certificate and sealing key of each agency."""
    if orders is not None and orders.agencies:
        return {agency: (keys.certificate.encode("ascii", "replace"), keys.seal.encode()) for agency, keys in orders.agencies.items()}
    named = (file.stem.removeprefix("agency-") for file in sorted(trust.glob("agency-*.pem")))
    return {agency: (_read(trust / f"agency-{agency}.pem"), _read(trust / f"agency-{agency}.seal.json")) for agency in named}


def _clock() -> datetime:
    return datetime.now(UTC)


def open_post(config: Kiosk, journal: Journal, orders: Orders | None = None, clock: Callable[[], datetime] = _clock) -> Post:
    """The post of this counter, under the bureau's ``orders``. Raises ``KeyUnusable`` naming the file that enrolment should have left."""
    site, uplink = config.site, config.uplink
    keyring, sealing = load_trust(uplink.trust, orders)
    greeting = Greeting(site=site.id, transport_jkt=SigningKey.load(uplink.transport_key).kid, journal=journal, clock=clock)
    return Post(
        site=site.id, outbox=Outbox(site.state), inbox=InboxReader(site.state), journal=journal, key=SigningKey.load(uplink.device_key),
        keyring=keyring, sealing=sealing, trust=uplink.trust, greeting=greeting, wake=lambda: ring(site.run / UPLINK), clock=clock,
    )
