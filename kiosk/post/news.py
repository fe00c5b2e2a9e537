"""Signed news of the bureau that the counter keeps: the log's newest checkpoint, the list of revoked certificates."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.store import Journal
from wire.codec.errors import NotAllowed, WireError
from wire.log import Checkpoint, verify_consistency
from wire.receipts import HelloAnswer
from wire.revocation import kept
from wire.roles import GATEWAY_OWNER, Keyring

REVOCATION, MORE = "revocation", "revocation-more"
"""The folder of the revocation list in the trust folder; the journal's word for whether there is more of it to fetch."""


class News:
    """What is kept; ``refuse`` is told the code of whatever does not hold."""

    def __init__(self, journal: Journal, keyring: Keyring, trust: Path, refuse: Callable[[str], None]) -> None:
        self._journal, self._keyring, self._trust, self._refuse = journal, keyring, trust, refuse
        self._seen: set[str] = set()
        self.checkpoint = journal.recall("checkpoint")

    def hear(self, answer: HelloAnswer, named: str | None) -> None:
        """Take what an answer to hello brings; ``named``: the checkpoint of that hello. Raises ``WireError`` for one that is nobody's."""
        if answer.checkpoint is not None and self._holds(answer, named):
            self.see(answer.checkpoint)
        self._see_revocation(answer)

    def see(self, untrusted: str) -> None:
        """Keep a checkpoint if it holds and is newer."""
        if untrusted == self.checkpoint or untrusted in self._seen:
            return
        self._seen.add(untrusted)
        try:
            newer = newer_checkpoint(untrusted, self.checkpoint, self._keyring)
        except WireError as error:
            self._refuse(error.code)
            return
        if newer is not None:
            self.checkpoint = newer
            self._journal.remember("checkpoint", newer, durable=False)

    def short(self) -> str | None:
        """Size and root of the checkpoint as the slip prints them."""
        if not self.checkpoint:
            return None
        held = Checkpoint.verify(self.checkpoint, owner=GATEWAY_OWNER, keyring=self._keyring)
        return f"{held.size}/{held.root[:32]}"

    def _holds(self, answer: HelloAnswer, named: str | None) -> bool:
        """Whether the log of the answer holds the one that the hello named; if not, that is an incident, and the old checkpoint stays."""
        if named is None or still_holds(answer, named, self._keyring):
            return True
        self._refuse("log-rewritten")
        return False

    def _see_revocation(self, answer: HelloAnswer) -> None:
        """Apply what the list lacked, and remember whether there is more; an update that does not fit leaves the list as it was."""
        try:
            number = kept.keep(self._trust / REVOCATION, answer.revocation, self._keyring)
        except (WireError, OSError) as error:
            self._refuse(error.code if isinstance(error, WireError) else "revocation-not-kept")
            return
        more = bool(answer.revocation) and number < answer.revocation_number
        self._journal.remember(MORE, "yes" if more else "", durable=False)


def newer_checkpoint(untrusted: str, held: str | None, keyring: Keyring) -> str | None:
    """The checkpoint if it is newer than the one held, else None. Raises ``WireError``; ``log-shrank`` if the log lost leaves."""
    new = Checkpoint.verify(untrusted, owner=GATEWAY_OWNER, keyring=keyring)
    if held is None:
        return untrusted
    old = Checkpoint.verify(held, owner=GATEWAY_OWNER, keyring=keyring)
    if new.at <= old.at:
        return None
    if new.size < old.size or (new.size == old.size and new.root != old.root):
        raise NotAllowed("log-shrank", "the bureau's log holds less, or other leaves, than it did")
    return untrusted


def still_holds(answer: HelloAnswer, named: str, keyring: Keyring) -> bool:
    """Whether an answer proves that the log which a hello named stands unchanged in its own; an older log than that proves nothing and
    is not believed anyway. Raises ``WireError`` for a checkpoint of the answer that is none of the gateway's.
    """
    old = Checkpoint.verify(named, owner=GATEWAY_OWNER, keyring=keyring)
    new = Checkpoint.verify(answer.checkpoint or "", owner=GATEWAY_OWNER, keyring=keyring)
    if new.size < old.size:
        return True
    proof = tuple(bytes.fromhex(node) for node in answer.consistency)
    return verify_consistency(old.size, bytes.fromhex(old.root), new.size, bytes.fromhex(new.root), proof)
