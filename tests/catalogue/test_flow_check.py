"""A corpus of flow files with one fault each: the check tells exactly that fault, at its line."""
from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from catalogue.check import check, main

TODAY = date(2026, 11, 21)
FLOW = "changhua-tax/property-list.toml"
ROOT = Path(__file__).parents[2]
FLOWS, LOCALE = ROOT / "flows", ROOT / "assets" / "locale"


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FLOWS, tmp_path / "flows"))


def spoil(flows: Path, file: str, old: str, new: str) -> int:
    """Replace the first ``old``; returns the line where it stood."""
    path = flows / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


CORPUS = [
    ("agency      =", "agncy       =", ["1: 'agency' is missing", "+0: unknown key 'agncy', did you mean 'agency'?"]),
    ('legal       = "Tax', '# "', ["1: 'legal' is missing"]),
    ("{bureau", "{buraeu", ["+0: 'bureau' is missing", "+0: unknown key 'buraeu', did you mean 'bureau'?"]),
    ("version     = 1", 'version     = "1"', ["+0: 'version': write a whole number, without quotes"]),
    ("version     = 1", "version     = 1\nversion     = 2", ["+1: this key or table stands here for the second time"]),
    ('outcome     = "list"', 'outcome     = "lists"',
     ["+0: 'outcome' must be one of certificate, list, slip, receipt, status, advice, did you mean 'list'?"]),
    ('agency      = "changhua-tax"', 'agency      = "changhua-tux"', [
        "2: the id must be agency and file name: 'changhua-tux.property-list'",
        "+0: the file must stand in the folder 'changhua-tux' of its agency",
        "+0: unknown agency 'changhua-tux', did you mean 'changhua-tax'?"]),
    ('[bureau]', '[[bureau]]', ["+0: 'bureau': write [bureau], in one pair of brackets: there is one only"]),
    ('kind = "review"', 'kind = "reveiw"', ["+0: unknown kind 'reveiw', did you mean 'review'?"]),
    ('[[step]]\nkind = "review"\n', "", ["57: no step of kind 'review': every flow needs one"]),
    ('[[step]]\nkind = "acknowledge"\n', "", ["56: no step of kind 'acknowledge': every flow needs one"]),
    ('[[step]]\nkind = "sign"\n[[step]]\nkind = "send"\n', '[[step]]\nkind = "send"\n[[step]]\nkind = "sign"\n',
     ["+2: 'sign' must stand before 'send'"]),
    ('at_most = "180s"\n', "", ["-2: 'at_most' is missing"]),
    ('at_most = "180s"\n', 'at_most = "for ever"\n', ["+0: 'at_most': write seconds with an s behind, such as '180s'"]),
    ('fields = ["mobile"]', 'fields = ["mobil"]', ["+0: unknown field 'mobil', did you mean 'mobile'?"]),
    ('when   = "not certificate"', 'when   = "not certifcate"', ["+0: unknown name 'certifcate', did you mean 'certificate'?"]),
    ('when   = "not certificate"', 'when   = "house == \'all\'"', ["+0: 'house' is not asked before this step"]),
    ('when   = "not certificate"', 'when   = "open(\'x\')"', ["+0: when: 'open('x')' is not allowed here"]),
    ('when   = "not certificate"', 'wenn   = "not certificate"', ["+0: unknown key 'wenn', did you mean 'when'?"]),
    ('name = "who"', 'name = "why"', ["+0: another step is called 'why' already"]),
    ('kind = "send"', 'kind = "send"\nwhen = "certificate"', ["+1: 'send' may not be skipped"]),
    ('purpose = "property-lookup"', 'purpose = "property-lokup"',
     ["+0: no notice for the purpose 'property-lokup', did you mean 'property-lookup'?"]),
    ('evidence = ["certificate"]', 'evidence = ["certificate", "id-card"]', [
        "+0: nobody comes both ways: 'certificate' or 'id-card'",
        '+0: the register releases on evidence = ["certificate"] and nothing else']),
    ('evidence = ["id-card", "face", "clerk"]', 'evidence = ["id-card", "face"]', ["+0: by = \"clerk\" needs 'clerk' among its evidence"]),
    ('evidence = ["id-card", "face", "clerk"]', 'evidence = ["certificate", "clerk"]',
     ["35: who comes by 'id-card' gets nothing: no release rule names it"]),
    ('evidence = ["id-card", "face", "clerk"]', 'evidence = ["idcard", "face", "clerk"]',
     ["+0: 'evidence' must be one of certificate, id-card, face, clerk, did you mean 'id-card'?"]),
    ('title           = "全国財産データ一覧"\n', "", ["-1: 'title' is missing in ja"]),
    ("[text.ja]", "[text.jp]", ["62: no texts in ja", "+0: texts in jp stand in the shared wording, not here"]),
    ('"bring.either"  = "Citizen', '"bring.eithr"   = "Citizen',
     ["-4: 'bring.either' is missing in en", "+0: nothing in this flow shows 'bring.eithr', did you mean 'bring.either'?"]),
    ('life_events = ["need-aid"', 'life_events = ["ned-aid"', ["+0: the shared wording lacks 'life.ned-aid', did you mean 'need-aid'?"]),
    ('often       = 45', 'often       = 145', ["+0: 'often': write 100 or less"]),
    ("土地、房屋與車輛。", "土地,房屋與車輛。", ["+0: 'about': half-width punctuation in '地,'"]),
    ('about           = "Land, houses', 'about           = "{n} Land, houses', ["+0: 'about' has other placeholders than in zh-TW"]),
]


