"""Visits with an ID card: the stills go to a clerk, who compares them and one fact that is on no card, in a real browser."""
from __future__ import annotations

import json
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rehearsal.box import Box
from rehearsal.clerk import Clerk
from rehearsal.glass import Sight

pytestmark = pytest.mark.real
LT03, LT05, COLLECT = "changhua-tax.property-list", "changhua-tax.house-registration", "changhua-tax.collect"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    with Box(site, wait_s=60) as opened:
        yield opened


class AtTheDesk:
    """A clerk at work in a thread; what went wrong there is raised when the block ends."""

    def __init__(self, box: Box, **how: Any) -> None:
        self._clerk = Clerk(box.site, box.log / "desk.log", box.site / "desk-pictures", **how)
        self._fault: list[BaseException] = []
        self._thread = threading.Thread(target=self._work, daemon=True)

    def _work(self) -> None:
        try:
            self._clerk.release_waiting(60)
        except BaseException as fault:
            self._fault.append(fault)

    def __enter__(self) -> Clerk:
        self._thread.start()
        return self._clerk

    def __exit__(self, *_: object) -> None:
        self._thread.join(90)
        if self._fault:
            raise self._fault[0]


def message_of(box: Box, visit: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(box.rows("SELECT message FROM askings WHERE visit = ?", visit)[0][0])
    return found


def test_a_clerk_releases_after_comparing_stills_and_one_fact(box: Box) -> None:
    citizen = box.citizen(flow=LT05, way="id-card")
    with AtTheDesk(box) as clerk:
        citizen.come()
    assert box.outcome(citizen.visit) == "delivered"
    assert clerk.saw == 3, "the card, its portrait and the face in front of the camera"
    assert box.rows("SELECT released_by, fact FROM cases ORDER BY received_at DESC LIMIT 1") == [("clerk", "mobile")]
    evidence = {piece["kind"]: piece for piece in message_of(box, citizen.visit)["evidence"]}
    assert evidence["id-card"]["barcode_read"]
    assert (evidence["face"]["verdict"], evidence["face"]["liveness"]) == ("match", "not checked")
    pictures = [piece[key] for piece in evidence.values() for key in ("card_still", "portrait_still", "live_still") if key in piece]
    assert pictures == ["", "", ""], "deleted after the review, as the notice says"


def test_who_cannot_sign_by_hand_agrees_with_a_key_and_the_clerk_is_told(box: Box) -> None:
    citizen = box.citizen(flow=LT03, way="id-card", answers={"sign": "no-hand"})
    with AtTheDesk(box):
        citizen.come()
    said = message_of(box, citizen.visit)
    assert said["hand_signature"] is None
    assert said["shown"].endswith("簽名：無法親筆簽名，以按鍵確認")


def test_a_stranger_before_the_camera_is_told_and_a_clerk_refuses(box: Box) -> None:
    citizen = box.citizen(flow=LT03, way="id-card", stranger=True, answers={"error:face-no-match": "go-to-clerk"})
    with AtTheDesk(box, refuse="no-evidence"):
        citizen.come()
    assert citizen.codes[:2] == ["face-no-match", "face-to-clerk"]
    assert citizen.codes[-1] == "no-evidence"
    assert box.outcome(citizen.visit) == "refused"


def test_whoever_has_no_card_at_hand_changes_over_and_keeps_every_answer(box: Box) -> None:
    citizen = box.citizen(flow=LT03, card="")
    with AtTheDesk(box):
        citizen.come()
    assert box.outcome(citizen.visit) == "delivered"


def test_a_forgotten_pin_leads_to_the_id_card(box: Box) -> None:
    citizen = box.citizen(flow=LT03, answers={"pin": "forgot-pin"})
    with AtTheDesk(box):
        citizen.come()
    assert box.outcome(citizen.visit) == "delivered"
    kinds = {piece["kind"] for piece in message_of(box, citizen.visit)["evidence"]}
    assert kinds == {"id-card", "face"}


def test_a_barcode_that_cannot_be_read_is_said_and_the_number_is_typed_twice(box: Box) -> None:
    citizen = box.citizen(flow=LT03, way="id-card", id_no="A223456781", mobile="0900000002")

    def wait_for_the_hint(sight: Sight) -> None:
        if sight.has("type-number") and not hints:
            until = time.monotonic() + 25
            while time.monotonic() < until and not hints:
                view = box.doorway.view if box.doorway else None
                if view is not None and view.note:
                    hints.append(view.note)
                time.sleep(0.1)

    hints: list[str] = []
    citizen.on_screen = wait_for_the_hint
    with AtTheDesk(box):
        citizen.come()
    assert hints
    assert box.outcome(citizen.visit) == "delivered"
    assert not message_of(box, citizen.visit)["evidence"][0]["barcode_read"]


def test_a_document_left_in_the_tray_is_void_on_the_public_page(box: Box) -> None:
    codes = box.rows("SELECT check_code, state FROM documents")
    assert codes
    trusted = ssl.create_default_context(cafile=str(box.config.uplink.ca))

    def page(code: str) -> str:
        try:
            with urllib.request.urlopen(f"https://127.0.0.1:8444/check/{code}", context=trusted) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return str(error.read().decode())

    def crash(sight: Sight) -> None:
        if sight.screen == "print" and sight.has("taken"):
            box.engines.kill()

    citizen = box.citizen(flow=LT03, on_screen=crash)
    citizen.come()
    while box.until("attract", "interrupted", "paper-left") != "attract":
        assert box.doorway is not None
        box.doorway.press("ok")
        time.sleep(0.3)
    until = time.monotonic() + 20
    while not (void := box.rows("SELECT check_code FROM documents WHERE state = 'void'")) and time.monotonic() < until:
        time.sleep(0.2)
    assert "作廢" in page(void[0][0])
    assert "有效" in page(next(code for code, state in codes if state == "valid"))
    assert "查無此查驗碼" in page("AAAA-AAAA-AAAA")
