"""``flows new``: seven questions, one file that is good at once, whatever comes of the service; nothing else is touched."""
from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from catalogue.check import LOCALE, check
from catalogue.flow import LANGUAGES, Catalogue, load_catalogue
from catalogue.verbs.new import made
from catalogue.verbs.new.answers import OUTCOMES, Answers, answerers, ask
from catalogue.verbs.new.file import written
from catalogue.words import Words
from kiosk.front.find import found
from kiosk.front.offer import Offer, agencies, ordered
from kiosk.front.search import entry

ROOT = Path(__file__).parents[2]
CATALOGUE = load_catalogue(ROOT / "flows")
TITLES = {"zh-TW": "水井登記證明", "en": "Well registration", "ja": "井戸の登録証明"}
OF = {"certificate": "houses", "list": "income", "slip": "bills", "receipt": "tax-clerk", "status": "refunds", "advice": "nobody"}


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "flows", tmp_path / "flows"))


def new(flows: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "kiosk", "flows", "new", "--flows", str(flows)], cwd=ROOT, capture_output=True, text=True,
                          input="\n".join(lines) + "\n", timeout=120)


def seven(outcome: str, by: str, agency: str = "changhua-tax") -> tuple[str, ...]:
    return agency, "R56", TITLES["zh-TW"], TITLES["en"], TITLES["ja"], outcome, by


def octets(directory: Path) -> dict[str, str]:
    return {path.relative_to(directory).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in directory.rglob("*") if path.is_file()}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_file_is_good_at_once_whatever_comes_of_it(flows: Path, outcome: str) -> None:
    told = new(flows, *seven(outcome, OF[outcome]))
    assert told.returncode == 0, told.stdout + told.stderr
    look = [sys.executable, "-m", "kiosk", "flows", "check", str(flows)]
    checked = subprocess.run(look, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (checked.returncode, checked.stdout) == (0, "no fault found\n")
    flow = load_catalogue(flows).flows["changhua-tax.well-registration"]
    assert (flow.outcome, flow.codes, {lang: flow.text(lang, "title") for lang in LANGUAGES}) == (outcome, ("R56",), TITLES)
    assert "Look at these next" in told.stdout
    assert "flows walk changhua-tax.well-registration" in told.stdout


def every() -> Iterator[tuple[str, str, str]]:
    for agency in sorted({flow.agency for flow in CATALOGUE.flows.values()}):
        yield from ((agency, outcome, by) for outcome in OUTCOMES for by in answerers(CATALOGUE, outcome))


def test_every_agency_may_offer_whatever_any_register_fee_or_clerk_answers(tmp_path: Path) -> None:
    """A few hundred services, all in one directory, looked through together."""
    flows, count = Path(shutil.copytree(ROOT / "flows", tmp_path / "flows")), 0
    for count, (agency, outcome, by) in enumerate(every(), 1):
        answers = Answers(agency, "R56", TITLES | {"en": f"Well {count}"}, outcome, by)
        (flows / agency / f"{answers.id.partition('.')[2]}.toml").write_text(written(CATALOGUE, answers), encoding="utf-8")
    assert count > 300
    assert [str(fault) for fault in check([flows], LOCALE, date.today())] == []


def test_a_new_item_touches_one_file_only_and_is_offered_and_found(flows: Path) -> None:
    before = octets(flows)
    assert new(flows, *seven("certificate", "houses")).returncode == 0
    after = octets(flows)
    assert set(after) - set(before) == {"changhua-tax/well-registration.toml"}
    assert {name: after[name] for name in before} == before
    catalogue = load_catalogue(flows)
    offers = ordered(Offer(flow) for flow in catalogue.flows.values())
    assert "changhua-tax.well-registration" in [offer.flow.id for offer in offers]
    assert agencies(offers)["changhua-tax"] == agencies(Offer(flow) for flow in CATALOGUE.flows.values())["changhua-tax"] + 1
    words, entries = Words(ROOT / "assets" / "locale"), [entry(offer) for offer in offers]
    for lang, typed in {"zh-TW": "水井", "en": "I need the registration of my well", "ja": "井戸"}.items():
        assert found(typed, entries, lang, words.text(lang, "search.skipped").splitlines())[0] == "changhua-tax.well-registration"


def test_what_is_there_already_is_refused_and_stays_as_it_is(flows: Path) -> None:
    before = octets(flows)
    told = new(flows, "1", "R56", "退稅", "Refunds", "還付", "status", "refunds")
    assert (told.returncode, "there is a service 'changhua-tax.refunds' already" in told.stderr) == (1, True)
    assert octets(flows) == before


def test_a_wrong_answer_is_asked_again_with_the_nearest_word() -> None:
    said: list[str] = []
    lines = iter(["changhua-tex", "2", "lt5x", "LT05", "ZZ9", "台北水井", "臺北水井", "井", "Well", "井戸", "certificat", "1", "houses"])
    answers = ask(CATALOGUE, lambda: next(lines), said.append)
    assert answers == Answers("taitung-social", "ZZ9", {"zh-TW": "臺北水井", "en": "Well", "ja": "井戸"}, "certificate", "houses")
    told = "\n".join(said)
    for wanted in ("did you mean 'changhua-tax'?", "changhua-tax.house-registration has the code LT05 already", "write 臺, not 台",
                   "begin with a letter", "did you mean 'certificate'?"):
        assert wanted in told


def test_answers_that_end_before_the_questions_write_nothing(flows: Path) -> None:
    before = octets(flows)
    told = new(flows, "changhua-tax", "R56", "水井")
    assert (told.returncode, "nothing was written" in told.stderr) == (1, True)
    assert octets(flows) == before


def test_a_file_that_would_be_at_fault_does_not_stay(flows: Path) -> None:
    fields = flows / "fields.toml"
    fields.write_text(fields.read_text("utf-8").replace("[mobile]", "[mobile_no]"), encoding="utf-8")
    broken: Catalogue = load_catalogue(flows)
    with pytest.raises(ValueError, match="mobile"):
        made(broken, Answers("changhua-tax", "R56", TITLES, "receipt", "tax-clerk"), flows)
    assert not (flows / "changhua-tax" / "well-registration.toml").exists()
