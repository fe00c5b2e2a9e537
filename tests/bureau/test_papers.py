"""Papers as they lie in the tray: set, rendered, read back by others' tools; the bars of a slip scanned from the page."""
from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pyzbar.pyzbar import ZBarSymbol, decode

from bureau.cases_store import Case
from bureau.desk.questions import Inquiry
from bureau.desk.writing import Writer
from bureau.documents.content import Paper
from bureau.documents.page import Press
from bureau.documents.slips import Slip, of_bill, payable
from bureau.registers import Question, Sheet, today
from bureau.registers.county import County, engine
from bureau.registers.synthetic import make
from catalogue.flow import Bureau, Catalogue, Fee, Flow, load_catalogue
from catalogue.steps import Form
from catalogue.trouble import Trouble
from catalogue.words import Words

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = load_catalogue(ROOT / "flows")
TERMS = dict(CATALOGUE.tables["pay-slips"].at(date(2026, 11, 26)).values)
WANG, CHEN, MANY, RARE, OLD_UI, LEE = "A123456789", "N123456780", "N223456782", "F123456784", "AA00000009", "A223456781"
DAY = date(2026, 5, 31)
FIELDS = ("tax_year", "tax_kind", "ubn")
ROW = 60
"""Dots at 200 to the inch: bars side by side begin at about the same height."""


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    database = engine(f"sqlite:///{tmp_path_factory.mktemp('county')}/county.db")
    make(database)
    yield County(database)
    database.dispose()


def flow(register: str | None, template: str, title: str, fee: Fee | None = None) -> Flow:
    """A service like the property list, answered by this register on this paper."""
    found = CATALOGUE.flows["changhua-tax.property-list"]
    asking = Form.model_validate({"kind": "form", "fields": FIELDS})
    bureau = Bureau.model_validate({"register": register, "template": template, "decide": "tax-clerk", "document": title})
    return found.model_copy(update={"bureau": bureau, "fee": fee, "steps": (*found.steps, asking)})


def case(id_no: str, **answers: Any) -> Case:
    return Case(id="c", case_no="test-000001-1", token_sha256="", agency="changhua-tax", flow="changhua-tax.property-list", id_no=id_no,
                state="decided", asking="a", reasons=(), answers=answers, received_at="", changed_at="")


def written(county: County, made: Flow, one: Case) -> tuple[Paper, tuple[tuple[str, str], ...]]:
    """The paper of a case and what the citizen reads before it is printed."""
    catalogue = with_flow(made)
    answer = Inquiry(county, catalogue).answer(one)
    writer = Writer("彰化縣地方稅務局", catalogue, Words(ROOT / "assets" / "locale"), "https://127.0.0.1:8444")
    person = county.person(one.id_no)
    paper = writer.paper(made, one, person, answer)
    return paper, writer.seen(made, person, answer, paper, "en")


def with_flow(made: Flow) -> Catalogue:
    return replace(CATALOGUE, flows={**CATALOGUE.flows, made.id: made})


