"""A status told on the screen, and a bill paid by slip: services written here, asked of the real bureau."""
from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pyzbar.pyzbar import ZBarSymbol, decode

from rehearsal.box import Box
from rehearsal.clerk import Clerk
from rehearsal.site import ROOT

ARREARS, BILLS, EXEMPTION = "changhua-tax.arrears-told", "changhua-tax.bill-again", "changhua-tax.exemption-told"
TRANSCRIPT = "changhua-tax.priced-transcript"
TOLD = '[[step]]\nname = "told"\nkind = "info"\nreply = true\n'
SLIP = '[[step]]\nkind = "pay-slip"\npaper = "a4"\n'
CHOICE = ('[[step]]\nname = "bills"\nkind = "lookup"\nquestion = "bills"\nat_most = "60s"\nwhen = "certificate"\n'
          '[[step]]\nname = "bill"\nkind = "choose"\nfrom = "bills"\nfield = "bill"\nwhen = "certificate"\n')
FEE = '\n[fee]\ntable = "pay-slips"\nkey   = "fee_pay_days"\n'  # any dated number serves
PRINT = '[[step]]\nkind  = "print"\npaper = "a4"\n'
WAIT = '[[step]]\nkind    = "wait"\n'


def service(like: str, id_: str, outcome: str, register: str, last: str, template: str = "", choice: str = "") -> str:
    """The property list's file with another question, outcome and end."""
    text = re.sub(r'(?m)^codes .*\n', "", like)
    text = text.replace('"changhua-tax.property-list"', f'"{id_}"')
    text = re.sub(r'(?m)^outcome +=.*$', f'outcome = "{outcome}"', text)
    text = text.replace('register = "property"', f'register = "{register}"').replace(PRINT, last).replace(WAIT, choice + WAIT)
    bureau = f'template = "{template}"\ndecide   = "tax-clerk"\ndocument = "補發繳款書"\n' if template else 'decide   = "tax-clerk"\n'
    return re.sub(r'(?m)^template = .*\ndecide .*\ndocument = .*\n', bureau, text)


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is offered here, and four services more."""
    place: Path = tmp_path_factory.mktemp("offer") / "flows"
    shutil.copytree(ROOT / "flows", place)
    like = (place / "changhua-tax" / "property-list.toml").read_text("utf-8")
    (place / "changhua-tax" / "arrears-told.toml").write_text(service(like, ARREARS, "status", "arrears", TOLD), "utf-8")
    (place / "changhua-tax" / "exemption-told.toml").write_text(service(like, EXEMPTION, "status", "vehicle-exemption", TOLD), "utf-8")
    (place / "changhua-tax" / "bill-again.toml").write_text(service(like, BILLS, "slip", "bills", SLIP, "pay-slip", CHOICE), "utf-8")
    priced = service(like, TRANSCRIPT, "list", "household-transcript", PRINT, "list") + FEE
    (place / "changhua-tax" / "priced-transcript.toml").write_text(priced, "utf-8")
    return place


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory, flows: Path) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    made = Box(site, wait_s=60)
    for name in ("kiosk.toml", "bureau.toml"):
        file = site / name
        file.write_text(file.read_text("utf-8").replace(f'flows = "{ROOT / "flows"}"', f'flows = "{flows}"'), "utf-8")
    with made as opened:
        yield opened


def shown(box: Box, visit: str, screen: str) -> dict[str, str]:
    """The lines of the last screen of this kind in a visit."""
    assert box.doorway is not None
    views = [view for view in box.doorway.views if view.visit == visit and view.screen == screen]
    return {line.label: line.value for line in views[-1].lines}


def test_arrears_are_told_on_the_screen_in_the_language_of_the_visit_and_nothing_is_printed(box: Box) -> None:
    before = len(box.hands.received("a4"))
    citizen = box.citizen(flow=ARREARS, lang="en")
    seen = citizen.come()
    assert box.outcome(citizen.visit) == "delivered"
    assert seen.count("info") == 1
    told = shown(box, citizen.visit, "info")
    assert (told["Arrears"], told["Total"], told["Tax"]) == ("Yes", "NT$11,230", "Vehicle license tax")
    assert len(box.hands.received("a4")) == before
    assert box.rows("SELECT state, released_by FROM cases ORDER BY received_at DESC LIMIT 1") == [("closed", "register")]


def test_somebody_with_nothing_is_told_that_too_or_why_there_is_no_answer(box: Box) -> None:
    citizen = box.citizen(flow=ARREARS, card="nobody", id_no="E123456783")
    citizen.come()
    assert box.outcome(citizen.visit) == "delivered"
    assert shown(box, citizen.visit, "info")["欠稅"] == "無欠稅"
    citizen = box.citizen(flow=EXEMPTION, card="nobody", id_no="E123456783")
    citizen.come()
    assert (citizen.codes, box.outcome(citizen.visit)) == (["nothing-owned"], "refused")


def test_a_bill_is_chosen_its_slip_read_and_printed(box: Box) -> None:
    citizen = box.citizen(flow=BILLS, lang="en", wishes=("own-records", "9000300000000040"))
    seen = citizen.come()
    assert box.outcome(citizen.visit) == "delivered"
    assert seen.count("choose") == 2, "the purpose, then the bill"
    read = shown(box, citizen.visit, "reply")
    assert (read["Tax"], read["To pay"], read["Late payment"]) == ("Vehicle license tax", "NT$11,566", "NT$336")
    page = box.hands.received("a4")[-1]
    text = subprocess.run(["pdftotext", "-layout", str(page), "-"], capture_output=True, text=True, check=True).stdout
    assert "9000300000000040" in text
    assert "9000100000000038" not in text, "only the slip that was chosen"


def test_a_paper_that_costs_something_comes_with_its_slip_in_one_print(box: Box, tmp_path: Path) -> None:
    citizen = box.citizen(flow=TRANSCRIPT, lang="en")
    citizen.come()
    assert box.outcome(citizen.visit) == "delivered"
    assert shown(box, citizen.visit, "reply")["Fee"] == "NT$7"
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-png", str(box.hands.received("a4")[-1]), str(tmp_path / "page")], check=True)
    bars = []
    for page in sorted(tmp_path.glob("page*.png")):
        with Image.open(page) as picture:
            bars.append(len(decode(picture, symbols=[ZBarSymbol.CODE39])))
    assert set(bars[:-1]) == {0}
    assert bars[-1] == 4, "type, number, sum and day stand on the last sheet"


@pytest.mark.real
def test_without_a_certificate_a_clerk_sees_what_the_register_says_and_tells_it(box: Box) -> None:
    citizen = box.citizen(flow=ARREARS, way="id-card")
    clerk = Clerk(box.site, box.log / "desk.log", box.site / "desk-pictures")
    at_work = threading.Thread(target=clerk.release_waiting, args=(60,), daemon=True)
    at_work.start()
    citizen.come()
    at_work.join(60)
    assert box.outcome(citizen.visit) == "delivered"
    assert shown(box, citizen.visit, "info")["欠稅"] == "有欠稅"
    assert box.rows("SELECT state, released_by FROM cases ORDER BY received_at DESC LIMIT 1") == [("closed", "clerk")]
