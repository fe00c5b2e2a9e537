"""A whole visit with a list of people, ticks and an account: through the door, onto the review page, under the signature, to the bureau."""
from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOW = "changhua-tax.property-list"
FATHER, MOTHER = "E123456783", "A800000014"
ASKED = 'fields = ["purpose", "household_members", "tax_kinds", "bank_account"]'
PEOPLE = [FATHER, FATHER, "parent", "add-another", MOTHER, MOTHER, "spouse", "add-another", "N123456780", "N123456780", "child"]
REST = ["739186", "document", "print", "taken", "sign", "5", "no-remark", "pull", "enter"]


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The flows as they are, but that the property list asks for more."""
    copy = Path(shutil.copytree(ROOT / "flows", tmp_path_factory.mktemp("asked") / "flows"))
    path = copy / "changhua-tax" / "property-list.toml"
    text = path.read_text(encoding="utf-8")
    assert 'fields = ["purpose"]' in text
    path.write_text(text.replace('fields = ["purpose"]', ASKED), encoding="utf-8")
    return copy


def walk(flows: Path, *lines: str, lang: str = "zh-TW") -> str:
    """What the terminal showed, to the end of the visit."""
    told = subprocess.run([sys.executable, "-m", "kiosk", "flows", "walk", FLOW, "--flows", str(flows), "--lang", lang], cwd=ROOT,
                          capture_output=True, text=True, input="\n".join(("agree", "certificate", "card", "id", *lines)), timeout=120)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def part(told: str, screen: str) -> str:
    """What stood on the last screen of a kind."""
    return [sheet for sheet in told.split("\n── ") if sheet.startswith(screen)][-1]


def test_a_list_with_one_taken_off_again_reaches_the_bureau_as_it_stood_on_the_review_page(flows: Path) -> None:
    told = walk(flows, "own-records", *PEOPLE, "1", "take-off", "next", "vehicle", "house", "next", "700", "0021", "00012345678901",
                "agree", *REST)
    review = part(told, "review")
    assert f"{MOTHER} 配偶；N123456780 子女" in review
    assert FATHER not in review
    assert "房屋稅、使用牌照稅" in review
    assert "700-0021-…8901" in review
    assert "00012345678901" not in review
    sent = told[told.index("The visit ended: delivered"):]
    people = [{"id_no": MOTHER, "relation": "spouse"}, {"id_no": "N123456780", "relation": "child"}]
    assert f"household_members = {people}" in sent
    assert "tax_kinds = ['house', 'vehicle']" in sent
    assert "'account': '00012345678901'" in sent


def test_back_from_the_review_page_finds_every_answer_and_asks_nothing_twice(flows: Path) -> None:
    told = walk(flows, "own-records", *PEOPLE, "next", "tick-all", "next", "700", "0021", "123456", "back", "lang en",
                "own-records", "next", "house", "next", "enter", "enter", "enter", "agree", *REST)
    review = part(told, "review")
    assert review.count(FATHER) == 1
    assert "700-0021-…3456" in review
    sent = told[told.index("The visit ended: delivered"):]
    assert "tax_kinds = ['land', 'vehicle']" in sent
    assert sent.count("id_no") == 3
