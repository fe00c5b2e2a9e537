"""Every kind of question to the county: what is there, what is not, what is refused; the same on both databases."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bureau.documents.content import LABELS, groups, rows
from bureau.registers import Answer, Question, synthetic
from bureau.registers.county import KINDS, County, engine
from bureau.registers.county.schema import metadata
from bureau.registers.synthetic import make
from bureau.registers.synthetic.standing import SECOND
from catalogue.fields import id_kind
from catalogue.flow import LANGUAGES
from catalogue.trouble import Trouble
from rehearsal.postgres import here, postgres

TODAY = date(2026, 11, 26)
WANG, LEE, CHEN, NOBODY = "A123456789", "A223456781", "N123456780", "E123456783"
MANY, RARE, DEAD, OLD_UI, REPRESENTATIVE = "N223456782", "F123456784", "Y123456788", "AA00000009", "A823456783"
HOUSE, LOT, PUBLIC = "N07010000001", "彰化縣鹿港鎮測試段 27-3 地號", "彰化縣彰化市測試段 27-3 地號"
ALWAYS_SAID = {"arrears", "direct-debits", "estate", "income", "refunds", "self-use-used"}
"""Of these it is an answer, too, that there is nothing."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    place: Path = tmp_path_factory.mktemp("county")
    if request.param == "sqlite":
        database = engine(f"sqlite:///{place}/county.db")
        assert make(database, today=TODAY)
        yield County(database)
        return
    if not here():
        pytest.skip("no PostgreSQL on this machine: asked of SQLite alone")
    with postgres() as url:
        database = engine(url)
        assert make(database, today=TODAY)
        yield County(database)
        database.dispose()


def ask(county: County, kind: str, id_no: str = WANG, **answers: Any) -> Answer:
    return county.lookup(Question(kind, id_no, answers, on=TODAY))


def column(answer: Answer, sheet: str, name: str) -> list[Any]:
    found = answer.sheet(sheet)
    return [found.value(line, name) for line in found.lines]


GOOD: list[tuple[str, str, dict[str, Any], str, str, list[Any]]] = [
    ("houses", WANG, {}, "houses", "house-tax-no", [HOUSE, "N07020000002"]),
    ("parcels", WANG, {"land_lot": LOT}, "parcels", "lot", [LOT]),
    ("vehicles", RARE, {}, "vehicles", "plate", ["TST-1004"]),
    ("property", WANG, {}, "vehicles", "plate", ["TST-0001"]),
    ("bills", WANG, {}, "bills", "amount", [6_123, 31_450, 11_230]),
    ("bills", WANG, {"tax_kind": "land"}, "bills", "amount", [31_450]),
    ("arrears", WANG, {}, "arrears", "amount", [11_230]),
    ("arrears", WANG, {"tax_kinds": ["house", "land"]}, "arrears-state", "arrears-found", ["none"]),
    ("arrears", LEE, {}, "arrears-state", "sum", [0]),
    ("house-assessment", WANG, {"house_tax_no": HOUSE, "tax_year": 114}, "assessments", "amount", [6_123]),
    ("house-tax-paid", WANG, {"tax_year": 114}, "house-tax-paid", "amount", [6_123, 1_489]),
    ("house-tax-paid", WANG, {"house_addr": "彰化縣彰化市中山路二段１號", "tax_year": 112}, "house-tax-paid", "house-tax-no", [HOUSE]),
    ("land-tax-paid", WANG, {"tax_year": 113}, "land-tax-paid", "amount", [30_870]),
    ("vehicle-tax-paid", WANG, {"plate_no": "TST-0001", "tax_year": 114}, "vehicle-tax-paid", "amount", [7_120]),
    ("vehicle-exemption", LEE, {"plate_no": "TST-1002"}, "exemptions", "exemption", ["granted"]),
    ("vehicle-exemption", CHEN, {}, "exemptions", "exemption", ["ended"]),
    ("vehicle-exemption", WANG, {}, "exemptions", "exemption", ["not-granted"]),
    ("self-use-used", WANG, {}, "self-use", "self-use-rate", ["used"]),
    ("self-use-used", LEE, {}, "self-use", "self-use-rate", ["not-used"]),
    ("announced-value", "", {"public_lot": PUBLIC}, "announced-values", "tax-year", [115]),
    ("announced-value", "", {"public_lot": PUBLIC, "tax_year": 113}, "announced-values", "tax-year", [113]),
    ("deed-price", WANG, {"deed_date": "2024-03-16"}, "deeds", "price", [1_250_000]),
    ("deed-price", WANG, {"house_addr": SECOND, "deed_date": "2024-03-16"}, "deeds", "case-no", ["DEED-000001"]),
    ("deed-tax-paid", WANG, {"house_addr": SECOND, "tax_year": 113}, "deed-tax-paid", "case-no", ["DEED-000001"]),
    ("deed-tax-paid", WANG, {"case_no": "DEED-000001"}, "deed-tax-paid", "amount", [62_500]),
    ("amusement-tax-paid", LEE, {"ubn": "04595257", "period": "mar-apr"}, "amusement-tax-paid", "amount", [9_120]),
    ("refunds", WANG, {}, "refunds", "refund", ["to-account", "paid"]),
    ("refunds", CHEN, {}, "refunds", "refund", ["no-account"]),
    ("refunds", LEE, {}, "refund-state", "refund-found", ["none"]),
    ("direct-debits", WANG, {"tax_kind": "house"}, "debits", "account", ["測試銀行 ****4567"]),
    ("direct-debits", LEE, {}, "debit-state", "debit-found", ["none"]),
    ("tax-registration", REPRESENTATIVE, {"ubn": "04595252"}, "businesses", "business", ["測試溜冰場"]),
    ("tax-registration", WANG, {"house_tax_no": HOUSE}, "houses-registered", "house-tax-no", [HOUSE]),
    ("filing", WANG, {"case_no": "FIL-000002"}, "filings", "filing", ["in-review"]),
    ("filing", "", {"case_no": "FIL-000002"}, "filings", "filing", ["in-review"]),
    ("transcripts", WANG, {"transcript": "land", "land_lot": LOT}, "rights", "right", ["mortgage"]),
    ("transcripts", WANG, {"transcript": "household"}, "members", "standing", ["戶長", "妻", "長女", "長男"]),
    ("bills", NOBODY, {"principal_id": WANG, "tax_kind": "land"}, "bills", "amount", [31_450]),
    ("household-transcript", WANG, {}, "members", "standing", ["戶長", "妻", "長女", "長男"]),
    ("land-transcript", WANG, {"land_lot": LOT}, "rights", "right", ["mortgage"]),
    ("move-record", WANG, {}, "moves", "move", ["in", "within"]),
    ("kinship", WANG, {}, "kin", "degree", [0, 1, 1, 1, 1, 2]),
    ("income", WANG, {"income_years": [112, 113]}, "income-sums", "sum", [639_212, 747_213]),
    ("estate", LEE, {"decedent_id": DEAD, "income_years": [113]}, "incomes", "amount", [8_313]),
    ("income", NOBODY, {"income_years": [113]}, "income-sums", "sum", [0]),
    ("income", NOBODY, {"income_years": [109, 110, 111, 112, 113]}, "income-sums", "sum", [0, 0, 0, 0, 0]),
]