def printed(press: Press, paper: Paper, place: Path) -> str:
    """Set a paper and give its text without blanks; its file is ``page.pdf``."""
    (place / "page.pdf").write_bytes(press.set(paper).pdf)
    text = subprocess.run(["pdftotext", "-layout", str(place / "page.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s", "", text)


def scanned(place: Path) -> list[list[str]]:
    """What a scanner reads of each page at the resolution of an office printer, row by row."""
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-png", "page.pdf", "page"], cwd=place, check=True)
    pages = []
    for picture in sorted(place.glob("page*.png")):
        with Image.open(picture) as page:
            found = [(one.rect.top // ROW, one.rect.left, one.data.decode()) for one in decode(page, symbols=[ZBarSymbol.CODE39])]
        pages.append([digits for *_, digits in sorted(found)])
    return pages


def test_a_slips_bars_are_read_from_the_printed_page_and_say_what_stands_beneath(county: County, press: Press, tmp_path: Path) -> None:
    paper, _ = written(county, flow("bills", "pay-slip", "補發繳款書"), case(WANG))
    text = printed(press, paper, tmp_path)
    pages = scanned(tmp_path)
    assert len(pages) == len(paper.slips) == 3
    for slip, digits in zip(paper.slips, pages, strict=True):
        assert digits == [value for _, value in slip.barcodes]
        assert [len(one) for one in digits] == [5, 16, len(str(slip.total)), 6]
        assert digits[2] == str(slip.total)
        assert f"新臺幣{slip.total:,}元" in text
    assert "金額超過30,000元，便利商店不予代收" in text
    assert "補發繳款書" in text


def test_the_due_date_under_the_bars_is_the_day_in_the_roc_calendar() -> None:
    slip = Slip("house", "N1", 115, "90001", "9000100000000001", 100, 0, date(2026, 5, 31), "store")
    assert dict(slip.barcodes)["pay-until"] == "150531"


@pytest.mark.parametrize(("tax", "late_days", "late", "until_days"), [
    ("house", -40, 0, 0), ("house", 0, 0, 0), ("house", 3, 0, 0),
    ("house", 4, 300, 6), ("house", 6, 300, 6), ("house", 7, 600, 9), ("house", 28, 2700, 30), ("house", 30, 2700, 30),
    ("house", 31, None, None), ("amusement", 0, 0, 0), ("amusement", 1, 0, 3), ("amusement", 4, 300, 6),
])
def test_a_late_bill_grows_by_a_per_cent_every_three_days_and_after_thirty_has_no_slip(tax: str, late_days: int, late: int | None,
                                                                                       until_days: int | None) -> None:
    columns = ("bill-no", "tax", "thing", "tax-year", "amount", "due", "slip-type")
    sheet = Sheet("bills", columns, (("9" * 16, tax, "N1", 115, 30_000, DAY, "90001"),))
    slip = of_bill(sheet, sheet.lines[0], TERMS, DAY + timedelta(days=late_days))
    if late is None or until_days is None:
        assert slip is None
        return
    assert slip is not None
    assert (slip.late, (slip.until - DAY).days, slip.total) == (late, until_days, 30_000 + late)
    assert slip.where == ("store" if late == 0 else "atm"), "what was added counts against the store's limit"


def test_where_a_slip_can_be_paid_follows_the_tables_limits() -> None:
    assert [payable(amount, TERMS) for amount in (30_000, 30_001, 2_000_000, 2_000_001)] == ["store", "atm", "atm", "bank"]
    assert payable(30_001, {**TERMS, "store_most": 50_000}) == "store"


def test_a_bill_that_went_to_enforcement_is_refused_with_a_word_the_screen_has(county: County) -> None:
    made = flow("bills", "pay-slip", "補發繳款書")
    answer = Inquiry(county, with_flow(made)).answer(case(OLD_UI))
    assert answer.refusal == Trouble.BILL_ENFORCED
    assert Inquiry(county, with_flow(made)).answer(case(CHEN)).refusal == ""


@pytest.mark.parametrize("smuggled", ["principal_id", "decedent_id"])
def test_a_counter_cannot_ask_about_somebody_of_whom_the_service_does_not_ask(county: County, smuggled: str) -> None:
    made = flow("property", "list", "財產歸屬資料清單")
    answer = Inquiry(county, with_flow(made)).answer(case(LEE, **{smuggled: WANG}))
    assert [line[0] for line in answer.sheet("houses").lines] == ["N07020000003"]


def test_a_service_that_asks_a_register_nobody_keeps_does_not_open(county: County) -> None:
    with pytest.raises(ValueError, match="no register answers 'hauses'"):
        Inquiry(county, with_flow(flow("hauses", "list", "財產歸屬資料清單")))


def test_before_a_slip_is_printed_its_sum_day_and_place_are_read(county: County) -> None:
    _, seen = written(county, flow("bills", "pay-slip", "補發繳款書"), case(WANG, tax_kind="vehicle"))
    assert dict(seen)["To pay"] == "NT$11,566"
    assert dict(seen)["Late payment"] == "NT$336"
    assert dict(seen)["Where to pay"].startswith("Convenience store")
    assert dict(seen)["Pay by"]


def test_a_fee_is_the_tables_amount_times_the_copies_on_a_slip_behind_the_paper(county: County, press: Press, tmp_path: Path) -> None:
    fee = Fee(table="pay-slips", key="fee_pay_days", per="copies")  # any dated number serves: 7 a copy
    paper, seen = written(county, flow("household-transcript", "list", "戶籍謄本", fee), case(WANG, copies=3))
    text = printed(press, paper, tmp_path)
    pages = scanned(tmp_path)
    assert dict(seen)["Fee"] == "NT$21"
    assert (pages[0], pages[-1][0], pages[-1][2]) == ([], f"{TERMS['fee_slip_type']:05d}", "21")
    assert text.index("測試長女") < text.index("規費繳款書") < text.index("新臺幣21元")
    alone, _ = written(county, flow(None, "pay-slip", "規費繳款書", fee), case(WANG))
    assert [slip.total for slip in alone.slips] == [7]


@pytest.mark.parametrize(("register", "id_no", "answers", "words"), [
    ("house-tax-paid", WANG, {"tax_year": 114}, ["房屋稅繳納證明", "N07010000001", "114年", "6,123元", "相符，特此證明"]),
    ("deed-price", WANG, {}, ["買賣", "1,250,000元", "民國113年3月16日"]),
    ("tax-registration", RARE, {}, ["彰化縣北斗鎮民生路88號"]),
    ("amusement-tax-paid", LEE, {"ubn": "04595257"}, ["1至2月", "3至4月", "9,120元"]),
])
def test_a_certificate_says_the_fact_and_that_it_is_certified(county: County, press: Press, tmp_path: Path, register: str, id_no: str,
                                                              answers: dict[str, Any], words: list[str]) -> None:
    paper, _ = written(county, flow(register, "certificate", "房屋稅繳納證明"), case(id_no, **answers))
    text = printed(press, paper, tmp_path)
    assert [word for word in words if word not in text] == []
    assert paper.slips == ()


def test_a_list_runs_over_pages_and_says_where_there_is_nothing(county: County, press: Press, tmp_path: Path) -> None:
    paper, seen = written(county, flow("property", "list", "財產歸屬資料清單"), case(MANY))
    text = printed(press, paper, tmp_path)
    assert press.set(paper).sheets >= 2
    assert all(f"測試段{number}地號" in text for number in range(1, 41))
    assert "房屋（0筆）查無資料" in text
    assert ("Land", "40 entries") in seen, "forty lines are too many to read on a screen"


def test_rare_characters_of_a_name_are_printed_and_every_glyph_is_in_the_file(county: County, press: Press, tmp_path: Path) -> None:
    paper, _ = written(county, flow("income", "list", "各類所得資料清單"), case(RARE))
    assert "測試𠮷喆堃" in printed(press, paper, tmp_path)
    fonts = subprocess.run(["pdffonts", str(tmp_path / "page.pdf")], capture_output=True, text=True, check=True).stdout
    assert [line for line in fonts.splitlines()[2:] if " yes yes " not in line] == []


def test_a_paper_that_tells_what_everybody_may_know_names_nobody(county: County, press: Press, tmp_path: Path) -> None:
    made = flow("announced-value", "list", "土地公告現值")
    answer = county.lookup(Question("announced-value", "", {"public_lot": "彰化縣彰化市測試段 27-3 地號"}))
    paper = Writer("彰化縣地方稅務局", with_flow(made), Words(ROOT / "assets" / "locale"), "https://x").paper(made, case(""), None, answer)
    text = printed(press, paper, tmp_path)
    assert f"{today().year - 1911}年" in text
    assert "統一編號" not in text
