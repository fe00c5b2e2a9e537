"""A service on a sheet of paper: nothing outside it, nothing over another, the same every time; every flow, every language."""
from __future__ import annotations

import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from catalogue.flow import LANGUAGES, Catalogue, load_catalogue
from catalogue.steps import Form
from catalogue.verbs.draw import drawn
from catalogue.verbs.draw.said import Said
from catalogue.words import Words

ROOT = Path(__file__).parents[2]
CATALOGUE = load_catalogue(ROOT / "flows")
FLOWS = {**CATALOGUE.flows, **CATALOGUE.definitions}
WORDS = Words(ROOT / "assets" / "locale")
NS = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]


def said(key: str, lang: str = "zh-TW", catalogue: Catalogue = CATALOGUE) -> Said:
    return Said(catalogue, FLOWS[key], WORDS, lang, date(2026, 1, 5))


def drawing(key: str, lang: str) -> ET.Element:
    return ET.fromstring(drawn(said(key, lang)))


def number(part: ET.Element, name: str) -> float:
    return float(part.attrib.get(name, "0"))


def place(text: ET.Element) -> Box:
    """Where a text stands: a full-width character takes 1 em, any other 0.6; it rises 0.9 em above its foot and hangs 0.2 below."""
    size, foot, x = number(text, "font-size"), number(text, "y"), number(text, "x")
    width = size * sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.6 for one in text.text or "")
    x -= {"middle": width / 2, "end": width}.get(text.attrib.get("text-anchor", ""), 0)
    return x, foot - 0.9 * size, x + width, foot + 0.2 * size


def rect(part: ET.Element) -> Box:
    x, y = number(part, "x"), number(part, "y")
    return x, y, x + number(part, "width"), y + number(part, "height")


def cross(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def within(one: Box, other: Box) -> bool:
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", sorted(FLOWS))
def test_nothing_is_outside_the_sheet_and_nothing_lies_over_another(key: str, lang: str) -> None:
    page = drawing(key, lang)
    wide, high = (float(one) for one in page.attrib["viewBox"].split()[2:])
    assert abs(high / wide - 297 / 210) < 0.001, "no sheet of A4"
    assert wide <= 794 * 1.5, "too small to be read on paper"
    texts, boxes = [place(text) for text in page.iter(f"{NS}text")], [rect(one) for one in page.iter(f"{NS}rect")][2:]
    dots = [(number(one, "cx") - number(one, "r"), number(one, "cy") - number(one, "r"), number(one, "cx") + number(one, "r"),
             number(one, "cy") + number(one, "r")) for one in page.iter(f"{NS}circle")]
    edge = (24.0, 8.0, wide - 24, high - 16)
    assert [one for one in (*texts, *boxes, *dots) if not within(one, edge)] == []
    assert [pair for pair in combinations(texts, 2) if cross(*pair)] == []
    assert [pair for pair in combinations(boxes, 2) if cross(*pair)] == []
    assert [(box, text) for box in boxes for text in texts if cross(box, text) and not within(text, box)] == []
    assert [(dot, box) for dot in dots for box in boxes if cross(dot, box)] == []
    assert [(dot, text) for dot in dots for text in texts if cross(dot, text) and not within(text, dot)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_stands_there_with_its_kind_and_what_it_asks(lang: str) -> None:
    for key, flow in FLOWS.items():
        words = said(key, lang)
        texts = [text.text or "" for text in drawing(key, lang).iter(f"{NS}text")]
        kinds = [step.kind for step in flow.steps]
        assert [text for text in texts if text in kinds] == kinds
        whole = "".join(texts).replace(" ", "")
        asked = [words.field(name) for step in flow.steps if isinstance(step, Form) for name in step.fields]
        assert [label for label in asked if label.replace(" ", "") not in whole] == []


def test_conditions_are_said_in_plain_words_where_they_are_simple() -> None:
    house = said("changhua-tax.house-registration")
    assert house.condition("certificate") == "有自然人憑證"
    assert house.condition("not certificate and house == 'one'") == "沒有自然人憑證，而且房屋：指定一個地址"
    assert said("keelung-tax.six-taxes", "en").condition("filed_tax in ['house', 'deed']").count(" or ") == 1
    assert said("changhua-tax.direct-debit", "en").condition("'house' in tax_kinds or 'vehicle' in tax_kinds") == (
        "Which taxes: House Tax or Which taxes: Vehicle License Tax")
    assert house.condition("members >= 3") == "members >= 3"
    conditions = [(key, step.when) for key, flow in FLOWS.items() for step in flow.steps if step.when]
    assert [when for key, when in conditions if said(key).condition(when) == when] == [], "each of the flows that serve is simple"


def test_each_condition_leaves_the_line_and_comes_back_to_it() -> None:
    page = drawing("changhua-tax.house-registration", "zh-TW")
    ways = [path.attrib["d"] for path in page.iter(f"{NS}path") if "stroke-dasharray" in path.attrib]
    assert len(ways) == 4
    for way in ways:
        begins, ends = way[1:].split(" ")[0], way.split(" ")[-2]
        assert begins == ends, "it comes back where it left"


def test_the_head_says_whose_what_how_soon_and_the_end_who_releases() -> None:
    texts = [text.text for text in drawing("changhua-tax.house-registration", "zh-TW").iter(f"{NS}text")]
    for wanted in ("彰化縣地方稅務局", "房屋稅籍證明", "LT05", "5 分鐘", "免費", "5 年", "稅捐稽徵法第 33 條", "本人", "證明書",
                   "登記系統馬上放行", "◆ 提案，須由機關確認"):
        assert wanted in texts
    fee = [text.text for text in drawing("changhua-household.english-transcript", "en").iter(f"{NS}text")]
    assert "NT$100" in fee


def test_the_same_files_give_the_same_drawing_and_the_one_in_docs_is_it(tmp_path: Path) -> None:
    ask = [sys.executable, "-m", "kiosk", "flows", "draw", "changhua-tax.house-registration", "-o"]
    for name in ("one", "two"):
        subprocess.run([*ask, str(tmp_path / name)], cwd=ROOT, check=True, capture_output=True, timeout=120)
    octets = (tmp_path / "one").read_bytes()
    assert octets == (tmp_path / "two").read_bytes()
    kept = "docs/flows/house-registration.svg"
    assert octets == (ROOT / kept).read_bytes(), f"run `python -m kiosk flows draw changhua-tax.house-registration -o {kept}`"


def test_what_is_not_there_is_told() -> None:
    ask = [sys.executable, "-m", "kiosk", "flows", "draw"]
    told = subprocess.run([*ask, "changhua-tax.refund"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (told.returncode, told.stderr) == (2, "no flow 'changhua-tax.refund', did you mean 'changhua-tax.refunds'?\n")
    told = subprocess.run([*ask, "changhua-tax.refunds", "--lang", "fr"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (told.returncode, "no language 'fr'" in told.stderr) == (2, True)