@pytest.mark.parametrize(("kind", "id_no", "answers", "sheet", "name", "values"), GOOD)
def test_what_is_registered_is_told(county: County, kind: str, id_no: str, answers: dict[str, Any], sheet: str, name: str,
                                    values: list[Any]) -> None:
    answer = ask(county, kind, id_no, **answers)
    assert (answer.refusal, column(answer, sheet, name)) == ("", values)


def test_every_kind_is_asked_above() -> None:
    assert {kind for kind, *_ in GOOD} == set(KINDS)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"announced-value"}))
def test_somebody_who_has_nothing_is_told_so_or_has_an_empty_answer(county: County, kind: str) -> None:
    answer = ask(county, kind, NOBODY)
    assert answer.refusal == ""
    assert answer.empty == (kind not in ALWAYS_SAID)


@pytest.mark.parametrize(("kind", "id_no", "answers", "refusal"), [
    ("house-assessment", WANG, {"house_tax_no": "N07040000004"}, "not-in-your-name"),
    ("vehicle-tax-paid", WANG, {"plate_no": "TST-1002"}, "not-in-your-name"),
    ("vehicle-exemption", WANG, {"plate_no": "TST-1002"}, "not-in-your-name"),
    ("land-transcript", WANG, {"land_lot": PUBLIC}, "not-in-your-name"),
    ("amusement-tax-paid", WANG, {"ubn": "04595257"}, "not-in-your-name"),
    ("refunds", WANG, {"ubn": "04595257"}, "not-in-your-name"),
    ("tax-registration", WANG, {"ubn": "04595257"}, "not-in-your-name"),
    ("house-tax-paid", WANG, {"tax_year": 115}, "no-such-entry"),
    ("deed-price", WANG, {"deed_date": "2024-03-17"}, "no-such-entry"),
    ("deed-tax-paid", WANG, {"tax_year": 114}, "no-such-entry"), ("deed-tax-paid", WANG, {"case_no": "DEED-000002"}, "no-such-entry"),
    ("filing", WANG, {"case_no": "FIL-000003"}, "no-such-entry"),
    ("bills", WANG, {"tax_kind": "stamp"}, "no-such-entry"),
    ("announced-value", "", {"public_lot": "彰化縣彰化市測試段 9999 地號"}, "no-such-entry"),
    ("income", WANG, {"income_years": [108, 113]}, "year-not-held"),
    ("filing", "", {"case_no": "FIL-999999"}, "no-such-entry"),
    ("filing", "", {}, "no-such-entry"),
    ("bills", WANG, {"principal_id": "A930196810"}, "person-unknown"),
    ("property", NOBODY, {"decedent_id": WANG}, "person-unknown"),
])
def test_what_is_not_this_persons_or_not_there_is_refused_with_a_reason(county: County, kind: str, id_no: str, answers: dict[str, Any],
                                                                         refusal: str) -> None:
    answer = ask(county, kind, id_no, **answers)
    assert answer.refusal == refusal
    assert refusal in set(Trouble)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_is_answered_in_the_name_of_somebody_who_has_died(county: County, kind: str) -> None:
    answer = ask(county, kind, DEAD, public_lot=PUBLIC)
    assert (answer.refusal, answer.sheets) == ("person-deceased", ())


