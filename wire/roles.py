"""Who may say what, as a table, and whose keys are known; enforced at every verification.

- Verification always names the expected role and owner; a key is never found by its id alone.
- A kiosk's device key says everything that goes up; it says nothing that goes down.
- An agency says what goes down to a visit, and ``opened``; of exactly that agency.
- The gateway says receipts, answers to hello, checkpoints and the time; never an envelope.
- The operator says commands and revocation lists.
- The transport key is no role here: it signs the HTTP exchange and nothing else (:mod:`wire.exchange`).
"""
from __future__ import annotations

from enum import StrEnum

from wire import messages
from wire.codec.errors import NotAllowed, NotGenuine
from wire.keys import PublicKey

OPEN = "counter-open+1"
SEALED = "counter-envelope+1"
GATEWAY_OWNER = "gateway"
"""Owner name of the bureau's gateway key."""
OPERATOR_OWNER = "operator"
"""Owner name of the bureau's operator key."""


class Role(StrEnum):
    """What a key's owner is on the wire."""

    KIOSK = "kiosk"
    GATEWAY = "gateway"
    AGENCY = "agency"
    OPERATOR = "operator"


MAY_SEND: dict[Role, dict[str, frozenset[str]]] = {
    Role.KIOSK: {OPEN: frozenset(messages.OPEN_UP), SEALED: frozenset(messages.SEALED_UP)},
    Role.GATEWAY: {},
    Role.AGENCY: {OPEN: frozenset({"opened"}), SEALED: frozenset(messages.SEALED_DOWN)},
    Role.OPERATOR: {OPEN: frozenset({"command"})},
}
"""Envelopes: role → type → kinds."""

MAY_RECORD: dict[Role, frozenset[str]] = {
    Role.KIOSK: frozenset(),
    Role.GATEWAY: frozenset({"counter-receipt+1", "counter-hello-answer+1", "counter-checkpoint+1", "counter-time+1"}),
    Role.AGENCY: frozenset(),
    Role.OPERATOR: frozenset({"counter-revocation+2"}),
}
"""Signed records: role → types."""


def check_may_send(role: Role, typ: str, kind: str) -> None:
    """Hold a role against the table. Raises ``NotAllowed``."""
    if kind not in MAY_SEND[role].get(typ, ()):
        raise NotAllowed("role-may-not-send", f"{role} may not send {kind} as {typ}")


def check_may_record(role: Role, typ: str) -> None:
    """Hold a role against the table of records. Raises ``NotAllowed``."""
    if typ not in MAY_RECORD[role]:
        raise NotAllowed("role-may-not-sign", f"{role} may not sign {typ}")


def check_kind_in_type(typ: str, kind: str) -> None:
    """A kind has one type. Raises ``NotAllowed``."""
    kinds = {**messages.OPEN_UP, **messages.OPEN_DOWN} if typ == OPEN else {**messages.SEALED_UP, **messages.SEALED_DOWN}
    if kind not in kinds:
        raise NotAllowed("kind-in-wrong-type", f"{kind[:40]} in {typ}")


class Keyring:
    """The public keys known, by role and owner; an owner may have several while keys roll over."""

    def __init__(self) -> None:
        self._keys: dict[tuple[Role, str], dict[str, PublicKey]] = {}

    def add(self, role: Role, owner: str, *keys: PublicKey) -> None:
        """Learn keys of one owner in one role."""
        self._keys.setdefault((role, owner), {}).update({key.kid: key for key in keys})

    def find(self, role: Role, owner: str, kid: str) -> PublicKey:
        """Give the key with this id if it is one of this owner's in this role. Raises ``NotGenuine``."""
        key = self._keys.get((role, owner), {}).get(kid)
        if key is None:
            raise NotGenuine("unknown-key", f"no such key of {role} {owner}")
        return key
