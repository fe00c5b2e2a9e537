"""Trial and application, step by step through the real door, wire and desk."""
from __future__ import annotations

import base64
import json
import re
import ssl
import time
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, build_opener

from kiosk.ui.door import Line
from rehearsal.box import Box
from rehearsal.clerk import Clerk
from rehearsal.line import wait_until

TRIAL, PROGRESS = "taitung-social.pension-trial", "taitung-social.progress"
MOVE, MOVED = "changhua-household.change-of-address", "changhua-household.progress"
BOOK = "changhua-household.household-book"
FAMILY = ("none", "3")


def steps(seen: list[str]) -> list[str]:
    """Screens in order, repetitions of one kind told once."""
    return [screen for at, screen in enumerate(seen) if at == 0 or seen[at - 1] != screen]


class Desk:
    """The clerks' pages, signed in, without a browser."""

    def __init__(self, box: Box) -> None:
        trusted = ssl.create_default_context(cafile=str(box.config.uplink.ca))
        self._browser = build_opener(HTTPSHandler(context=trusted), HTTPCookieProcessor())
        invitation = Clerk(box.site, box.log / "desk.log").invitation()
        self._at = invitation.partition("/sign-in")[0]
        with self._browser.open(invitation, timeout=20):
            pass

    def get(self, path: str) -> str:
        """A page."""
        with self._browser.open(self._at + path, timeout=20) as page:
            return str(page.read().decode())

    def post(self, path: str, **form: str) -> str:
        """The page that an act of the clerk leads to."""
        found = re.search(r'name="token" value="([^"]+)"', self.get(path.rpartition("/")[0]))
        assert found is not None, path
        try:
            with self._browser.open(self._at + path, urlencode({"token": found[1], **form}).encode(), timeout=20) as page:
                return str(page.read().decode())
        except HTTPError as refused:
            return str(refused.read().decode())


def until_case(box: Box, visit: str) -> tuple[str, str, str]:
    """Id, state and answers of the case that a visit asked for, once the desk has opened it."""
    until = time.monotonic() + 20
    rows: list[tuple[str, str, str]] = []
    while not rows and time.monotonic() < until:
        rows = [(str(row[0]), str(row[1]), str(row[2])) for row in box.rows(
            "SELECT c.id, c.state, c.answers FROM cases c JOIN askings a ON a.request = c.asking WHERE a.visit = ?", visit)]
        time.sleep(0.1)
    return rows[0]


def test_a_trial_is_read_and_left_and_nobody_is_told(box: Box) -> None:
    before = box.rows("SELECT count(*) FROM envelopes WHERE kind = 'request'")
    citizen = box.citizen(flow=TRIAL, wishes=FAMILY, typed=("90000000",), lang="en")
    seen = citizen.come()
    assert seen[seen.index("info"):] == ["info", "choose", "choose", "choose", "form", "compute", "goodbye"]
    assert box.doorway is not None
    result = next(view for view in box.doorway.views if view.visit == citizen.visit and view.screen == "compute")
    assert (result.heading, result.lines[0].value) == ("You pay about NT$1,329 a month", "NT$1,329")
    assert box.rows("SELECT count(*) FROM envelopes WHERE kind = 'request'") == before
    assert box.outcome(citizen.visit) == "delivered"


def test_a_trial_becomes_an_application_and_nothing_is_typed_twice(box: Box) -> None:
    slips = len(box.hands.received("receipt"))
    citizen = box.citizen(flow=TRIAL, wishes=FAMILY, typed=("20000",), papers=("study", "study", "diagnosis"), lang="en")
    seen = citizen.come()
    assert steps(seen[seen.index("compute"):]) == [
        "compute", "consent", "identify", "form", "evidence", "review", "pin", "identify", "wait", "print", "acknowledge", "rate", "remark",
        "identify", "goodbye"]
    case, state, answers = until_case(box, citizen.visit)
    assert state == "received"
    assert '"income": 20000' in answers
    assert '"members": 3' in answers
    assert len(box.hands.received("receipt")) == slips + 1
    assert box.outcome(citizen.visit) == "delivered"
    message = json.loads(box.rows("SELECT message FROM askings WHERE request = ?", case)[0][0])
    papers = [piece for piece in message["evidence"] if piece["kind"] == "paper"]
    assert [piece["paper"] for piece in papers] == ["study", "study", "diagnosis"]
    assert base64.urlsafe_b64decode(papers[0]["still"] + "==").startswith(b"\xff\xd8")
    assert "Student card or proof of study：2 photographed" in message["shown"]


