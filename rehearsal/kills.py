"""``kill -9`` of each process at each state of the journal, and what must be true afterwards: one request, one page or a parked case.

Every visit asks for the same thing. The killer watches the journal and strikes as soon as the state stands there; systemd's part
(starting again) is played by the rehearsal. Afterwards whatever is still open is collected by identity alone, and in the end every request
has exactly one closed case with one valid document.
"""
from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import product

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
MATRIX = tuple(product(PROCESSES, EVENTS))
WAIT_S = 12
"""How long a citizen of this counter waits for the desk."""
PATIENCE_S = 20.0


def play(box: Box, process: str, state: str) -> tuple[str, list[str]]:
    """One visit with one kill: how it ended, and what was not as it must be."""
    for printer in ("a4", "receipt"):
        box.hands.paper_in(printer)  # as the site keeper would: a tray of fifty sheets ends after some thirty kills
    citizen, struck = box.citizen(flow=LT03), threading.Event()
    thread = _killer(box, lambda: citizen.visit, EVENTS[state], process, struck)
    with suppress(CitizenLost):  # the counter went away under the citizen's hands: that is the case at hand
        citizen.come(90)
    thread.join(10)
    if not struck.is_set():
        return "", [f"the visit never reached '{state}': it ended {box.outcome(citizen.visit)}"]
    try:
        settle(box)
        return _judged(box, citizen.visit)
    except (TimeoutError, CitizenLost) as error:
        return "", [str(error)]


def _judged(box: Box, visit: str) -> tuple[str, list[str]]:
    asked = box.journal("SELECT request FROM visit WHERE visit = ?", visit)[0][0]
    _until(lambda: box.outcome(visit) is not None)
    outcome, committed = str(box.outcome(visit)), _committed(box, asked)
    delivered = bool(box.journal("SELECT 1 FROM paper WHERE visit = ? AND state = 'delivered'", visit))
    wrong = [f"{len(committed)} requests"] if len(committed) > 1 else []
    wrong += [f"outcome {outcome}"] if outcome not in ("delivered", "parked", "interrupted", "failed") else []
    wrong += ["delivered without a page"] if outcome == "delivered" and not delivered else []
    if committed and not delivered:
        back = box.citizen(flow=COLLECT)
        back.come()
        wrong += [] if box.outcome(back.visit) == "delivered" else [f"collecting it ended {box.outcome(back.visit)}"]
    _until(lambda: not open_cases(box))
    wrong += [f"{open_cases(box)} cases stay open"] if open_cases(box) else []
    twice = "SELECT case_id FROM documents WHERE state = 'valid' GROUP BY case_id HAVING count(*) > 1"
    wrong += ["two valid documents of one case"] if box.rows(twice) else []
    if committed:
        valid = "SELECT count(*) FROM documents WHERE state = 'valid' AND case_id = (SELECT case_id FROM askings WHERE request = ?)"
        wrong += [] if box.rows(valid, str(asked)) == [(1,)] else ["no valid document"]
    return outcome, wrong


def _killer(box: Box, visit: Callable[[], str], sql: str, process: str, struck: threading.Event) -> threading.Thread:
    def watch() -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if visit() and box.journal(sql, visit()):
                (box.engines if process == "engine" else getattr(box.premises, process)).kill()
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
    while (stands := box.until("attract", "interrupted", "paper-left", patience_s=60)) != "attract":
        box.doorway.press("ok")  # once: a second touch, too late for this screen, would wake the next one
        until = time.monotonic() + PATIENCE_S
        while (sight := box.doorway.look()) is not None and sight.screen == stands and time.monotonic() < until:
            time.sleep(0.03)
    if box.journal("SELECT 1 FROM memory WHERE name = 'tray' AND value = 'uncertain'"):
        (box.config.site.run / CLEARED).touch()
        _until(lambda: not (box.config.site.run / CLEARED).exists())


def open_cases(box: Box) -> int:
    """How many cases at the desk are not over."""
    return int(box.rows("SELECT count(*) FROM cases WHERE state NOT IN ('closed', 'refused', 'withdrawn')")[0][0])


def _until(true: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
    """Wait for it, at most so long; what is then not so is told by whoever looks."""
    until = time.monotonic() + patience_s
    while not true() and time.monotonic() < until:
        time.sleep(0.1)


def _committed(box: Box, request: str | None) -> list[tuple[str]]:
    """The asking at the desk, once everything that lay in the outbox has arrived."""
    if request is None:
        return []
    asking = "SELECT request FROM askings WHERE request = ?"
    _until(lambda: box.rows(asking, request), 12)
    return box.rows(asking, request)
