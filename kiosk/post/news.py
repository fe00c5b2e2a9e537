"""Signed news of the bureau that the counter keeps: the log's newest checkpoint."""
from __future__ import annotations

from wire.codec.errors import NotAllowed
from wire.log import Checkpoint, verify_consistency
from wire.receipts import HelloAnswer
from wire.roles import GATEWAY_OWNER, Keyring


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