@pytest.mark.parametrize(("old", "new", "faults"), CORPUS)
def test_a_faulty_flow_is_told_by_line_and_message(flows: Path, old: str, new: str, faults: list[str]) -> None:
    at = spoil(flows, FLOW, old, new)

    def line(fault: str) -> str:
        where, _, message = fault.partition(": ")
        return f"{at + int(where) if where[0] in '+-' else where}: {message}"

    assert [f"{error.line}: {error.message}" for error in check([flows], LOCALE, TODAY)] == [line(fault) for fault in faults]


def test_a_lookup_and_its_choice_belong_together(flows: Path) -> None:
    at = spoil(flows, "changhua-tax/collect.toml", 'from  = "cases"', 'from  = "casse"')
    assert [str(error) for error in check([flows], LOCALE, TODAY)] == [
        f"{flows / 'changhua-tax/collect.toml'}:{at}: no lookup 'casse' before this step, did you mean 'cases'?"]


def test_a_choice_is_skipped_exactly_when_its_lookup_is(flows: Path) -> None:
    at = spoil(flows, "changhua-tax/collect.toml", 'field = "case"\nwhen  = "certificate"', 'field = "case"')
    assert [error.message for error in check([flows], LOCALE, TODAY)] == ["must be skipped exactly when the lookup 'cases' is"]
    assert at > 1


def test_a_table_that_has_run_out_is_told(flows: Path) -> None:
    at = spoil(flows, "tables/deadlines.toml", "valid_from = 2024-01-01", "valid_from = 2024-01-01\nvalid_to = 2025-12-31")
    assert [(error.line, error.message) for error in check([flows], LOCALE, TODAY)] == [(at - 1, "no row is valid today (2026-11-21)")]


def test_a_field_without_words_is_told(flows: Path) -> None:
    path = flows / "fields.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[shoe]\ntype = "count"\nleast = 1\nmost = 9\n', encoding="utf-8")
    assert [error.message for error in check([flows], LOCALE, TODAY)] == [
        "the shared wording lacks 'field.shoe.hint'", "the shared wording lacks 'field.shoe.label'"]


def test_two_files_cannot_have_one_id(flows: Path) -> None:
    (flows / "other").mkdir()
    shutil.copy(flows / FLOW, flows / "other" / "property-list.toml")
    assert any("has the id 'changhua-tax.property-list' already" in error.message for error in check([flows], LOCALE, TODAY))


def test_the_verb_prints_faults_and_says_so_by_its_status(flows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = spoil(flows, FLOW, 'kind = "review"', 'kind = "reveiw"')
    assert main([str(flows / FLOW)]) == 1
    assert capsys.readouterr().out == f"{flows / FLOW}:{at}: unknown kind 'reveiw', did you mean 'review'?\n"
    assert main([str(flows / "changhua-tax/collect.toml")]) == 0
    assert main([str(flows / "nowhere")]) == 2


def test_what_is_on_offer_has_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(FLOWS)]) == 0
    assert capsys.readouterr().out == "no fault found\n"


def test_a_question_with_a_hole_is_told(flows: Path) -> None:
    at = spoil(flows, "questions.toml", "ja    = \"PINを忘れました。どうすればよいですか\"\n", "")
    assert [(error.line, error.message) for error in check([flows], LOCALE, TODAY)] == [(at - 3, "'ask' is missing in ja")]


