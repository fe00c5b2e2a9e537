"""Pictures travel apart from the request or collect that they belong to (design: wire, parts).

- The request lists its parts: the envelope each travels in, where it belongs, its sha256, until when it is kept.
- No picture stands in the request itself, and no part serves another request or visit than its own.
- The counter keeps all of them in one transaction, the list last; the desk opens a case only when every part is there.
- Each is sealed by itself to the agency that may read it, is sent again by itself, and is forgotten by itself.
"""
from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from wire.codec.errors import NotAllowed
from wire.codec.ids import uuid7
from wire.codec.strict import unb64
from wire.evidence import PICTURES, PartOf
from wire.messages import Asking, Part

Asked = TypeVar("Asked", bound=Asking)


def divide(whole: Asked, at: datetime) -> tuple[Asked, tuple[Part, ...]]:
    """The list and its parts, in the order of the list; ``at`` in UTC, for their ids. Without a picture the asking is as it was."""
    evidence, listed, parts = [], [], []
    for number, piece in enumerate(whole.evidence):
        names = [name for name in PICTURES if getattr(piece, name, "")]
        for name in names:
            part = Part(id=uuid7(at), request=whole.request, visit=whole.visit, octets=getattr(piece, name))
            listed.append(PartOf(envelope=part.id, place=f"evidence/{number}/{name}", sha256=_sha256(part), keep=PICTURES[name]))
            parts.append(part)
        evidence.append(piece.model_copy(update=dict.fromkeys(names, "")))
    return whole.model_copy(update={"evidence": tuple(evidence), "parts": tuple(listed)}), tuple(parts)


def join(listed: Asked, parts: Mapping[str, Part]) -> Asked:
    """The asking with its pictures; ``parts`` by the ids of their envelopes, all of them. Raises ``NotAllowed``, ``Malformed``."""
    evidence = list(listed.evidence)
    if any(getattr(piece, name, "") for piece in evidence for name in PICTURES):
        raise NotAllowed("picture-inside", "it travels in an envelope of its own")
    for one in listed.parts:
        part, number, name = parts[one.envelope], int(one.place.split("/")[1]), one.place.split("/")[2]
        if (part.id, part.request, part.visit) != (one.envelope, listed.request, listed.visit):
            raise NotAllowed("part-of-another")
        if _sha256(part) != one.sha256:
            raise NotAllowed("part-differs")
        if number >= len(evidence) or getattr(evidence[number], name, None) != "":
            raise NotAllowed("part-without-place", "the list names no such picture, or names it twice")
        if one.keep != PICTURES[name]:
            raise NotAllowed("part-kept-otherwise", f"{name} is kept until {PICTURES[name]}")
        evidence[number] = evidence[number].model_copy(update={name: part.octets})
    return listed.model_copy(update={"evidence": tuple(evidence)})


def _sha256(part: Part) -> str:
    return hashlib.sha256(unb64(part.octets)).hexdigest()
