"""The wrong-person gate: pure rules, asked before anything of a reply is shown or printed.

- A reply belongs to the visit in progress, to the request this visit sent, to exactly the bytes
  it sent, and to the person it named. Whatever differs: nothing is shown, nothing is printed,
  an incident is raised, the visit ends.
- The agency's signature was verified before this gate is asked (:mod:`kiosk.post`).
- A document's sha256 is that of its own octets.

Why: elsewhere a later job overwrote an earlier one within a second and strangers' certificates
came out, thirteen times in one spring (design: visit, Wrong-person interlock).
"""
from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from wire.messages import Reply, subject_digest


@dataclass(frozen=True)
class Expected:
    """What the visit in progress knows about its own request."""

    visit: str
    request: str
    request_sha256: str
    id_no: str


class WrongPerson(Exception):
    """A reply that is not for this visit. ``fields`` names what differs; it never holds the values."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(f"a reply was not for this visit: {', '.join(fields)} differ")
        self.fields = fields


def pass_gate(reply: Reply, expected: Expected) -> bytes | None:
    """Let a reply through and return the document's octets, or None where it brings none. Raises ``WrongPerson``."""
    pairs = {
        "visit": (reply.visit, expected.visit),
        "request": (reply.request, expected.request),
        "request_sha256": (reply.request_sha256, expected.request_sha256),
        "subject_digest": (reply.subject_digest, subject_digest(expected.request, expected.id_no)),
    }
    differing = tuple(name for name, (got, want) in pairs.items() if got != want)
    if differing:
        raise WrongPerson(differing)
    if reply.document is None:
        return None
    octets = base64.urlsafe_b64decode(reply.document.pdf + "=" * (-len(reply.document.pdf) % 4))
    if hashlib.sha256(octets).hexdigest() != reply.document.sha256:
        raise WrongPerson(("document",))
    return octets
