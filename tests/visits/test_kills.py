"""``kill -9`` of each process at each state of the journal: one request, one page or a parked case, never both.

Every visit asks for the same thing. The killer watches the journal and strikes as soon as the state
stands there; systemd's part (starting again) is played by the rehearsal. Afterwards whatever is still
open is collected by identity alone, and in the end every request has exactly one closed case with one
valid document.
"""
from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.aftermath import CLEARED
from rehearsal.box import Box
from rehearsal.citizen import CitizenLost

LT03, COLLECT = "changhua-tax.property-list", "changhua-tax.collect"
EVENTS = {
    "asked": "SELECT 1 FROM note WHERE visit = ? AND event = 'asked'",
    "sent": "SELECT 1 FROM note WHERE visit = ? AND event = 'sent'",
    "reply": "SELECT 1 FROM note WHERE visit = ? AND event = 'screen' AND detail = 'reply'",
    "spooled": "SELECT 1 FROM paper WHERE visit = ? AND state IN ('spooled', 'printing', 'out')",
    "out": "SELECT 1 FROM paper WHERE visit = ? AND state IN ('out', 'delivered')",
    "delivered": "SELECT 1 FROM paper WHERE visit = ? AND state = 'delivered'",
}
PROCESSES = ("uplink", "gateway", "desk", "engine")


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    with Box(site, wait_s=12) as opened:
        yield opened


def strike(box: Box, process: str) -> Callable[[], None]:
    return box.engines.kill if process == "engine" else getattr(box.premises, process).kill


def killer(box: Box, visit: Callable[[], str], sql: str, process: str, struck: threading.Event) -> threading.Thread:
    def watch() -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if visit() and box.journal(sql, visit()):
                strike(box, process)()
                struck.set()
                return
            time.sleep(0.002)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return thread


def settle(box: Box) -> None:
    """Wait until the counter stands open again, whatever it had to say first, the keeper has looked into the tray, the desk is back."""
    box.until_served()
    assert box.doorway is not None
    (box.config.site.run / CLEARED).touch()
    while (stands := box.until("attract", "interrupted", "paper-left", patience_s=60)) != "attract":
        box.doorway.press("ok")  # once: a second touch, too late for this screen, would wake the next one
        until = time.monotonic() + 20
        while (sight := box.doorway.look()) is not None and sight.screen == stands and time.monotonic() < until:
            time.sleep(0.03)
    until = time.monotonic() + 20
    while (box.config.site.run / CLEARED).exists() and time.monotonic() < until:
        time.sleep(0.2)


def open_cases(box: Box) -> int:
    return int(box.rows("SELECT count(*) FROM cases WHERE state NOT IN ('closed', 'refused', 'withdrawn')")[0][0])


@pytest.mark.parametrize("state", list(EVENTS))
@pytest.mark.parametrize("process", PROCESSES)
def test_a_kill_leaves_one_request_and_one_valid_page_or_a_parked_case(box: Box, process: str, state: str) -> None:
    citizen, struck = box.citizen(flow=LT03), threading.Event()
    thread = killer(box, lambda: citizen.visit, EVENTS[state], process, struck)
    with suppress(CitizenLost):  # the counter went away under the citizen's hands: that is the case at hand
        citizen.come(90)
    thread.join(10)
    assert struck.is_set(), f"the visit never reached '{state}': it ended {box.outcome(citizen.visit)}"
    settle(box)
    asked = box.journal("SELECT request FROM visit WHERE visit = ?", citizen.visit)[0][0]
    until = time.monotonic() + 20
    while box.outcome(citizen.visit) is None and time.monotonic() < until:
        time.sleep(0.1)
    outcome = box.outcome(citizen.visit)
    delivered = box.journal("SELECT 1 FROM paper WHERE visit = ? AND state = 'delivered'", citizen.visit)
    committed = _committed(box, asked)
    assert len(committed) <= 1
    assert outcome in ("delivered", "parked", "interrupted", "failed")
    assert (outcome == "delivered") <= bool(delivered)
    if committed and not delivered:
        back = box.citizen(flow=COLLECT)
        back.come()
        assert box.outcome(back.visit) == "delivered"
    until = time.monotonic() + 20
    while open_cases(box) and time.monotonic() < until:
        time.sleep(0.2)
    assert open_cases(box) == 0
    assert box.rows("SELECT case_id, count(*) FROM documents WHERE state = 'valid' GROUP BY case_id HAVING count(*) > 1") == []
    if committed:
        valid = "SELECT count(*) FROM documents WHERE state = 'valid' AND case_id = (SELECT case_id FROM askings WHERE request = ?)"
        assert box.rows(valid, str(asked)) == [(1,)]


def _committed(box: Box, request: str | None, patience_s: float = 12.0) -> list[tuple[str]]:
    """The asking at the desk, once everything that lay in the outbox has arrived."""
    if request is None:
        return []
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        found = box.rows("SELECT request FROM askings WHERE request = ?", request)
        if found:
            return found
        time.sleep(0.2)
    return []