def test_a_question_that_stands_twice_or_runs_on_is_told(flows: Path) -> None:
    at = spoil(flows, "questions.toml", 'key  = "pin-locked"', 'key  = "no-pin"')
    long = spoil(flows, "questions.toml", "不要緊。", "不要緊。" * 40)
    assert [(error.line, error.message.split(",")[0]) for error in check([flows], LOCALE, TODAY)] == [
        (long, "'answer' has 232 characters"), (at, "'no-pin' stands here for the second time")]


def test_a_service_that_does_not_say_what_to_bring_is_told(flows: Path) -> None:
    path = flows / FLOW
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith('"bring')]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    told = "nothing says what to bring: 'bring' or 'bring.either' is missing"
    assert [error.message for error in check([flows], LOCALE, TODAY)] == [told]


def test_a_code_without_words_and_words_without_a_code_are_told(flows: Path, tmp_path: Path) -> None:
    locale = Path(shutil.copytree(LOCALE, tmp_path / "locale"))
    for path in locale.glob("*.po"):
        path.write_text(path.read_text(encoding="utf-8").replace('"error.paper-jam.do"', '"error.paper-jamm.do"'), encoding="utf-8")
    assert [error.message for error in check([flows], locale, TODAY)] == [
        "'error.paper-jamm.do' belongs to no code", "the shared wording lacks 'error.paper-jam.do'"]


TRIAL, MOVE = "taitung-social/pension-trial.toml", "changhua-household/change-of-address.toml"


@pytest.mark.parametrize(("file", "old", "new", "fault"), [
    (TRIAL, "'rate_permille'", "'rate_permile'", "rate: the table 'national-pension' has no 'rate_permile', did you mean 'rate_permille'?"),
    (TRIAL, "table('national-pension', 'base')", "table('national-pensoin', 'base')",
     "base: unknown table 'national-pensoin', did you mean 'national-pension'?"),
    (TRIAL, "minimum * 2", "minimm * 2", "limit_2: unknown name 'minimm', did you mean 'minimum'?"),
    (TRIAL, "ordinary - premium", "ordinary / premium", "saved: 'ordinary / premium' is not allowed here"),
    (TRIAL, 'says  = "verdict"', 'says  = "premium"', "'premium' comes to no text, so it chooses no words"),
    (TRIAL, 'kind = "info"', 'kind = "sign"', "'sign' has no place in an advice: nobody is asked for anything"),
    (TRIAL, 'flow = "taitung-social.pension-apply"', 'flow = "taitung-social.pension-aply"',
     "unknown flow 'taitung-social.pension-aply', did you mean 'taitung-social.pension-apply'?"),
    (TRIAL, "when = \"verdict == 'apply'\"", "when = \"verdikt == 'apply'\"", "unknown name 'verdikt', did you mean 'verdict'?"),
    (TRIAL, '"result.free.heading"   = "您不用繳國民年金保費"\n', "", "'result.free.heading' is missing in zh-TW"),
    (MOVE, 'agency = "changhua-land"', 'agency = "changhua-lend"', "unknown agency 'changhua-lend', did you mean 'changhua-land'?"),
    (MOVE, '"tell.licences"        = "駕照和行照的地址"\n', "", "'tell.licences' is missing in zh-TW"),
    (MOVE, 'kind = "send"\n', 'kind = "send"\n[[step]]\nkind = "wait"\nat_most = "60s"\n',
     "'wait' has no place where the outcome is a receipt: nobody waits for days"),
    (MOVE, 'retain      = {bureau = "5y"}\n', "", "'retain' is missing"),
    (MOVE, 'decide = "household-clerk"', 'decide = "household-clerk"\ntemplate = "letter"',
     "register, template and document belong together: all of them make a document, none makes none"),
])
def test_a_fault_in_a_sum_an_application_or_a_bundle_is_told(flows: Path, file: str, old: str, new: str, fault: str) -> None:
    spoil(flows, file, old, new)
    assert fault in [error.message for error in check([flows], LOCALE, TODAY)]


def test_japanese_words_that_nobody_could_type_in_kana_are_told(flows: Path) -> None:
    asked = spoil(flows, "questions.toml", "、あんしょうばんごう、わすれた", "、わすれた")
    served = spoil(flows, "changhua-tax/property-list.toml", "、ていしょとく", "")
    assert [(error.path.name, error.line, error.message) for error in check([flows], LOCALE, TODAY)] == [
        ("property-list.toml", served, "'find': no reading in kana stands beside 低所得"),
        ("questions.toml", asked, "'find': no reading in kana stands beside 忘れた")]