@pytest.mark.parametrize("odd", [[["a"]], {"town": {}}, 10**12, -3, [113, "x"], 1.5, True, "' OR 1=1 --"])
def test_whatever_stands_in_an_answer_the_register_is_not_gone_and_tells_nothing_of_others(county: County, odd: Any) -> None:
    fields = ("house_tax_no", "plate_no", "land_lot", "public_lot", "tax_year", "income_years", "ubn", "case_no", "decedent_id", "period")
    for kind in KINDS:
        for field in fields:
            said = ask(county, kind, WANG, **{field: odd})
            assert "TST-1002" not in str(said.sheets)
            assert "N07020000003" not in str(said.sheets)


def test_an_heir_is_told_of_the_estate_and_whose_it_is(county: County) -> None:
    answer = ask(county, "property", LEE, decedent_id=DEAD)
    assert column(answer, "decedent", "decedent-name") == ["測試故人"]
    assert column(answer, "houses", "house-tax-no") == ["N07090000006"]


def test_whoever_has_the_number_of_a_filing_reads_no_tax_and_no_name(county: County) -> None:
    told = [label for label, _ in rows(ask(county, "filing", "", case_no="FIL-000002"), "en")]
    assert told == [LABELS[key]["en"] for key in ("case-no", "filed-on", "filing")]


def test_forty_parcels_rare_names_and_old_numbers_are_people_like_others(county: County) -> None:
    assert len(ask(county, "parcels", MANY).sheet("parcels").lines) == 40
    assert county.find_person("測試𠮷喆堃", "6784", RARE).why == "found"
    assert (id_kind(OLD_UI), county.find_person("測試外籍丙", "0009", OLD_UI).why) == ("ui_old", "found")
    assert id_kind(REPRESENTATIVE) == "ui_new"


def test_no_account_leaves_the_register_whole(county: County) -> None:
    said = str([ask(county, kind, who) for kind in ("refunds", "direct-debits") for who in (WANG, CHEN)])
    assert "****4567" in said
    assert "00001234567" not in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_column_and_word_has_its_label(county: County, lang: str) -> None:
    people = (WANG, LEE, CHEN, NOBODY, RARE, OLD_UI, REPRESENTATIVE, "A800000014")
    for kind in KINDS:
        for answer in (ask(county, kind, who, **({"public_lot": PUBLIC} if kind == "announced-value" else {})) for who in people):
            groups(answer)
            assert all(name and value for name, value in rows(answer, lang))


def test_labels_stand_in_every_language_and_say_tai_as_offices_write_it() -> None:
    for key, label in LABELS.items():
        assert set(label) - {"as"} == set(LANGUAGES), key
        assert "台" not in label["zh-TW"], key


def test_the_list_of_cases_names_every_kind_and_the_bills_by_their_numbers(county: County) -> None:
    said = " ".join((synthetic.__doc__ or "").split())
    assert [kind for kind in KINDS if f"| {kind} |" not in said] == []
    assert [number for number in column(ask(county, "bills"), "bills", "bill-no") if number not in said] == []


def test_a_county_is_filled_once_and_one_of_an_earlier_version_gets_what_it_lacks(tmp_path: Path) -> None:
    database = engine(f"sqlite:///{tmp_path}/county.db")
    assert make(database, today=TODAY)
    assert not make(database, today=TODAY)
    with database.begin() as connection:
        metadata.tables["refunds"].drop(connection)
    assert make(database, today=TODAY)
    assert column(ask(County(database), "refunds"), "refunds", "amount") == [1_200, 310]


def test_where_a_real_county_lives_no_invented_person_moves_in(tmp_path: Path) -> None:
    database = engine(f"sqlite:///{tmp_path}/county.db")
    people = metadata.tables["people"]
    with database.begin() as connection:
        people.create(connection)
        somebody = {"id_no": "A930196810", "name": "某人", "last4": "6810", "birth": TODAY, "mobile": "0900", "address": "某地"}
        connection.execute(people.insert().values(somebody))
    assert not make(database, today=TODAY)
    assert County(database).person(WANG) is None
