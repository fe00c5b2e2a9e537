"""Three services end to end: the window touched from outside, a card in the reader, the wire, clerks in a browser, paper out of a printer.

TT01 → TT02: a trial that becomes an application with photographed papers. BD01: a move told once, which five agencies confirm.
KL01: a bill on paper whose bars a scanner reads.
"""
from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pyzbar.pyzbar import ZBarSymbol, decode

from bureau.documents.seal import judge
from rehearsal.citizen import Citizen
from rehearsal.clerk import Clerk
from rehearsal.glass import Sight
from rehearsal.headless import Rehearsal
from rehearsal.line import wait_until
from rehearsal.rows import read_rows
from tests.visits.test_applications import steps
from tests.visits.test_keelung import barcodes

pytestmark = pytest.mark.real

TRIAL, APPLIED = "taitung-social.pension-trial", "taitung-social.pension-apply"
MOVE, MOVED = "changhua-household.change-of-address", "changhua-household.progress"
BILL = "keelung-tax.bill-reissue"
FIVE = ["changhua-land", "changhua-motor", "changhua-social", "changhua-tax", "ntb-central"]


@dataclass
class Counter:
    """The opened counter, and what a test asks of it."""

    rehearsal: Rehearsal
    out: Path
    read: list[str] = field(default_factory=list)
    """Everything that the last visit's acknowledgement said."""

    def visit(self, flow: str, **who: Any) -> Citizen:
        """Somebody comes, and has gone again."""
        self.rehearsal.until_open()
        glass = self.rehearsal.glass()

        def read(sight: Sight) -> None:
            if sight.screen == "acknowledge":
                self.read = [node["text"] for node in (glass.tree() or {"nodes": []})["nodes"]]

        citizen = Citizen(glass, self.rehearsal.hands, flow, pictures=self.out / flow, on_screen=read, **who)
        citizen.come()
        return citizen

    def slip_of(self, case: str) -> bool:
        """Whether the newest slip out of the receipt printer bears the token of this case, and nothing that reads as text."""
        slip = self.paper("receipt")
        subprocess.run(["pdftoppm", "-r", "203", "-png", str(slip), str(self.out / "slip")], check=True)
        with Image.open(next(self.out.glob("slip*.png"))) as picture:
            token = decode(picture, symbols=[ZBarSymbol.QRCODE])[0].data.decode()
        return self.desk("SELECT id FROM cases WHERE token_sha256 = ?", hashlib.sha256(token.encode()).hexdigest()) == [(case,)]

    def desk(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        """Rows of the bureau's database."""
        return read_rows(self.rehearsal.site / "bureau" / "bureau.db", sql, *values)

    def outcome(self, citizen: Citizen) -> str:
        """What the counter's journal says of a visit's end."""
        journal = self.rehearsal.config.site.state / "journal.db"
        return str(read_rows(journal, "SELECT outcome FROM visit WHERE visit = ?", citizen.visit)[0][0])

    def paper(self, printer: str) -> Path:
        """The newest page that a printer received."""
        return self.rehearsal.hands.received(printer)[-1]

    def clerk(self, name: str) -> Clerk:
        """A clerk in front of a browser."""
        assert self.rehearsal.premises is not None
        return Clerk(self.rehearsal.site, self.rehearsal.log / "desk.log", self.out / name)


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    out = tmp_path_factory.mktemp("three")
    rehearsal = Rehearsal(tmp_path_factory.mktemp("site"), "real", out / "log")
    try:
        rehearsal.start()
        yield Counter(rehearsal, out)
    finally:
        rehearsal.stop()


def words(page: Path) -> str:
    """What stands on a printed page, without spaces."""
    text = subprocess.run(["pdftotext", "-layout", str(page), "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s", "", text)


def in_order(seen: list[str]) -> list[str]:
    """The service's own screens, repetitions told once; how long a card lies in the reader and a last word stands is not looked at."""
    there = [screen for screen in seen if screen not in ("moment", "identify", "goodbye")]
    once = steps(there)
    return once[once.index("info"):]


def test_a_trial_becomes_an_application_with_photographed_papers_that_a_clerk_sees_and_approves(counter: Counter) -> None:
    citizen = counter.visit(TRIAL, wishes=("none", "3"), typed=("21345",), papers=("study", "diagnosis"), lang="en")
    assert in_order(citizen.seen) == [
        "info", "choose", "form", "compute", "consent", "form", "evidence", "review", "pin", "wait", "print",
        "acknowledge", "rate", "remark"]
    assert (counter.outcome(citizen), citizen.codes) == ("delivered", [])

    (case, number, state, answers), = counter.desk("SELECT id, case_no, state, answers FROM cases WHERE flow = ?", APPLIED)
    assert state == "received"
    # no digit twice in a row: a busy screen may take that for a tremor
    assert (json.loads(answers)["members"], json.loads(answers)["income"]) == (3, 21345)
    assert number in counter.read
    assert counter.slip_of(case)

    assert counter.clerk("pension").approve([case]) == [2], "both photographed papers, as pictures that a browser shows"
    wait_until(lambda: counter.desk("SELECT state, released_by FROM cases WHERE id = ?", case) == [("closed", "clerk")])
    (filed,), = counter.desk("SELECT number FROM filings WHERE key = ?", case)
    assert filed.startswith("A0"), "in the agency's register"


def test_a_move_is_told_once_and_five_agencies_confirm_it_each_for_itself(counter: Counter) -> None:
    citizen = counter.visit(MOVE, wishes=("yuanlin", "zhongshan"), typed=("8",))
    assert in_order(citizen.seen) == [
        "info", "consent", "choose", "form", "bundle", "review", "pin", "wait", "print", "acknowledge", "rate", "remark"]
    assert (counter.outcome(citizen), citizen.codes) == ("delivered", [])

    (case, number), = counter.desk("SELECT id, case_no FROM cases WHERE flow = ? AND parent = ''", MOVE)
    parts = counter.desk("SELECT id, agency, case_no FROM cases WHERE parent = ? ORDER BY agency", case)
    assert [agency for _, agency, _ in parts] == FIVE
    assert [each for each in (number, *(part[2] for part in parts)) if each not in counter.read] == [], "a number for each agency"
    assert counter.slip_of(case), "one receipt for all"

    counter.clerk("move").approve([part[0] for part in parts[:-1]])
    assert counter.desk("SELECT state FROM cases WHERE id = ?", case) == [("decided",)], "one agency has not confirmed"
    counter.clerk("last").approve([parts[-1][0]])
    assert counter.desk("SELECT state FROM cases WHERE id = ?", case) == [("closed",)]
    assert {state for state, in counter.desk("SELECT state FROM cases WHERE parent = ?", case)} == {"closed"}

    asking = counter.visit(MOVED)
    assert (counter.outcome(asking), asking.codes) == ("delivered", [])


def test_a_bill_comes_out_of_the_printer_sealed_and_its_bars_read_number_and_sum(counter: Counter, tmp_path: Path) -> None:
    citizen = counter.visit(BILL, lang="ja", wishes=("9000100000000038",))
    assert (counter.outcome(citizen), citizen.codes) == ("delivered", [])
    page = counter.paper("a4")
    (number, state), = counter.desk("SELECT serial, state FROM documents WHERE sha256 = ?", hashlib.sha256(page.read_bytes()).hexdigest())
    assert (bool(number), state) == (True, "valid")
    assert judge(page.read_bytes(), counter.rehearsal.config.uplink.ca).good

    bars = barcodes(page, tmp_path)
    said = words(page)
    assert len(bars) == 4, "kind, number, sum and day"
    assert "9000100000000038" in bars
    assert any(each.isdigit() and f"{int(each):,}" in said for each in bars if each != "9000100000000038"), "the sum that the slip says"
