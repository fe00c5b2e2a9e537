"""A request and its pictures: taken apart, put together, and never with another's."""
from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.wire.paperwork import ASKING, NOW, PICTURE
from wire.codec.errors import NotAllowed
from wire.codec.ids import uuid7
from wire.codec.strict import b64
from wire.keys import VisitKey
from wire.messages import Collect, FaceEvidence, IdCardEvidence, PaperEvidence, Part, Request
from wire.parts import divide, join

CARD = IdCardEvidence(barcode_read=True, card_still=b64(PICTURE), portrait_still=b64(PICTURE + b"portrait"))
FACE = FaceEvidence(live_still=b64(PICTURE + b"live"), verdict="clerk")
PAPER = PaperEvidence(paper="household", still=b64(PICTURE + b"paper"))
KEY = VisitKey.generate().public_text()


def request(*evidence: Any) -> Request:
    return Request(**ASKING | {"evidence": evidence}, visit_key=KEY, case_no="1", token_sha256="0" * 64, answers={})


def together(listed: Request, parts: tuple[Part, ...]) -> Request:
    return join(listed, {entry.envelope: part for entry, part in zip(listed.parts, parts, strict=True)})


def test_every_picture_travels_apart_and_all_come_together_again() -> None:
    whole = request(CARD, FACE, PAPER)
    listed, parts = divide(whole, NOW)
    assert [(one.place, one.keep) for one in listed.parts] == [
        ("evidence/0/card_still", "decision"), ("evidence/0/portrait_still", "decision"), ("evidence/1/live_still", "decision"),
        ("evidence/2/still", "case"),
    ]
    pictures = [PICTURE + more for more in (b"", b"portrait", b"live", b"paper")]
    assert [one.sha256 for one in listed.parts] == [hashlib.sha256(picture).hexdigest() for picture in pictures]
    assert [one.id for one in parts] == [one.envelope for one in listed.parts]
    assert b64(PICTURE)[:5] not in listed.model_dump_json()
    assert together(listed, parts).evidence == whole.evidence


def test_an_asking_without_a_picture_is_left_as_it_is() -> None:
    collect = Collect(**ASKING, visit_key=KEY)
    assert divide(collect, NOW) == (collect, ())
    assert join(collect, {}) == collect
    untaken = request(CARD.model_copy(update={"card_still": "", "portrait_still": ""}), FACE)
    listed, parts = divide(untaken, NOW)
    assert len(parts) == 1
    assert together(listed, parts).evidence == untaken.evidence


def listing(at: int, **changed: Any) -> Callable[[Request, tuple[Part, ...]], tuple[Request, tuple[Part, ...]]]:
    def bend(listed: Request, parts: tuple[Part, ...]) -> tuple[Request, tuple[Part, ...]]:
        entries = list(listed.parts)
        entries[at] = entries[at].model_copy(update=changed)
        return listed.model_copy(update={"parts": tuple(entries)}), parts

    return bend


def part(**changed: Any) -> Callable[[Request, tuple[Part, ...]], tuple[Request, tuple[Part, ...]]]:
    return lambda listed, parts: (listed, (parts[0].model_copy(update=changed), *parts[1:]))


BENT = {
    "a picture in the request": (lambda listed, parts: (listed.model_copy(update={"evidence": (CARD, *listed.evidence[1:])}), parts),
                                 "picture-inside"),
    "a part of another request": (part(request=uuid7(NOW)), "part-of-another"),
    "a part of another visit": (part(visit="v2"), "part-of-another"),
    "a part in another's envelope": (part(id=uuid7(NOW)), "part-of-another"),
    "another picture": (part(octets=b64(PICTURE + b"other")), "part-differs"),
    "another hash": (listing(0, sha256="0" * 64), "part-differs"),
    "a place there is not": (listing(0, place="evidence/7/card_still"), "part-without-place"),
    "a field that piece has not": (listing(0, place="evidence/0/still"), "part-without-place"),
    "a place taken twice": (listing(1, place="evidence/0/card_still"), "part-without-place"),
    "a face kept as long as the case": (listing(0, keep="case"), "part-kept-otherwise"),
}


@pytest.mark.parametrize("bent", list(BENT))
def test_what_does_not_fit_is_refused(bent: str) -> None:
    bend, code = BENT[bent]
    with pytest.raises(NotAllowed) as refused:
        together(*bend(*divide(request(CARD, FACE, PAPER), NOW)))
    assert refused.value.code == code