def the_desk(box: Box) -> Desk:
    return Desk(box)


def test_a_clerk_sees_the_papers_and_approves_and_the_citizen_is_told(box: Box) -> None:
    desk, case = the_desk(box), str(box.rows("SELECT id FROM cases WHERE flow = 'taitung-social.pension-apply'")[0][0])
    page = desk.get(f"/case/{case}")
    assert page.count("<figcaption>學生證或在學證明") == 2
    desk.post(f"/case/{case}/claim")
    assert "核准 approved" in desk.post(f"/case/{case}/release")
    wait_until(lambda: box.rows("SELECT state FROM cases WHERE id = ?", case) == [("closed",)])
    (filed,), = box.rows("SELECT number FROM filings WHERE key = ?", case)
    assert f"filed as <strong>{filed}</strong>" in desk.get(f"/case/{case}")
    citizen = box.citizen(flow=PROGRESS, lang="ja")
    citizen.come()
    assert box.outcome(citizen.visit) == "delivered"
    assert [line.value.split("　")[0] for line in told(box, citizen.visit)] == ["完了"]


def told(box: Box, visit: str) -> tuple[Line, ...]:
    """The lines of the screen that told a visit how far it is."""
    assert box.doorway is not None
    return next(view.lines for view in box.doorway.views if view.visit == visit and view.screen == "info" and view.lines)


def test_a_move_is_told_once_and_each_of_five_agencies_confirms_for_itself(box: Box) -> None:
    citizen = box.citizen(flow=MOVE, wishes=("yuanlin", "zhongshan"), typed=("8",))
    seen = steps(citizen.come())
    assert seen[seen.index("info"):] == [
        "info", "consent", "identify", "choose", "form", "bundle", "review", "pin", "identify", "wait", "print", "acknowledge",
        "rate", "remark", "identify", "goodbye"]
    case, _, answers = until_case(box, citizen.visit)
    assert '"town": "yuanlin"' in answers
    parts = box.rows("SELECT id, agency, case_no, state FROM cases WHERE parent = ? ORDER BY case_no", case)
    assert [row[1] for row in parts] == ["changhua-tax", "changhua-land", "changhua-motor", "changhua-social", "ntb-central"]
    assert box.doorway is not None
    receipt = next(view for view in box.doorway.views if view.visit == citizen.visit and view.screen == "acknowledge")
    assert [line.value for line in receipt.lines[1:]] == [row[2] for row in parts]
    rated = next(view for view in box.doorway.views if view.visit == citizen.visit and view.screen == "rate")
    assert rated.body not in receipt.body

    desk = the_desk(box)
    assert desk.get("/").count("地址變更（一次辦理） · ") == 5
    assert "data:image" not in desk.get(f"/case/{parts[0][0]}")
    for part, *_ in parts[:4]:
        desk.post(f"/case/{part}/claim")
        desk.post(f"/case/{part}/release")
    desk.post(f"/case/{parts[4][0]}/claim")
    assert box.rows("SELECT state FROM cases WHERE id = ?", case) == [("decided",)]
    asking = box.citizen(flow=MOVED)
    asking.come()
    states = [line.value.split("　")[0] for line in told(box, asking.visit)]
    assert states == ["已核准，正在通知各機關", "已完成", "已完成", "已完成", "已完成", "承辦人員審查中"]
    desk.post(f"/case/{parts[4][0]}/release")
    assert box.rows("SELECT state FROM cases WHERE id = ?", case) == [("closed",)]


def test_what_a_fee_was_paid_for_is_still_to_be_made_after_its_slip_was_printed(box: Box) -> None:
    citizen = box.citizen(flow=BOOK)
    citizen.come()
    assert (box.outcome(citizen.visit), citizen.codes) == ("delivered", [])
    case, state, _ = until_case(box, citizen.visit)
    assert state == "delivered"
    (part, number, agency, open_), = box.rows("SELECT id, case_no, agency, state FROM cases WHERE parent = ?", case)
    assert (agency, open_) == ("changhua-household", "received")
    desk = the_desk(box)
    page = desk.get(f"/case/{part}")
    assert number in page
    assert "繳費後製發" in page
    desk.post(f"/case/{part}/claim")
    desk.post(f"/case/{part}/release")
    assert box.rows("SELECT state FROM cases WHERE parent = ?", case) == [("closed",)]
    assert box.rows("SELECT state FROM cases WHERE id = ?", case) == [("closed",)]
