"""The chain of a kiosk's envelopes: one writer, every envelope names the one before (pure rules).

- An envelope carries epoch, seq and prev; the first of an epoch has seq 1.
- What never was committed never existed: its seq is used again.
- The gateway takes the next envelope, knows a resend by its bytes, keeps what came too early,
  and calls other bytes at a place already taken, or a prev that is not its head, a fork.
- Heads are compared at every hello: a gateway that is behind gets the kept rows again; a kiosk
  that is behind, or whose bytes differ, is an incident and starts a new epoch.
- A *void* takes the place of an envelope that can never be sent: the chain goes on from the bytes it stands for.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wire.messages import Head

if TYPE_CHECKING:
    from wire.envelope import Envelope, Header

Judgement = Literal["outside", "next", "known", "gap", "fork", "new-epoch"]


@dataclass(frozen=True)
class Link:
    """A place in the chain: ``prev`` is the sha256 (hex) of the envelope before, empty before the first."""

    epoch: int
    seq: int
    prev: str


def next_link(head: Head) -> Link:
    """Give the place after the head."""
    return Link(head.epoch, head.seq + 1, head.sha256)


def advance(head: Head, envelope: Envelope) -> Head:
    """Give the head after this envelope, or the same head for one outside the chain. Raises ``ValueError`` if it is not the next."""
    link = envelope.header.link
    if link is None:
        return head
    if link != next_link(head):
        raise ValueError("this envelope was not made for this head")
    return Head(epoch=link.epoch, seq=link.seq, sha256=envelope.sha256)


def new_epoch(head: Head) -> Head:
    """Give the head a kiosk starts its next epoch from; its first link names the old head's bytes."""
    return Head(epoch=head.epoch + 1, seq=0, sha256=head.sha256)


def judge(head: Head, header: Header, sha256: str, stored: str | None = None) -> Judgement:
    """Judge an envelope against the gateway's head of that kiosk.

    ``stored`` is the sha256 (hex) of the envelope the gateway holds at the same epoch and seq, None where
    it holds none. The head is the last envelope before the first gap. "fork": quarantine both;
    "new-epoch": quarantine until an operator confirms.
    """
    link = header.link
    if link is None:
        return "outside"
    if stored is None and (link.epoch, link.seq) == (head.epoch, head.seq):
        stored = head.sha256
    if stored is not None:
        return "known" if stored == sha256 else "fork"
    if link.epoch > head.epoch:
        return "new-epoch"
    if link.epoch < head.epoch or link.seq <= head.seq:
        return "fork"
    if link.seq > head.seq + 1:
        return "gap"
    return "next" if link.prev == head.sha256 else "fork"


def compare_heads(kiosk: Head, gateway: Head) -> Literal["same", "resend", "incident"]:
    """Compare what hello says with what the gateway holds: go on, send kept rows again, or stop and tell an operator."""
    ours, theirs = (kiosk.epoch, kiosk.seq), (gateway.epoch, gateway.seq)
    if ours == theirs:
        return "same" if kiosk.sha256 == gateway.sha256 else "incident"
    return "resend" if ours > theirs else "incident"
