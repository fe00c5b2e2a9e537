"""Pictures go to the desk in envelopes of their own: a case is opened with all of them, whatever order they come in, or not at all."""
from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bureau.config import load
from rehearsal.box import Box
from rehearsal.line import wait_until
from tests.visits.thief import AGENCY, Thief
from tests.wire.paperwork import PICTURE
from wire.codec.errors import WireError
from wire.codec.ids import uuid7
from wire.codec.strict import b64
from wire.envelope import peek, unseal, verify
from wire.keys import PublicKey, SealingKey
from wire.messages import FaceEvidence, IdCardEvidence, Part, Request, Subject
from wire.parts import divide
from wire.roles import Keyring, Role

FLOW = "changhua-tax.property-list"
LONG_S = 2.5
"""Two looks of the desk and more."""


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    with Box(site, wait_s=6) as opened:
        yield opened


def asked(thief: Thief) -> tuple[Request, tuple[Part, ...]]:
    """A request of the thief's own counter, with three pictures."""
    now = datetime.now(UTC)
    whole = Request(
        request=uuid7(now), visit=uuid7(now), flow=FLOW, flow_version=1, agency=AGENCY, kiosk=thief.site, lang="zh-TW",
        subject=Subject(id_no="A123456789", how="typed"), shown="", agreed_at=now, visit_key=thief.key.public_text(),
        evidence=(IdCardEvidence(barcode_read=False, card_still=b64(PICTURE), portrait_still=b64(PICTURE + b"1")),
                  FaceEvidence(live_still=b64(PICTURE + b"2"), verdict="clerk")),
        case_no=f"{thief.site}-000001-00", token_sha256="0" * 64, answers={},
    )
    return divide(whole, now)


def evidence_of(box: Box, request: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(box.rows("SELECT message FROM askings WHERE request = ?", request)[0][0])["evidence"]
    return found


def test_a_visit_with_an_id_card_sends_its_pictures_apart_and_the_sealed_ones_do_not_outlive_the_decision(box: Box) -> None:
    citizen = box.citizen(flow=FLOW, way="id-card")
    citizen.come()
    request = str(box.journal("SELECT request FROM visit WHERE visit = ?", citizen.visit)[0][0])
    rows = box.rows("SELECT kind, state, octets FROM envelopes WHERE kind IN ('part', 'request') ORDER BY seq")
    assert [(kind, state) for kind, state, _ in rows] == [("part", "opened")] * 3 + [("request", "opened")]
    pictures = [value for piece in evidence_of(box, request) for name, value in piece.items() if name.endswith("_still")]
    assert len(pictures) == 3
    config, store = load(box.site / "bureau.toml"), box.rows("SELECT device_jwk FROM kiosks WHERE site = ?", box.config.site.id)
    keyring = Keyring()
    keyring.add(Role.KIOSK, box.config.site.id, PublicKey.from_jwk(json.loads(store[0][0])))
    agency = SealingKey.load(config.agency[AGENCY].seal_key)
    for kind, _, octets in rows:
        assert peek(bytes(octets)).kind == kind  # where it stands in the chain can still be read
        if kind == "part":
            assert len(octets) < 1000
            with pytest.raises(WireError):
                verify(bytes(octets), role=Role.KIOSK, owner=box.config.site.id, keyring=keyring)
        else:
            message, _ = unseal(verify(bytes(octets), role=Role.KIOSK, owner=box.config.site.id, keyring=keyring), agency)
            assert isinstance(message, Request)
            assert [part.keep for part in message.parts] == ["decision"] * 3


def test_a_request_waits_for_its_pictures_and_keeps_nobody_else_waiting(box: Box) -> None:
    thief = Thief(box)
    listed, parts = asked(thief)
    made = thief.bring(listed)
    for part in parts[:2]:
        thief.bring(part, "part")
    time.sleep(LONG_S)
    assert [thief.state(id_) for id_ in (made.header.id, *(part.id for part in parts))] == ["new", "new", "new", ""]
    assert box.rows("SELECT 1 FROM cases WHERE id = ?", listed.request) == []
    other, all_parts = asked(thief)
    for part in all_parts:
        thief.bring(part, "part")
    thief.send(other)
    assert len(box.rows("SELECT 1 FROM cases WHERE id = ?", other.request)) == 1
    thief.bring(parts[2], "part")
    wait_until(lambda: thief.state(made.header.id) == "opened")
    assert {thief.state(part.id) for part in parts} == {"opened"}
    assert [piece.get("live_still") for piece in evidence_of(box, listed.request)] == [None, parts[2].octets]


def test_nobody_takes_pictures_that_came_with_another_request_or_from_another_counter(box: Box) -> None:
    mine, another = Thief(box), Thief(box)
    listed, parts = asked(another)
    for part in parts:
        another.bring(part, "part")
    stolen, _ = asked(mine)
    mine.send(stolen.model_copy(update={"parts": listed.parts}))
    assert mine.incidents()[-1] == "cannot-open"
    assert {another.state(part.id) for part in parts} == {"new"}
    another.send(listed)
    assert {another.state(part.id) for part in parts} == {"opened"}
    again, _ = asked(another)
    another.send(again.model_copy(update={"parts": listed.parts}))
    assert another.incidents() == ["cannot-open"]
    assert box.rows("SELECT 1 FROM cases WHERE id IN (?, ?)", stolen.request, again.request) == []


def test_a_picture_that_stands_in_the_request_itself_opens_nothing(box: Box) -> None:
    thief = Thief(box)
    listed, parts = asked(thief)
    for part in parts:
        thief.bring(part, "part")
    inside = listed.evidence[0].model_copy(update={"card_still": parts[0].octets})
    thief.send(listed.model_copy(update={"evidence": (inside, *listed.evidence[1:])}))
    assert thief.incidents() == ["cannot-open"]
    assert {thief.state(part.id) for part in parts} == {"cannot-open"}
    assert box.rows("SELECT 1 FROM cases WHERE id = ?", listed.request) == []
