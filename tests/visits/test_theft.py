"""Somebody has a citizen's signature, a counter's keys or a counter of their own: nothing is released to them, and it is seen."""
from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bureau.config import load
from bureau.store import Store
from catalogue.flow import load_catalogue
from rehearsal.applications import applied
from rehearsal.box import Box
from rehearsal.line import ROOT
from tests.visits.thief import Thief
from wire.codec.errors import WireError
from wire.codec.ids import uuid7
from wire.keys import SealingKey, SigningKey
from wire.messages import Collect, Request, Withdraw

LT03 = "changhua-tax.property-list"
THINGS: dict[str, dict[str, Any]] = {
    "with another visit key": {}, "as a request of today": {"request": ""},
    "under another service": {"flow": "changhua-tax.house-registration"}, "for somebody else": {"subject": "B200000004"},
}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    with Box(site, wait_s=12) as opened:
        yield opened


@pytest.fixture(scope="module")
def stolen(box: Box) -> dict[str, Any]:
    """What a citizen signed this morning, word for word."""
    citizen = box.citizen(flow=LT03)
    citizen.come()
    assert box.outcome(citizen.visit) == "delivered"
    message: dict[str, Any] = json.loads(box.rows("SELECT message FROM askings WHERE visit = ?", citizen.visit)[0][0])
    assert message["evidence"][0]["kind"] == "certificate"
    return message


def sealed_again(stolen: dict[str, Any], thief: Thief, **more: Any) -> dict[str, Any]:
    """The citizen's words and signature with the thief's counter, visit and key in them."""
    theirs = {"kiosk": thief.site, "visit": "thief", "visit_key": thief.key.public_text(), "request": uuid7(datetime.now(UTC))}
    return {**stolen, **theirs, **more}


@pytest.mark.parametrize("thing", list(THINGS))
def test_a_stored_signature_sealed_again_by_another_counter_releases_nothing(box: Box, stolen: dict[str, Any], thing: str) -> None:
    thief, bent = Thief(box), dict(THINGS[thing])
    if "subject" in bent:
        bent["subject"] = {**stolen["subject"], "id_no": bent["subject"]}
    if thing == "with another visit key":
        bent["request"] = stolen["request"]
        stolen_again = sealed_again(stolen, thief, **bent)
        thief.send(Request.model_validate(stolen_again))
        assert "request-used-twice" in thief.incidents()
        assert thief.replies() == []
        return
    bent.pop("request", None)
    thief.send(Request.model_validate(sealed_again(stolen, thief, **bent)))
    assert [reply.document for reply in thief.replies() if reply.document is not None] == []
    assert {reply.result for reply in thief.replies()} <= {"refused", "parked"}
    assert "signature-not-for-this" in thief.incidents()


def test_what_waits_for_a_citizen_is_not_collected_with_a_stored_signature(box: Box, stolen: dict[str, Any]) -> None:
    thief = Thief(box)
    again = sealed_again(stolen, thief, flow="changhua-tax.collect", flow_version=1)
    for name in ("answers", "token_sha256"):
        again.pop(name)
    thief.send(Collect.model_validate({**again, "case_no": stolen["case_no"]}), "collect")
    assert [reply.document for reply in thief.replies() if reply.document is not None] == []
    assert "signature-not-for-this" in thief.incidents()


def test_another_counters_name_on_a_request_is_refused(box: Box, stolen: dict[str, Any]) -> None:
    thief = Thief(box)
    thief.send(Request.model_validate(sealed_again(stolen, thief, kiosk=stolen["kiosk"])))
    assert thief.replies() == []
    assert "cannot-open" in thief.incidents()


def test_a_request_is_taken_back_by_its_own_visit_only_and_once(box: Box) -> None:
    thief, flow = Thief(box), load_catalogue(ROOT / "flows").flows[LT03]
    store = Store(load(box.site / "bureau.toml").database.url)
    theirs, another = (applied(store, flow, site, approved=False) for site in (thief.site, box.config.site.id))

    def after(request: str, visit: str) -> tuple[str, str]:
        """How both cases stand after this was taken back, or was not."""
        thief.send(Withdraw(request=request, visit=visit), "withdraw")
        first, second = (str(box.rows("SELECT state FROM cases WHERE id = ?", case.id)[0][0]) for case in (theirs, another))
        return first, second

    own_visit, anothers_visit = (str(box.rows("SELECT visit FROM askings WHERE request = ?", case.id)[0][0]) for case in (theirs, another))
    assert after(another.id, anothers_visit) == ("received", "received")
    assert after(theirs.id, anothers_visit) == ("received", "received")
    assert after(theirs.id, own_visit) == ("withdrawn", "received")
    assert thief.incidents().count("cannot-open") == 2
    assert after(theirs.id, own_visit) == ("withdrawn", "received")
    assert thief.incidents().count("cannot-open") == 3


def test_the_keys_of_a_counter_open_nothing_that_it_keeps(box: Box, stolen: dict[str, Any]) -> None:
    state = box.config.site.state
    kept = [bytes(octets) for (octets,) in box.rows("SELECT octets FROM envelopes WHERE kind = 'request'")]
    assert kept
    private = [path for path in state.rglob("*") if path.is_file() and b"PRIVATE" in path.read_bytes()]
    assert sorted(path.name for path in private) == ["device.pem", "transport.pem"]
    for path in private:
        SigningKey.load(path)  # signs; a key that opens would not load as one
        with pytest.raises((WireError, ValueError)):
            SealingKey.load(path)
    assert all(stolen["subject"]["id_no"].encode() not in octets for octets in kept)
