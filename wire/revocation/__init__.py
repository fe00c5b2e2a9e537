"""Certificates that count no more: a list of half a million that fits in 4 MB, is asked in microseconds and grows by signed deltas.

Rules

- An entry is the first eight octets of SHA-256 over issuer key and serial number: the CAs' generations share one name and may share
  serials. Two certificates of half a million fall together with probability 3e-14 for each one asked about; nobody chooses his serial.
- The entries stand sorted, one behind the other: half a million are 4 MB, looked up by halves.
- The operator signs updates, not lists. Each goes on from the one before (``since`` = ``number`` - 1) or from nothing (``since`` = 0), and
  names the SHA-256 of all entries after it; whoever applies one holds exactly what the operator held, or refuses it.
- Numbers only grow, so an old list never comes back; how old a list may be is the caller's policy (:meth:`Revocations.stale`).
- A large change comes in several updates; until the ``complete`` one is there, what is held revokes, but is as stale as can be.
"""
from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from mmap import mmap
from typing import ClassVar, overload

from pydantic import Field

from wire.codec.errors import Malformed, NotAllowed
from wire.codec.record import Record
from wire.codec.strict import Moment, Sha256, b64, unb64
from wire.roles import Role

ENTRY = 8
"""Octets of an entry."""
MOST = 16384
"""Entries that one update adds or removes, at most."""
_EARLY = timedelta(minutes=5)


def entry(issuer_key: str, serial: str) -> bytes:
    """The entry of a certificate: its issuer's key identifier and its own serial number, both in hex."""
    return hashlib.sha256(f"{issuer_key}/{serial}".encode("ascii")).digest()[:ENTRY]


class Entries(Sequence[bytes]):
    """Sorted entries, one behind the other in octets or in a mapped file."""

    def __init__(self, octets: bytes | mmap) -> None:
        self.octets = octets

    def __len__(self) -> int:
        return len(self.octets) // ENTRY

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self.octets[place * ENTRY:(place + 1) * ENTRY]

    def __contains__(self, wanted: object) -> bool:
        assert isinstance(wanted, bytes)
        place = bisect_left(self, wanted)
        return place < len(self) and self[place] == wanted

    def digest(self) -> str:
        """SHA-256 over all of it, hex."""
        return hashlib.sha256(self.octets).hexdigest()


@dataclass(frozen=True)
class Revocations:
    """What is held: the entries, and of which update; ``number`` 0 is nothing at all."""

    entries: Entries
    number: int = 0
    issued_at: datetime | None = None
    complete: bool = False

    @classmethod
    def of(cls, issued_at: datetime, certificates: Iterable[tuple[str, str]] = ()) -> Revocations:
        """A list that is whole, of certificates as (issuer key, serial)."""
        return cls(Entries(b"".join(sorted({entry(*one) for one in certificates}))), 1, issued_at, True)

    def holds(self, issuer_key: str, serial: str) -> bool:
        """Whether a certificate is revoked."""
        return entry(issuer_key, serial) in self.entries

    def stale(self, at: datetime, hours: int) -> bool:
        """Whether it is older than ``hours`` at ``at``, comes from more than five minutes after it, or is not whole."""
        return self.issued_at is None or not self.complete or not -_EARLY <= at - self.issued_at <= timedelta(hours=hours)


NOTHING = Revocations(Entries(b""))


class RevocationUpdate(Record):
    """One step of the list, signed by the operator."""

    typ: ClassVar[str] = "counter-revocation+2"
    role: ClassVar[Role] = Role.OPERATOR

    number: int = Field(ge=1)
    since: int = Field(ge=0, description="number of the update it goes on from; 0: from nothing")
    issued_at: Moment = Field(description="when the operator knew all this")
    complete: bool = Field(description="the last of those that were issued together")
    count: int = Field(ge=0, description="entries after it")
    sha256: Sha256 = Field(description="over all entries after it, sorted, one behind the other")
    added: str = Field(default="", description="entries, sorted, base64url")
    removed: str = Field(default="", description="entries, sorted, base64url")


def _listed(untrusted: str, what: str) -> list[bytes]:
    octets = unb64(untrusted)
    found = [octets[at:at + ENTRY] for at in range(0, len(octets), ENTRY)]
    if len(octets) % ENTRY or len(found) > MOST or any(one >= after for one, after in pairwise(found)):
        raise Malformed("revocation-entries", what)
    return found


def applied(held: Revocations, update: RevocationUpdate) -> Revocations:
    """What is held after a verified update.

    Raises ``NotAllowed`` for one that does not go on from what is held, or comes to something else than it says; ``Malformed``.
    """
    if update.since not in (0, held.number) or update.number <= held.number or (update.since and update.number != held.number + 1):
        raise NotAllowed("revocation-gap", f"{update.since} to {update.number}, held {held.number}")
    if held.issued_at is not None and update.issued_at < held.issued_at:
        raise NotAllowed("revocation-older")
    octets = held.entries.octets if update.since else b""
    octets = _spliced(octets, _listed(update.removed, "removed"), out=True)
    octets = _spliced(octets, _listed(update.added, "added"), out=False)
    made = Entries(octets)
    if len(made) != update.count or made.digest() != update.sha256:
        raise NotAllowed("revocation-differs", f"after {update.number}")
    return Revocations(made, update.number, update.issued_at, update.complete)


def _spliced(octets: bytes | mmap, moved: list[bytes], out: bool) -> bytes | mmap:
    """The entries with some taken out or put in; those already as wanted are passed over: the digest judges."""
    if not moved:
        return octets
    entries, parts, at = Entries(octets), [], 0
    for one in moved:
        place = bisect_left(entries, one, lo=at)
        there = place < len(entries) and entries[place] == one
        if there is not out:
            continue
        parts.append(octets[at * ENTRY:place * ENTRY])
        if not out:
            parts.append(one)
        at = place + out
    parts.append(octets[at * ENTRY:])
    return b"".join(parts)


def updates(held: Revocations, wanted: Iterable[bytes], at: datetime) -> list[RevocationUpdate]:
    """The steps from what is held to exactly the entries wanted; one at least, which says that nothing has changed."""
    wanted_set, before = set(wanted), set(held.entries)
    added, removed = sorted(wanted_set - before), sorted(before - wanted_set)
    steps = max(1, -(-max(len(added), len(removed)) // MOST))
    made: list[RevocationUpdate] = []
    for step in range(steps):
        more, less = (one[step * MOST:(step + 1) * MOST] for one in (added, removed))
        octets = bytes(_spliced(_spliced(held.entries.octets, less, out=True), more, out=False))
        number, complete = held.number + 1, step == steps - 1
        made.append(RevocationUpdate(
            number=number, since=held.number, issued_at=at, complete=complete, count=len(octets) // ENTRY,
            sha256=hashlib.sha256(octets).hexdigest(), added=b64(b"".join(more)), removed=b64(b"".join(less))))
        held = Revocations(Entries(octets), number, at, complete)
    return made
